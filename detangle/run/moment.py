"""A moment of a run: what everything on the screen shows in one frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from detangle._typing import FloatArray
from detangle.run.snapshot import Snapshot
from detangle.run.trajectory import Trajectory


@dataclass(frozen=True, eq=False)
class Moment:
    """A run at a step of its training; what it holds is computed when it is first asked for.

    Parameters
    ----------
    run
        The run.
    step
        Number of updates; it may lie between two recorded steps.
    speed
        How many steps a second pass in the film; 0 where time stands still.
    """

    run: Trajectory
    step: float
    speed: float = 0.0

    @property
    def recorded_step(self) -> int:
        """The recorded step that is nearest."""
        return int(self.run.steps[self.run.record_of(self.step)])

    @property
    def loss(self) -> float:
        """The loss over all points at the nearest recorded step."""
        return self.run.loss_at(self.step)

    @property
    def accuracy(self) -> float:
        """The fraction of points that are right at the nearest recorded step."""
        return self.run.accuracy_at(self.step)

    @property
    def test_accuracy(self) -> float | None:
        """The fraction of held-out points that are right at the nearest recorded step, if known."""
        return self.run.test_accuracy(self.recorded_step)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The network; between two recorded steps its weights are interpolated."""
        return self.run.at(self.step)

    @cached_property
    def layers(self) -> tuple[FloatArray, ...]:
        """The points in each layer of this network, (N, D_k), from the input on."""
        return tuple(self.snapshot.layers(self.run.points))
