"""Things move in space while the camera goes from one view to another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Scene
from manim.utils.rate_functions import linear, smootherstep

from detangle._typing import FloatArray
from detangle.geometry.motions import Motion, Still
from detangle.stage.motion.carry import Carry, Path, least_time, straight
from detangle.stage.motion.tween import Vanish
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.space.faces import CutPlane
from detangle.stage.plot.space.space import Space
from detangle.stage.plot.space.view import SpaceView

SAMPLES = 61
"""Instants at which the speed is measured."""


def fly(
    space: Space,
    motion: Motion | None,
    end: SpaceView,
    run_time: float,
    *,
    delay: float = 0.0,
    change: Callable[[float], object] | None = None,
    **kwargs: Any,
) -> Carry[SpaceView]:
    """Carry all that moves in space along a motion, while the camera goes to another view.

    The camera moves all the time, and at both ends its speed is zero.

    Parameters
    ----------
    space
        All of it is on the screen already.
    motion
        None if only the camera moves.
    end
        The view at the end.
    run_time
        In seconds; longer if a dot were too fast to follow.
    delay
        Fraction of the time after which the motion begins.
    change
        What else happens, at a time from 0 to 1 of the motion.
    """
    motion = motion or Still()
    space.crease(motion)
    return _flown(space, motion, None, end, run_time, delay, change, **kwargs)


def fly_home(space: Space, end: SpaceView, run_time: float) -> Carry[SpaceView]:
    """Lead everything back to where it came from, while the camera goes to another view."""
    ends = [np.hstack([thing.coords, thing.home]) for thing in space.moving]
    return _flown(space, straight, ends, end, run_time)


class Leave(Vanish):
    """Fade a thing out of space; until then it is seen by the camera."""

    def __init__(self, thing: Placed[SpaceView], space: Space, **kwargs: Any) -> None:
        self.thing, self.space = thing, space
        fronts = [thing.front] if isinstance(thing, CutPlane) else []
        super().__init__(thing, leaving=fronts, **kwargs)

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Remove it from space, too."""
        super().clean_up_from_scene(scene)
        self.space.drop(self.thing)


def _flown(
    space: Space,
    path: Path,
    sources: Sequence[FloatArray] | None,
    end: SpaceView,
    run_time: float,
    delay: float = 0.0,
    change: Callable[[float], object] | None = None,
    **kwargs: Any,
) -> Carry[SpaceView]:
    start, cloud = space.view, space.moving.index(space.cloud)

    def time_at(alpha: float) -> float:
        return float(smootherstep(np.clip((alpha - delay) / (1 - delay), 0, 1)))

    def view_at(alpha: float) -> SpaceView:
        return start.mix(end, smootherstep(alpha)) if alpha < 1 else end

    def timed(source: FloatArray, alpha: float) -> FloatArray:
        return path(source, time_at(alpha))

    def see_others(alpha: float) -> None:
        if change is not None:
            change(time_at(alpha))
        space.view = view_at(alpha)
        for thing in space.still:
            thing.see(space.view)

    points = space.cloud.coords.copy() if sources is None else sources[cloud]
    least = least_time(lambda alpha: view_at(alpha).place(timed(points, alpha)), SAMPLES, 1.0)
    return Carry(
        space.moving,
        timed,
        view_at,
        sources=sources,
        also=see_others,
        others=space.still,
        rate_func=linear,
        run_time=max(run_time, least),
        **kwargs,
    )
