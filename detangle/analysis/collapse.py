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
    """Points of a layer with the same coordinates: nothing after it can tell them apart.

    Parameters
    ----------
    place
        (D,) their coordinates.
    members
        (N,) which of the layer's points they are.
    """

    place: FloatArray
    members: BoolArray

    @property
    def count(self) -> int:
        """How many points."""
        return int(self.members.sum())


def largest_pile(coords: ArrayLike) -> Pile:
    """Return the largest group of (N, D) points with exactly the same coordinates.

    Of equally large groups it is the first in the order of the coordinates.

    Examples
    --------
    >>> pile = largest_pile([[0, 0], [1, 2], [0, 0]])
    >>> pile.place, pile.count
    (array([0., 0.]), 2)
    """
    given = np.asarray(coords)
    places, owner, counts = np.unique(given, axis=0, return_inverse=True, return_counts=True)
    most = int(counts.argmax())
    return Pile(places[most].astype(np.float64), np.asarray(owner).reshape(-1) == most)


def forced_errors(coords: ArrayLike, labels: ArrayLike) -> int:
    """Count the points that any classifier of these coordinates gets wrong.

    Points at one place get one class, so all but those of the most frequent class there are wrong.

    Parameters
    ----------
    coords
        (N, D) in a layer.
    labels
        (N,) class indices.

    Examples
    --------
    >>> forced_errors([[0, 0], [0, 0], [0, 0], [1, 2]], [0, 1, 1, 0])
    1
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
        Number of different places at which the points are.
    full_rank
        Number of points at which the layer's Jacobian has full rank, so that no direction is lost.
    dead
        Number of units, in that layer and those before it, that are the same for all points.
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
        The layer, from 1.
    points
        (N, D_0) input points.
    """
    given = np.asarray(points, dtype=np.float64)
    outputs = snapshot.layers(given, stop=layer)[1:]
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
    for k in range(1, snapshot.checked(layer) + 1):
        z = snapshot.affine(k, hidden)
        slopes = snapshot.activation.derivative(z)
        jacobian = slopes[:, :, None] * (snapshot.weights[k - 1] @ jacobian)
        hidden = snapshot.activate(z)
    singular = np.linalg.svd(jacobian, compute_uv=False)
    scale = np.prod([np.linalg.norm(snapshot.weights[k], 2) for k in range(layer)])
    return np.asarray((singular > RANK_TOLERANCE * scale).sum(axis=1))


def farthest_point_sample(points: ArrayLike, count: int) -> IntArray:
    """Choose points that lie far apart: each is the farthest from all that were chosen before it.

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

    Examples
    --------
    >>> farthest_point_sample([[0.0], [1.0], [9.0], [4.0]], 3)
    array([2, 0, 3])
    """
    given = np.asarray(points, dtype=np.float64)
    distance = np.linalg.norm(given - given.mean(axis=0), axis=1)
    chosen: list[int] = []
    for _ in range(min(count, len(given))):
        chosen.append(int(distance.argmax()))
        to_new = np.linalg.norm(given - given[chosen[-1]], axis=1)
        distance = to_new if len(chosen) == 1 else np.minimum(distance, to_new)
        distance[chosen] = -1.0  # where all others coincide with these, they still come next
    return np.array(chosen, dtype=np.int64)
