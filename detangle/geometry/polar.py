"""The polar path from the identity to a weight matrix, as motions of up to three dimensions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.geometry.motions import Flip, Turn

LARGEST = 3
"""Greatest dimension that can be drawn."""
RANK_TOLERANCE = 8 * np.finfo(np.float64).eps
"""Singular values below this fraction of the greatest count as zero: the direction is lost."""


def embed(points: ArrayLike, dimension: int) -> FloatArray:
    """Pad (N, D) points with zeros to (N, dimension)."""
    given = np.asarray(points, dtype=np.float64)
    return np.pad(given, ((0, 0), (0, dimension - given.shape[1])))


def linear_motions(weight: ArrayLike) -> tuple[Flip | Turn, ...]:
    """Split a matrix into motions that a viewer can follow.

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

    Returns
    -------
    tuple
        Motions of (N, d) points which, one after the other, are W.

    Raises
    ------
    DetangleError
        If a width is greater than 3.

    Examples
    --------
    A quarter turn that also doubles the first axis:

    >>> (turn,) = linear_motions([[0, -1], [2, 0]])
    >>> round(np.degrees(turn.angle)), turn.stretch.tolist()
    (90, [[2.0, 0.0], [0.0, 1.0]])
    """
    u, sigma, vt = np.linalg.svd(_square(np.asarray(weight, dtype=np.float64)))
    kept = int((sigma > RANK_TOLERANCE * sigma[0]).sum())
    flips: tuple[Flip, ...] = ()
    if kept < len(sigma):
        u[:, kept:] = u[:, kept:] @ _shortest(u, vt, kept)
        sigma[kept:] = 0.0
    elif np.linalg.det(u) * np.linalg.det(vt) < 0:
        # W = U Σ Vᵀ = (U diag(1, …, -1) Σ Vᵀ) F, with F the mirror along the last row of Vᵀ.
        flips = (Flip(vt[-1]),)
        u[:, -1] *= -1
    return *flips, _turn(u @ vt, vt.T @ np.diag(sigma) @ vt)


def _square(weight: FloatArray) -> FloatArray:
    """Pad a matrix with zeros to (d, d)."""
    if weight.ndim != 2 or not 1 <= min(weight.shape) <= max(weight.shape) <= LARGEST:
        raise DetangleError(
            f"space is moved by matrices of 1 to 3 rows and columns, not by one of {weight.shape}"
        )
    return np.pad(weight, [(0, max(weight.shape) - size) for size in weight.shape])


def _shortest(u: FloatArray, vt: FloatArray, kept: int) -> FloatArray:
    """Return the (n, n) Q that makes U diag(I, Q) Vᵀ the rotation of least angle.

    The trace of a rotation grows as its angle shrinks, so this is the orthogonal Procrustes
    problem (Schönemann 1966), with the determinant prescribed as in Kabsch's algorithm.
    """
    left, _, right = np.linalg.svd(vt[kept:] @ u[:, kept:])
    signs = np.ones(len(left))
    signs[-1] = np.sign(np.linalg.det(u) * np.linalg.det(vt) * np.linalg.det(left @ right))
    return np.asarray((right.T * signs) @ left.T)


def _turn(matrix: FloatArray, stretch: FloatArray) -> Turn:
    """Build the turn by a (d, d) rotation matrix, with an angle of at most π."""
    from scipy.spatial.transform import Rotation  # slow to import: only when a layer is shown

    full = np.eye(3)
    full[: len(matrix), : len(matrix)] = matrix
    if len(matrix) < LARGEST:  # the plane turns around +z, to the right by a negative angle
        return Turn(float(np.arctan2(full[1, 0], full[0, 0])), stretch)
    vector = Rotation.from_matrix(full).as_rotvec()
    angle = float(np.linalg.norm(vector))
    x, y, z = vector / angle if angle else np.array([0.0, 0.0, 1.0])
    return Turn(angle, stretch, (float(x), float(y), float(z)))
