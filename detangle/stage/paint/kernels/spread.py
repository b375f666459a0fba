"""Values at the nodes of a rectangle, spread linearly over the pixels where a camera sees it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray

UPRIGHT = 1e-6
"""Sides that are off by less than this, in pixels, run along rows and columns."""


def spread(
    nodes: FloatArray, corners: FloatArray, columns: ArrayLike, rows: ArrayLike
) -> FloatArray:
    """Interpolate values linearly between nodes, upright, at a slant, or in perspective.

    Parameters
    ----------
    nodes
        (R, C) values, the lowest row first.
    corners
        (4, 2) pixels where the first and last node of the first row are seen, and the last and
        first of the last row.
    columns, rows
        (W,) and (H,) the pixels' centres.

    Returns
    -------
    (H, W) values, 0 outside of the rectangle.
    """
    columns, rows = np.asarray(columns), np.asarray(rows)
    (x0, y0), (x1, y1) = corners[0], corners[2]
    last = np.array(nodes.shape[::-1]) - 1
    if np.abs(corners - [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]).max() < UPRIGHT:
        across = _weights((columns - x0) / (x1 - x0) * last[0], nodes.shape[1])
        down = _weights((rows - y0) / (y1 - y0) * last[1], nodes.shape[0])
        return np.asarray(down @ nodes @ across.T)
    from scipy.ndimage import map_coordinates  # slow to import

    there = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * last
    across, down = _homography(corners, there, np.stack(np.meshgrid(columns, rows)))
    return np.asarray(map_coordinates(nodes, [down, across], order=1, cval=0.0))


def _weights(places: FloatArray, count: int) -> FloatArray:
    """Return how much of each node places (P,) among them take, (P, count)."""
    return np.asarray(np.maximum(0.0, 1 - np.abs(places[:, None] - np.arange(count))))


def _homography(here: FloatArray, there: FloatArray, places: FloatArray) -> FloatArray:
    """Map (2, …) places as the perspective does that takes four points here to four there."""
    (x, y), (u, v) = here.T, there.T
    one, none = np.ones(4), np.zeros(4)
    first = np.column_stack([x, y, one, none, none, none, -u * x, -u * y])
    second = np.column_stack([none, none, none, x, y, one, -v * x, -v * y])
    entries = np.linalg.lstsq(np.vstack([first, second]), np.concatenate([u, v]), rcond=None)[0]
    matrix = np.append(entries, 1.0).reshape(3, 3)
    mapped = np.tensordot(matrix, np.concatenate([places, np.ones((1, *places.shape[1:]))]), 1)
    return np.asarray(mapped[:2] / mapped[2])
