"""Many seeds of one recipe, trained side by side: how often does it succeed, and with which seed.

All networks of a batch are one network with one more axis: weights (B, D_k, D_{k-1}), points last,
(B, D_k, n), so that each layer is one batched product. Nothing is shared between the seeds but the
dataset: seed k starts with the weights, and sees the batches, that `train` gives it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils import parameters_to_vector

from detangle._typing import Float32Array, FloatArray, IntArray
from detangle.datasets import Dataset
from detangle.recipe import Recipe
from detangle.train.limits import check_fits
from detangle.train.loop import make_optimizer
from detangle.train.network import build, torch_function
from detangle.train.state import defaults, in_memory, one_thread

BATCH = 64
"""Seeds that are trained side by side: the weights of more would not fit the processor's cache."""
SUCCESS = 0.99
"""A run succeeds if it classifies more than this fraction of the points correctly."""


class Rate(NamedTuple):
    """A fraction that was counted, and the ends of its 95 % confidence interval."""

    fraction: float
    low: float
    high: float

    def __str__(self) -> str:
        """Write it in per cent."""
        return f"{self.fraction:.1%} (95 % interval {self.low:.1%} to {self.high:.1%})"


@dataclass(frozen=True, eq=False)
class SeedResults:
    """Loss and accuracy of each seed's network after training.

    Attributes
    ----------
    seeds
        (M,) int64.
    loss, accuracy
        (M,) float64 over all points, at the last step's weights.
    """

    seeds: IntArray
    loss: FloatArray
    accuracy: FloatArray

    def successes(self, threshold: float = SUCCESS) -> IntArray:
        """Return the seeds that get more than this fraction of the points right."""
        return self.seeds[self.accuracy > threshold]

    def rate(self, threshold: float = SUCCESS) -> Rate:
        """Return the fraction of seeds that succeed, with its 95 % confidence interval.

        It is Wilson's score interval, which holds for few successes, too (Wilson 1927).
        """
        from scipy.stats import binomtest  # takes a second to load

        found = binomtest(len(self.successes(threshold)), len(self.seeds))
        low, high = found.proportion_ci(method="wilson")
        return Rate(found.statistic, low, high)

    @property
    def best(self) -> int:
        """The seed of the highest accuracy; among equals, that of the least loss."""
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

    Sums are rounded in another order than in a run alone, and over long training of wide networks
    the results drift apart: for a film or a figure, `record` the seed that was found by itself.

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
    check_fits(dataset, recipe, min(batch, len(seeds)))
    with in_memory(), defaults(), one_thread():
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
        networks = [build(dataset, recipe.replace(seed=seed)) for seed in self.seeds]
        self.shapes = [parameter.shape for parameter in networks[0].parameters()]
        # One tensor for everything that is trained: the optimizer's work is mostly per tensor.
        flat = [parameters_to_vector(network.parameters()) for network in networks]
        self.trained = torch.stack(flat).detach().requires_grad_()

    @property
    def parameters(self) -> list[Tensor]:
        """Weights (B, D_k, D_{k-1}) and biases (B, D_k), by turns, layer by layer."""
        parts = self.trained.split([shape.numel() for shape in self.shapes], dim=1)
        return [part.view(-1, *shape) for part, shape in zip(parts, self.shapes, strict=True)]

    def scores(self, points: Tensor) -> Tensor:
        """Map (B, D_0, n) points to (B, C, n) class scores."""
        activation = torch_function(self.recipe.architecture.activation)
        parameters = self.parameters
        pairs = list(zip(parameters[::2], parameters[1::2], strict=True))
        hidden = points
        for weight, bias in pairs[: self.recipe.architecture.depth]:
            hidden = activation(torch.baddbmm(bias[..., None], weight, hidden))
        for weight, bias in pairs[self.recipe.architecture.depth :]:
            hidden = torch.baddbmm(bias[..., None], weight, hidden)
        return hidden

    def losses(self, points: Tensor, labels: Tensor) -> Tensor:
        """Mean cross entropy (B,) in nats of own points (B, D_0, n) with labels (B, n)."""
        scores = self.scores(points)
        cross = torch.nn.functional.cross_entropy(scores, labels, reduction="none")
        return cross.mean(dim=1)

    def train(self) -> Iterator[Float32Array]:
        """Train all networks; yield each step's batch losses, (B,), before the update."""
        optimizer = make_optimizer([self.trained], self.recipe.training, fused=True)
        for points, labels in self._batches():
            losses = self.losses(points, labels)
            yield losses.detach().numpy()
            optimizer.zero_grad()
            losses.sum().backward()
            optimizer.step()

    def evaluate(self) -> tuple[FloatArray, FloatArray]:
        """Loss and accuracy (B,) over all points."""
        points = self.points.T.expand(len(self.seeds), -1, -1)
        with torch.no_grad():
            losses = self.losses(points, self.labels.expand(len(self.seeds), -1))
            predicted = self.scores(points).argmax(dim=1)
        right = (predicted == self.labels).double().mean(dim=1)
        right[~losses.isfinite()] = 0.0  # a network that has diverged gets nothing right
        return losses.double().numpy(), right.numpy()

    def _batches(self) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield each step's points (B, D_0, n) and labels (B, n), each seed in its own order."""
        n = len(self.points)
        training = self.recipe.training
        size = min(training.batch_size or n, n)
        generators = [torch.Generator().manual_seed(seed) for seed in self.seeds]
        for _ in range(training.epochs):
            if training.shuffle:
                order = torch.stack([torch.randperm(n, generator=g) for g in generators])
            else:
                order = torch.arange(n).expand(len(self.seeds), -1)
            places = order.reshape(-1)
            points = self.points.index_select(0, places).view(*order.shape, -1).transpose(1, 2)
            labels = self.labels.index_select(0, places).view(order.shape)
            yield from zip(points.split(size, 2), labels.split(size, 1), strict=True)
