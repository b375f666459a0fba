"""All that lies in a plane or in space is carried along one motion, and seen through one view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any, Generic

import numpy as np
from manim import Mobject
from manim.utils.rate_functions import smootherstep

from detangle._typing import FloatArray
from detangle.geometry.motions import Motion
from detangle.stage.motion.tween import Setter, Tween
from detangle.stage.plot.angle_gauge import AngleGauge
from detangle.stage.plot.placed import Placed, V
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.plot.view import View

Path = Callable[[FloatArray, float], FloatArray]
"""Maps (M, D) coordinates at time 0 to those at a time from 0 to 1; every motion is one."""

FASTEST = 5.95
"""Scene units that a dot may move in a second: not a tenth of one in each of 60 frames."""
SWEEPING = 14.9
"""The same for a gesture of the whole network, which shows that it moves and not how: a quarter of
a unit in each of 60 frames."""
PEAK = 1.875
"""Greatest speed of the rate function `smootherstep` over its mean speed."""
SAMPLES = 33
"""Instants of a motion at which its speed is measured."""


class Carry(Tween, Generic[V]):
    """Carry points and lines along a motion, seen through a view that may change.

    All of them are at the same instant of the motion at every frame.

    Parameters
    ----------
    items
        What is carried, back to front.
    path
        The motion, from 0 at the beginning to 1 at the end.
    view
        How coordinates are shown: one view, or that of each time from 0 to 1.
    sources
        What the path maps, of each item: by default its coordinates when the animation begins.
    also
        Called with the time after all items have been placed.
    others
        What changes by that.
    """

    def __init__(
        self,
        items: Sequence[Placed[V]],
        path: Path,
        view: V | Callable[[float], V],
        *,
        sources: Sequence[FloatArray] | None = None,
        also: Setter | None = None,
        others: Sequence[Mobject] = (),
        **kwargs: Any,
    ) -> None:
        self.carried, self.path, self.view = list(items), path, view
        self.sources, self.also = sources, also
        together = [*items, *others]
        super().__init__(together, self._from_here, **{"rate_func": smootherstep, **kwargs})

    def view_at(self, t: float) -> V:
        """Return the view of a time from 0 to 1."""
        return self.view(t) if callable(self.view) else self.view

    def _from_here(self) -> Setter:
        sources = self.sources or [item.coords.copy() for item in self.carried]

        def set_at(t: float) -> None:
            view = self.view_at(t)
            for item, source in zip(self.carried, sources, strict=True):
                item.show_at(self.path(source, t), view)
            if self.also is not None:
                self.also(t)

        return set_at


def least_time(
    place: Callable[[float], FloatArray],
    samples: int = SAMPLES,
    peak: float = PEAK,
    fastest: float = FASTEST,
) -> float:
    """Return the seconds that a motion must take at least, so that no dot is too fast to follow.

    Parameters
    ----------
    place
        The (N, 2 or 3) dots in the frame at a time from 0 to 1.
    samples
        Instants at which they are looked at.
    peak
        The greatest speed of the time itself over its mean speed.
    fastest
        Scene units that a dot may move in a second.
    """
    path = np.stack([place(float(t))[:, :2] for t in np.linspace(0, 1, samples)])
    steps = np.linalg.norm(np.diff(path, axis=0), axis=2)
    return float(peak * steps.max() * (samples - 1) / fastest)


def straight(ends: FloatArray, t: float) -> FloatArray:
    """Go straight: of (M, 2 D) coordinates from the first D to the last D."""
    start, end = np.hsplit(ends, 2)
    return np.asarray((1 - t) * start + t * end)


def glide(cloud: PlaneCloud, start: FloatArray, seen: View, end: View, run_time: float) -> Tween:
    """Bring a cloud, from coordinates in one view, to where it is in another view.

    Each dot goes straight.

    Parameters
    ----------
    cloud
        At rest where it ends.
    start, seen
        (N, 2) coordinates where it begins, and the view through which they are seen.
    end
        The view in which it ends.
    run_time
        In seconds; longer if the dots were too fast to follow.
    """
    places = seen.place(start)[:, :2], end.place(cloud.coords)[:, :2]
    ends = np.hstack(places)  # in the frame: coordinates of both views may be far apart in size

    def path(ends: FloatArray, t: float) -> FloatArray:
        return seen.mix(end, t).coordinates(straight(ends, t))

    least = least_time(lambda t: straight(ends, t))
    return Carry(
        [cloud], path, lambda t: seen.mix(end, t), sources=[ends], run_time=max(run_time, least)
    )


def way_through(home: FloatArray, motions: Sequence[Motion]) -> list[FloatArray]:
    """Return where (M, 2) coordinates are before each motion, and after the last one."""
    return list(accumulate(motions, lambda here, motion: motion(here, 1.0), initial=home))


def swing(gauges: Sequence[AngleGauge], length: float, angle: float, run_time: float) -> Tween:
    """Let the arms of gauges grow and turn, together: those of one thing in several views.

    Parameters
    ----------
    gauges
        The gauges, all at the same length and angle.
    length, angle
        Where they go: units of the plane, and radians.
    run_time
        In seconds; longer if a dot at a tip were too fast to follow.
    """

    def set_up() -> Setter:
        start, end = np.array([gauges[0].length, gauges[0].angle]), np.array([length, angle])

        def set_at(t: float) -> None:
            for gauge in gauges:
                gauge.set_arm(*((1 - t) * start + t * end))

        return set_at

    tips = [gauge.tip for gauge in gauges if gauge.tip is not None]
    unit = max((gauge.view.unit for gauge in gauges if gauge.tip is not None), default=0.0)
    way = abs(length - gauges[0].length) + abs(angle - gauges[0].angle) * length
    least = PEAK * way * unit / FASTEST
    return Tween([*gauges, *tips], set_up, rate_func=smootherstep, run_time=max(run_time, least))
