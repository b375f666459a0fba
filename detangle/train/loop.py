"""Training as a generator: the caller decides what to look at and when to stop."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from detangle.datasets import Dataset
from detangle.recipe import Recipe, Training
from detangle.train.network import Network, build


@dataclass(frozen=True)
class Step:
    """The network at one step of the optimizer.

    Attributes
    ----------
    index
        Number of updates that were made; 0 is the untrained network.
    batch_loss
        Mean cross entropy (nats) of the batch at these weights, before the next update; None
        after the last update, when there is no batch any more.
    network
        The network itself, not a copy: training goes on when the next step is asked for.
    """

    index: int
    batch_loss: float | None
    network: Network


def train(dataset: Dataset, recipe: Recipe) -> Iterator[Step]:
    """Train a recipe's network on a dataset.

    Yields
    ------
    Step
        Steps 0 to T, where T is the number of updates. If one of them is larger than any number
        of 32 bits, the step after it has an infinite loss, and is the last.
    """
    network = build(dataset, recipe)
    points, labels = torch.from_numpy(dataset.points), torch.from_numpy(dataset.labels)
    optimizer = make_optimizer(network.parameters(), recipe.training)
    index = 0
    for batch in batches(len(dataset), recipe.training):
        loss = torch.nn.functional.cross_entropy(network(points[batch]), labels[batch])
        yield Step(index, loss.item(), network)
        optimizer.zero_grad()
        loss.backward()
        try:
            update(optimizer)
        except OverflowError:
            yield Step(index + 1, math.inf, network)
            return
        index += 1
    yield Step(index, None, network)


def update(optimizer: torch.optim.Optimizer) -> None:
    """Make one update.

    Raises
    ------
    OverflowError
        If the update is larger than any number of 32 bits.
    """
    try:
        optimizer.step()
    except RuntimeError as error:
        if "without overflow" not in str(error):
            raise
        raise OverflowError("the update is larger than any number of 32 bits") from None


def make_optimizer(
    parameters: Iterable[Tensor], training: Training, *, fused: bool = False
) -> torch.optim.Optimizer:
    """Return an optimizer of some parameters; a fused one updates all of them in one go."""
    rate = training.learning_rate
    if training.optimizer == "adam":
        return torch.optim.Adam(parameters, lr=rate, fused=fused)
    return torch.optim.SGD(parameters, lr=rate, momentum=training.momentum, fused=fused)


def batches(n: int, training: Training) -> Iterator[slice | Tensor]:
    """Go through the points `training.epochs` times, in slices of the file's or a random order."""
    size = min(training.batch_size or n, n)
    generator = torch.Generator().manual_seed(training.seed)
    for _ in range(training.epochs):
        order = torch.randperm(n, generator=generator) if training.shuffle else None
        for start in range(0, n, size):
            batch = slice(start, start + size)
            yield batch if order is None else order[batch]
