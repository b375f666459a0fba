"""What all things that lie in the plane of a layer have in common."""

from __future__ import annotations

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from detangle.stage.plot.view import View


class InPlane(Mobject):
    """A mixin for mobjects whose points are given in the coordinates of a layer."""

    coords: NDArray[np.float64]
    """Where it lies, (M, 2), in the units of the network."""

    def show_at(self, coords: NDArray[np.float64], view: View) -> None:
        """Put it at other coordinates, seen through a view."""
        self.coords = coords
        self.points = view.place(coords)

    def crease(self, coordinate: int, view: View) -> None:
        """Get vertices where a coordinate is zero, if there are lines between the coordinates."""
