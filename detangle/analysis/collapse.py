"""What layers lose of the input: points that merge, directions, units that never change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.run.snapshot import Snapshot

RANK_TOLERANCE = 1e-9
"""A singular value below this fraction of the Jacobian's scale counts as zero."""


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

    place: FloatArray
    members: BoolArray

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


@dataclass(frozen=True)
class InformationLoss:
    """What is lost between the input and a layer.

    Attributes
    ----------
    places
        At how many different places the points are.
    full_rank
        At how many points no direction is lost: the layer's Jacobian there has the input's rank.
    dead
        Units of that layer and those before it that are the same for all points.
    """

    places: int
    full_rank: int
    dead: int


def information_loss(snapshot: Snapshot, layer: int, points: ArrayLike) -> InformationLoss:
    """Count what is lost between the input and a layer.

    Parameters
    ----------
    snapshot
        The network.
    layer
        Up to which layer, from 1.
    points
        (N, D_0) input points.
    """
    given = np.asarray(points, dtype=np.float64)
    outputs = [snapshot.layer(k, given) for k in range(1, layer + 1)]
    ranks = jacobian_ranks(snapshot, layer, given)
    return InformationLoss(
        places=len(np.unique(outputs[-1], axis=0)),
        full_rank=int((ranks == given.shape[1]).sum()),
        dead=sum(int((np.ptp(output, axis=0) == 0).sum()) for output in outputs),
    )


def jacobian_ranks(snapshot: Snapshot, layer: int, points: ArrayLike) -> IntArray:
    """Return the rank (N,) of the derivative of a layer's output by the input, at each point.

    By the chain rule it is the product of diag(σ'(z_k)) W_k over the layers up to this one.
    """
    hidden = np.asarray(points, dtype=np.float64)
    jacobian = np.broadcast_to(np.eye(hidden.shape[1]), (len(hidden), *2 * hidden.shape[1:]))
    for k in range(1, layer + 1):
        z = snapshot.affine(k, hidden)
        slopes = snapshot.activation.derivative(z)
        jacobian = slopes[:, :, None] * (snapshot.weights[k - 1] @ jacobian)
        hidden = snapshot.activate(z)
    singular = np.linalg.svd(jacobian, compute_uv=False)
    scale = np.prod([np.linalg.norm(snapshot.weights[k], 2) for k in range(layer)])
    return np.asarray((singular > RANK_TOLERANCE * scale).sum(axis=1))


def farthest_point_sample(points: ArrayLike, count: int) -> IntArray:
    """Choose points so that each next one is the farthest from all that are chosen before it.

    The first is the farthest from the mean. This is Gonzalez' greedy algorithm (1985); ties go to
    the lower index.

    Parameters
    ----------
    points
        (N, D).
    count
        How many, at most N.

    Returns
    -------
    ndarray
        (count,) int64 indices.
    """
    given = np.asarray(points, dtype=np.float64)
    distance = np.linalg.norm(given - given.mean(axis=0), axis=1)
    chosen: list[int] = []
    for _ in range(min(count, len(given))):
        chosen.append(int(distance.argmax()))
        to_new = np.linalg.norm(given - given[chosen[-1]], axis=1)
        distance = to_new if len(chosen) == 1 else np.minimum(distance, to_new)
    return np.array(chosen, dtype=np.int64)
