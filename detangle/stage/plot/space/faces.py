"""Flat faces in space: the tinted wall of a clamp, and the plane that the readout draws."""

from __future__ import annotations

import numpy as np

from detangle._typing import ByteArray, FloatArray, IntArray
from detangle.geometry.polylines import Polylines, box_section
from detangle.look.depth import Depth
from detangle.look.theme import Theme
from detangle.stage.paint.pieces import Pieces
from detangle.stage.paint.projection import Projected
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.placed import Placed, PlacedPaint
from detangle.stage.plot.space.cloud import SpaceCloud
from detangle.stage.plot.space.view import SpaceView

Box = tuple[FloatArray, FloatArray]


class Face(PlacedPaint[SpaceView]):
    """A filled polygon in space, clipped to the view's area.

    Parameters
    ----------
    corners
        (V, 3), in order; none for a face that is not there.
    view
        How it is shown.
    color, opacity
        Of the fill.
    """

    def __init__(self, corners: FloatArray, view: SpaceView, *, color: str, opacity: float) -> None:
        super().__init__(corners, view, color, inks=1, opacity=opacity)

    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Fill the polygon."""
        from detangle.stage.paint.kernels.polygons import fill_polygons  # numba is slow to import

        sides = np.hstack([seen.xy, np.roll(seen.xy, -1, axis=0)])
        fill_polygons(pixels, sides, self.rgbas[0], window=seen.window)


class CutPlane(Placed[SpaceView], Pieces):
    """The part of a plane in space that lies in a box: translucent, with its outline.

    Dots before the plane are taken out of the cloud and drawn after it, by `front`: so it lies
    between the dots for the eye, too.

    Parameters
    ----------
    normal, offset
        The plane is `normal @ h + offset = 0`.
    box
        Lowest and highest corner, (3,) each.
    cloud
        The dots.
    view
        How it is shown.
    theme
        Colour and opacity.
    width
        Stroke width of the outline.
    """

    def __init__(
        self,
        normal: FloatArray,
        offset: float,
        box: Box,
        cloud: SpaceCloud,
        view: SpaceView,
        theme: Theme,
        width: float,
    ) -> None:
        self.normal, self.offset, self.box, self.cloud = normal, offset, box, cloud
        corners, tone = box_section(normal, offset, *box), theme.highlight
        self.face = Face(corners, view, color=tone, opacity=theme.tint)
        self.rim = PlacedLines(closed(corners), view, color=tone, width=width)
        self.front: SpaceCloud = cloud.copy()
        super().__init__(self.face, self.rim)
        self.set_z_index(Depth.FACE)
        self.front.set_z_index(Depth.POINTS_BEFORE_FACE)
        self.show_at(corners, view)

    def move_to_offset(self, offset: float) -> None:
        """Slide the plane along its normal; `see` then shows it there."""
        self.offset = offset
        self.coords = box_section(self.normal, offset, *self.box)

    def show_at(self, coords: FloatArray, view: SpaceView) -> None:
        """Show the polygon with these corners through a view, and the dots as they are now."""
        self.coords = coords
        self.face.show_at(coords, view)
        self.rim.show_lines(closed(coords), view)
        self.front.show_at(self.cloud.coords, view)
        behind = self.heights(self.cloud.coords) * self.heights(view.eye) < 0
        self.front.hidden, self.cloud.hidden = behind, ~behind

    def release(self) -> None:
        """Give the dots back to the cloud."""
        self.front.hidden = np.ones(len(self.cloud.coords), dtype=bool)
        self.cloud.hidden = ~self.front.hidden

    def heights(self, coords: FloatArray) -> FloatArray:
        """Return `normal @ h + offset` of (N, 3) or (3,) coordinates."""
        return np.asarray(coords @ self.normal + self.offset)

    def sides(self) -> IntArray:
        """Return the class that the plane gives each dot, (N,): 1 on its positive side, else 0."""
        return np.asarray(self.heights(self.cloud.coords) > 0, dtype=np.int64)


def nearer_end(normal: FloatArray, offset: float, box: Box) -> float:
    """Return the offset at which a plane, moved along its normal the shorter way, leaves a box."""
    low, high = box
    reach = np.maximum(normal, 0) @ high + np.minimum(normal, 0) @ low
    depth = np.maximum(normal, 0) @ low + np.minimum(normal, 0) @ high
    return float(min((-reach, -depth), key=lambda end: abs(end - offset)))


def closed(corners: FloatArray) -> Polylines:
    """Join the corners of a polygon, (V, D), and the last one with the first."""
    around = np.concatenate([corners, corners[:1]])
    return Polylines(around, np.array([len(around)]))
