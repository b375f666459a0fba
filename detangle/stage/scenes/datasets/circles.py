"""Circles and radii as lines of a plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detangle.geometry.polylines import Polylines

Array = NDArray[np.float64]

VERTICES = 129
"""Vertices of a circle, the first one again at the end."""


def circles(centres: Array, radius: float) -> Polylines:
    """Draw a circle of one radius around each of (K, 2) centres, counter-clockwise from the top."""
    angle = np.pi / 2 + np.linspace(0, 2 * np.pi, VERTICES)
    ring = radius * np.column_stack([np.cos(angle), np.sin(angle)])
    vertices = (np.asarray(centres)[:, None] + ring).reshape(-1, 2)
    return Polylines(vertices, np.full(len(centres), VERTICES))


def radius_line(centre: Array, radius: float, angle: float) -> Polylines:
    """Draw the radius of a circle in a direction, in radians."""
    end = centre + radius * np.array([np.cos(angle), np.sin(angle)])
    return Polylines(np.array([centre, end]), np.array([2]))


def free_diagonal(angles: Array) -> float:
    """Return the diagonal direction, in radians, that is farthest from all of some directions."""
    diagonals = np.pi / 4 * np.array([3, 1, 5, 7])
    away = np.abs(np.angle(np.exp(1j * (diagonals[:, None] - np.asarray(angles)))))
    return float(diagonals[away.min(axis=1).argmax()])
