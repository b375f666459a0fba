"""A convex polygon cut by functions into ever smaller convex cells that fit without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.int64]

ON_LINE = 1e-12
"""A value below this share of its terms is rounding: the vertex lies on the zero line."""


@dataclass(frozen=True, eq=False)
class Subdivision:
    """Convex cells which share their vertices, so that neighbours fit exactly.

    Parameters
    ----------
    values
        (M, F) what is known at each vertex: functions that are affine on every cell, the vertex's
        own coordinates among them.
    corners
        (H,) the vertex at each corner of each cell, one cell after the other, counter-clockwise.
        A vertex of a neighbour that lies on a cell's side is a corner of that cell, too.
    cells
        (H,) the cell of each corner, from 0 to P - 1 in this order.
    """

    values: Array
    corners: Indices
    cells: Indices

    @property
    def count(self) -> int:
        """Number of cells, P."""
        return int(self.cells[-1]) + 1

    @cached_property
    def following(self) -> Indices:
        """Position (H,) of the next corner of the same cell."""
        after = np.arange(1, len(self.cells) + 1)
        ends = (self.cells[1:] != self.cells[:-1]).nonzero()[0]
        after[ends[1:]] = ends[:-1] + 1
        after[ends[:1]] = 0
        after[-1] = ends[-1] + 1 if len(ends) else 0
        return after

    def with_values(self, values: Array) -> Subdivision:
        """Return the same cells with other values at the vertices, (M, G)."""
        return Subdivision(values, self.corners, self.cells)

    def sums(self, column: int) -> Array:
        """Add a value up over the corners of each cell, (P,): its sign is that of the cell."""
        return np.bincount(self.cells, self.values[self.corners, column])

    def cut(self, column: int, size: float) -> tuple[Subdivision, Indices]:
        """Cut every cell where one of its values is zero.

        Parameters
        ----------
        column
            Which of the values.
        size
            How large the terms are that the values are sums of: what is below `ON_LINE` of it
            becomes zero.

        Returns
        -------
        subdivision, parents
            The finer cells, and (P,) the cell that each was a part of.
        """
        value = self.values[:, column]
        value = np.where(np.abs(value) > ON_LINE * size, value, 0.0)
        if not value.min() < 0 < value.max():
            values = self.values.copy()
            values[:, column] = value
            return self.with_values(values), np.arange(self.count)
        fine = self._with_crossings(column, value)
        signs = np.sign(fine.values[:, column])[fine.corners]
        parted = fine._parted(signs)
        return fine._parts(signs, parted) if parted.any() else (fine, np.arange(fine.count))

    def _with_crossings(self, column: int, value: Array) -> Subdivision:
        """Put a vertex on every side that the zero line of a value (M,) crosses."""
        here, count = value[self.corners], len(value)
        crossed = (here * here[self.following] < 0).nonzero()[0]
        a, b = self.corners[crossed], self.corners[self.following[crossed]]
        sides, new = np.unique(np.minimum(a, b) * count + np.maximum(a, b), return_inverse=True)
        a, b = sides // count, sides % count
        values = np.empty((count + len(sides), self.values.shape[1]))
        values[:count] = self.values
        share = (value[a] / (value[a] - value[b]))[:, None]
        values[count:] = (1 - share) * self.values[a] + share * self.values[b]
        values[:count, column], values[count:, column] = value, 0.0
        # Corner i stays in order; one that begins a crossed side is followed by the new vertex.
        source = np.repeat(np.arange(len(here)), 1 + np.bincount(crossed, minlength=len(here)))
        corners = self.corners[source]
        corners[crossed + np.arange(1, len(crossed) + 1)] = count + new
        return Subdivision(values, corners, self.cells[source])

    def _parted(self, signs: Array) -> NDArray[np.bool_]:
        """Whether the zero line parts each cell, (P,): one side is positive, one is negative.

        Rounding can make signs alternate along a side that lies almost on the line; such a
        sliver stays whole.
        """
        rises = self.cells[(signs <= 0) & (signs[self.following] > 0)]
        negative = np.zeros(self.count, dtype=bool)
        negative[self.cells[signs < 0]] = True
        return np.asarray((np.bincount(rises, minlength=self.count) == 1) & negative)

    def _parts(self, signs: Array, parted: NDArray[np.bool_]) -> tuple[Subdivision, Indices]:
        """Part the cells: what is not positive keeps its number, what is gets a new one."""
        after = self.following
        touching = signs[after] > 0
        touching[after] |= signs > 0
        inside = parted[self.cells]
        low = ~inside | (signs <= 0)
        high = inside & ((signs > 0) | ((signs == 0) & touching))
        number = len(parted) - 1 + np.cumsum(parted)
        parts = Subdivision(
            self.values,
            np.concatenate([self.corners[low], self.corners[high]]),
            np.concatenate([self.cells[low], number[self.cells[high]]]),
        )
        return parts, np.concatenate([np.arange(len(parted)), np.flatnonzero(parted)])


def rectangle(low: Array, high: Array) -> Subdivision:
    """Return one cell with the corners of a rectangle, their coordinates as its values."""
    (left, bottom), (right, top) = low, high
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top]], dtype=float)
    return Subdivision(corners, np.arange(4), np.zeros(4, dtype=np.int64))
