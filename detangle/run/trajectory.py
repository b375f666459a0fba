"""A recorded run: where every point lies in every layer, at every recorded step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle import activations
from detangle.errors import DetangleError
from detangle.recipe import OTHER, Recipe
from detangle.run.from_arrays import Given
from detangle.run.schema import check_shapes, present_keys
from detangle.run.snapshot import Snapshot, blend

if TYPE_CHECKING:
    from pandas import DataFrame

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
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
        A run that somebody else made may lack weights and biases, and have `scores` in place of a
        readout. Any run may have `test.points` (M, D_0) and `test.labels` (M,).

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
        recipe: Recipe | None = None,
        *,
        points: ArrayLike,
        labels: ArrayLike,
        layers: Sequence[ArrayLike],
        steps: ArrayLike | None = None,
        batch_loss: ArrayLike | None = None,
        loss: ArrayLike | None = None,
        accuracy: ArrayLike | None = None,
        weights: Sequence[ArrayLike | None] = (),
        biases: Sequence[ArrayLike | None] = (),
        activation: str = OTHER,
        readout: tuple[ArrayLike, ArrayLike] | None = None,
        scores: ArrayLike | None = None,
        test: tuple[ArrayLike, ArrayLike] | None = None,
        class_names: Sequence[str] = ("class 0", "class 1"),
        name: str = "data",
        made_by: str = "another program",
    ) -> Trajectory:
        """Build a run made by any framework from its arrays.

        Parameters
        ----------
        recipe
            What was trained, if it was one of detangle's own networks; its widths, activation and
            readout must be those of the arrays. None has one written that says what the arrays do.
        points, labels
            (N, D_0), or (N, …) of any shape, and (N,).
        layers
            For each hidden layer (S, N, D_k), or (S, N, …), the first one first.
        steps
            (S,) number of updates at each recorded step, increasing; 0, 1, 2, … if None.
        batch_loss
            (T,) loss of each update's batch, at the weights before the update; None draws `loss`
            straight from each recorded step to the next.
        loss, accuracy
            (S,) over all points, at the recorded weights; None has them worked out from the scores.
        weights, biases
            For each hidden layer (S, D_k, D_{k-1}) and (S, D_k), or None where the layer is not
            `activation(W h + b)` of the one before.
        activation
            The function that comes after these maps.
        readout
            (S, C, D_K) and (S, C), if the class scores are an affine map of the last layer.
        scores
            (S, N, C) class scores. If they are an affine map of the last layer, it is found by
            least squares and kept as the readout; else they are kept themselves.
        test
            (M, D_0) points that were held out, and their (M,) labels.
        class_names
            C names.
        name
            What to call the points.
        made_by
            The network and its training, in words.

        Raises
        ------
        DetangleError
            If arrays disagree, or neither loss nor scores are given.
        """
        given = Given(points, labels, layers, steps, batch_loss, loss, accuracy, weights, biases,
                      readout, scores)  # fmt: skip
        named = given.arrays | ({} if test is None else _test_arrays(*test))
        if recipe is None:
            recipe = given.recipe(name, class_names, activation, made_by)
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
        """Cross entropy (nats) of each update's batch (T,), before that update.

        Of a run that detangle has not made it is the loss that was given; if none was, the loss
        over all points.
        """
        return self.arrays.read("batch_loss")

    @property
    def loss(self) -> Floats:
        """Mean cross entropy (nats) over all points at the recorded weights (S,).

        Of a run that detangle has not made it is the mean of its own loss.
        """
        return self.arrays.read("loss")

    @property
    def accuracy(self) -> NDArray[np.float64]:
        """Fraction of all points that are classified rightly at the recorded weights (S,)."""
        return self.arrays.read("accuracy")

    @property
    def test_points(self) -> Floats | None:
        """Points (M, D_0) that were never trained on; None if none were held out."""
        return self.arrays.read("test.points") if "test.points" in self.arrays.shapes else None

    @property
    def test_labels(self) -> NDArray[np.int64] | None:
        """Class index (M,) of each point that was held out; None if none were."""
        return self.arrays.read("test.labels") if "test.labels" in self.arrays.shapes else None

    def test_accuracy(self, step: float | None = None) -> float | None:
        """Fraction of the points that were held out which are classified rightly at one moment.

        Parameters
        ----------
        step
            As `at` explains it.

        Returns
        -------
        float or None
            None if no points were held out, or the network is not known.
        """
        points, labels = self.test_points, self.test_labels
        if points is None or labels is None or not self.has_network:
            return None
        return float((self.at(step).predict(points) == labels).mean())

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

    def layer_at(self, k: int, step: float | None = None) -> Floats:
        """Points in layer k, (N, D_k), at the recorded step nearest to `step`; None is the last.

        Only this step is read. For the moments between two recorded steps,
        `at(step).layer(k, points)` computes the layer from the interpolated weights.
        """
        if k == 0:
            return self.points
        return self.arrays.read(f"layer.{self._checked(k)}", self.record_of(step))

    def weight(self, k: int) -> Floats:
        """Weights of hidden layer k at every recorded step, (S, D_k, D_{k-1})."""
        return self.arrays.read(f"weight.{self._mapped(k)}")

    def bias(self, k: int) -> Floats:
        """Biases of hidden layer k at every recorded step, (S, D_k)."""
        return self.arrays.read(f"bias.{self._mapped(k)}")

    def has_weights(self, k: int) -> bool:
        """Whether layer k is recorded as `activation(W h + b)` of the layer before."""
        return f"weight.{self._checked(k)}" in self.arrays.shapes

    @property
    def has_network(self) -> bool:
        """Whether `at` can give the network: all layers have weights, and there is a readout."""
        every = all(self.has_weights(k) for k in range(1, self.depth + 1))
        return every and self.has_readout

    @property
    def has_readout(self) -> bool:
        """Whether the class scores are known to be an affine map of the last layer."""
        return self.recipe.readout != OTHER

    @property
    def has_scores(self) -> bool:
        """Whether the class scores of each recorded step are known."""
        return self.has_readout or "scores" in self.arrays.shapes

    def readout_at(self, step: float | None = None) -> tuple[Doubles, Doubles]:
        """Weight (C, D_K) and bias (C,) of the affine map from the last layer to the class scores.

        They are those of the recorded step nearest to `step`; None is the last.

        Raises
        ------
        DetangleError
            If the scores are no such map.
        """
        if self.recipe.readout == "linear":
            record = self.record_of(step)
            return self._part("readout.weight", record), self._part("readout.bias", record)
        if self.recipe.readout == OTHER:
            raise DetangleError(
                "this run has no readout: its class scores are not known to be an affine map of "
                f"layer {self.depth}"
            )
        n_classes = len(self.class_names)
        return np.eye(n_classes), np.zeros(n_classes)

    def scores_at(self, step: float | None = None) -> Doubles:
        """Class scores (N, C) of all points at the recorded step nearest to `step`.

        Raises
        ------
        DetangleError
            If they are not known.
        """
        if "scores" in self.arrays.shapes:
            return self._part("scores", self.record_of(step))
        weight, bias = self.readout_at(step)
        return np.asarray(self.layer_at(self.depth, step) @ weight.T + bias)

    def loss_at(self, step: float | None = None) -> float:
        """Mean cross entropy (nats) over all points at the recorded step nearest to `step`."""
        return float(self.loss[self.record_of(step)])

    def accuracy_at(self, step: float | None = None) -> float:
        """Fraction of all points classified rightly at the recorded step nearest to `step`."""
        return float(self.accuracy[self.record_of(step)])

    def record_of(self, step: float | None = None) -> int:
        """Return the index, along an array's S axis, of the recorded step nearest to `step`.

        None is the last recorded step.

        Raises
        ------
        DetangleError
            If `step` lies outside the recorded steps.
        """
        steps = self.steps
        return int(np.abs(steps - self._moment(step)).argmin())

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
            If the moment lies outside the recorded steps, or the run has no weights.
        """
        steps, moment = self.steps, self._moment(step)
        after = int(np.searchsorted(steps, moment))
        if steps[after] == moment:
            return self._snapshot(after)
        gap = float(steps[after] - steps[after - 1])
        fraction = (moment - float(steps[after - 1])) / gap
        return blend(self._snapshot(after - 1), self._snapshot(after), fraction)

    def _moment(self, step: float | None) -> float:
        """Return a step as a number; None is the last recorded one."""
        steps = self.steps
        moment = float(steps[-1]) if step is None else float(step)
        if not steps[0] <= moment <= steps[-1]:
            raise DetangleError(
                f"step {moment:g} is outside the recorded steps {steps[0]} to {steps[-1]}"
            )
        return moment

    def _snapshot(self, record: int) -> Snapshot:
        layers = range(1, self.depth + 1)
        for k in layers:
            self._mapped(k)
        step = float(self.steps[record])
        weight, bias = self.readout_at(step)
        return Snapshot(
            step=step,
            weights=tuple(self._part(f"weight.{k}", record) for k in layers),
            biases=tuple(self._part(f"bias.{k}", record) for k in layers),
            activation=activations.get(self.recipe.activation),
            readout_weight=weight,
            readout_bias=bias,
        )

    def _part(self, key: str, record: int) -> Doubles:
        return self.arrays.read(key, record).astype(np.float64)

    def _mapped(self, k: int) -> int:
        if not self.has_weights(k):
            raise DetangleError(
                f"this run has no weights of layer {k}: it was made by {self.recipe.made_by}; "
                "layer_at(k, step) gives the points of each recorded step"
            )
        return k

    def metrics(self) -> DataFrame:
        """Return a pandas row of figures for each recorded step; see `detangle.run.metrics`."""
        from detangle.run.metrics import metrics  # loads pandas, which a film does not need

        return metrics(self)

    def _checked(self, k: int) -> int:
        if not 1 <= k <= self.depth:
            raise DetangleError(f"there is no hidden layer {k}: the run has 1 to {self.depth}")
        return k

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the arrays, in the order of the documentation."""
        return present_keys(self.recipe, self.arrays.shapes)


def _test_arrays(points: ArrayLike, labels: ArrayLike) -> dict[str, NDArray[Any]]:
    flat = np.asarray(points, np.float32)
    return {
        "test.points": flat.reshape(len(flat), -1) if flat.ndim > 2 else flat,
        "test.labels": np.asarray(labels, np.int64),
    }
