"""The curves on which a dataset's points lie without their noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from detangle import datasets
from detangle._typing import FloatArray
from detangle.datasets import Dataset
from detangle.geometry.polylines import Polylines

FINE = 400
"""Vertices of each class's curves."""
JUMP = 20.0
"""Points farther from each other than this multiple of the usual distance are on two curves."""
SQUARE = np.array([[-1.0, -1.0], [1.0, 1.0]])
"""Two corners of a square."""


@dataclass(frozen=True, eq=False)
class NoisyCurves:
    """A dataset on curves, with its noise and without.

    Parameters
    ----------
    real, ideal
        (N, 2) the points as they are, and as they would be without noise.
    shapes
        The curves of each class.
    """

    real: FloatArray
    ideal: FloatArray
    shapes: tuple[Polylines, ...]

    @classmethod
    def of(cls, dataset: Dataset) -> Self:
        """Make a dataset once more without noise; with many points, it is the curves."""

        def still(n_points: int) -> Dataset:
            changed = {**dataset.parameters, "noise": 0.0, "n_points": n_points}
            return datasets.make(dataset.name, changed)

        fine = still(dataset.n_classes * FINE)
        points = fine.points.astype(np.float64)
        return cls(
            dataset.points.astype(np.float64),
            still(len(dataset)).points.astype(np.float64),
            tuple(curves_through(points[fine.labels == k]) for k in range(dataset.n_classes)),
        )

    @property
    def ways(self) -> Polylines:
        """From each point's place without noise to its own."""
        ends = np.stack([self.ideal, self.real], axis=1).reshape(-1, 2)
        return Polylines(ends, np.full(len(self.ideal), 2))

    def window(self, reach: float, axis: int) -> FloatArray:
        """Return the corners of a square around a point of the first curve, (2, 2).

        Parameters
        ----------
        reach
            Half its side.
        axis
            The curve goes along this axis there, as nearly as it ever does.
        """
        curve = self.shapes[0].vertices
        steps = np.diff(curve, axis=0)
        lengths = np.maximum(np.linalg.norm(steps, axis=1), np.finfo(np.float64).tiny)
        return np.asarray(curve[int((np.abs(steps[:, axis]) / lengths).argmax())] + reach * SQUARE)


def curves_through(points: FloatArray) -> Polylines:
    """Join (M, 2) points in their order, but for jumps; a curve without any may be closed."""
    steps = np.linalg.norm(np.diff(points, axis=0, append=points[:1]), axis=1)
    jumps = steps > JUMP * np.median(steps)
    if not jumps.any():
        return Polylines(np.concatenate([points, points[:1]]), np.array([len(points) + 1]))
    jumps[-1] = True
    return Polylines(points, np.diff(np.flatnonzero(jumps), prepend=-1))
