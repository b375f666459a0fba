"""Training time as an animation: everything on the screen shows one network, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol, Self

import numpy as np
from manim import Group, Mobject, Scene
from manim.utils.rate_functions import linear
from numpy.typing import NDArray

from detangle.run.snapshot import Snapshot
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.fades import Uncopied
from detangle.stage.motion.time_warp import Warp
from detangle.stage.panels.layer_panel import LayerPanel
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.panels.replay_numbers import ReplayNumbers


class Panelled(Protocol):
    """A plane in a replay."""

    @property
    def parts(self) -> list[Mobject]:
        """What follows the network, back to front."""


class Clock:
    """The loss curve, the numbers and some planes, all at the same training step.

    Loss and accuracy are those of the nearest recorded step.

    Parameters
    ----------
    trajectory
        The run.
    panels
        The planes.
    curve
        The loss.
    numbers
        What is printed.
    warp
        At which second each step is shown.
    """

    def __init__(
        self,
        trajectory: Trajectory,
        panels: Sequence[Panelled],
        curve: LossPanel,
        numbers: ReplayNumbers,
        warp: Warp,
    ) -> None:
        self.trajectory = trajectory
        self.panels: Sequence[Any] = panels
        self.curve = curve
        self.numbers = numbers
        self.warp = warp

    @property
    def parts(self) -> list[Mobject]:
        """All that changes with the step, back to front."""
        planes = [part for panel in self.panels for part in panel.parts]
        return [*planes, self.curve, *self.numbers.numbers]

    def show_planes(self, step: float) -> None:
        """Show the planes of a step."""
        raise NotImplementedError

    def show(self, step: float, speed: float = 0.0) -> Self:
        """Show the network of a step, and how many steps a second pass."""
        self.show_planes(step)
        self.curve.set_step(step)
        self.numbers.set_accuracy(self.trajectory.accuracy_at(step))
        self.numbers.set_speed(speed)
        return self


class Replay(Clock):
    """The planes of all layers; between two recorded steps the weights are blended.

    Parameters
    ----------
    trajectory, curve, numbers, warp
        As of a `Clock`.
    panels
        The planes, from the input to the last layer.
    """

    panels: Sequence[LayerPanel]

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """The input (N, 2)."""
        return self.trajectory.points.astype(np.float64)

    @property
    def snapshot(self) -> Snapshot:
        """The network that is shown."""
        return self.panels[0].snapshot

    def show_planes(self, step: float) -> None:
        """Compute all points anew, by the network of a step."""
        snapshot, hidden = self.trajectory.at(step), self.points
        for panel in self.panels:
            if panel.layer:
                hidden = snapshot.activate(snapshot.affine(panel.layer, hidden))
            panel.show(snapshot, hidden)


class Replaying(Uncopied):
    """Let training time run from one step to another, as fast as the warp says.

    The printed speed is 0 at both ends, where the time stands still.

    Parameters
    ----------
    replay
        What shows it.
    start, end
        Steps.
    """

    def __init__(self, replay: Clock, start: float, end: float, **kwargs: Any) -> None:
        self.replay = replay
        self.ends = (start, end)
        self.times = (replay.warp.time_of(start), replay.warp.time_of(end))
        given = {"rate_func": linear, "run_time": self.times[1] - self.times[0], **kwargs}
        # As an introducer it may leave everything where it is in the order on the screen.
        super().__init__(Group(*replay.parts), introducer=True, **given)

    def step_at(self, t: float) -> float:
        """Return the step at a part of the time from 0 to 1; exact at both ends."""
        if t in (0.0, 1.0):
            return self.ends[int(t)]
        return self.replay.warp.step_at((1 - t) * self.times[0] + t * self.times[1])

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the network of this instant."""
        t = self.rate_func(alpha)
        step = self.step_at(t)
        self.replay.show(step, self.replay.warp.speed_at(step) if 0 < t < 1 else 0.0)

    def _setup_scene(self, scene: Scene) -> None:
        present = scene.get_mobject_family_members()
        scene.add(*(part for part in self.replay.parts if part not in present))
