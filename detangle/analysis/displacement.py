"""How far the points of each layer move from one recorded step to the next."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detangle._typing import FloatArray
from detangle.run.trajectory import Trajectory

SAMPLES = 4
"""Instants in each interval at which the points are compared."""
CHUNK = 64
"""Records that are computed together: more would only take more memory."""


def max_displacements(trajectory: Trajectory) -> list[FloatArray]:
    """Return the greatest displacement in each interval, for each hidden layer.

    Between two records the weights are interpolated, so a point may rest in one part of the
    interval and move in another. Its displacement is that of its fastest part, extrapolated to the
    whole interval.

    Returns
    -------
    list of ndarray
        (S - 1,) of each hidden layer, in units of its coordinates.
    """
    parts = [list(_of_part(trajectory, part)) for part in _slices(len(trajectory.steps))]
    return [np.concatenate([part[k] for part in parts]) for k in range(trajectory.depth)]


def _of_part(trajectory: Trajectory, part: slice) -> Iterator[FloatArray]:
    """Yield the displacements of each hidden layer over some records."""
    activate = trajectory.at().activate
    hidden: FloatArray = trajectory.points.astype(np.float64)[None]
    for k in range(1, trajectory.depth + 1):
        weight = _interpolated(trajectory.weight(k)[part].astype(np.float64))
        bias = _interpolated(trajectory.bias(k)[part].astype(np.float64))
        hidden = activate(hidden @ np.swapaxes(weight, 1, 2) + bias[:, None])
        ways = np.linalg.norm(np.diff(hidden, axis=0), axis=2).max(axis=1)
        yield SAMPLES * ways.reshape(-1, SAMPLES).max(axis=1)


def _interpolated(records: FloatArray) -> FloatArray:
    """Interpolate between records: (R, …) to ((R - 1) · SAMPLES + 1, …)."""
    at = np.arange((len(records) - 1) * SAMPLES + 1) / SAMPLES
    before = np.minimum(at.astype(np.int64), len(records) - 2)
    fraction = (at - before).reshape(-1, *(1,) * (records.ndim - 1))
    return np.asarray((1 - fraction) * records[before] + fraction * records[before + 1])


def _slices(count: int) -> list[slice]:
    """Cut the records into parts; each begins with the last record of the part before."""
    return [slice(a, min(a + CHUNK, count - 1) + 1) for a in range(0, count - 1, CHUNK)]
