"""Runs that somebody else made: what can be said of them by their arrays alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle.datasets import Dataset
from detangle.errors import DetangleError
from detangle.geometry.affine import affine_maps
from detangle.recipe import OTHER, Other, Readout, Recipe

Floats = NDArray[np.float32]
Array = NDArray[np.float64]
Named = dict[str, NDArray[Any]]

SAME = 1e-6
"""Scores that differ from the last layer's units by less than this share are these units."""


@dataclass(frozen=True, eq=False)
class Ending:
    """How the class scores come out of the last layer, and the arrays that say so."""

    readout: Readout | Other
    arrays: Named


@dataclass(frozen=True, eq=False)
class Given:
    """What a user knows of a run, as `Trajectory.from_arrays` takes it."""

    points: ArrayLike
    labels: ArrayLike
    layers: Sequence[ArrayLike]
    steps: ArrayLike | None
    batch_loss: ArrayLike | None
    loss: ArrayLike | None
    accuracy: ArrayLike | None
    weights: Sequence[ArrayLike | None]
    biases: Sequence[ArrayLike | None]
    readout: tuple[ArrayLike, ArrayLike] | None
    scores: ArrayLike | None

    @cached_property
    def hidden(self) -> list[Floats]:
        """Each layer as (S, N, D_k), whatever shape its units have."""
        arrays = [np.asarray(layer, np.float32) for layer in self.layers]
        if not arrays:
            raise DetangleError("layers is empty: give the points of at least one layer, (S, N, D)")
        for k, array in enumerate(arrays, start=1):
            if array.ndim < 3 or 0 in array.shape:
                raise DetangleError(
                    f"the array 'layer.{k}' has shape {array.shape}; it must be (S, N, D) and not "
                    "empty"
                )
        return [array.reshape(*array.shape[:2], -1) for array in arrays]

    @cached_property
    def ending(self) -> Ending:
        """How the class scores come out of the last layer."""
        last = self.hidden[-1]
        if self.readout is not None:
            return _affine(*self.readout)
        if self.scores is None:
            return Ending(OTHER, {})
        given = np.asarray(self.scores, np.float32)
        if given.ndim != 3 or given.shape[:2] != last.shape[:2]:
            raise DetangleError(
                f"the array 'scores' has shape {given.shape}; it must be "
                f"({last.shape[0]}, {last.shape[1]}, C), a score a class"
            )
        if given.shape == last.shape and np.allclose(given, last, rtol=SAME, atol=0.0):
            return Ending("identity", {})
        found = affine_maps(list(last), list(given))
        return Ending(OTHER, {"scores": given}) if found is None else _affine(*found)

    @cached_property
    def arrays(self) -> Named:
        """All arrays by the names of the file; what is not given is worked out, if it can be."""
        points, count = np.asarray(self.points, np.float32), len(self.hidden)
        steps = range(len(self.hidden[-1])) if self.steps is None else self.steps
        return {
            "points": points.reshape(len(points), -1) if points.ndim > 2 else points,
            "labels": np.asarray(self.labels, np.int64),
            "steps": np.asarray(steps, np.int64),
            **{f"layer.{k}": layer for k, layer in enumerate(self.hidden, start=1)},
            **_maps("weight", self.weights, count),
            **_maps("bias", self.biases, count),
            **self.ending.arrays,
            **self._judged(np.asarray(self.labels, np.int64), np.asarray(steps, np.int64)),
        }

    def recipe(
        self, name: str, class_names: Sequence[str], activation: str, made_by: str
    ) -> Recipe:
        """Write a recipe that says what is known of the run, and nothing else."""
        points, labels = self.arrays["points"], self.arrays["labels"]
        dataset = Dataset(name, points, labels, tuple(class_names))
        return Recipe(
            dataset=dataset.name,
            data_hash=dataset.digest,
            widths=tuple(layer.shape[2] for layer in self.hidden),
            activation=activation,
            readout=self.ending.readout,
            made_by=made_by,
        )

    def _judged(self, labels: NDArray[np.int64], steps: NDArray[np.int64]) -> Named:
        """Return the losses and the accuracy, which the scores tell if nobody else does."""
        loss, right = self.loss, self.accuracy
        loss = cross_entropy(self._scores("loss", labels), labels) if loss is None else loss
        right = share_right(self._scores("accuracy", labels), labels) if right is None else right
        batch = _between(steps, loss) if self.batch_loss is None else self.batch_loss
        return {
            "batch_loss": np.asarray(batch, np.float32),
            "loss": np.asarray(loss, np.float32),
            "accuracy": np.asarray(right, np.float64),
        }

    def _scores(self, wanted: str, labels: NDArray[np.int64]) -> Array:
        """Return the class scores (S, N, C), from which something else is to be worked out."""
        if self.scores is not None:
            scores = np.asarray(self.scores, np.float64)
        elif self.readout is not None:
            weight, bias = (np.asarray(part, np.float64) for part in self.readout)
            scores = self.hidden[-1] @ np.swapaxes(weight, 1, 2) + bias[:, None]
        else:
            raise DetangleError(
                f"the array {wanted!r} is missing; give it, or `scores` (S, N, C) to work it out"
            )
        n, c = scores.shape[1:]
        if labels.shape != (n,) or labels.min() < 0 or labels.max() >= c:
            raise DetangleError(
                f"the array 'labels' must have a whole number from 0 to {c - 1} for each of the "
                f"{n} points"
            )
        return scores


def cross_entropy(scores: ArrayLike, labels: NDArray[np.int64]) -> Array:
    """Return the mean cross entropy (S,), nats, of (S, N, C) class scores."""
    values = np.asarray(scores, np.float64)
    highest = values.max(axis=2, keepdims=True)
    sums = np.log(np.exp(values - highest).sum(axis=2)) + highest[..., 0]
    own = np.take_along_axis(values, np.asarray(labels)[None, :, None], axis=2)[..., 0]
    return np.asarray((sums - own).mean(axis=1))


def share_right(scores: ArrayLike, labels: NDArray[np.int64]) -> Array:
    """Return the share of points (S,) whose own class has the highest of (S, N, C) scores."""
    return np.asarray((np.asarray(scores).argmax(axis=2) == labels).mean(axis=1))


def _maps(kind: str, arrays: Sequence[ArrayLike | None], count: int) -> Named:
    """Name the weights or biases of the layers that have any: `weight.2` for the second."""
    if len(arrays) > count:
        raise DetangleError(
            f"the array 'layer.{count + 1}' is missing: there are {len(arrays)} of {kind}"
        )
    named = enumerate(arrays, start=1)
    return {f"{kind}.{k}": np.asarray(a, np.float32) for k, a in named if a is not None}


def _affine(weight: ArrayLike, bias: ArrayLike) -> Ending:
    parts = {"readout.weight": weight, "readout.bias": bias}
    return Ending("linear", {key: np.asarray(part, np.float32) for key, part in parts.items()})


def _between(steps: NDArray[np.int64], loss: ArrayLike) -> Array:
    """Draw the loss over all points straight from one recorded step to the next, at each update."""
    values = np.asarray(loss, np.float64)
    if steps.shape != values.shape or not len(steps):
        raise DetangleError(
            f"the array 'loss' has shape {values.shape}, but 'steps' has {steps.shape}"
        )
    return np.asarray(np.interp(np.arange(max(int(steps[-1]), 1)), steps, values))
