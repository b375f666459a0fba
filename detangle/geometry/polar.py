"""The way from the identity to a weight matrix, of any shape that can be shown, as motions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle.errors import DetangleError
from detangle.geometry.motions import Flip, Turn

Array = NDArray[np.float64]

_SHOWN = 3
"""Space has no more dimensions than these."""
_LOST = 8 * np.finfo(np.float64).eps
"""Singular values below this share of the greatest are rounding: the direction is lost."""


def embed(points: ArrayLike, dimension: int) -> Array:
    """Pad (N, D) points with zeros to (N, dimension)."""
    given = np.asarray(points, dtype=np.float64)
    return np.pad(given, ((0, 0), (0, dimension - given.shape[1])))


def linear_motions(weight: ArrayLike, near: ArrayLike | None = None) -> tuple[Flip | Turn, ...]:
    """Split a matrix into movements that a viewer can follow.

    All happens in d = max(D_out, D_in) dimensions, to which W is padded with zeros. With the
    singular value decomposition W = U Σ Vᵀ there is one `Turn` by the polar factors R = U Vᵀ and
    S = V Σ Vᵀ. If det W < 0 space must be turned over: first a `Flip` along the right singular
    vector of the smallest singular value, then the `Turn` of what is left. A matrix that loses
    directions (every one that is not square does) has no side to show: it collapses along what is
    lost and needs no flip, and R is the smallest rotation among those that fit.

    Parameters
    ----------
    weight
        W, (D_out, D_in), widths of 1 to 3.
    near
        A `turn_vector` of the same layer a little earlier in training: the turn is chosen on the
        branch next to it, so that it does not jump by a full turn from one step to the next.

    Returns
    -------
    tuple
        Motions of (N, d) points which, one after the other, are W.

    Raises
    ------
    DetangleError
        If a width is greater than 3.
    """
    u, sigma, vt = np.linalg.svd(_square(np.asarray(weight, dtype=np.float64)))
    kept = int((sigma > _LOST * sigma[0]).sum())
    flips: tuple[Flip, ...] = ()
    if kept < len(sigma):
        u[:, kept:] = u[:, kept:] @ _shortest(u, vt, kept)
        sigma[kept:] = 0.0
    elif np.linalg.det(u) * np.linalg.det(vt) < 0:
        # W = U Σ Vᵀ = (U diag(1, …, -1) Σ Vᵀ) F, with F the mirror along the last row of Vᵀ.
        flips = (Flip(vt[-1]),)
        u[:, -1] *= -1
    return *flips, _turn(u @ vt, vt.T @ np.diag(sigma) @ vt, near)


def turn_vector(motions: tuple[Flip | Turn, ...]) -> Array:
    """Return angle times axis, (3,), of the turn among the motions of a matrix."""
    turn = next(motion for motion in motions if isinstance(motion, Turn))
    return turn.angle * np.array(turn.axis)


def turn_angles(weights: ArrayLike) -> Array:
    """Follow the angle by which 2 by 2 weights turn the plane through training.

    Parameters
    ----------
    weights
        (S, 2, 2), one matrix a step.

    Returns
    -------
    ndarray
        (S,) radians; neighbours differ by at most π, so a whole turn goes on and does not snap
        back. Where det W changes its sign the turn before it is another, and the angle may jump.
    """
    matrices = np.asarray(weights, dtype=np.float64)
    if matrices.ndim != 3 or matrices.shape[1:] != (2, 2):
        raise DetangleError(f"angles are those of (S, 2, 2) weights, not of {matrices.shape}")
    angles = [turn_vector(linear_motions(matrix))[2] for matrix in matrices]
    return np.asarray(np.unwrap(angles))


def _square(weight: Array) -> Array:
    """Pad a matrix with zeros to (d, d)."""
    if weight.ndim != 2 or not 1 <= min(weight.shape) <= max(weight.shape) <= _SHOWN:
        raise DetangleError(
            f"space is moved by matrices of 1 to 3 rows and columns, not by one of {weight.shape}"
        )
    square = np.zeros((max(weight.shape),) * 2)
    square[: weight.shape[0], : weight.shape[1]] = weight
    return square


def _shortest(u: Array, vt: Array, kept: int) -> Array:
    """Return the (n, n) Q that makes U diag(I, Q) Vᵀ the rotation of least angle.

    The trace of a rotation grows as its angle shrinks, so this is the orthogonal Procrustes
    problem (Schönemann 1966), with the determinant prescribed as in Kabsch's algorithm.
    """
    left, _, right = np.linalg.svd(vt[kept:] @ u[:, kept:])
    signs = np.ones(len(left))
    signs[-1] = np.sign(np.linalg.det(u) * np.linalg.det(vt) * np.linalg.det(left @ right))
    return np.asarray((right.T * signs) @ left.T)


def _turn(matrix: Array, stretch: Array, near: ArrayLike | None) -> Turn:
    """Build the turn of a (d, d) rotation, on the branch next to an earlier one."""
    from scipy.spatial.transform import Rotation  # slow to import: only when a layer is shown

    full = np.eye(3)
    full[: len(matrix), : len(matrix)] = matrix
    if len(matrix) < _SHOWN:
        vector = np.array([0.0, 0.0, np.arctan2(full[1, 0], full[0, 0])])
    else:
        vector = Rotation.from_matrix(full).as_rotvec()
    angle, axis = _polar(vector, np.zeros(3) if near is None else np.asarray(near, np.float64))
    return Turn(angle, stretch, axis)


def _polar(vector: Array, near: Array) -> tuple[float, tuple[float, float, float]]:
    """Return angle and axis of a rotation vector, of those that differ by full turns."""
    way = vector if vector.any() else near
    angle = float(np.linalg.norm(vector))
    length = float(np.linalg.norm(way))
    x, y, z = way / length if length else np.array([0.0, 0.0, 1.0])
    if not (x or y) and z < 0:  # the plane turns around +z, to the right by a negative angle
        z, angle = -z, -angle
    turns = np.round((near @ [x, y, z] - angle) / (2 * np.pi)) if near.any() else 0.0
    return angle + 2 * np.pi * float(turns), (float(x), float(y), float(z))
