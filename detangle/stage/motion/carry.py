"""Animations of one layer: everything that lies in the plane goes through the same motion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Scene
from manim.utils.rate_functions import smootherstep, there_and_back
from numpy.typing import NDArray

from detangle.geometry.motions import Motion
from detangle.stage.motion.fades import Together, Uncopied
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.placed import InPlane
from detangle.stage.plot.view import View

FASTEST = 5.95
"""Scene units that a dot may move in a second: not a tenth of one in each of 60 frames."""
PEAK = 1.875
"""Greatest speed of the rate function `smootherstep` over its mean speed."""
LOOKS = 33
"""Instants of a motion at which its speed is measured."""


class Carrying(Together):
    """An animation of several things of the plane, each of which stays where it is in the order.

    Parameters
    ----------
    items
        What is carried, back to front.
    """

    def __init__(self, items: Sequence[InPlane], **kwargs: Any) -> None:
        self.items = list(items)
        super().__init__(items, **{"rate_func": smootherstep, **kwargs})


def least_time(place: Callable[[float], NDArray[np.float64]]) -> float:
    """Return how long a motion must take, in seconds, so that no dot is too fast to follow.

    Parameters
    ----------
    place
        The (N, 3) dots in the frame at a time from 0 to 1.
    """
    path = np.stack([place(float(t)) for t in np.linspace(0, 1, LOOKS)])
    steps = np.linalg.norm(np.diff(path, axis=0), axis=2)
    return float(PEAK * steps.max() * (LOOKS - 1) / FASTEST)


class Flow(Carrying):
    """Carry points and lines along a motion.

    Parameters
    ----------
    items
        What is carried; all of it is at the same instant of the motion at every frame.
    motion
        The motion, from 0 at the beginning to 1 at the end.
    view
        How coordinates are shown.
    """

    def __init__(self, items: Sequence[InPlane], motion: Motion, view: View, **kwargs: Any) -> None:
        self.motion = motion
        self.view = view
        self.starts: list[NDArray[np.float64]] = []
        super().__init__(items, **kwargs)

    def begin(self) -> None:
        """Take the coordinates at which the motion starts."""
        self.starts = [item.coords.copy() for item in self.items]
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        """Move every item to its place at this instant."""
        t = self.rate_func(alpha)
        for item, start in zip(self.items, self.starts, strict=True):
            item.show_at(self.motion(start, t), self.view)


class Rescale(Carrying):
    """Go from one view to another while nothing moves in its own coordinates.

    Parameters
    ----------
    items
        All that is shown through the view.
    start, end
        The views.
    leaving, arriving
        Two of the items: the one fades out meanwhile, the other fades in.
    """

    def __init__(
        self,
        items: Sequence[InPlane],
        start: View,
        end: View,
        *,
        leaving: Strokes,
        arriving: Strokes,
        **kwargs: Any,
    ) -> None:
        self.start = start
        self.end = end
        self.leaving = leaving
        self.arriving = arriving
        super().__init__(items, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show every item through the view of this instant."""
        t = self.rate_func(alpha)
        view = self.start.mix(self.end, t)
        for item in self.items:
            item.show_at(item.coords, view)
        self.leaving.set_opacity(1 - t)
        self.arriving.set_opacity(t)

    def _setup_scene(self, scene: Scene) -> None:
        scene.bring_to_back(self.arriving)  # a reference grid lies behind everything
        super()._setup_scene(scene)

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Take away what has faded out."""
        super().clean_up_from_scene(scene)
        scene.remove(self.leaving)


class Pulse(Uncopied):
    """Swell some of a cloud's dots once, to point at them.

    Parameters
    ----------
    cloud
        The cloud.
    chosen
        (N,) which of its dots.
    factor
        How large they get.
    """

    def __init__(
        self, cloud: PointCloud, chosen: NDArray[np.bool_], factor: float = 1.8, **kwargs: Any
    ) -> None:
        self.chosen = chosen
        self.factor = factor
        self.radii = np.broadcast_to(cloud.radius, len(cloud.points)).copy()
        self.cloud = cloud
        super().__init__(cloud, **{"rate_func": there_and_back, **kwargs})

    def interpolate_mobject(self, alpha: float) -> None:
        """Swell and shrink again."""
        swell = 1 + (self.factor - 1) * self.rate_func(alpha) * self.chosen
        self.cloud.radius = self.radii * swell
