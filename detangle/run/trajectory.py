"""A recorded run: where every point lies in every layer, at every recorded step."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detangle import activations
from detangle._typing import Float32Array, FloatArray, IntArray
from detangle.errors import DetangleError
from detangle.recipe import OTHER, Architecture, ExternalSetup, Recipe
from detangle.run.arrays import Arrays
from detangle.run.schema import check_arrays, present_keys
from detangle.run.snapshot import Snapshot, blend
from detangle.run.values import check_names, check_values


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One run of a network's training.

    S recorded steps, T updates of the optimizer, N points, D_k the width of layer k, C classes.
    Layer 0 is the input; layer k is the output of hidden layer k after its activation.

    Parameters
    ----------
    setup
        The recipe that was trained; or what is known of a run that another program made.
    class_names
        C names.
    arrays
        The numbers, by the names that the file uses: see `detangle.run.schema.SCHEMA`.
    point_names
        N names, one a point; empty if they have none.

    Raises
    ------
    DetangleError
        If an array is missing, its shape disagrees with the others, a number is out of range, or
        there are fewer than two classes.
    """

    setup: Recipe | ExternalSetup
    class_names: tuple[str, ...]
    arrays: Arrays
    point_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_names(self.class_names, self.setup.dataset, self.made_by, *self.point_names)
        check_arrays(self.setup, len(self.class_names), self.arrays)
        if len(self.point_names) not in (0, n := self.arrays.shapes["points"][0]):
            raise DetangleError(f"there are {len(self.point_names)} point names for {n} points")
        check_values(self.arrays, len(self.class_names))

    def __repr__(self) -> str:
        """Tell in a few lines what it is."""
        steps, right = self.steps, round(float(self.accuracy[-1]) * len(self.points))
        held_out = "" if self.test_points is None else f", {len(self.test_points)} more held out"
        return (
            f"Trajectory of {self.setup.dataset!r}: {len(self.points)} points in "
            f"{len(self.class_names)} classes{held_out}\n"
            f"  widths {'-'.join(map(str, self.widths))}, {self.architecture.activation}, "
            f"{len(steps)} recorded steps from {steps[0]} to {steps[-1]}\n"
            f"  loss {self.loss[0]:.4g} to {self.loss[-1]:.4g}, {right} points right at the end"
        )

    @property
    def architecture(self) -> Architecture:
        """The network: its widths, its activation and its readout."""
        return self.setup.architecture

    @property
    def recipe(self) -> Recipe:
        """What trains this run again.

        Raises
        ------
        DetangleError
            If another program made the run.
        """
        if isinstance(self.setup, ExternalSetup):
            raise DetangleError(
                f"this run has no recipe: it was made by {self.made_by}, and only that can train "
                "it again"
            )
        return self.setup

    @property
    def made_by(self) -> str:
        """The network and its training in words, if another program made the run; else empty."""
        return self.setup.made_by if isinstance(self.setup, ExternalSetup) else ""

    @property
    def points(self) -> Float32Array:
        """Input points (N, D_0), layer 0."""
        return self.arrays.read("points")

    @property
    def labels(self) -> IntArray:
        """Class index of each point (N,)."""
        return self.arrays.read("labels")

    @property
    def rows(self) -> IntArray:
        """Row (N,) of each point in the table that it comes from, or among the points; from 1."""
        known = self._optional("rows")
        return np.arange(1, len(self.labels) + 1) if known is None else known

    @property
    def steps(self) -> IntArray:
        """Number of updates at each recorded step (S,)."""
        return self.arrays.read("steps")

    @property
    def batch_loss(self) -> Float32Array:
        """Cross entropy (nats) of each update's batch (T,), before that update.

        Of a run that detangle has not made it is the loss that was given; if none was, the loss
        over all points.
        """
        return self.arrays.read("batch_loss")

    @property
    def loss(self) -> Float32Array:
        """Mean cross entropy (nats) over all points at the recorded weights (S,).

        Of a run that detangle has not made it is the mean of its own loss.
        """
        return self.arrays.read("loss")

    @property
    def accuracy(self) -> FloatArray:
        """Fraction of all points that are classified correctly at the recorded weights (S,)."""
        return self.arrays.read("accuracy")

    @property
    def test_points(self) -> Float32Array | None:
        """Points (M, D_0) that were never trained on; None if none were held out."""
        return self._optional("test.points")

    @property
    def test_labels(self) -> IntArray | None:
        """Class index (M,) of each point that was held out; None if none were."""
        return self._optional("test.labels")

    def test_accuracy(self, step: float | None = None) -> float | None:
        """Fraction of the points that were held out which are classified correctly at one moment.

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
        return self.architecture.depth

    @property
    def widths(self) -> tuple[int, ...]:
        """Dimension of every layer, the input's first: (D_0, D_1, …)."""
        return (self.arrays.shapes["points"][1], *self.architecture.widths)

    def layer(self, k: int) -> Float32Array:
        """Points in layer k at every recorded step, (S, N, D_k); layer 0 never changes."""
        if k == 0:
            return np.broadcast_to(self.points, (len(self.steps), *self.points.shape))
        return self.arrays.read(f"layer.{self._checked(k)}")

    def layer_at(self, k: int, step: float | None = None) -> Float32Array:
        """Points in layer k, (N, D_k), at the recorded step nearest to `step`; None is the last.

        Only this step is read. For the moments between two recorded steps,
        `at(step).layer(k, points)` computes the layer from the interpolated weights.
        """
        if k == 0:
            return self.points
        return self.arrays.read(f"layer.{self._checked(k)}", self.record_of(step))

    def weight(self, k: int) -> Float32Array:
        """Weights of hidden layer k at every recorded step, (S, D_k, D_{k-1})."""
        return self.arrays.read(f"weight.{self._mapped(k)}")

    def bias(self, k: int) -> Float32Array:
        """Biases of hidden layer k at every recorded step, (S, D_k)."""
        return self.arrays.read(f"bias.{self._mapped(k)}")

    def has_weights(self, k: int) -> bool:
        """Whether layer k is recorded as `activation(W h + b)` of the layer before."""
        return f"weight.{self._checked(k)}" in self.arrays.shapes

    @property
    def has_network(self) -> bool:
        """Whether `at` can give the network: all layers have weights, and there is a readout."""
        return self.has_readout and all(map(self.has_weights, range(1, self.depth + 1)))

    @property
    def has_readout(self) -> bool:
        """Whether the class scores are known to be an affine map of the last layer."""
        return self.architecture.readout != OTHER

    @property
    def has_scores(self) -> bool:
        """Whether the class scores of each recorded step are known."""
        return self.has_readout or "scores" in self.arrays.shapes

    def readout_at(self, step: float | None = None) -> tuple[FloatArray, FloatArray]:
        """Weight (C, D_K) and bias (C,) of the affine map from the last layer to the class scores.

        They are those of the recorded step nearest to `step`; None is the last.

        Raises
        ------
        DetangleError
            If the scores are no such map.
        """
        if self.architecture.readout == "linear":
            record = self.record_of(step)
            return self._part("readout.weight", record), self._part("readout.bias", record)
        if self.architecture.readout == OTHER:
            raise DetangleError(
                "this run has no readout: its class scores are not known to be an affine map of "
                f"layer {self.depth}"
            )
        n_classes = len(self.class_names)
        return np.eye(n_classes), np.zeros(n_classes)

    def scores_at(self, step: float | None = None) -> FloatArray:
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
        """Fraction of all points classified correctly at the recorded step nearest to `step`."""
        return float(self.accuracy[self.record_of(step)])

    def record_of(self, step: float | None = None) -> int:
        """Return the index, along an array's S axis, of the recorded step nearest to `step`.

        None is the last recorded step.

        Raises
        ------
        DetangleError
            If `step` lies outside the recorded steps.
        """
        return int(np.abs(self.steps - self._moment(step)).argmin())

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
        fraction = float((moment - steps[after - 1]) / (steps[after] - steps[after - 1]))
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
        layers = list(map(self._mapped, range(1, self.depth + 1)))
        step = float(self.steps[record])
        weight, bias = self.readout_at(step)
        return Snapshot(
            step=step,
            weights=tuple(self._part(f"weight.{k}", record) for k in layers),
            biases=tuple(self._part(f"bias.{k}", record) for k in layers),
            activation=activations.get(self.architecture.activation),
            readout_weight=weight,
            readout_bias=bias,
        )

    def _optional(self, key: str) -> NDArray[Any] | None:
        return self.arrays.read(key) if key in self.arrays.shapes else None

    def _part(self, key: str, record: int) -> FloatArray:
        return self.arrays.read(key, record).astype(np.float64)

    def _mapped(self, k: int) -> int:
        if not self.has_weights(k):
            raise DetangleError(
                f"this run has no weights of layer {k}: it was made by {self.made_by}; "
                "layer_at(k, step) gives the points of each recorded step"
            )
        return k

    def _checked(self, k: int) -> int:
        if not isinstance(k, Integral) or not 1 <= k <= self.depth:
            raise DetangleError(f"there is no hidden layer {k!r}: the run has 1 to {self.depth}")
        return k

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the arrays, in the order of the documentation."""
        return present_keys(self.setup, self.arrays.shapes)
