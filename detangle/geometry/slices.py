"""Where a plane cuts a box: the polygon that both have in common."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_SAME = 1e-9
"""Corners of the polygon nearer than this share of the box's diagonal are one."""


def slice_box(normal: ArrayLike, offset: float, low: ArrayLike, high: ArrayLike) -> Array:
    """Return the polygon in which the plane `normal @ h + offset = 0` cuts a box.

    Each of the box's 12 edges that the plane crosses gives one corner. They all lie in the plane,
    and the polygon is convex, so that sorting them by their angle around their mean joins them in
    order.

    Parameters
    ----------
    normal
        (3,), not zero.
    offset
        In units of the normal's length.
    low, high
        (3,) opposite corners of the box.

    Returns
    -------
    ndarray
        (V, 3) corners, counter-clockwise seen from where the plane's side is positive; V = 0 if
        the plane misses the box.
    """
    across, bottom, top = (np.asarray(v, dtype=np.float64) for v in (normal, low, high))
    starts, ends = _edges(bottom, top)
    here, there = starts @ across + offset, ends @ across + offset
    crossed = (here * there <= 0) & (here != there)
    share = (here[crossed] / (here[crossed] - there[crossed]))[:, None]
    corners = (1 - share) * starts[crossed] + share * ends[crossed]
    found = _around(corners, across) if len(corners) else corners
    found = _distinct(found, _SAME * float(np.linalg.norm(top - bottom)))
    return found if len(found) > 2 else np.zeros((0, 3))


def _edges(low: Array, high: Array) -> tuple[Array, Array]:
    """Return both ends of a box's edges, (12, 3) each."""
    starts, ends = [], []
    for axis in range(3):
        for sides in product((0.0, 1.0), repeat=2):
            start = np.insert(np.array(sides), axis, 0.0)
            starts.append(start)
            ends.append(start + np.eye(3)[axis])
    return low + np.array(starts) * (high - low), low + np.array(ends) * (high - low)


def _around(corners: Array, normal: Array) -> Array:
    """Sort the corners of a convex polygon counter-clockwise around its normal."""
    first = np.cross(normal, np.eye(3)[np.abs(normal).argmin()])
    spokes = corners - corners.mean(axis=0)
    angles = np.arctan2(spokes @ np.cross(normal, first) / np.linalg.norm(normal), spokes @ first)
    return np.asarray(corners[np.argsort(angles, kind="stable")])


def _distinct(corners: Array, least: float) -> Array:
    """Leave out each corner of a polygon that is where the one before it is."""
    apart = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1)
    return np.asarray(corners[apart > least])
