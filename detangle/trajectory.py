"""A recorded run: where every point lies in every layer, at every recorded step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle.errors import DetangleError
from detangle.recipe import Recipe
from detangle.shapes import check_shapes, expected_keys
from detangle.snapshot import Snapshot, blend

Floats = NDArray[np.float32]
Index = int | slice


class Arrays(Protocol):
    """Named arrays that can be read in part: a dictionary in memory, or a file on disk."""

    @property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """Shape of each array by its name."""

    def read(self, key: str, index: Index = slice(None)) -> NDArray[Any]:
        """Read an array, or the part of it that `index` takes along the first axis."""


@dataclass(frozen=True)
class MemoryArrays:
    """Named arrays in memory."""

    arrays: Mapping[str, NDArray[Any]]

    @property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """Shape of each array by its name."""
        return {key: array.shape for key, array in self.arrays.items()}

    def read(self, key: str, index: Index = slice(None)) -> NDArray[Any]:
        """Return the array or a part of it."""
        return np.asarray(self.arrays[key][index])


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One run of a recipe.

    S recorded steps, T updates of the optimizer, N points, D_k the width of layer k, C classes.
    Layer 0 is the input; layer k is the output of hidden layer k after its activation.

    Parameters
    ----------
    recipe
        What was trained.
    class_names
        C names.
    arrays
        The numbers, by the names that the file uses: `points`, `labels`, `steps`, `batch_loss`,
        `loss`, `accuracy`, `layer.1`, `weight.1`, `bias.1`, …, `readout.weight`, `readout.bias`.

    Raises
    ------
    DetangleError
        If an array is missing or its shape disagrees with the others.
    """

    recipe: Recipe
    class_names: tuple[str, ...]
    arrays: Arrays

    def __post_init__(self) -> None:
        check_shapes(self.recipe, len(self.class_names), self.arrays.shapes)
        steps = self.steps
        if (np.diff(steps) <= 0).any():
            raise DetangleError("the recorded steps are not in increasing order")
        if not 0 <= steps[0] <= steps[-1] <= len(self.batch_loss):
            raise DetangleError("the recorded steps go outside the range of the batch losses")

    @classmethod
    def from_arrays(
        cls,
        recipe: Recipe,
        *,
        points: ArrayLike,
        labels: ArrayLike,
        steps: ArrayLike,
        batch_loss: ArrayLike,
        loss: ArrayLike,
        accuracy: ArrayLike,
        layers: Sequence[ArrayLike],
        weights: Sequence[ArrayLike],
        biases: Sequence[ArrayLike],
        readout: tuple[ArrayLike, ArrayLike] | None = None,
        class_names: Sequence[str] = ("class 0", "class 1"),
    ) -> Trajectory:
        """Build a run made by any framework from its arrays.

        Parameters
        ----------
        recipe
            What was trained; its widths, activation and readout must be those of the arrays.
        points, labels
            (N, D_0) and (N,).
        steps
            (S,) number of updates at each recorded step, increasing.
        batch_loss
            (T,) loss of each update's batch, at the weights before the update.
        loss, accuracy
            (S,) over all points, at the recorded weights.
        layers, weights, biases
            For each hidden layer (S, N, D_k), (S, D_k, D_{k-1}) and (S, D_k).
        readout
            (S, C, D_K) and (S, C), where the recipe's readout is `linear`.
        class_names
            C names.
        """
        named: dict[str, NDArray[Any]] = {
            "points": np.asarray(points, np.float32),
            "labels": np.asarray(labels, np.int64),
            "steps": np.asarray(steps, np.int64),
            "batch_loss": np.asarray(batch_loss, np.float32),
            "loss": np.asarray(loss, np.float32),
            "accuracy": np.asarray(accuracy, np.float64),
        }
        for kind, arrays in (("layer", layers), ("weight", weights), ("bias", biases)):
            for k, array in enumerate(arrays, start=1):
                named[f"{kind}.{k}"] = np.asarray(array, np.float32)
        if readout is not None:
            for part, array in zip(("weight", "bias"), readout, strict=True):
                named[f"readout.{part}"] = np.asarray(array, np.float32)
        return cls(recipe, tuple(class_names), MemoryArrays(named))

    @property
    def points(self) -> Floats:
        """Input points (N, D_0), layer 0."""
        return self.arrays.read("points")

    @property
    def labels(self) -> NDArray[np.int64]:
        """Class index of each point (N,)."""
        return self.arrays.read("labels")

    @property
    def steps(self) -> NDArray[np.int64]:
        """Number of updates at each recorded step (S,)."""
        return self.arrays.read("steps")

    @property
    def batch_loss(self) -> Floats:
        """Cross entropy (nats) of each update's batch (T,), before that update."""
        return self.arrays.read("batch_loss")

    @property
    def loss(self) -> Floats:
        """Mean cross entropy (nats) over all points at the recorded weights (S,)."""
        return self.arrays.read("loss")

    @property
    def accuracy(self) -> NDArray[np.float64]:
        """Fraction of all points that are classified rightly at the recorded weights (S,)."""
        return self.arrays.read("accuracy")

    @property
    def depth(self) -> int:
        """Number of hidden layers."""
        return self.recipe.depth

    @property
    def widths(self) -> tuple[int, ...]:
        """Dimension of every layer, the input's first: (D_0, D_1, …)."""
        return (self.arrays.shapes["points"][1], *self.recipe.widths)

    def layer(self, k: int) -> Floats:
        """Points in layer k at every recorded step, (S, N, D_k); layer 0 never changes."""
        if k == 0:
            return np.broadcast_to(self.points, (len(self.steps), *self.points.shape))
        return self.arrays.read(f"layer.{self._checked(k)}")

    def layer_at(self, k: int, record: int) -> Floats:
        """Points in layer k at one record, (N, D_k), without reading the others.

        `record` counts the recorded steps: `steps[record]` is its number of updates.
        """
        if k == 0:
            return self.points
        return self.arrays.read(f"layer.{self._checked(k)}", range(len(self.steps))[record])

    def weight(self, k: int) -> Floats:
        """Weights of hidden layer k at every recorded step, (S, D_k, D_{k-1})."""
        return self.arrays.read(f"weight.{self._checked(k)}")

    def bias(self, k: int) -> Floats:
        """Biases of hidden layer k at every recorded step, (S, D_k)."""
        return self.arrays.read(f"bias.{self._checked(k)}")

    def record_of(self, step: float) -> int:
        """Return the record whose step is nearest to `step`."""
        return int(np.abs(self.steps - step).argmin())

    def at(self, step: float | None = None) -> Snapshot:
        """Return the network at one moment.

        Parameters
        ----------
        step
            Number of updates; between two recorded steps the weights are interpolated linearly.
            None is the last recorded step.

        Raises
        ------
        DetangleError
            If the moment lies outside the recorded steps.
        """
        steps = self.steps
        moment = float(steps[-1]) if step is None else float(step)
        if not steps[0] <= moment <= steps[-1]:
            raise DetangleError(
                f"step {moment:g} is outside the recorded steps {steps[0]} to {steps[-1]}"
            )
        after = int(np.searchsorted(steps, moment))
        if steps[after] == moment:
            return self._snapshot(after)
        gap = float(steps[after] - steps[after - 1])
        fraction = (moment - float(steps[after - 1])) / gap
        return blend(self._snapshot(after - 1), self._snapshot(after), fraction)

    def _snapshot(self, record: int) -> Snapshot:
        def part(key: str) -> NDArray[np.float64]:
            return self.arrays.read(key, record).astype(np.float64)

        layers = range(1, self.depth + 1)
        if self.recipe.readout == "linear":
            readout = part("readout.weight"), part("readout.bias")
        else:
            n_classes = len(self.class_names)
            readout = np.eye(n_classes), np.zeros(n_classes)
        return Snapshot(
            step=float(self.steps[record]),
            weights=tuple(part(f"weight.{k}") for k in layers),
            biases=tuple(part(f"bias.{k}") for k in layers),
            activation=self.recipe.activation,
            readout_weight=readout[0],
            readout_bias=readout[1],
        )

    def _checked(self, k: int) -> int:
        if not 1 <= k <= self.depth:
            raise DetangleError(f"there is no hidden layer {k}: the run has 1 to {self.depth}")
        return k

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the arrays, in the order of the documentation."""
        return expected_keys(self.recipe)
