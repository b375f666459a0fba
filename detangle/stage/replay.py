"""Training time as an animation: everything on the screen shows one network, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import Group, Mobject, Scene
from manim.utils.rate_functions import linear

from detangle.snapshot import Snapshot
from detangle.stage.fades import Uncopied
from detangle.stage.layer_panel import LayerPanel
from detangle.stage.loss_panel import LossPanel
from detangle.stage.replay_numbers import ReplayNumbers
from detangle.trajectory import Trajectory
from detangle.warp import Warp


class Replay:
    """The planes of all layers, the loss curve and the numbers, all at the same training step.

    Between two recorded steps the weights are blended and all points computed anew; loss and
    accuracy are those of the nearest recorded step.

    Parameters
    ----------
    trajectory
        The run.
    panels
        The planes, from the input to the last layer.
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
        panels: Sequence[LayerPanel],
        curve: LossPanel,
        numbers: ReplayNumbers,
        warp: Warp,
    ) -> None:
        self.trajectory = trajectory
        self.panels = panels
        self.curve = curve
        self.numbers = numbers
        self.warp = warp
        self.points = trajectory.points.astype(np.float64)
        self.accuracy = trajectory.accuracy

    @property
    def snapshot(self) -> Snapshot:
        """The network that is shown."""
        return self.panels[0].snapshot

    @property
    def parts(self) -> list[Mobject]:
        """All that changes with the step, back to front."""
        planes = [part for panel in self.panels for part in panel.parts]
        return [*planes, self.curve, *self.numbers.numbers]

    def show(self, step: float, speed: float = 0.0) -> Self:
        """Show the network of a step, and how many steps a second pass."""
        snapshot, hidden = self.trajectory.at(step), self.points
        for panel in self.panels:
            if panel.layer:
                hidden = snapshot.activate(snapshot.affine(panel.layer, hidden))
            panel.show(snapshot, hidden)
        self.curve.set_step(step)
        self.numbers.set_accuracy(self.accuracy[self.trajectory.record_of(step)])
        self.numbers.set_speed(speed)
        return self


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

    def __init__(self, replay: Replay, start: float, end: float, **kwargs: Any) -> None:
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
