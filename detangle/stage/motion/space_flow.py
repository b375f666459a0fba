"""The animation of space: things move while the camera turns around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from manim import Group, Scene
from manim.utils.rate_functions import smootherstep
from numpy.typing import NDArray

from detangle.geometry.motions import Motion
from detangle.stage.motion.carry import FASTEST
from detangle.stage.motion.fades import Uncopied, Vanish
from detangle.stage.plot.space.faces import CutPlane
from detangle.stage.plot.space.placed import InSpace
from detangle.stage.plot.space.view import SpaceView

if TYPE_CHECKING:
    from detangle.stage.plot.space.space import Space

Array = NDArray[np.float64]
Change = Callable[[float], object]

LOOKS = 61
"""Instants at which the speed is measured."""


class Leave(Vanish):
    """Let a thing in space fade out, still seen by the camera; then it is no longer there.

    The dots that were drawn before a plane are the cloud's again.

    Parameters
    ----------
    thing
        What goes.
    space
        Where it is.
    """

    def __init__(self, thing: InSpace, space: Space, **kwargs: Any) -> None:
        self.thing, self.space = thing, space
        super().__init__(thing, **kwargs)

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Let the camera forget it."""
        super().clean_up_from_scene(scene)
        self.space.drop(self.thing)
        if isinstance(self.thing, CutPlane):
            self.thing.release()
            scene.remove(self.thing.front)


class SpaceFlow(Uncopied):
    """Carry things along motions, seen by a camera that goes from one view to another.

    The camera moves all the time, and at both ends its speed is zero. It takes longer than it is
    told if a dot would be too fast to follow.

    Parameters
    ----------
    space
        What moves, and what is seen. All of it is on the screen already.
    motions
        One for each thing that moves.
    end
        The view at the end.
    begin
        Share of the time after which the motions begin.
    change
        What else happens, at a time from 0 to 1 of the motions.
    """

    def __init__(
        self,
        space: Space,
        motions: Sequence[Motion],
        end: SpaceView,
        *,
        begin: float = 0.0,
        change: Change | None = None,
        run_time: float = 1.0,
        **kwargs: Any,
    ) -> None:
        self.space, self.motions = space, list(motions)
        self.views = (space.view, end)
        self.head = begin
        self.change = change
        self.starts = [thing.coords.copy() for thing in space.moving]
        run_time = max(run_time, self.least_time())
        super().__init__(
            Group(*space.shown),
            **{"rate_func": smootherstep, "introducer": True, "run_time": run_time, **kwargs},
        )

    def least_time(self) -> float:
        """Return how many seconds it must take so that no dot is too fast."""
        dots = self.space.moving.index(self.space.cloud)
        motion, start = self.motions[dots], self.starts[dots]
        alphas = np.linspace(0, 1, LOOKS)
        path = [self.view_at(a).place(motion(start, self.time_at(a))) for a in alphas]
        steps = np.linalg.norm(np.diff(np.stack(path)[..., :2], axis=0), axis=2)
        return float(steps.max() * (LOOKS - 1) / FASTEST)

    def view_at(self, alpha: float) -> SpaceView:
        """Return the camera's view at a share of the run time."""
        start, end = self.views
        return end if alpha >= 1 else start.mix(end, smootherstep(alpha))

    def time_at(self, alpha: float) -> float:
        """Return the motion's time at a share of the run time."""
        return float(smootherstep(np.clip((alpha - self.head) / (1 - self.head), 0, 1)))

    def interpolate_mobject(self, alpha: float) -> None:
        """Show everything at this instant."""
        t = self.time_at(alpha)
        view = self.space.view = self.view_at(alpha)
        for thing, motion, start in zip(self.space.moving, self.motions, self.starts, strict=True):
            thing.show_at(motion(start, t), view)
        if self.change is not None:
            self.change(t)
        for thing in self.space.still:
            thing.see(view)

    def _setup_scene(self, scene: Scene) -> None:
        """Add nothing: the order on the screen stays."""
