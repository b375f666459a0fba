"""The curves on which a dataset's points lie without their noise, and how noise moves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from detangle import datasets
from detangle.datasets import Dataset
from detangle.geometry.motions import StaggeredTravel
from detangle.geometry.polylines import Polylines

Array = NDArray[np.float64]

FINE = 400
"""Vertices of each curve."""
CLOSED = ("circles",)
"""Datasets whose curves end where they begin."""
SQUARE = np.array([[-1.0, -1.0], [1.0, 1.0]])
"""Two corners of a square."""
PUSH_SHARE = 0.3
"""The part of the time for all points that one of them is pushed."""


@dataclass(frozen=True, eq=False)
class NoisyCurves:
    """A dataset on curves, with its noise and without.

    Parameters
    ----------
    real, ideal
        (N, 2) the points as they are, and as they would be without noise.
    times
        (N,) how far along its curve each point lies, by its number, from 0 to 1.
    shapes
        One curve a class.
    """

    real: Array
    ideal: Array
    times: Array
    shapes: tuple[Polylines, ...]

    @classmethod
    def of(cls, dataset: Dataset, parameters: Mapping[str, Any]) -> Self:
        """Make a dataset once more without noise; with many points, it is the curves."""

        def still(n_points: int) -> Dataset:
            changed = {**parameters, "noise": 0.0, "n_points": n_points}
            return datasets.make(dataset.name, changed)

        counts = np.bincount(dataset.labels, minlength=dataset.n_classes)
        fine, closed = still(dataset.n_classes * FINE), dataset.name in CLOSED
        return cls(
            dataset.points.astype(np.float64),
            still(len(dataset)).points.astype(np.float64),
            np.concatenate([np.linspace(0, 1, int(count)) for count in counts]),
            tuple(_curve(fine, k, closed) for k in range(dataset.n_classes)),
        )

    @property
    def pushes(self) -> Polylines:
        """From each point's place without noise to its own."""
        ends = np.stack([self.ideal, self.real], axis=1).reshape(-1, 2)
        return Polylines(ends, np.full(len(self.ideal), 2))

    def wave(self) -> StaggeredTravel:
        """Return the motion that pushes the points, along the curves."""
        return StaggeredTravel(self.real, self.times, PUSH_SHARE)

    def trail(self) -> StaggeredTravel:
        """Return the motion that draws all pushes with the points, from no length."""
        return StaggeredTravel(self.pushes.vertices, np.repeat(self.times, 2), PUSH_SHARE)

    def window(self, reach: float, axis: int) -> Array:
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
        along = np.abs(steps[:, axis]) / np.linalg.norm(steps, axis=1)
        return np.asarray(curve[int(along.argmax())] + reach * SQUARE)


def _curve(fine: Dataset, k: int, closed: bool) -> Polylines:
    points = fine.points[fine.labels == k].astype(np.float64)
    if closed:
        points = np.concatenate([points, points[:1]])
    return Polylines(points, np.array([len(points)]))
