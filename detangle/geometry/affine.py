"""Affine maps between two layers, found from their points alone by least squares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray

Map = tuple[FloatArray, FloatArray]

TOLERANCE = 1e-4
"""Largest error of a map, as a fraction of the largest distance of a value from the mean."""
RANK_TOLERANCE = 1e-6
"""Singular values below this fraction of the greatest count as zero."""
ROUNDING = 1e-6
"""What single precision may lose, as a fraction of the largest value."""


def affine_map(before: ArrayLike, after: ArrayLike, *, determined: bool = False) -> Map | None:
    """Find W and b with `after = before @ W.T + b`, if there are any.

    Where the points lie in a subspace, many maps are the same on all of them; this is the one with
    the smallest W.

    Parameters
    ----------
    before, after
        (N, D) and (N, E).
    determined
        Whether the map must be the only one: then the points must span all D dimensions.

    Returns
    -------
    W (E, D) and b (E,), or None if some point is missed by more than `TOLERANCE`.

    Examples
    --------
    >>> points = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    >>> weight, bias = affine_map(points, 2 * points + [1, -1])
    >>> np.allclose(weight, 2 * np.eye(2)), np.allclose(bias, [1, -1])
    (True, True)
    >>> affine_map([[0.0], [1.0], [2.0]], [[0.0], [1.0], [4.0]]) is None
    True
    """
    x, y = np.asarray(before, np.float64), np.asarray(after, np.float64)
    if determined and len(x) <= x.shape[1]:
        return None
    middle, goal = x.mean(axis=0), y.mean(axis=0)
    solution, _, rank, _ = np.linalg.lstsq(x - middle, y - goal, rcond=RANK_TOLERANCE)
    if determined and rank < x.shape[1]:
        return None
    if not fits((x - middle) @ solution, y - goal, float(np.abs(y).max(initial=0.0))):
        return None
    weight = np.asarray(solution.T)
    return weight, np.asarray(goal - weight @ middle)


def affine_maps(before: Sequence[ArrayLike], after: Sequence[ArrayLike]) -> Map | None:
    """Find an affine map at each of S steps: (S, E, D) and (S, E), or None if one step has none."""
    found: list[Map] = []
    for x, y in zip(before, after, strict=True):
        one = affine_map(x, y)
        if one is None:
            return None
        found.append(one)
    weights, biases = zip(*found, strict=True)
    return np.stack(weights), np.stack(biases)


def fits(made: ArrayLike, wanted: ArrayLike, size: float, close: float = TOLERANCE) -> bool:
    """Return whether two arrays agree, up to a fraction of the largest value and to rounding.

    Parameters
    ----------
    made, wanted
        Of the same shape.
    size
        Largest magnitude of the numbers from which they were computed.
    close
        The fraction.
    """
    a, b = np.asarray(made, np.float64), np.asarray(wanted, np.float64)
    limit = close * float(np.abs(b).max(initial=0.0)) + ROUNDING * size
    return bool(np.abs(a - b).max(initial=0.0) <= limit)
