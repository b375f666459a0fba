"""The network of a run at one step: a forward pass written out, from the recorded arrays alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import numpy as np

from detangle import Trajectory, activations
from detangle._typing import FloatArray as Array

ACTIVATIONS: Mapping[str, Callable[[Array], Array]] = {
    "relu": lambda z: z * (z > 0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "tanh": lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
    "identity": lambda z: z,
}
"""Written out; others are taken from their records."""


class Network:
    """Weights at a step of a run; between two recorded steps they are blended evenly.

    Stages are named after the part of a layer that comes last: "W 2" after the second layer's
    weights, "+ b 2" after its biases, "unit 1 2" once the activation has bent its first unit,
    "layer 2" after all of it; "layer 0" is the input.
    """

    def __init__(self, run: Trajectory, step: float) -> None:
        self.run, self.step = run, float(step)
        self.after = min(int(np.searchsorted(run.steps, step)), len(run.steps) - 1)
        self.before = max(self.after - 1, 0)
        gap = max(int(run.steps[self.after] - run.steps[self.before]), 1)
        self.fraction = (self.step - int(run.steps[self.before])) / gap
        self.is_recorded = self.step in run.steps

    def bend(self, sums: Array) -> Array:
        """Apply the activation."""
        name = self.run.architecture.activation
        bend = ACTIVATIONS.get(name, activations.get(name).function)
        return np.asarray(bend(sums), dtype=np.float64)

    def array(self, key: str) -> Array:
        a, b = (self.run.arrays.read(key, i).astype(float) for i in (self.before, self.after))
        return np.asarray(a + self.fraction * (b - a))

    def weight(self, k: int) -> Array:
        return self.array(f"weight.{k}")

    def bias(self, k: int) -> Array:
        return self.array(f"bias.{k}")

    def readout(self) -> tuple[Array, Array]:
        """Weight (C, D) and bias (C,) of the class scores."""
        if self.run.architecture.readout == "identity":
            return np.eye(self.run.widths[-1]), np.zeros(self.run.widths[-1])
        return self.array("readout.weight"), self.array("readout.bias")

    def points(self, k: int) -> Array:
        """The run's points in layer k as they were recorded, (N, D)."""
        return self.run.layer_at(k, self.step).astype(float)

    def layer(self, k: int) -> Array:
        """The run's points sent on to layer k, (N, D)."""
        return self.forward(0, self.points(0), k)

    def forward(self, start: int, hidden: Array, end: int) -> Array:
        for k in range(start + 1, end + 1):
            hidden = self.bend(hidden @ self.weight(k).T + self.bias(k))
        return hidden

    def scores(self, k: int, hidden: Array) -> Array:
        """The class scores of places in layer k: (N, C)."""
        weight, bias = self.readout()
        return np.asarray(self.forward(k, hidden, self.run.depth) @ weight.T + bias)

    def stages(self, points: Array | None = None) -> Iterator[tuple[str, Array]]:
        """Where each part of each layer puts points of the input; without any, the run's own."""
        own = points is None
        hidden = self.points(0) if points is None else points
        yield "layer 0", hidden
        for k in range(1, self.run.depth + 1):
            linear = hidden @ self.weight(k).T
            sums = linear + self.bias(k)
            yield f"W {k}", linear
            yield f"+ b {k}", sums
            bent = sums.copy()
            for unit in range(sums.shape[1] - 1):
                bent[:, unit] = self.bend(sums[:, unit])
                yield f"unit {unit + 1} {k}", bent.copy()
            hidden = self.points(k) if own and self.is_recorded else self.bend(sums)
            yield f"layer {k}", hidden

    def tie(self, stage: str, places: Array) -> float:
        """How far places at a stage are from equal best scores, in units of the last layer."""
        part, _, number = stage.rpartition(" ")
        k, hidden = int(number), np.array(places)
        if k == 0:
            hidden = hidden[:, : self.run.points.shape[1]]
        if part == "W":
            hidden += self.bias(k)
        if part != "layer":
            first = int(part.removeprefix("unit ")) if part.startswith("unit") else 0
            hidden[:, first:] = self.bend(hidden[:, first:])
        best = np.sort(self.scores(k, hidden), axis=1)
        weight, _ = self.readout()
        steepest = np.linalg.norm(weight[:, None] - weight, axis=2).max()
        return float((best[:, -1] - best[:, -2]).max(initial=0.0) / steepest)

    @cached_property
    def reach(self) -> float:
        """How large the terms of the layers' sums can be: rounding is in proportion to these.

        The recording is float32, so what a layer makes of the rounding before it can exceed the
        rounding of its own outputs, where large terms cancel.
        """
        reaches = [float(np.abs(self.run.points).max())]
        for k in range(1, self.run.depth + 1):
            sums = np.abs(self.weight(k)).sum(axis=1) * reaches[-1] + np.abs(self.bias(k))
            reaches.append(float(sums.max()))
        return max(1.0, *reaches)
