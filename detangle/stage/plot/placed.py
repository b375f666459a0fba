"""What all things have in common that lie in the coordinates of a layer, in its plane or space."""

from __future__ import annotations

from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from manim import Mobject
from numpy.typing import ArrayLike

from detangle._typing import FloatArray
from detangle.geometry.motions import Motion
from detangle.look.layout import Area
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.values import as_coords


class Window(Protocol):
    """An area of the frame through which coordinates of a layer are seen."""

    @property
    def area(self) -> Area:
        """Where in the frame."""

    def place(self, coords: FloatArray) -> FloatArray:
        """Map (M, D) coordinates to (M, 3) points of the frame."""

    @property
    def dimension(self) -> int:
        """Of the coordinates: 2 for a plane, 3 for space, of which it makes a picture."""


V = TypeVar("V", bound=Window)


class Placed(Mobject, Generic[V]):
    """A mixin for mobjects that lie in the plane of a layer, by a `View`, or in its space."""

    coords: FloatArray
    """Where it lies, (M, 2) or (M, 3), in the units of the network."""

    def show_at(self, coords: FloatArray, view: V) -> None:
        """Put it at other coordinates, seen through a view."""
        raise NotImplementedError

    def crease(self, coordinate: int, view: V) -> None:
        """Get vertices where a coordinate is zero, if there are lines between the coordinates."""

    def crease_for(self, motion: Motion, view: V) -> None:
        """Get vertices wherever a motion is going to fold it."""
        for coordinate in motion.creases:
            self.crease(coordinate, view)

    def see(self, view: V) -> None:
        """Show it where it is through another view."""
        self.show_at(self.coords, view)


class PlacedPaint(Placed[V], Painted):
    """A painted mobject in the coordinates of a layer, clipped to the view's area.

    Parameters
    ----------
    coords
        (M, 2) or (M, 3) where it is first.
    view
        How it is shown first.
    style
        As of the mobject itself.
    """

    home: FloatArray
    """Where it was when it was made, in the units of the network."""
    view: V
    """How it is shown."""

    def __init__(self, coords: ArrayLike, view: V, *args: Any, **style: Any) -> None:
        self.coords = self.home = as_coords(coords, view.dimension)
        self.view = view
        super().__init__(view.place(self.coords), *args, clip=view.area.box, **style)

    @property
    def flat(self) -> bool:
        """Whether its view has already seen it in perspective."""
        return self.view.dimension == 3

    def show_at(self, coords: FloatArray, view: V) -> None:
        """Put it at other coordinates, seen through a view."""
        self.coords = as_coords(coords, view.dimension)
        self.points, self.view = self.anchor.place(view.place(self.coords)), view
        self.made_clip = np.array(view.area.box)  # a cloud may glide to another area
