"""A run in figures: one row for each recorded step, and one for the whole run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detangle.run.trajectory import Trajectory

if TYPE_CHECKING:  # pandas takes half a second to import
    from pandas import DataFrame


def metrics(trajectory: Trajectory) -> DataFrame:
    """Return a row for each recorded step.

    Columns: `step`; `batch_loss`, the batch's loss before the update that follows (none after the
    last one); `loss` and `accuracy` over all points; `dead_1`, `dead_2`, …, how many units of each
    hidden layer are the same for every point.
    """
    from pandas import DataFrame

    steps = trajectory.steps
    batch = np.append(trajectory.batch_loss.astype(np.float64), np.nan)
    columns: dict[str, NDArray[np.generic]] = {
        "step": steps,
        "batch_loss": batch[np.minimum(steps, len(batch) - 1)],
        "loss": trajectory.loss.astype(np.float64),
        "accuracy": trajectory.accuracy,
    }
    for k in range(1, trajectory.depth + 1):
        columns[f"dead_{k}"] = dead_units(trajectory, k)
    return DataFrame(columns)


def dead_units(trajectory: Trajectory, k: int) -> NDArray[np.int64]:
    """Count the units of layer k, (S,), that are the same for every point at each recorded step."""
    counts = [dead_units_at(trajectory, k, step) for step in trajectory.steps]
    return np.array(counts, dtype=np.int64)


def dead_units_at(trajectory: Trajectory, k: int, step: float | None = None) -> int:
    """Count the units of layer k that are the same for every point at one recorded step."""
    return int((np.ptp(trajectory.layer_at(k, step), axis=0) == 0).sum())


def first_step(trajectory: Trajectory, accuracy: float) -> int | None:
    """Return the first recorded step with at least this accuracy; None if there is none."""
    reached = np.flatnonzero(trajectory.accuracy >= accuracy)
    return int(trajectory.steps[reached[0]]) if len(reached) else None


@dataclass(frozen=True)
class Summary:
    """A whole run in figures.

    Attributes
    ----------
    loss, accuracy
        Over all points, at the last recorded step.
    test_accuracy
        Over the points that were held out, likewise; None if there are none.
    to_90, to_99
        The first recorded step with 90 and 99 % accuracy, or None.
    dead
        Units of all hidden layers that are the same for every point at the last recorded step.
    """

    loss: float
    accuracy: float
    test_accuracy: float | None
    to_90: int | None
    to_99: int | None
    dead: int


def summarise(trajectory: Trajectory) -> Summary:
    """Sum a run up."""
    layers = range(1, trajectory.depth + 1)
    return Summary(
        loss=trajectory.loss_at(),
        accuracy=trajectory.accuracy_at(),
        test_accuracy=trajectory.test_accuracy(),
        to_90=first_step(trajectory, 0.90),
        to_99=first_step(trajectory, 0.99),
        dead=sum(dead_units_at(trajectory, k) for k in layers),
    )
