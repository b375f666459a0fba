"""What all things that lie in space have in common."""

from __future__ import annotations

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from detangle.stage.plot.space.view import SpaceView


class InSpace(Mobject):
    """A mixin for mobjects whose points are given by three coordinates of a layer."""

    coords: NDArray[np.float64]
    """Where it lies, (M, 3), in the units of the network."""

    def show_at(self, coords: NDArray[np.float64], view: SpaceView) -> None:
        """Put it at other coordinates, seen through a view."""
        self.coords = coords
        self.points = view.place(coords)

    def crease(self, coordinate: int, view: SpaceView) -> None:
        """Get vertices where a coordinate is zero, if there are lines between the coordinates."""

    def see(self, view: SpaceView) -> None:
        """Show it where it is through another view."""
        self.show_at(self.coords, view)
