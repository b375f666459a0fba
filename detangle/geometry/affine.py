"""Whether what comes out of a layer is an affine map of what goes in, judged by the data alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray

Map = tuple[FloatArray, FloatArray]

CLOSE = 1e-4
"""How far a map may miss, as a share of how far values go from their mean."""
NOISE = 1e-6
"""Directions in which points vary less than by this share of the most are rounding."""
ROUNDING = 1e-6
"""What single precision may lose, as a share of the largest value."""


def affine_map(before: ArrayLike, after: ArrayLike, *, determined: bool = False) -> Map | None:
    """Find W and b with `after = before @ W.T + b`, by least squares, if there are any.

    Where the points lie in a flat part of their space, many maps do the same to all of them; this
    is the one with the smallest W.

    Parameters
    ----------
    before, after
        (N, D) and (N, E).
    determined
        Whether the points must leave no choice: they span all D dimensions.

    Returns
    -------
    W (E, D) and b (E,), or None if some point is missed by more than `CLOSE`.
    """
    x, y = np.asarray(before, np.float64), np.asarray(after, np.float64)
    if determined and len(x) <= x.shape[1]:
        return None
    middle, goal = x.mean(axis=0), y.mean(axis=0)
    solution, _, rank, _ = np.linalg.lstsq(x - middle, y - goal, rcond=NOISE)
    if determined and rank < x.shape[1]:
        return None
    if not fits((x - middle) @ solution, y - goal, float(np.abs(y).max(initial=0.0))):
        return None
    weight = np.asarray(solution.T)
    return weight, np.asarray(goal - weight @ middle)


def affine_maps(before: Sequence[ArrayLike], after: Sequence[ArrayLike]) -> Map | None:
    """Find such a map at each of S steps: (S, E, D) and (S, E), or None if one step has none."""
    found: list[Map] = []
    for x, y in zip(before, after, strict=True):
        one = affine_map(x, y)
        if one is None:
            return None
        found.append(one)
    weights, biases = zip(*found, strict=True)
    return np.stack(weights), np.stack(biases)


def fits(made: ArrayLike, wanted: ArrayLike, size: float, close: float = CLOSE) -> bool:
    """Whether two arrays agree, up to a share of the largest one wanted, and up to rounding.

    Parameters
    ----------
    made, wanted
        Of the same shape.
    size
        How large the numbers were from which they were computed.
    close
        The share.
    """
    a, b = np.asarray(made, np.float64), np.asarray(wanted, np.float64)
    limit = close * float(np.abs(b).max(initial=0.0)) + ROUNDING * size
    return bool(np.abs(a - b).max(initial=0.0) <= limit)
