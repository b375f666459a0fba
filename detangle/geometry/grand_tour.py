"""A wide layer in the plane from changing sides: rotations of the plane that it is projected onto.

Between two planes there are principal angles, and pairs of principal vectors that lie at these
angles to each other (Björck & Golub 1973). Where each pair turns through its own angle, the plane
goes the shortest way: a step of a grand tour (Asimov 1985). So films turn from one picture of a
layer to another, and a picture follows a layer through training without flipping or jumping.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.geometry.projection import Projection, principal

SAME_DIRECTION = 1e-7
"""Sine of an angle below which two directions are one."""
MAX_ROTATION_PER_RECORD = np.radians(3.0)
"""Greatest angle by which a plane turns from one record of a training to the next, radians."""


@dataclass(frozen=True, eq=False)
class PrincipalVectors:
    """The rotation of one subspace into another along the shortest way.

    Parameters
    ----------
    base
        (p, D) orthonormal principal vectors of the first subspace.
    toward
        (p, D) unit vectors at right angles to them, towards which they turn; 0 where a vector
        stays.
    angles
        (p,) radians by which each turns.
    left, right
        (p, p) the orthogonal matrices with `left @ base` the first subspace's own basis and
        `right.T` times the turned vectors that of the second.
    """

    base: FloatArray
    toward: FloatArray
    angles: FloatArray
    left: FloatArray
    right: FloatArray

    @classmethod
    def between(cls, start: FloatArray, end: FloatArray, *, proper: bool = False) -> Self:
        """Pair the vectors of two (p, D) orthonormal bases.

        With `proper`, one basis is turned into the other without a reflection within the subspace;
        for that one vector may have to turn through the supplement of its angle.
        """
        left, _, right = np.linalg.svd(start @ end.T)
        if proper and np.linalg.det(left @ right) < 0:
            right[-1] = -right[-1]
        base, goal = left.T @ start, right @ end
        cosine = (base * goal).sum(axis=1)
        across = goal - cosine[:, None] * base
        sine = np.linalg.norm(across, axis=1)
        turns = sine[:, None] > SAME_DIRECTION
        toward = np.where(turns, across / np.maximum(sine, SAME_DIRECTION)[:, None], 0.0)
        return cls(base, toward, np.arctan2(sine, cosine), left, right)

    def turned(self, fraction: float) -> FloatArray:
        """Return the (p, D) vectors after a fraction of their way, from 0 to 1."""
        grown = fraction * self.angles[:, None]
        return np.asarray(np.cos(grown) * self.base + np.sin(grown) * self.toward)


def rotate_subspace(start: FloatArray, end: FloatArray, limit: float) -> FloatArray:
    """Rotate a subspace towards another along the shortest way, by at most an angle.

    The bases within the subspaces do not matter.

    Parameters
    ----------
    start, end
        (p, D) orthonormal directions.
    limit
        Greatest angle in radians.

    Returns
    -------
    (p, D) orthonormal directions.

    Examples
    --------
    >>> x, y = np.eye(2)[:1], np.eye(2)[1:]
    >>> rotate_subspace(x, y, np.pi / 6).round(3)
    array([[0.866, 0.5  ]])
    """
    if len(start) >= start.shape[1]:  # all of the layer is seen, there is nowhere to turn
        return end
    found = PrincipalVectors.between(start, end)
    largest = float(found.angles.max())
    return end if largest <= limit else found.turned(limit / largest)


def aligned_backwards(
    layers: Iterable[ArrayLike], last: Projection, limit: float = MAX_ROTATION_PER_RECORD
) -> list[Projection]:
    """Project a layer at each record of a training, from the last one back to the first.

    Each picture is aligned to that of the record after it. The plane follows the directions of the
    greatest variance, but slowly: where a third direction overtakes the second, PCA alone would go
    from one plane to another within a step.

    Parameters
    ----------
    layers
        (N, D) points of the layer at each record, the last one first.
    last
        The projection of the last record.
    limit
        Greatest angle between the planes of two records, radians.

    Returns
    -------
    A projection for each record, in the order of the layers.
    """
    found: list[Projection] = []
    for layer in layers:
        if not found:
            found, picture = [last], last.place(layer)
            continue
        wanted = Projection.of(layer, len(last.components)).components
        turned = rotate_subspace(found[-1].components, wanted, limit)
        found.append(Projection.along(layer, turned).fitted(layer, picture))
        picture = found[-1].place(layer)
    return found


@dataclass(frozen=True, eq=False)
class PlaneRotation:
    """Turn the plane of one projection into that of another, as one walks around a sculpture.

    Each picture on the way is an orthogonal projection of the layer, too, so nothing that is shown
    is an average of two pictures. The axes turn within the plane meanwhile. A mirror image is
    reached through the larger angle's supplement: the plane is turned over.

    Parameters
    ----------
    start, end
        Two projections of the same layer to 2 coordinates, with the same mean.
    """

    start: Projection
    end: Projection

    def __post_init__(self) -> None:
        shapes = self.start.components.shape, self.end.components.shape
        if shapes[0] != shapes[1] or shapes[0][0] != 2:
            raise DetangleError(f"components have shapes {shapes}; both must be (2, D)")

    def place(self, points: ArrayLike, t: float) -> FloatArray:
        """Map (N, D) points of the layer to the (N, 2) picture at time t, from 0 to 1."""
        mean = (1 - t) * self.start.mean + t * self.end.mean
        return np.asarray((np.asarray(points, np.float64) - mean) @ self.components(t).T)

    def components(self, t: float) -> FloatArray:
        """Return the orthonormal (2, D) directions that are drawn along the axes at time t.

        Where both planes are one and the pictures mirror images, it turns over like a card: at
        t = 1/2 one of the directions has no length.
        """
        left, turn = self._vectors.left, self._vectors.right.T @ self._vectors.left.T
        angle = t * float(np.arctan2(turn[1, 0], turn[0, 0]))
        c, s = np.cos(angle), np.sin(angle)
        return np.asarray(np.array([[c, -s], [s, c]]) @ left @ self._vectors.turned(t))

    @cached_property
    def _vectors(self) -> PrincipalVectors:
        return PrincipalVectors.between(self.start.components, self.end.components, proper=True)


@dataclass(frozen=True, eq=False)
class Stop:
    """A plane at which a tour rests.

    Parameters
    ----------
    projection
        The picture.
    components
        Which of the main directions, from 1, are drawn along the axes.
    """

    projection: Projection
    components: tuple[int, int]


def tour(points: ArrayLike, start: Projection, count: int) -> list[Stop]:
    """Plan a tour that begins and ends at a picture, and shows all of the main directions.

    From stop to stop one of the two directions gives way to the next: 1 and 2, 3 and 2, 3 and 4, …;
    from the last of them it goes straight home. Between two stops the plane turns: see `legs`.

    Parameters
    ----------
    points
        (N, D) points of the layer.
    start
        Their picture along the first two directions.
    count
        How many directions are shown, at most D.

    Returns
    -------
    The stops, home at both ends; home alone if there are at most two directions.
    """
    layer = np.asarray(points, np.float64)
    home = Stop(start, (1, 2))
    most = min(count, *layer.shape)
    if most < 3:
        return [home]
    first = start.components
    rest = layer - layer.mean(axis=0)
    others = principal(rest - rest @ first.T @ first, most - 2)
    axes = [*first, *others]
    stops, pair = [home], (1, 2)
    for following in range(3, most + 1):
        pair = (following, pair[1]) if following % 2 else (pair[0], following)
        along = np.stack([axes[i - 1] for i in pair])
        stops.append(Stop(Projection.along(layer, along), pair))
    return [*stops, home]


def legs(stops: Sequence[Stop]) -> list[PlaneRotation]:
    """Return the rotations from each stop to the next."""
    return [PlaneRotation(a.projection, b.projection) for a, b in pairwise(stops)]
