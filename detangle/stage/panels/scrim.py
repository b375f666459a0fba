"""A soft veil of the background's colour, over which text can be read where a plane lies below."""

from __future__ import annotations

from typing import Literal, Self

import numpy as np

from detangle._typing import ByteArray, FloatArray
from detangle.look.layout import Area
from detangle.stage.paint.colors import Colors
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.projection import Projected

Side = Literal["top", "right", "bottom"]


class Scrim(Painted):
    """A veil along one side of the frame, which fades out towards the middle.

    Its opacity is even from the side on, and falls from there to nothing by a smoothstep.

    Parameters
    ----------
    area
        All that it covers.
    side
        Where it is densest.
    solid
        Units from that side over which its opacity is even.
    color
        Of the background.
    opacity
        Where it is densest.
    """

    handed_over = ("side", "solid")

    def __init__(self, area: Area, side: Side, solid: float, color: Colors, opacity: float) -> None:
        left, bottom, right, top = area.box
        extent = area.width if side == "right" else area.height
        super().__init__([(left, bottom), (right, top)], color, inks=1, opacity=opacity)
        self.side, self.solid = side, solid / extent

    def reset_points(self) -> Self:
        """Forget where it is."""
        self.side, self.solid = "top", 0.0
        return super().reset_points()

    @property
    def corners(self) -> FloatArray:
        """The corners (4, 2) of the part in which it is densest."""
        (left, bottom), (right, top) = self.points[:, :2]
        if self.side == "right":
            left = right - self.solid * (right - left)
        elif self.side == "top":
            bottom = top - self.solid * (top - bottom)
        else:
            top = bottom + self.solid * (top - bottom)
        return np.array([(left, bottom), (right, bottom), (right, top), (left, top)])

    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Lay the veil over the pixels, each by the place of its centre."""
        from detangle.stage.paint.kernels.blending import as_words, lay, visible  # numba: slow

        (x0, y1), (x1, y0) = seen.xy  # y points down
        corners = round(x0), round(y0), round(x1), round(y1)
        left, top, right, bottom = visible(pixels, corners)
        if right <= left or bottom <= top:
            return
        across, down = np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5
        ones_across, ones_down = np.ones(len(across)), np.ones(len(down))
        if self.side == "right":
            cover = np.outer(ones_down, self._profile((x1 - across) / (x1 - x0)))
        else:
            depth = (down - y0) if self.side == "top" else (y1 - down)
            cover = np.outer(self._profile(depth / (y1 - y0)), ones_across)
        lay(as_words(pixels)[top:bottom, left:right], cover.astype(np.float32), self.rgbas[0])

    def _profile(self, depth: FloatArray) -> FloatArray:
        """Return the cover at fractions of the way from the dense side to the other."""
        t = np.clip((depth - self.solid) / (1 - self.solid), 0.0, 1.0)
        return np.asarray(1 - t * t * (3 - 2 * t))
