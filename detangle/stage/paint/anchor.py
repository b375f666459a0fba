"""What remembers where a mobject was moved to, whatever moved it, so that it can be drawn anew."""

from __future__ import annotations

from typing import Any, Self, TypeVar

import numpy as np
from manim import Mobject, VMobject

from detangle._typing import FloatArray

FRAME = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
"""Origin and unit vectors of the frame."""
SIMILAR = 1e-6
"""How much the two axes of the picture may differ in length, or be at a slant, and still be alike.
"""

Shown = TypeVar("Shown", bound=Mobject)


class Anchoring(Mobject):
    """A mixin for an invisible part of a mobject that all of Manim's methods move along with it.

    Its points are the frame's origin and unit vectors as the mobject was made: where they are now
    is where everything has been moved to. It has no extent of its own.
    """

    def reset_points(self) -> Self:
        """Stand where the mobject was made."""
        self.points = FRAME.copy()
        return self

    @property
    def moved(self) -> bool:
        """Whether the mobject is anywhere else than where it was made."""
        return not np.array_equal(self.points, FRAME)

    def place(self, points: FloatArray) -> FloatArray:
        """Map (N, 3) points of the frame, as the mobject was made, to where they are now."""
        if not self.moved:
            return points
        origin, *axes = self.points
        return np.asarray(points @ (np.stack(axes) - origin) + origin)

    def made(self, points: FloatArray) -> FloatArray:
        """Map (N, 3) places back to where they were as the mobject was made."""
        origin, *axes = self.points
        return np.asarray((points - origin) @ np.linalg.pinv(np.stack(axes) - origin))

    @property
    def factor(self) -> float:
        """By how much sizes in the picture have grown; 1 where it was bent or stretched."""
        first, second = self.points[1:3] - self.points[0]
        length, other = float(np.linalg.norm(first)), float(np.linalg.norm(second))
        slack = SIMILAR * max(length, other)
        alike = abs(length - other) <= slack and abs(float(first @ second)) <= slack * length
        return length if alike else 1.0

    def carry(self, mobject: Shown) -> Shown:
        """Bring a mobject that was made for the frame to where all else has been moved."""
        for part in mobject.get_family() if self.moved else ():
            if len(part.points):
                part.points = self.place(part.points)
        return mobject

    def get_merged_array(self, array_attr: str) -> Any:
        """Return no points: it counts for no bounding box."""
        merged = super().get_merged_array(array_attr)
        return merged[:0] if array_attr == "points" else merged

    def reduce_across_dimension(self, reduce_func: Any, dim: int) -> Any:  # noqa: ARG002
        """Return None: it has no extent."""
        return None

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:  # noqa: ARG002
        """Blend nothing: it has no colour."""
        return self

    def set_color(self, *_: Any, **__: Any) -> Self:
        """Stay invisible."""
        return self

    set_opacity = fade = fade_to = set_stroke = set_fill = set_color
    set_color_by_gradient = set_colors_by_radial_gradient = set_color


class Anchor(Anchoring):
    """The anchor of a mobject of any kind."""


class ShapeAnchor(Anchoring, VMobject):
    """The anchor of a `VGroup`, which holds nothing but shapes."""

    def __init__(self) -> None:
        super().__init__(stroke_width=0.0)
        for name in ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas"):
            setattr(self, name, np.zeros((1, 4)))


def is_empty(mobject: Mobject) -> bool:
    """Return True if a mobject has nothing that could be seen."""
    return all(
        isinstance(part, Anchoring) or len(part.points) == 0 for part in mobject.get_family()
    )
