"""Decision regions of smooth class scores: traced on a grid, then moved onto the exact boundary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from contourpy import FillType, contour_generator

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.analysis.regions import Regions

Scores = Callable[[FloatArray], FloatArray]

ITERATIONS = 20
"""Most steps of the search for the zero along each side of the grid."""
FOUND = 1e-12
"""Fraction of the largest lead at a node below which a lead counts as zero."""
_AT_NODE = 1e-7
"""Vertices nearer to a node than this fraction of a grid square stay where they are."""
_TINY = np.finfo(np.float64).tiny


@dataclass(frozen=True, eq=False)
class _Grid:
    """Nodes of a square grid whose sides are those of a rectangle."""

    low: FloatArray
    step: FloatArray
    shape: tuple[int, int]  # nodes along each axis

    def coordinates(self, index: FloatArray) -> FloatArray:
        """Map (N, 2) indices, which may be fractions, to coordinates."""
        return self.low + index * self.step

    @property
    def nodes(self) -> FloatArray:
        """Coordinates (N, 2) of all nodes, row by row."""
        columns, rows = np.meshgrid(np.arange(self.shape[0]), np.arange(self.shape[1]))
        return self.coordinates(np.column_stack([columns.ravel(), rows.ravel()]))

    def on_border(self, index: FloatArray, sides: IntArray) -> BoolArray:
        """Return which sides (E, 2) between vertices lie on the sides of the rectangle, (E,)."""
        last = np.array(self.shape) - 1
        a, b = index[sides[:, 0]], index[sides[:, 1]]
        return np.asarray((((a == 0) & (b == 0)) | ((a == last) & (b == last))).any(axis=1))


def trace(scores: Scores, low: FloatArray, high: FloatArray, resolution: int) -> Regions:
    """Outline where each of two or more classes has the highest score.

    Parameters
    ----------
    scores
        Maps (N, 2) coordinates to (N, C) class scores.
    low, high
        (2,) corners of the rectangle.
    resolution
        Squares along the longer side. What is finer than a square can be missed.
    """
    squares = np.maximum(np.ceil(resolution * (high - low) / (high - low).max()), 1).astype(int)
    grid = _Grid(low, (high - low) / squares, (int(squares[0]) + 1, int(squares[1]) + 1))
    at_nodes = scores(grid.nodes)
    count = at_nodes.shape[1]
    vertices, sides, between = zip(
        *(_outline(scores, grid, at_nodes, index) for index in range(count)), strict=True
    )
    starts = np.cumsum([0, *map(len, vertices[:-1])])
    return Regions(
        np.concatenate(vertices),
        np.concatenate(list(map(np.add, sides, starts))),
        np.repeat(np.arange(count), [len(part) for part in sides]),
        np.concatenate(list(map(np.add, between, starts))),
        count,
    )


def lead(scores: FloatArray, index: int) -> FloatArray:
    """Return the margin of a class over the best other one, (N,), from (N, C) scores.

    A tie counts as ahead for the first of the classes alone, as with argmax.
    """
    ahead = np.asarray(scores[:, index] - np.delete(scores, index, axis=1).max(axis=1))
    tied = ahead == 0
    ahead[tied] = np.where(scores[tied].argmax(axis=1) == index, _TINY, -_TINY)
    return ahead


def _outline(
    scores: Scores, grid: _Grid, at_nodes: FloatArray, index: int
) -> tuple[FloatArray, IntArray, IntArray]:
    """Outline one class: vertices, sides, and those sides that its boundary is drawn along."""
    ahead = lead(at_nodes, index)
    field = ahead.reshape(grid.shape[::-1])
    generator = contour_generator(z=field, fill_type=FillType.ChunkCombinedOffset)
    points, offsets = (chunk[0] for chunk in generator.filled(0.0, np.inf))
    if points is None or offsets is None:
        none = np.zeros((0, 2), dtype=np.int64)
        return np.zeros((0, 2)), none, none
    rings, sides = _open_rings(np.asarray(points, np.float64), np.asarray(offsets, np.int64))
    rings = _refined(scores, grid, rings, index, ahead)
    vertices = grid.coordinates(rings)
    inner = sides[~grid.on_border(rings, sides)]
    if at_nodes.shape[1] > 2:
        inner = inner[_runner_up(scores, vertices[inner].mean(axis=1), index) < index]
    elif index == 0:
        inner = inner[:0]  # drawn once, by the other class
    return vertices, sides, inner


def _open_rings(points: FloatArray, offsets: IntArray) -> tuple[FloatArray, IntArray]:
    """Drop each ring's last vertex, which is its first one; give the sides (E, 2) as well."""
    ends = offsets[1:]
    kept = np.ones(len(points), dtype=bool)
    kept[ends - 1] = False
    count = len(points) - len(ends)
    following = np.arange(1, count + 1)
    rings = np.arange(len(ends))  # every ring before has lost one vertex
    following[ends - 2 - rings] = offsets[:-1] - rings
    return points[kept], np.column_stack([np.arange(count), following])


def _runner_up(scores: Scores, points: FloatArray, index: int) -> IntArray:
    """Return the best class (N,) beside a given one."""
    others = scores(points)
    others[:, index] = -np.inf
    return np.asarray(others.argmax(axis=1))


def _refined(
    scores: Scores, grid: _Grid, rings: FloatArray, index: int, ahead: FloatArray
) -> FloatArray:
    """Move vertices (V, 2), in indices of the grid, along their grid sides to the exact zero.

    The zero lies between two nodes, where the lead has different signs, so regula falsi always
    finds it; the Illinois rule (Dowell & Jarratt 1971) halves the value at an end that stays.
    """
    nearest = np.rint(rings)
    off = np.abs(rings - nearest)
    moving = (off.max(axis=1) > _AT_NODE).nonzero()[0]
    rings = np.where(off <= _AT_NODE, nearest, rings)
    low, high = np.floor(rings[moving]), np.ceil(rings[moving])

    def value(node: FloatArray) -> FloatArray:
        return ahead[(node[:, 1] * grid.shape[0] + node[:, 0]).astype(np.int64)]

    def at(fraction: FloatArray) -> FloatArray:
        where = low + fraction[:, None] * (high - low)
        return lead(scores(grid.coordinates(where)), index)

    fraction = _zero(at, value(low), value(high))
    rings[moving] = low + fraction[:, None] * (high - low)
    return rings


def _zero(
    function: Callable[[FloatArray], FloatArray], start: FloatArray, end: FloatArray
) -> FloatArray:
    """Find the zeros (N,) between 0 and 1 of functions with the given values at both ends."""
    a, b = np.zeros(len(start)), np.ones(len(start))
    fa, fb = start, end
    enough = FOUND * np.abs([start, end]).max(initial=0.0)
    fraction = fa / (fa - fb)
    moved = np.zeros(len(start))  # the end that has moved last: 1 for a, -1 for b
    for _ in range(ITERATIONS):
        found = function(fraction)
        if (np.abs(found) <= enough).all():
            break
        right = (found < 0) != (fb < 0)  # the zero lies between here and b, so a moves
        side = np.where(right, 1, -1)
        again = side == moved
        fa = np.where(right, found, np.where(again, fa / 2, fa))
        fb = np.where(right, np.where(again, fb / 2, fb), found)
        a, b, moved = np.where(right, fraction, a), np.where(right, b, fraction), side
        fraction = a + (b - a) * fa / (fa - fb)
    return fraction
