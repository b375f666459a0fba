"""The progress bar of a training."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from tqdm import tqdm

from detangle.datasets import Dataset
from detangle.train.loop import Step
from detangle.train.network import accuracy

INTERVAL = 0.2
"""Least time between two measurements of the accuracy, seconds."""

MAX_FRACTION = 0.05
"""Greatest fraction of the time that they may take: each is a pass over all points."""


@contextmanager
def training_bar(dataset: Dataset, updates: int) -> Iterator[Callable[[Step], None]]:
    """Show a progress bar with loss and accuracy; what is yielded moves it on to a step.

    Without a terminal there is no bar: a log wants lines, not pictures of progress.

    Parameters
    ----------
    dataset
        The points, for the accuracy.
    updates
        Updates that the whole training takes.
    """
    loss, next_time = math.nan, 0.0

    def show(step: Step) -> None:
        nonlocal loss, next_time
        if bar.disable:
            return
        if step.batch_loss is not None:  # after the last update there is no batch any more
            loss = step.batch_loss
        start = perf_counter()
        if start >= next_time or step.batch_loss is None:
            right = accuracy(step.network, dataset)
            bar.set_postfix_str(f"loss {loss:.4f}, accuracy {right:.1%}", refresh=False)
            end = perf_counter()
            next_time = end + max(INTERVAL, (end - start) / MAX_FRACTION)
        bar.update(step.index - bar.n)

    with tqdm(total=updates, desc="training", unit="step", file=sys.stderr, disable=None) as bar:
        try:
            yield show
        except BaseException:
            bar.leave = False  # an error's line stands alone
            raise
