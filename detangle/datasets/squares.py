"""Squares of the plane whose classes alternate: the four quadrants, and a checkerboard."""

from __future__ import annotations

import numpy as np

from detangle.datasets.dataset import Dataset, at_least, not_negative
from detangle.datasets.registry import generator
from detangle.errors import DetangleError

CORNERS = np.array([[-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, -1.0]])
"""The middles of the four blobs of `xor`; the first two are of class 0."""


@generator
def xor(*, seed: int = 0, n_points: int = 500, noise: float = 0.25) -> Dataset:
    """Sample four blobs at the corners of a square; opposite corners are of one class.

    The smallest problem that no straight line solves: M. Minsky and S. Papert, *Perceptrons*
    (1969). Here each of its four points, (±1, ±1), is the mean of a normal distribution. The
    column `corner` (0 to 3, those of class 0 first) says which one a point is from.

    Parameters
    ----------
    seed
        Seed of the noise.
    n_points
        Points in all, shared evenly among the corners; the first corners get the odd ones.
    noise
        Standard deviation of the normal noise added to each coordinate.
    """
    at_least(4, n_points=n_points)
    not_negative(noise=noise)
    corner = np.sort(np.arange(n_points) % len(CORNERS))
    points = CORNERS[corner] + np.random.default_rng(seed).normal(0, noise, (n_points, 2))
    names = ("equal signs", "opposite signs")
    return Dataset("xor", points.astype(np.float32), corner // 2, names, {"corner": corner})


@generator
def checkerboard(
    *, seed: int = 0, n_points: int = 1000, n_squares: int = 4, gap: float = 0.1
) -> Dataset:
    """Sample a checkerboard of n_squares x n_squares squares that fills [-1, 1]².

    With 4 x 4 squares and no gap it is the set of T. K. Ho and E. M. Kleinberg, *Building
    projectable classifiers of arbitrary complexity* (ICPR 1996). The column `square` counts the
    squares row by row from the bottom left one, which is of class 0.

    Parameters
    ----------
    seed
        Seed of the points.
    n_points
        Points in all, shared evenly among the squares; the first squares get the odd ones.
    n_squares
        Squares along each side, at least 2.
    gap
        Width of the empty strip between two squares as a fraction of a square's side, below 1.
        Each point is uniformly distributed over what is left of its square.
    """
    at_least(2, n_points=n_points, n_squares=n_squares)
    not_negative(gap=gap)
    if gap >= 1:
        raise DetangleError(f"gap is {gap}; squares are left only by one below 1")
    square = np.sort(np.arange(n_points) % n_squares**2)
    row, column = np.divmod(square, n_squares)
    within = np.random.default_rng(seed).uniform(gap / 2, 1 - gap / 2, (n_points, 2))
    points = 2 / n_squares * (np.column_stack([column, row]) + within) - 1
    names = ("dark squares", "light squares")
    labels = (row + column) % 2
    return Dataset("checkerboard", points.astype(np.float32), labels, names, {"square": square})
