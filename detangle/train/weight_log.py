"""The weights of each recorded step, and all arrays of a run, computed from them."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy

from detangle.datasets import Dataset
from detangle.recipe import Recipe
from detangle.run.values import LARGEST
from detangle.train.loop import Step
from detangle.train.network import torch_function

HEADER = 8192
"""Greatest size of a file's header, bytes."""

_log = logging.getLogger(__name__)


class WeightLog:
    """Copies of a network's weights, one a recorded step.

    Copying a few numbers a step costs next to nothing; the layers of all steps are then computed
    at once.

    Parameters
    ----------
    dataset
        The points whose layers are wanted.
    recipe
        What is trained.
    budget
        Bytes that the file may take. A run that would need more keeps every second step, or every
        third, …; the first and the last are kept in any case.
    """

    def __init__(self, dataset: Dataset, recipe: Recipe, budget: int) -> None:
        self.dataset = dataset
        self.recipe = recipe
        self.updates = recipe.training.updates(len(dataset))
        self.stride = self._stride_within(budget)
        self.diverged_at: int | None = None
        self.finite = False
        self.steps: list[int] = []
        self.batch_loss: list[float] = []
        self._current: dict[str, Tensor] = {}
        self._rows = torch.empty(0)

    def add(self, step: Step) -> None:
        """Keep a step's batch loss, and its weights if the step is one to record."""
        last = step.batch_loss is None
        if step.batch_loss is not None:
            self.batch_loss.append(step.batch_loss)
        if step.index % self.stride and not last:
            return
        if not self._current:
            # The optimizer changes the parameters in place, so these are always this step's.
            self._current = {name: p.detach() for name, p in step.network.named_parameters()}
            size = sum(value.numel() for value in self._current.values())
            self._rows = torch.empty(self.updates // self.stride + 2, size)
        values = [value.view(-1) for value in self._current.values()]
        torch.cat(values, out=self._rows[len(self.steps)])
        self.steps.append(step.index)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Compute every array of the trajectory file; empty if no update led to a finite step."""
        with torch.no_grad():
            values = self._forward()
        finite = self._finite_count(values)
        if finite < 2:
            return {}
        arrays = {key: value[:finite] for key, value in values.items()}
        arrays["steps"] = torch.tensor(self.steps[:finite])
        arrays["batch_loss"] = torch.tensor(self.batch_loss[: self.steps[finite - 1]])
        arrays["points"] = torch.from_numpy(self.dataset.points)
        arrays["labels"] = torch.from_numpy(self.dataset.labels)
        if self.dataset.rows is not None:
            arrays["rows"] = torch.from_numpy(self.dataset.rows)
        if self.dataset.test is not None:
            arrays["test.points"] = torch.from_numpy(self.dataset.test.points)
            arrays["test.labels"] = torch.from_numpy(self.dataset.test.labels)
        return {key: value.numpy() for key, value in arrays.items()}

    def _stride_within(self, budget: int) -> int:
        """Return how many updates lie between two recorded steps, so that the file is in budget."""
        asked = self.recipe.training.record_every
        stride = _stride(self.dataset, self.recipe, budget)
        if stride > asked:
            kept = math.ceil(self.updates / asked) + 1
            _log.warning(
                "keeping one step in %d: all %d would take %.3g MB, the budget is %.3g MB",
                stride,
                kept,
                _bytes_of_a_step(self.dataset, self.recipe) * kept / 1e6,
                budget / 1e6,
            )
        return stride

    def _parameters(self) -> dict[str, Tensor]:
        """Split the rows into the network's parameters, (S, *shape) each."""
        rows = self._rows[: len(self.steps)]
        parts = rows.split([value.numel() for value in self._current.values()], dim=1)
        named = zip(self._current.items(), parts, strict=True)
        return {name: part.reshape(len(rows), *value.shape) for (name, value), part in named}

    def _forward(self) -> dict[str, Tensor]:
        parameters = self._parameters()
        activation = torch_function(self.recipe.architecture.activation)
        hidden = torch.from_numpy(self.dataset.points)
        values: dict[str, Tensor] = {}
        for k in range(1, self.recipe.architecture.depth + 1):
            weight, bias = parameters[f"layers.{k - 1}.weight"], parameters[f"layers.{k - 1}.bias"]
            hidden = activation(_affine(hidden, weight, bias))
            values |= {f"layer.{k}": hidden, f"weight.{k}": weight, f"bias.{k}": bias}
        scores = hidden
        if self.recipe.architecture.readout == "linear":
            weight, bias = parameters["readout.weight"], parameters["readout.bias"]
            scores = _affine(hidden, weight, bias)
            values |= {"readout.weight": weight, "readout.bias": bias}
        return values | self._judge(scores)

    def _judge(self, scores: Tensor) -> dict[str, Tensor]:
        """Compute loss and accuracy over all points, of (S, N, C) scores."""
        labels = torch.from_numpy(self.dataset.labels).expand(len(scores), -1)
        loss = cross_entropy(scores.transpose(1, 2), labels, reduction="none").mean(dim=1)
        accuracy = (scores.argmax(dim=2) == labels).double().mean(dim=1)
        return {"loss": loss, "accuracy": accuracy}

    def _finite_count(self, values: Mapping[str, Tensor]) -> int:
        """Count the steps before the first with a number that no run may hold; note that step."""
        sound = torch.ones(len(self.steps), dtype=torch.bool)
        for value in values.values():
            low, high = value.reshape(len(value), -1).aminmax(dim=1)
            sound &= (low >= -LARGEST) & (high <= LARGEST)
        if sound.all():
            return len(self.steps)
        first = int(sound.int().argmin())
        self.diverged_at = self.steps[first]
        self.finite = math.isfinite(float(values["loss"][first]))
        return first


def file_size(dataset: Dataset, recipe: Recipe, budget: int) -> int:
    """Return how many bytes the file of a run takes at most."""
    updates = recipe.training.updates(len(dataset))
    kept = math.ceil(updates / _stride(dataset, recipe, budget)) + 1
    return kept * _bytes_of_a_step(dataset, recipe) + _bytes_of_the_rest(dataset, updates)


def _stride(dataset: Dataset, recipe: Recipe, budget: int) -> int:
    """Return how many updates lie between two recorded steps, so that the file is in budget."""
    updates = recipe.training.updates(len(dataset))
    room = budget - _bytes_of_the_rest(dataset, updates)
    most = max(room // _bytes_of_a_step(dataset, recipe), 2)
    return max(recipe.training.record_every, math.ceil(updates / (most - 1)))


def _bytes_of_a_step(dataset: Dataset, recipe: Recipe) -> int:
    """Count the bytes of one record: layers, weights, and its step, loss and accuracy."""
    widths = recipe.architecture.widths
    sizes = (dataset.dimension, *widths)
    weights = sum(a * b + b for a, b in pairwise(sizes))
    readout = (sizes[-1] + 1) * dataset.n_classes
    return 4 * (len(dataset) * sum(widths) + weights + readout) + 20


def _bytes_of_the_rest(dataset: Dataset, updates: int) -> int:
    """Count the bytes of the points, the labels and the batch losses, and of the header."""
    points = len(dataset) + (0 if dataset.test is None else len(dataset.test))
    rows = 0 if dataset.rows is None else 8 * len(dataset)
    of_points = points * (4 * dataset.dimension + 8) + rows
    return of_points + 4 * updates + HEADER + len(json.dumps(dataset.point_names))


def _affine(points: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Map (N, D) or (S, N, D) points by (S, E, D) weights and (S, E) biases to (S, N, E)."""
    return torch.matmul(points, weight.transpose(1, 2)) + bias[:, None]
