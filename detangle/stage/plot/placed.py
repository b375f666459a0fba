"""What all things have in common that lie in the coordinates of a layer, in its plane or space."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

import numpy as np
from manim import Mobject

from detangle._typing import FloatArray
from detangle.look.layout import Area


class Window(Protocol):
    """A area of the frame through which coordinates of a layer are seen."""

    @property
    def area(self) -> Area:
        """Where in the frame."""

    def place(self, coords: FloatArray) -> FloatArray:
        """Map (M, D) coordinates to (M, 3) points of the frame."""


V = TypeVar("V", bound=Window)


class Placed(Mobject, Generic[V]):
    """A mixin for mobjects that lie in the plane of a layer, by a `View`, or in its space.

    They are clipped to the view's area.
    """

    coords: FloatArray
    """Where it lies, (M, 2) or (M, 3), in the units of the network."""
    home: FloatArray
    """Where it was when it was made, likewise."""
    clip: FloatArray | None
    """The view's area in the frame, where nothing else is clipped."""

    view: V
    """How they are shown."""

    def settle(self, coords: FloatArray, view: V) -> FloatArray:
        """Take the first coordinates and view; return the points of the frame, (M, 3)."""
        self.coords = self.home = coords
        self.view = view
        return view.place(coords)

    def show_at(self, coords: FloatArray, view: V) -> None:
        """Put it at other coordinates, seen through a view."""
        self.coords, self.points, self.view = coords, view.place(coords), view
        self.clip = np.array(view.area.box)  # it moves, where a cloud glides to another area

    def crease(self, coordinate: int, view: V) -> None:
        """Get vertices where a coordinate is zero, if there are lines between the coordinates."""

    def see(self, view: V) -> None:
        """Show it where it is through another view."""
        self.show_at(self.coords, view)
