"""Training time as an animation: everything on the screen shows one moment of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, Self

import numpy as np
from manim import Mobject
from manim.utils.rate_functions import linear

from detangle.run.moment import Moment
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.time_warp import TimeWarp
from detangle.stage.motion.tween import Tween


class Panel(Protocol):
    """Something that can show any moment of a run."""

    @property
    def live(self) -> Sequence[Mobject]:
        """What changes with the moment, back to front."""

    def at(self, moment: Moment) -> object:
        """Show a moment."""


class Clock:
    """Panels that all show the same moment of a run.

    Parameters
    ----------
    run
        The run.
    panels
        What follows its training, back to front.
    warp
        At which second each step is shown; None if time runs evenly.
    """

    moment: Moment
    """What is shown, once `at` has been called."""

    def __init__(
        self, run: Trajectory, panels: Sequence[Panel], warp: TimeWarp | None = None
    ) -> None:
        self.run, self.panels, self.warp = run, list(panels), warp

    @property
    def live(self) -> list[Mobject]:
        """All that changes with the moment, back to front."""
        return [mobject for panel in self.panels for mobject in panel.live]

    def at(self, step: float, speed: float = 0.0) -> Self:
        """Show a step in all panels.

        Parameters
        ----------
        step
            Number of updates; it may lie between two recorded steps.
        speed
            How many steps a second pass.
        """
        self.moment = Moment(self.run, step, speed)
        for panel in self.panels:
            panel.at(self.moment)
        return self


class RunClock(Tween):
    """Let training time run from one step to another.

    It runs as fast as the clock's warp says, or evenly; the speed is 0 at both ends, where time
    stands still.

    Parameters
    ----------
    clock
        The panels.
    start, end
        Steps.
    run_time
        In seconds; by default what the warp takes, and 1 if time runs evenly.
    """

    def __init__(self, clock: Clock, start: float, end: float, **kwargs: Any) -> None:
        self.clock, self.ends = clock, (start, end)
        if clock.warp is None:
            seconds = kwargs.get("run_time", 1.0)
            self.warp = TimeWarp(np.array([start, end]), np.array([0.0, seconds]))
        else:
            self.warp = clock.warp
        self.times = self.warp.time_of(start), self.warp.time_of(end)
        run_time = self.times[1] - self.times[0]
        super().__init__(
            clock.live,
            lambda: self.show_at,
            **{"rate_func": linear, "run_time": run_time, **kwargs},
        )

    def step_at(self, t: float) -> float:
        """Return the step at a fraction of the time, from 0 to 1; exact at both ends."""
        if t in (0.0, 1.0):
            return self.ends[int(t)]
        return self.warp.step_at((1 - t) * self.times[0] + t * self.times[1])

    def show_at(self, t: float) -> None:
        """Show the step at a fraction of the time in all panels."""
        step = self.step_at(t)
        self.clock.at(step, 0.0 if t in (0.0, 1.0) else self.warp.speed_at(step))
