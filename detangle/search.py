"""Many seeds of one recipe, trained side by side: how often does it succeed, and with which seed.

All networks of a batch are one network with an axis more: weights (B, D_k, D_{k-1}), points last,
(B, D_k, n), so that each layer is one batched product. Nothing is shared between the seeds but the
dataset: seed k starts with the weights, and sees the batches, that `train` gives it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from detangle.datasets import Dataset
from detangle.network import ACTIVATIONS, build
from detangle.rates import Interval, wilson
from detangle.recipe import Recipe
from detangle.training import make_optimizer, one_thread

BATCH = 64
"""Seeds that are trained side by side: more do not fit the processor's cache."""
SUCCESS = 0.99
"""Share of the points that a run which succeeds gets right, or more."""


@dataclass(frozen=True, eq=False)
class SeedResults:
    """What became of each seed.

    Attributes
    ----------
    seeds
        (M,) int64.
    loss, accuracy
        (M,) float64 over all points, at the last step's weights.
    """

    seeds: NDArray[np.int64]
    loss: NDArray[np.float64]
    accuracy: NDArray[np.float64]

    def successes(self, threshold: float = SUCCESS) -> NDArray[np.int64]:
        """Return the seeds that get more than this share of the points right."""
        return self.seeds[self.accuracy > threshold]

    def rate(self, threshold: float = SUCCESS) -> Interval:
        """Return the share of seeds that succeed, with its 95 % confidence interval."""
        return wilson(len(self.successes(threshold)), len(self.seeds))

    @property
    def best(self) -> int:
        """The seed that gets most points right; among equals, that of the least loss."""
        return int(self.seeds[np.lexsort((self.loss, -self.accuracy))[0]])


def search(
    dataset: Dataset,
    recipe: Recipe,
    seeds: Sequence[int],
    *,
    batch: int = BATCH,
    on_batch: Callable[[int], object] | None = None,
) -> SeedResults:
    """Train a recipe from many seeds.

    Float32 sums are not in the order of a run alone, and long training of wide networks tells: for
    a film or a figure, train the seed that was found again, alone, with `record`.

    Parameters
    ----------
    dataset
        The points.
    recipe
        What to train; its own seed is not used.
    seeds
        M seeds.
    batch
        How many are trained side by side.
    on_batch
        Called with the number of seeds that are done after each batch.
    """
    parts = []
    with one_thread():
        for start in range(0, len(seeds), batch):
            group = SeedBatch(dataset, recipe, seeds[start : start + batch])
            for _ in group.train():
                pass
            parts.append(group.evaluate())
            if on_batch is not None:
                on_batch(min(start + batch, len(seeds)))
    loss, accuracy = (np.concatenate(part) for part in zip(*parts, strict=True))
    return SeedResults(np.asarray(seeds, dtype=np.int64), loss, accuracy)


class SeedBatch:
    """The networks of some seeds, side by side.

    Parameters
    ----------
    dataset
        The points.
    recipe
        What to train.
    seeds
        B seeds.
    """

    def __init__(self, dataset: Dataset, recipe: Recipe, seeds: Sequence[int]) -> None:
        self.recipe = recipe
        self.seeds = list(seeds)
        self.points = torch.from_numpy(dataset.points)
        self.labels = torch.from_numpy(dataset.labels)
        networks = [build(dataset, replace(recipe, seed=seed)) for seed in self.seeds]
        stacks = zip(*(network.parameters() for network in networks), strict=True)
        self.parameters = [torch.stack(list(stack)).detach() for stack in stacks]
        for parameter in self.parameters:
            parameter.requires_grad_()

    def scores(self, points: Tensor) -> Tensor:
        """Map (B, D_0, n) points to (B, C, n) class scores."""
        activation = ACTIVATIONS[self.recipe.activation]
        pairs = list(zip(self.parameters[::2], self.parameters[1::2], strict=True))
        hidden = points
        for weight, bias in pairs[: self.recipe.depth]:
            hidden = activation(torch.baddbmm(bias[..., None], weight, hidden))
        for weight, bias in pairs[self.recipe.depth :]:
            hidden = torch.baddbmm(bias[..., None], weight, hidden)
        return hidden

    def losses(self, chosen: Tensor) -> Tensor:
        """Mean cross entropy (B,) in nats of each network's own batch, (B, n) indices of points."""
        scores = self.scores(self.points[chosen].transpose(1, 2))
        cross = torch.nn.functional.cross_entropy(scores, self.labels[chosen], reduction="none")
        return cross.mean(dim=1)

    def train(self) -> Iterator[NDArray[np.float32]]:
        """Train all networks; yield each step's batch losses, (B,), before the update."""
        optimizer = make_optimizer(self.parameters, self.recipe)
        for chosen in self._batches():
            losses = self.losses(chosen)
            yield losses.detach().numpy()
            optimizer.zero_grad()
            losses.sum().backward()
            optimizer.step()

    def evaluate(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Loss and accuracy (B,) over all points."""
        everything = torch.arange(len(self.points)).expand(len(self.seeds), -1)
        with torch.no_grad():
            losses = self.losses(everything)
            predicted = self.scores(self.points[everything].transpose(1, 2)).argmax(dim=1)
        right = (predicted == self.labels).double().mean(dim=1)
        right[~losses.isfinite()] = 0.0  # a network that has diverged gets nothing right
        return losses.double().numpy(), right.numpy()

    def _batches(self) -> Iterator[Tensor]:
        """Yield the indices of each step's batches, (B, n), each seed in its own order."""
        n = len(self.points)
        size = min(self.recipe.batch_size or n, n)
        generators = [torch.Generator().manual_seed(seed) for seed in self.seeds]
        for _ in range(self.recipe.epochs):
            if self.recipe.shuffle:
                order = torch.stack([torch.randperm(n, generator=g) for g in generators])
            else:
                order = torch.arange(n).expand(len(self.seeds), -1)
            yield from order.split(size, dim=1)
