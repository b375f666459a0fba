"""Some dots of a cloud stand out while all others sink towards the background."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Circle, ManimColor
from numpy.typing import NDArray

from detangle.look.theme import Theme
from detangle.stage.motion.fades import Uncopied
from detangle.stage.paint.cloud import PointCloud

Array = NDArray[np.float64]

SUNK = 0.34
"""Opacity of the others, and the share of their colour that is left: where many dots lie on each
other their opacities add up, but no dot gets brighter than its colour."""
RING = 0.17
"""Radius of a ring around a place, units."""


class Focus(Uncopied):
    """Let a cloud's dots go to other colours and opacities.

    Parameters
    ----------
    cloud
        The cloud.
    rgbas
        (N, 4) where they go, as `focused` gives it.
    """

    def __init__(self, cloud: PointCloud, rgbas: Array, **kwargs: Any) -> None:
        self.cloud = cloud
        self.end = rgbas
        super().__init__(cloud, **kwargs)

    def begin(self) -> None:
        """Take the colours from which they go."""
        self.start = self.cloud.rgbas.copy()
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        """Show them on their way."""
        t = self.rate_func(alpha)
        self.cloud.rgbas = (1 - t) * self.start + t * self.end


def focused(
    labels: NDArray[np.int64], chosen: NDArray[np.bool_], theme: Theme
) -> NDArray[np.float64]:
    """Return the colours, (N, 4), in which the chosen dots stand out and the others have sunk."""
    table = np.array([ManimColor(theme.class_color(i)).to_rgb() for i in range(labels.max() + 1)])
    ground = np.array(ManimColor(theme.background).to_rgb())
    full = table[labels]
    sunk = SUNK * full + (1 - SUNK) * ground
    colors = np.where(chosen[:, None], full, sunk)
    return np.column_stack([colors, np.where(chosen, 1.0, SUNK)])


def ring(place: Array, theme: Theme) -> Circle:
    """Draw a ring around a place of the frame, (3,)."""
    return Circle(RING, color=theme.highlight, stroke_width=0.6 * theme.line_width).move_to(place)
