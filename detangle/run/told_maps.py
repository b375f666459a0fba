"""Whether the weights that a run is told make its layers; and if they do not, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from detangle import activations
from detangle._typing import AnyFloatArray
from detangle.activations import Activation
from detangle.errors import DetangleError
from detangle.run.trajectory import Trajectory

CLOSE = 1e-6
"""How far a layer may be from what its weights make, as a fraction of what is added up."""


@dataclass(frozen=True)
class ToldMap:
    """What is said of two arrays: that `after` is `activation(before @ weight.T + bias)`.

    Parameters
    ----------
    before, after
        (S, N, D) and (S, N, E).
    weight, bias
        (S, E, D) and (S, E).
    activation
        The function.
    """

    before: AnyFloatArray
    after: AnyFloatArray
    weight: AnyFloatArray
    bias: AnyFloatArray
    activation: Activation

    @property
    def first_miss(self) -> tuple[int, float] | None:
        """The first record at which that is not so, and by how much; None if it always is.

        Single precision may lose a fraction of the sum of the magnitudes that are added, which the
        function then stretches by its slope; and `CLOSE` of the largest value, and of 1.
        """
        misses = ((record, self._excess(record)) for record in range(len(self.after)))
        return next(((record, miss) for record, miss in misses if miss), None)

    @property
    def transposed(self) -> ToldMap | None:
        """The same with its weights transposed; None if they do not fit then."""
        _, outputs, inputs = self.weight.shape
        if outputs != inputs:
            return None
        return replace(self, weight=self.weight.transpose(0, 2, 1))

    def _excess(self, record: int) -> float:
        """Return the largest miss at a record if it is more than rounding, else 0."""
        weight, bias = self.weight[record].astype(np.float64), self.bias[record].astype(np.float64)
        before, after = self.before[record].astype(np.float64), self.after[record]
        with np.errstate(over="ignore", invalid="ignore"):
            sums = before @ weight.T + bias
            size = (np.abs(before) @ np.abs(weight).T + np.abs(bias)).max()
            slope = max(float(np.abs(self.activation.derivative(sums)).max()), 1.0)
            miss = float(np.abs(self.activation.function(sums) - after).max())
            limit = CLOSE * (1 + np.abs(after).max() + size * slope)
        return 0.0 if miss <= limit else miss


def check_maps(run: Trajectory) -> None:
    """Refuse a run whose weights do not make its layers.

    Raises
    ------
    DetangleError
        If a layer is not the activation of the affine map of the layer before; the message says
        whether it would be with the weights transposed, or with another activation.
    """
    name = run.architecture.activation
    for k in range(1, run.depth + 1):
        if run.has_weights(k):
            told = ToldMap(
                run.layer(k - 1), run.layer(k), run.weight(k), run.bias(k), activations.get(name)
            )
            what = f"'layer.{k}' is not {name}({_name(k - 1)} @ weight.{k}.T + bias.{k})"
            _check(told, what, run, activations.names())


def check_readout(run: Trajectory, scores: AnyFloatArray) -> None:
    """Refuse a run whose linear readout does not make its (S, N, C) class scores.

    Raises
    ------
    DetangleError
        If it does not; the message says whether it would with the weights transposed.
    """
    weight, bias = (run.arrays.read(f"readout.{part}") for part in ("weight", "bias"))
    told = ToldMap(run.layer(run.depth), scores, weight, bias, activations.get("identity"))
    what = f"'scores' is not {_name(run.depth)} @ readout.weight.T + readout.bias"
    _check(told, what, run, ("identity",))


def _check(told: ToldMap, what: str, run: Trajectory, names: tuple[str, ...]) -> None:
    missed = told.first_miss
    if missed is None:
        return
    record, miss = missed
    cause = next(_causes(told, names))
    raise DetangleError(
        f"the array {what}: at step {run.steps[record]} it is off by {miss:.2g}; {cause}"
    )


def _causes(told: ToldMap, names: tuple[str, ...]) -> Iterator[str]:
    """Say with what change the weights would make the layer, the likeliest first."""
    order = "weight is (out, in); Keras and scikit-learn keep (in, out)"
    turned = told.transposed
    if turned is not None and turned.first_miss is None:
        yield f"transposed weights make it: {order}"
    for name in names:
        other = replace(told, activation=activations.get(name))
        if other.first_miss is None:
            yield f"activation {name!r} makes it: name that"
    for name in names:
        other = replace(turned or told, activation=activations.get(name))
        if other.first_miss is None:
            yield f"transposed weights and activation {name!r} make it: {order}"
    yield (
        "give layers and weights of the same steps, in single precision, or leave the weights and "
        "biases out"
    )


def _name(k: int) -> str:
    return f"layer.{k}" if k else "points"
