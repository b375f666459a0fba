"""Some of many points, far from each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def spread_out(points: ArrayLike, count: int) -> NDArray[np.int64]:
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
