"""A round piece of a square lattice: a sheet of graph paper, cut out around some points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detangle.geometry.polylines import Polylines

Array = NDArray[np.float64]

ROOM = 1.06
"""How much larger than the points' own extent the piece is."""
SIDES = 96
"""Straight pieces of its rim."""


def round_lattice(points: Array, step: float, samples: int = 2) -> Polylines:
    """Draw the lines of a lattice within an ellipse around points, and the ellipse.

    Parameters
    ----------
    points
        (N, 2) that must lie inside. The ellipse has the middle and the proportions of the rectangle
        around them.
    step
        Distance of two lines, which go through its multiples.
    samples
        Vertices on each line; more than 2 where a map bends lines smoothly.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2, 1e-9)
    reach = np.sqrt((((points - middle) / half) ** 2).sum(axis=1).max())
    radii = ROOM * reach * half
    lines = [line for axis in (0, 1) for line in _chords(axis, middle, radii, step, samples)]
    lines.append(_rim(middle, radii))
    return Polylines(np.concatenate(lines), np.array([len(line) for line in lines]))


def _chords(axis: int, middle: Array, radii: Array, step: float, samples: int) -> list[Array]:
    """Return the lines on which one coordinate is a multiple of the step, as far as the ellipse."""
    low, high = (middle[axis] + side * radii[axis] for side in (-1, 1))
    levels = step * np.arange(np.floor(low / step) + 1, np.ceil(high / step))
    chords = []
    for level in levels:
        half = radii[1 - axis] * np.sqrt(1 - ((level - middle[axis]) / radii[axis]) ** 2)
        line = np.empty((samples, 2))
        line[:, axis] = level
        line[:, 1 - axis] = middle[1 - axis] + np.linspace(-half, half, samples)
        chords.append(line)
    return chords


def _rim(middle: Array, radii: Array) -> Array:
    angles = 2 * np.pi * np.arange(SIDES + 1) / SIDES
    return np.asarray(middle + radii * np.column_stack([np.cos(angles), np.sin(angles)]))
