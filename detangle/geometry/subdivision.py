"""A convex polygon cut by functions into ever smaller convex cells that fit without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detangle._typing import BoolArray, FloatArray, IntArray

ROUNDING = 1e-12
"""A sum below this fraction of its terms' size is rounding, and zero is meant."""


@dataclass(frozen=True, eq=False)
class Subdivision:
    """Convex cells which share their vertices, so that neighbours fit exactly.

    Parameters
    ----------
    values
        (M, F) values of F functions at each vertex; they are affine on every cell, and the first
        two are the coordinates.
    corners
        (H,) the vertex at each corner of each cell, one cell after the other, counter-clockwise.
        A vertex of a neighbour that lies on a cell's side is a corner of that cell, too.
    cells
        (H,) the cell of each corner, from 0 to P - 1 in this order.
    """

    values: FloatArray
    corners: IntArray
    cells: IntArray

    @property
    def count(self) -> int:
        """Number of cells, P."""
        return int(self.cells[-1]) + 1

    @cached_property
    def following(self) -> IntArray:
        """Position (H,) of the next corner of the same cell."""
        after = np.arange(1, len(self.cells) + 1)
        ends = (self.cells[1:] != self.cells[:-1]).nonzero()[0]
        after[ends[1:]] = ends[:-1] + 1
        after[ends[:1]] = 0
        after[-1] = ends[-1] + 1 if len(ends) else 0
        return after

    def polygon(self, cell: int) -> FloatArray:
        """Corners (V, 2) of one cell, counter-clockwise."""
        return self.values[self.corners[self.cells == cell], :2]

    def with_values(self, values: FloatArray) -> Subdivision:
        """Return the same cells with other values at the vertices, (M, G)."""
        return Subdivision(values, self.corners, self.cells)

    def sums(self, column: int) -> FloatArray:
        """Add a value up over the corners of each cell, (P,): its sign is that of the cell."""
        total = np.bincount(self.cells, weights=self.values[self.corners, column])
        return np.asarray(total, dtype=np.float64)

    def cut(self, column: int) -> tuple[Subdivision, IntArray]:
        """Cut every cell where one of its values is zero.

        Returns
        -------
        subdivision, parents
            The finer cells, and (P,) the cell that each was a part of. A cell in which the value
            is zero all over stays whole.

        Examples
        --------
        >>> square = rectangle(np.array([-1.0, -1.0]), np.array([1.0, 1.0]))
        >>> halves, parents = square.cut(0)  # where the first coordinate is zero
        >>> halves.count, parents
        (2, array([0, 0]))
        """
        value = self.values[:, column]
        if not value.min() < 0 < value.max():
            return self, np.arange(self.count)
        return _with_crossings(self, column).split_at_corners(column)

    def split_at_corners(self, column: int) -> tuple[Subdivision, IntArray]:
        """Split the cells along the line through their corners at which a value is zero.

        Returns
        -------
        subdivision, parents
            As `cut` gives them. The part that is not positive keeps the cell's number.
        """
        signs = np.sign(self.values[:, column])[self.corners]
        split = self._is_split(signs)
        touching = signs[self.following] > 0  # a neighbour is positive
        touching[self.following] |= signs > 0
        inside = split[self.cells]
        low = ~inside | (signs <= 0)
        high = inside & ((signs > 0) | ((signs == 0) & touching))
        number = len(split) - 1 + np.cumsum(split)
        parts = Subdivision(
            self.values,
            np.concatenate([self.corners[low], self.corners[high]]),
            np.concatenate([self.cells[low], number[self.cells[high]]]),
        )
        return parts, np.concatenate([np.arange(len(split)), split.nonzero()[0]])

    def _is_split(self, signs: FloatArray) -> BoolArray:
        """Return which cells the zero line cuts, (P,), from the signs at the corners, (H,).

        It does where one stretch of the corners is positive and others are negative. Rounding can
        make signs alternate along a side that lies almost on the line; such a sliver stays whole.
        """
        rises = self.cells[(signs <= 0) & (signs[self.following] > 0)]
        negative = np.zeros(self.count, dtype=bool)
        negative[self.cells[signs < 0]] = True
        return np.asarray((np.bincount(rises, minlength=self.count) == 1) & negative)


def rounded(sums: FloatArray, sizes: FloatArray) -> FloatArray:
    """Return sums with exact zeros for those that are only rounding next to their terms' size."""
    return np.where(np.abs(sums) > ROUNDING * sizes, sums, 0.0)


def _with_crossings(old: Subdivision, column: int) -> Subdivision:
    """Put a vertex on every side that the zero line of a value crosses."""
    value, count = old.values[:, column], len(old.values)
    here = np.sign(value)[old.corners]
    crossed = (here * here[old.following] < 0).nonzero()[0]
    a, b = old.corners[crossed], old.corners[old.following[crossed]]
    sides, new = np.unique(np.minimum(a, b) * count + np.maximum(a, b), return_inverse=True)
    # Corner i stays in order; one that begins a crossed side is followed by the new vertex.
    source = np.repeat(np.arange(len(here)), 1 + np.bincount(crossed, minlength=len(here)))
    corners = old.corners[source]
    corners[crossed + np.arange(1, len(crossed) + 1)] = count + new
    values = np.concatenate(
        [old.values, _between(old.values, value, sides // count, sides % count)]
    )
    values[count:, column] = 0.0
    return Subdivision(values, corners, old.cells[source])


def _between(values: FloatArray, value: FloatArray, a: IntArray, b: IntArray) -> FloatArray:
    """Interpolate all values (M, F) to the zero of one of them between vertices a and b, (E,)."""
    fraction = (value[a] / (value[a] - value[b]))[:, None]
    here, there = (1 - fraction) * values[a], fraction * values[b]
    return rounded(here + there, np.abs(here) + np.abs(there))


def rectangle(low: FloatArray, high: FloatArray) -> Subdivision:
    """Return one cell with the corners of a rectangle, their coordinates as its values."""
    (left, bottom), (right, top) = low, high
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top]], dtype=float)
    return Subdivision(corners, np.arange(4), np.zeros(4, dtype=np.int64))


def half_plane(
    normal: FloatArray, offset: float, low: FloatArray, high: FloatArray
) -> FloatArray | None:
    """Return the corners (V, 2) of a rectangle's part where `normal @ x + offset > 0`, if any.

    Examples
    --------
    >>> half_plane(np.array([1.0, 0.0]), 0.0, np.array([-1.0, -1.0]), np.array([1.0, 1.0])).tolist()
    [[0.0, -1.0], [1.0, -1.0], [1.0, 1.0], [0.0, 1.0]]
    """
    whole = rectangle(low, high)
    value = whole.values @ normal + offset
    cells, _ = whole.with_values(np.column_stack([whole.values, value])).cut(2)
    positive = np.flatnonzero(cells.sums(2) > 0)
    return cells.polygon(int(positive[0])) if len(positive) else None
