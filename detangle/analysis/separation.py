"""Whether, and how well, a line or a hyperplane separates two classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import BoolArray, FloatArray, IntArray

DIRECTIONS = 1800
"""Directions that are tried, a tenth of a degree apart."""

NUMBERS = 2**21
"""Heights of points that are looked at together: a block of them takes about 150 MB."""


@dataclass(frozen=True, eq=False)
class SeparatingLine:
    """The line `normal @ x + offset = 0`; on its positive side is class 1.

    Parameters
    ----------
    normal
        (2,).
    offset
        In units of the normal's length.
    """

    normal: FloatArray
    offset: float

    def values(self, points: ArrayLike) -> FloatArray:
        """Return `normal @ x + offset` of (N, 2) points, (N,)."""
        return np.asarray(np.asarray(points, np.float64) @ self.normal + self.offset)

    def right(self, points: ArrayLike, labels: ArrayLike) -> BoolArray:
        """Return which points are on the side of their class, (N,)."""
        return np.asarray((self.values(points) > 0) == np.asarray(labels).astype(bool))


@dataclass(frozen=True, eq=False)
class BestLines:
    """The best separating line of each direction.

    Attributes
    ----------
    angles
        (A,) of the normals, radians, over the whole turn.
    offsets
        (A,) of the best lines.
    right
        (A,) how many points each gets right.
    """

    angles: FloatArray
    offsets: FloatArray
    right: IntArray

    def line(self, index: int) -> SeparatingLine:
        """Return one of the lines."""
        return line_at(float(self.angles[index]), float(self.offsets[index]))

    @property
    def best(self) -> SeparatingLine:
        """The line that gets most points right."""
        return self.line(int(self.right.argmax()))


def line_at(angle: float, offset: float) -> SeparatingLine:
    """Return the line whose unit normal has an angle in radians."""
    return SeparatingLine(np.array([np.cos(angle), np.sin(angle)]), offset)


def best_lines_by_direction(
    points: ArrayLike, labels: ArrayLike, directions: int = DIRECTIONS
) -> BestLines:
    """Find the best offset of a line in each of many directions.

    For one direction the points are sorted along the normal; a cut between two neighbours gets
    right all of class 1 above it and all of class 0 below, so that a running sum finds the best
    cut exactly.

    Parameters
    ----------
    points
        (N, 2).
    labels
        (N,) 0 or 1.
    directions
        A, over the whole turn: opposite normals have opposite sides.

    Examples
    --------
    >>> best = best_lines_by_direction([[0, 0], [1, 0], [2, 0], [3, 0]], [0, 0, 1, 1]).best
    >>> best.normal.round(6), best.offset
    (array([1., 0.]), -1.5)
    """
    coords, ones = np.asarray(points, np.float64), np.asarray(labels).astype(np.int64)
    angles = 2 * np.pi * np.arange(directions) / directions
    found = [_best_cuts(along, ones) for along in heights(coords, angles)]
    offsets, right = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return BestLines(angles, offsets, right)


def heights(points: FloatArray, angles: FloatArray) -> Iterator[FloatArray]:
    """Yield how far points lie along directions, a block of directions after the other.

    Parameters
    ----------
    points
        (N, 2).
    angles
        (A,) of the directions, radians.

    Yields
    ------
    (N, B) blocks of about `NUMBERS` heights; together they are (N, A).
    """
    normals = np.stack([np.cos(angles), np.sin(angles)])
    # Products of eight columns at a time have the same last bits as that of all columns.
    block = max(NUMBERS // len(points) // 8, 1) * 8
    for start in range(0, len(angles), block):
        yield points @ normals[:, start : start + block]


def _best_cuts(along: FloatArray, ones: IntArray) -> tuple[FloatArray, IntArray]:
    """Find the best cut of each column of (N, A) heights: offsets (A,), and how many are right."""
    order = np.argsort(along, axis=0)
    height = np.take_along_axis(along, order, axis=0)
    below = np.cumsum(1 - 2 * ones[order], axis=0)  # class 0 gained, class 1 lost, up to here
    gained = np.concatenate([np.zeros((1, along.shape[1]), np.int64), below])
    ends = np.concatenate([height[:1] - 1, height, height[-1:] + 1])
    apart = np.diff(ends, axis=0) > 0
    right = np.where(apart, gained + ones.sum(), -1)
    cut = right.argmax(axis=0)
    picked = np.arange(along.shape[1])
    offsets = -(ends[cut, picked] + ends[cut + 1, picked]) / 2
    return offsets, right[cut, picked]


def logistic_regression(points: ArrayLike, labels: ArrayLike) -> SeparatingLine:
    """Fit logistic regression without a penalty: P(class 1) = σ(normal @ x + offset).

    Parameters
    ----------
    points
        (N, 2), not separable by a line: otherwise there are no best weights.
    labels
        (N,) 0 or 1.
    """
    from sklearn.linear_model import LogisticRegression  # slow to import: only to fit a line

    fitted = LogisticRegression(C=np.inf).fit(np.asarray(points, np.float64), np.asarray(labels))
    return SeparatingLine(fitted.coef_[0], float(fitted.intercept_[0]))


def separating_hyperplane(points: ArrayLike, labels: ArrayLike) -> tuple[FloatArray, float] | None:
    """Find a hyperplane with all of class 0 on one side and all of class 1 on the other.

    There is one if and only if the linear program y_i (w @ x_i + b) >= 1, with y_i = -1 for class 0
    and 1 for class 1, has a solution (w, b). So None proves that there is none, within the
    solver's tolerance, where a classifier that fails to be fitted would prove nothing.

    Parameters
    ----------
    points
        (N, D).
    labels
        (N,) 0 or 1.

    Returns
    -------
    Normal (D,) and offset, with `normal @ x + offset` at least 1 for class 1 and at most -1 for
    class 0; or None.

    Examples
    --------
    >>> separating_hyperplane([[0, 0], [1, 1], [0, 1], [1, 0]], [0, 0, 1, 1]) is None  # XOR
    True
    """
    from scipy.optimize import linprog  # slow to import

    rows = np.asarray(points, dtype=np.float64)
    sides = np.where(np.asarray(labels) > 0, 1.0, -1.0)
    limits = -sides[:, None] * np.column_stack([rows, np.ones(len(rows))])
    goal = np.zeros(limits.shape[1])
    found = linprog(goal, A_ub=limits, b_ub=-np.ones(len(rows)), bounds=(None, None))
    solution = found.x
    return None if solution is None else (solution[:-1], float(solution[-1]))
