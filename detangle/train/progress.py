"""The bar that shows how training gets on."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from detangle.datasets import Dataset, make
from detangle.errors import DetangleError
from detangle.recipe import Recipe
from detangle.run.trajectory import Trajectory
from detangle.train.record import obtain, record

if TYPE_CHECKING:
    from detangle.train.loop import Step

INTERVAL = 0.2
"""Seconds between two looks at the accuracy, at least."""

SHARE = 0.05
"""Share of the time that these looks may take, at most: each is a pass over all points."""


def record_with_bar(dataset: Dataset, recipe: Recipe) -> Trajectory:
    """Record a run as `record` does, behind a progress bar.

    Raises
    ------
    DetangleError
        If the recipe does not fit the dataset, or the run does not fit in memory.
    """
    return _behind_bar(lambda on_step: record(dataset, recipe, on_step=on_step), dataset, recipe)


def obtain_with_bar(recipe: Recipe, dataset: Dataset | None = None) -> Trajectory:
    """Train a recipe once, behind a progress bar, and read it from the cache ever after.

    Raises
    ------
    DetangleError
        If the recipe does not fit the dataset, or the run does not fit in memory.
    """
    points = make(recipe.dataset, recipe.dataset_parameters) if dataset is None else dataset
    return _behind_bar(lambda on_step: obtain(recipe, points, on_step=on_step), points, recipe)


def _behind_bar(
    run: Callable[[Callable[[Step], None]], Trajectory], dataset: Dataset, recipe: Recipe
) -> Trajectory:
    try:
        with TrainingBar(dataset, recipe.training.updates(len(dataset))) as bar:
            return run(bar.update)
    except (MemoryError, RuntimeError) as error:
        # PyTorch has no exception of its own for this on a processor.
        words = ("allocate", "overflow", "too large")
        if isinstance(error, MemoryError) or any(word in str(error) for word in words):
            raise DetangleError("the run does not fit in memory: fewer points or widths") from None
        raise


class TrainingBar:
    """A progress bar with loss and accuracy; it appears when the first step comes.

    Parameters
    ----------
    dataset
        The points, for the accuracy.
    updates
        Updates that the whole training takes.
    label
        What stands before the bar.
    """

    def __init__(self, dataset: Dataset, updates: int, label: str = "training") -> None:
        self.dataset = dataset
        self.updates = updates
        self.label = label
        self._bar: Any = None
        self._loss = math.nan
        self._next_look = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.leave = kind is None  # an error's line stands alone
            self._bar.close()

    def update(self, step: Step) -> None:
        """Move on to a step."""
        if self._bar is None:
            from tqdm import tqdm

            # Without a terminal there is no bar: a log wants lines, not pictures of progress.
            self._bar = tqdm(
                total=self.updates, desc=self.label, unit="step", file=sys.stderr, disable=None
            )
        if self._bar.disable:
            return
        start = perf_counter()
        if start >= self._next_look or step.batch_loss is None:
            self._look(step)
            end = perf_counter()
            self._next_look = end + max(INTERVAL, (end - start) / SHARE)
        self._bar.update(step.index - self._bar.n)

    def _look(self, step: Step) -> None:
        from detangle.train.scoring import accuracy

        if step.batch_loss is not None:  # after the last update there is no batch any more
            self._loss = step.batch_loss
        right = accuracy(step.network, self.dataset)
        self._bar.set_postfix_str(f"loss {self._loss:.4f}, accuracy {right:.1%}", refresh=False)
