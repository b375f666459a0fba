"""What one layer does to space, as motions: the turn and stretch of W, the shift, the clamps.

A motion maps (N, D) points at a time t from 0 to 1; at 0 it leaves them where they are, at 1 it has
done its part of the layer. Everything that is drawn (points, grid, lines) goes through the same
motion at the same t.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detangle.errors import DetangleError

Array = NDArray[np.float64]


class Motion(Protocol):
    """A movement of space."""

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, D) points to where they are at time t."""


@dataclass(frozen=True, eq=False)
class Turn:
    """Rotate and stretch the plane by a matrix with det W >= 0, along its polar path.

    W = R S with a rotation R and a symmetric positive S. The angle grows evenly, and so does each
    stretch: W(t) = R(tθ) ((1 - t) I + t S). Each factor of det W(t) is then concave in t, so the
    plane never shrinks below min(1, det W) on the way; interpolating the entries of W would crush
    a half turn to a point.

    Parameters
    ----------
    angle
        θ in radians, in [-π, π].
    stretch
        S, (2, 2).
    """

    angle: float
    stretch: Array

    def matrix(self, t: float) -> Array:
        """Return W(t), (2, 2)."""
        return rotation(t * self.angle) @ ((1 - t) * np.eye(2) + t * self.stretch)

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, 2) points to W(t) x."""
        return np.asarray(points @ self.matrix(t).T)


@dataclass(frozen=True, eq=False)
class Flip:
    """Mirror the plane along an axis, as a card turns over: that coordinate shrinks to 0 and on.

    Parameters
    ----------
    axis
        (2,) unit vector whose coordinate changes its sign.
    """

    axis: Array

    def matrix(self, t: float) -> Array:
        """Return I - (1 - cos πt) v vᵀ, (2, 2)."""
        return np.asarray(np.eye(2) - (1 - np.cos(np.pi * t)) * np.outer(self.axis, self.axis))

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, 2) points to where they are at time t."""
        return np.asarray(points @ self.matrix(t).T)


@dataclass(frozen=True, eq=False)
class Shift:
    """Slide all points by t b.

    Parameters
    ----------
    offset
        b, (D,).
    """

    offset: Array

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, D) points to x + t b."""
        return np.asarray(points + t * self.offset)


@dataclass(frozen=True)
class Clamp:
    """Flatten one coordinate of ReLU: what is negative slides to 0.

    Parameters
    ----------
    coordinate
        Which one, from 0.
    leak
        What is left of a negative coordinate; 0 for ReLU.
    """

    coordinate: int
    leak: float = 0.0

    def __call__(self, points: Array, t: float) -> Array:
        """Scale the negative values of the coordinate by 1 - t (1 - leak)."""
        moved = points.copy()
        z = points[:, self.coordinate]
        moved[:, self.coordinate] = np.where(z < 0, z * (1 - t * (1 - self.leak)), z)
        return moved


@dataclass(frozen=True, eq=False)
class Bend:
    """Go straight from z to σ(z): (1 - t) z + t σ(z).

    Parameters
    ----------
    function
        σ, applied to each element.
    """

    function: Callable[[Array], Array]

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, D) points a part of the way to σ."""
        return np.asarray((1 - t) * points + t * self.function(points))


def rotation(angle: float) -> Array:
    """Return the (2, 2) rotation by an angle in radians, counter-clockwise."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])


def linear_motions(weight: Array) -> tuple[Flip | Turn, ...]:
    """Split a (2, 2) matrix into movements that a viewer can follow.

    With the singular value decomposition W = U Σ Vᵀ: if det W >= 0, one `Turn` by the polar
    factors R = U Vᵀ and S = V Σ Vᵀ. If det W < 0 the plane must be turned over: first a `Flip`
    along the right singular vector of the smaller singular value, then the `Turn` of what is left.

    Parameters
    ----------
    weight
        W, (2, 2).

    Returns
    -------
    tuple
        Motions which, one after the other, are W.

    Raises
    ------
    DetangleError
        If W is not 2 by 2.
    """
    matrix = np.asarray(weight, dtype=np.float64)
    if matrix.shape != (2, 2):
        raise DetangleError(f"the plane is moved by a 2 by 2 matrix, not {matrix.shape}")
    u, sigma, vt = np.linalg.svd(matrix)
    if np.linalg.det(u) * np.linalg.det(vt) > 0:
        return (_turn(u, sigma, vt),)
    if sigma[1] <= np.finfo(np.float64).eps * sigma[0]:
        # A matrix of lower rank has no side to show: choose the factors that need no flip.
        return (_turn(u * [1, -1], sigma, vt),)
    # W = U Σ Vᵀ = (U diag(1, -1) Σ Vᵀ) F, with F the mirror along the second row of Vᵀ.
    return Flip(vt[1]), _turn(u * [1, -1], sigma, vt)


def _turn(u: Array, sigma: Array, vt: Array) -> Turn:
    r = u @ vt
    return Turn(float(np.arctan2(r[1, 0], r[0, 0])), vt.T @ np.diag(sigma) @ vt)
