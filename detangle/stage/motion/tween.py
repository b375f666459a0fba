"""The base of the stage's animations, which sets things at each instant; and fades."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from manim import ORIGIN, Animation, Group, Mobject, Scene
from numpy.typing import ArrayLike

from detangle.stage.text.number import Number

Setter = Callable[[Any], object]
"""Sets what an animation changes, for a time from 0 to 1."""

COLORS = ("rgbas", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
"""The arrays of a mobject whose last column is an opacity."""
VISIBLE = np.array([1.0, 1.0, 1.0, 0.0])
OPAQUE = np.array([0.0, 0.0, 0.0, 1.0])


class Tween(Animation):
    """Set things at each instant, and leave each in its place in the order on the screen.

    It keeps no copies of them: copies are most of what it costs Manim to begin an animation of a
    formula or of thousands of points. All that changes must be among the items, since Manim draws
    everything else only once.

    Parameters
    ----------
    items
        What is set, back to front. Those that are not on the screen come in.
    set_up
        Called when the animation begins; returns the function that sets the items.
    behind
        The items that come in behind everything on the screen.
    leaving
        What leaves the screen at the end.
    """

    def __init__(
        self,
        items: Sequence[Mobject],
        set_up: Callable[[], Setter],
        *,
        behind: Sequence[Mobject] = (),
        leaving: Sequence[Mobject] = (),
        **kwargs: Any,
    ) -> None:
        self.items, self.set_up = list(items), set_up
        self.behind, self.leaving = behind, leaving
        # An introducer brings in what it wants: the items, and not a group around them, which
        # would lift them above all that lies between them.
        mobject = items[0] if len(items) == 1 else Group(*items)
        super().__init__(mobject, **{"introducer": True, **kwargs})

    def create_starting_mobject(self) -> Mobject:
        """Return the mobject itself: there is no copy."""
        return cast("Mobject", self.mobject)

    def begin(self) -> None:
        """Take the state in which the items are now, and set them for time 0."""
        self.set_at = self.set_up()
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        """Set the items at a fraction of the run time."""
        self.set_at(self.rate_func(alpha))

    def _setup_scene(self, scene: Scene) -> None:
        present = scene.get_mobject_family_members()
        scene.add(*(item for item in self.items if item not in present))
        Scene.bring_to_back(scene, *self.behind)  # in their own order: at their z-index

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Remove what leaves."""
        super().clean_up_from_scene(scene)
        scene.remove(*self.leaving)


class Fade(Tween):
    """Multiply the opacity of everything in a mobject by a factor that goes from start to end.

    Parameters
    ----------
    mobject
        What fades.
    start, end
        The factors.
    shift
        The way that it comes, in scene units, to where it is.
    """

    def __init__(
        self, mobject: Mobject, start: float, end: float, shift: ArrayLike = ORIGIN, **kwargs: Any
    ) -> None:
        self.ends = (start, end)
        self.shift = np.asarray(shift, dtype=np.float64)
        super().__init__([mobject], self._from_now, **kwargs)

    def _from_now(self) -> Setter:
        names = (*COLORS, "points") if self.shift.any() else COLORS
        whole = [
            (part, name, getattr(part, name).copy())
            for part in self.items[0].get_family()
            for name in names
            if hasattr(part, name)
        ]

        def set_at(t: float) -> None:
            opacity = (1 - t) * self.ends[0] + t * self.ends[1]
            for part, name, values in whole:
                if name == "points":
                    part.points = values - (1 - t) * self.shift
                else:
                    setattr(part, name, values * (VISIBLE + opacity * OPAQUE))

        return set_at


class Appear(Fade):
    """Fade in, from `shift` scene units away; the same picture as Manim's `FadeIn`."""

    def __init__(self, mobject: Mobject, shift: ArrayLike = ORIGIN, **kwargs: Any) -> None:
        super().__init__(mobject, 0.0, 1.0, shift, **kwargs)


class Vanish(Fade):
    """Fade out and leave the scene; outside of it, the mobject looks as before."""

    def __init__(self, mobject: Mobject, **kwargs: Any) -> None:
        super().__init__(mobject, 1.0, 0.0, introducer=False, remover=True, **kwargs)

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Restore the opacity once the mobject is off the screen."""
        super().clean_up_from_scene(scene)
        self.interpolate(0)


def follow(number: Number, value: Callable[[], float], **kwargs: Any) -> Tween:
    """Let a number show a value that another animation changes; play it after that one."""
    return Tween([number], lambda: lambda _: number.set_value(value()), **kwargs)
