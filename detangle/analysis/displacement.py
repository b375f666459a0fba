"""How far points move in each layer from one recorded step to the next."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detangle._typing import FloatArray
from detangle.run.trajectory import Trajectory

LOOKS = 4
"""Instants between two records at which the points are looked at."""
AT_ONCE = 64
"""Records that are worked on together, for the sake of memory."""


def max_displacements(trajectory: Trajectory) -> list[FloatArray]:
    """Return how far the quickest point of each hidden layer would go in each interval.

    Between two records the weights are blended, and a point may rest for a part of the way and
    move in the other; its speed there, over the whole interval, is what counts.

    Returns
    -------
    list of ndarray
        (S - 1,) of each hidden layer, in units of its coordinates.
    """
    parts = [list(_of_part(trajectory, part)) for part in _slices(len(trajectory.steps))]
    return [np.concatenate([part[k] for part in parts]) for k in range(trajectory.depth)]


def _of_part(trajectory: Trajectory, part: slice) -> Iterator[FloatArray]:
    """Yield the movements of each hidden layer over some records."""
    activate = trajectory.at().activate
    hidden: FloatArray = trajectory.points.astype(np.float64)[None]
    for k in range(1, trajectory.depth + 1):
        weight = _blended(trajectory.weight(k)[part].astype(np.float64))
        bias = _blended(trajectory.bias(k)[part].astype(np.float64))
        hidden = activate(hidden @ np.swapaxes(weight, 1, 2) + bias[:, None])
        ways = np.linalg.norm(np.diff(hidden, axis=0), axis=2).max(axis=1)
        yield LOOKS * ways.reshape(-1, LOOKS).max(axis=1)


def _blended(records: FloatArray) -> FloatArray:
    """Put instants between each two records: (R, …) to ((R - 1) · LOOKS + 1, …)."""
    at = np.arange((len(records) - 1) * LOOKS + 1) / LOOKS
    before = np.minimum(at.astype(np.int64), len(records) - 2)
    share = (at - before).reshape(-1, *(1,) * (records.ndim - 1))
    return np.asarray((1 - share) * records[before] + share * records[before + 1])


def _slices(count: int) -> list[slice]:
    """Cut the records into parts that share their borders."""
    return [slice(a, min(a + AT_ONCE, count - 1) + 1) for a in range(0, count - 1, AT_ONCE)]
