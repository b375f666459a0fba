"""A network at one moment of its training, in NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray, IntArray
from detangle.activations import Activation
from detangle.errors import DetangleError


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Weights and biases of every layer, and what they make of points.

    Parameters
    ----------
    step
        The moment, in updates of the optimizer; a fraction lies between two recorded steps.
    weights, biases
        (D_k, D_{k-1}) and (D_k,) float64 of the hidden layers k = 1, 2, ….
    activation
        The function after each hidden layer.
    readout_weight, readout_bias
        (C, D_K) and (C,) float64 of the class scores.
    """

    step: float
    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]
    activation: Activation
    readout_weight: FloatArray
    readout_bias: FloatArray

    @property
    def depth(self) -> int:
        """Number of hidden layers."""
        return len(self.weights)

    def width(self, layer: int) -> int:
        """Return the number of coordinates of a layer's points; 0 is the input."""
        return int((*self.weights, self.readout_weight)[self.checked(layer)].shape[1])

    def checked(self, layer: int, first: int = 0) -> int:
        """Return the number of a layer, if there is one.

        Parameters
        ----------
        layer
            The number.
        first
            0 if the input counts as one, 1 if only hidden layers do.

        Raises
        ------
        DetangleError
            If there is no such layer.
        """
        if not isinstance(layer, Integral) or not first <= layer <= self.depth:
            kind = "hidden layer" if first else "layer"
            has = f"{first} to {self.depth}" if self.depth >= first else "none"
            raise DetangleError(f"there is no {kind} {layer!r}: the network has {has}")
        return int(layer)

    def activate(self, z: ArrayLike) -> FloatArray:
        """Apply the activation to each element."""
        return np.asarray(self.activation.function(np.asarray(z, dtype=np.float64)))

    def affine(self, k: int, previous: ArrayLike) -> FloatArray:
        """Pre-activations (N, D_k) of layer k from the (N, D_{k-1}) points of the layer before."""
        weight, bias = self.weights[self.checked(k, 1) - 1], self.biases[k - 1]
        return np.asarray(previous, np.float64) @ weight.T + bias

    def layer(self, k: int, points: ArrayLike) -> FloatArray:
        """Map (N, D_0) input points to the (N, D_k) outputs of layer k; layer 0 is the input."""
        return self.forward(points, 0, k)

    def forward(self, hidden: ArrayLike, start: int = 0, stop: int | None = None) -> FloatArray:
        """Map (N, D_start) points of one layer to the (N, D_stop) outputs of a later one.

        Parameters
        ----------
        hidden
            Points of layer `start`; layer 0 is the input.
        start, stop
            The layers, 0 to K; the last one by default.
        """
        return self.layers(hidden, start, stop)[-1]

    def layers(
        self, hidden: ArrayLike, start: int = 0, stop: int | None = None
    ) -> list[FloatArray]:
        """Return what `forward` passes through: the points in layers `start` to `stop`."""
        points, last = np.asarray(hidden, np.float64), self.depth if stop is None else stop
        if self.checked(start) > self.checked(last):
            raise DetangleError(f"there is no way from layer {start} back to layer {last}")
        if points.ndim == 0 or points.shape[-1] != self.width(start):
            raise DetangleError(
                f"points have shape {points.shape}; layer {start} is {self.width(start)} wide"
            )
        reached = [points]
        for k in range(start + 1, last + 1):
            reached.append(self.activate(self.affine(k, reached[-1])))
        return reached

    def scores(self, points: ArrayLike, start: int = 0) -> FloatArray:
        """Class scores (N, C), the logits, of (N, D_start) points of a layer; of the input if 0."""
        return self.read(self.forward(points, start))

    def read(self, last: ArrayLike) -> FloatArray:
        """Class scores (N, C) of (N, D_K) points of the last layer."""
        return np.asarray(last, np.float64) @ self.readout_weight.T + self.readout_bias

    def predict(self, points: ArrayLike) -> IntArray:
        """Class (N,) with the highest score, of (N, D_0) input points."""
        return np.asarray(self.scores(points).argmax(axis=1))

    def decision_line(self) -> tuple[FloatArray, float]:
        """Return normal (D_K,) and offset of the last layer's decision between two classes.

        Class 1 wins where `normal @ h + offset > 0`.

        Raises
        ------
        ValueError
            If there are more than two classes.
        """
        if len(self.readout_bias) != 2:
            raise ValueError(f"one line separates two classes, not {len(self.readout_bias)}")
        normal = self.readout_weight[1] - self.readout_weight[0]
        return normal, float(self.readout_bias[1] - self.readout_bias[0])


def blend(a: Snapshot, b: Snapshot, fraction: float) -> Snapshot:
    """Interpolate the weights of two snapshots linearly; 0 gives `a`, 1 gives `b`."""

    def mix(x: FloatArray, y: FloatArray) -> FloatArray:
        return (1 - fraction) * x + fraction * y

    return Snapshot(
        step=(1 - fraction) * a.step + fraction * b.step,
        weights=tuple(map(mix, a.weights, b.weights)),
        biases=tuple(map(mix, a.biases, b.biases)),
        activation=a.activation,
        readout_weight=mix(a.readout_weight, b.readout_weight),
        readout_bias=mix(a.readout_bias, b.readout_bias),
    )
