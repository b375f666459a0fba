"""Animations that keep no copies of what they animate, and the fades that are made so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from manim import ORIGIN, Animation, Group, Mobject, Scene
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

LOOKS = ("rgbas", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
"""The arrays of a mobject whose last column is an opacity."""
VISIBLE = np.array([1.0, 1.0, 1.0, 0.0])
OPAQUE = np.array([0.0, 0.0, 0.0, 1.0])


class Uncopied(Animation):
    """An animation that sets its mobject at each instant, and needs no copy to start from.

    Copies are most of what it costs to begin an animation of a formula or of thousands of points.
    """

    def create_starting_mobject(self) -> Mobject:
        """Return the mobject itself."""
        return cast("Mobject", self.mobject)


class Together(Uncopied):
    """An animation that sets several things, each of which stays where it is in the order.

    All that it changes must be among them: Manim draws what does not move only once.

    Parameters
    ----------
    items
        What it sets.
    """

    def __init__(self, items: Sequence[Mobject], **kwargs: Any) -> None:
        # As an introducer it may say itself what comes into the scene: not the group around the
        # items, which would lift them above all that lies between them.
        self.together = list(items)
        super().__init__(Group(*items), **{"introducer": True, **kwargs})

    def _setup_scene(self, scene: Scene) -> None:
        present = scene.get_mobject_family_members()
        scene.add(*(item for item in self.together if item not in present))


class Fade(Uncopied):
    """Change the opacity of everything in a mobject by a factor that goes from one end to another.

    Parameters
    ----------
    mobject
        What fades.
    start, end
        The factors.
    shift
        How far it comes on the way, to where it is.
    """

    def __init__(
        self, mobject: Mobject, start: float, end: float, shift: ArrayLike = ORIGIN, **kwargs: Any
    ) -> None:
        self.ends = (start, end)
        self.way = np.asarray(shift, dtype=np.float64)
        self.looks: list[tuple[Mobject, str, Array]] = []
        super().__init__(mobject, **kwargs)

    def begin(self) -> None:
        """Take the looks, and the places if they change, that it has when it is there."""
        names = (*LOOKS, "points") if self.way.any() else LOOKS
        self.looks = [
            (part, name, getattr(part, name).copy())
            for part in cast("Mobject", self.mobject).get_family()
            for name in names
            if hasattr(part, name)
        ]
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        """Show it at this instant."""
        t = self.rate_func(alpha)
        opacity = (1 - t) * self.ends[0] + t * self.ends[1]
        for part, name, whole in self.looks:
            if name == "points":
                part.points = whole - (1 - t) * self.way
            else:
                setattr(part, name, whole * (VISIBLE + opacity * OPAQUE))


class Appear(Fade):
    """Fade in; the same picture as Manim's `FadeIn`.

    Parameters
    ----------
    mobject
        What appears.
    shift
        How far it comes on the way.
    """

    def __init__(self, mobject: Mobject, shift: ArrayLike = ORIGIN, **kwargs: Any) -> None:
        super().__init__(mobject, 0.0, 1.0, shift, introducer=True, **kwargs)


class Vanish(Fade):
    """Fade out and leave the scene; outside, the mobject looks as before.

    Parameters
    ----------
    mobject
        What goes.
    """

    def __init__(self, mobject: Mobject, **kwargs: Any) -> None:
        super().__init__(mobject, 1.0, 0.0, remover=True, **kwargs)

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Give the looks back once nobody sees it."""
        super().clean_up_from_scene(scene)
        self.interpolate(0)
