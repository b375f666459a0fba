"""Rings around some of the points of a plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detangle.look.theme import Theme
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.plot.placed import InPlane
from detangle.stage.plot.view import View

SIZE = 2.4
"""Radius of a ring, in radii of a dot."""
HOLE = 0.72
"""Inner radius of a ring as a share of the outer one."""


def swatch(theme: Theme) -> PointCloud:
    """Return one such ring, for a line that says what they are."""
    ring = PointCloud(np.zeros((1, 3)), theme.highlight, radius=SIZE * theme.dot_radius)
    ring.holes = np.array([HOLE])
    return ring


class Marks(InPlane, PointCloud):
    """A ring around each of some points, in the colour of what is spoken of.

    Parameters
    ----------
    coords
        (M, 2) the points.
    view
        How they are shown.
    theme
        Colour and size.
    """

    def __init__(self, coords: NDArray[np.float64], view: View, theme: Theme) -> None:
        self.coords = np.asarray(coords, dtype=np.float64)
        radius, clip = SIZE * theme.dot_radius, view.area.box
        super().__init__(view.place(self.coords), theme.highlight, radius=radius, clip=clip)
        self.holes = np.full(len(self.coords), HOLE)
