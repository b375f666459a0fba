"""What a layer has lost: points that lie at the same place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Pile:
    """Points of a layer that lie at one place: nothing after it can tell them apart.

    Parameters
    ----------
    place
        (D,) where.
    members
        (N,) bool: which of the layer's points lie there.
    """

    place: NDArray[np.float64]
    members: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """How many points."""
        return int(self.members.sum())

    def by_class(self, labels: ArrayLike, n_classes: int) -> list[int]:
        """Return how many points of each class lie there."""
        mine = np.asarray(labels)[self.members]
        return [int(count) for count in np.bincount(mine, minlength=n_classes)]


def largest_pile(coords: ArrayLike) -> Pile:
    """Return the place of a layer, (N, D), at which the most points lie: exactly the same numbers.

    Of equally large ones it is the first in the order of the coordinates.
    """
    given = np.asarray(coords)
    places, owner, counts = np.unique(given, axis=0, return_inverse=True, return_counts=True)
    most = int(counts.argmax())
    return Pile(places[most].astype(np.float64), np.asarray(owner).reshape(-1) == most)


def forced_errors(coords: ArrayLike, labels: ArrayLike) -> int:
    """Count the points that must be wrong, whatever follows: all but each place's largest class.

    Parameters
    ----------
    coords
        (N, D) in a layer.
    labels
        (N,) class indices.
    """
    given, classes = np.asarray(coords), np.asarray(labels)
    _, owner = np.unique(given, axis=0, return_inverse=True)
    table = np.zeros((int(owner.max()) + 1, int(classes.max()) + 1), dtype=np.int64)
    np.add.at(table, (owner.reshape(-1), classes), 1)
    return int((table.sum(axis=1) - table.max(axis=1)).sum())
