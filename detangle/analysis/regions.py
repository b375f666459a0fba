"""Decision regions: which class a network gives to every place of a layer's plane.

Networks of ReLU, leaky ReLU or identity units are affine on convex polygons, so their regions are
exact. Smooth activations are traced on a grid, and each vertex is then moved onto the boundary.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray, IntArray
from detangle.errors import DetangleError
from detangle.geometry.polylines import Polylines, merge_lines
from detangle.geometry.subdivision import Subdivision, rectangle, rounded
from detangle.run.snapshot import Snapshot

RESOLUTION = 120
"""Squares of the grid along the longer side, on which smooth networks are traced."""


@dataclass(frozen=True, eq=False)
class Regions:
    """The regions of a rectangle of a layer's plane, and the boundary between them.

    Parameters
    ----------
    vertices
        (M, 2) in the coordinates of the layer.
    sides
        (E, 2) which vertices are joined; the region lies to the left.
    classes
        (E,) the class of that region.
    between
        (B, 2) which vertices the boundary joins: the rectangle's own sides are not among them.
    n_classes
        C.
    """

    vertices: FloatArray
    sides: IntArray
    classes: IntArray
    between: IntArray
    n_classes: int

    @cached_property
    def boundary(self) -> Polylines:
        """The decision boundary as line strings: there two classes share the highest score."""
        return merge_lines(self.vertices, self.between, directed=False)

    def rings(self, index: int) -> Polylines:
        """Outline the regions of a class by closed line strings, which end where they began.

        Outer rings run counter-clockwise, the rings of holes clockwise.
        """
        return merge_lines(self.vertices, self.sides[self.classes == index], directed=True)

    @property
    def bend(self) -> float:
        """Greatest distance of the boundary from the chord of a piece of it.

        A piece ends where the boundary does, and where three classes meet.
        """
        meeting = np.bincount(self.between.ravel(), minlength=len(self.vertices)) > 2
        own = len(self.vertices) + np.arange(self.between.size).reshape(self.between.shape)
        apart = np.where(meeting[self.between], own, self.between)
        copies = self.vertices[self.between.ravel()]
        boundary = merge_lines(np.vstack([self.vertices, copies]), apart, directed=False)
        starts = np.cumsum(boundary.lengths) - boundary.lengths
        return max(map(_sagitta, np.split(boundary.vertices, starts)[1:]), default=0.0)

    def area(self, index: int) -> float:
        """Area of all regions of a class, by the shoelace formula."""
        a, b = np.moveaxis(self.vertices[self.sides[self.classes == index]], 1, 0)
        return float(np.sum(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / 2)


def regions(
    snapshot: Snapshot,
    layer: int,
    low: ArrayLike,
    high: ArrayLike,
    resolution: int = RESOLUTION,
) -> Regions:
    """Find the regions of a network in the plane of a layer.

    Parameters
    ----------
    snapshot
        The network.
    layer
        The layer whose coordinates the plane has: 0 is the input, K the last hidden layer.
    low, high
        (2,) corners of the rectangle.
    resolution
        Squares along the longer side; for smooth activations alone.

    Raises
    ------
    DetangleError
        If the layer is not two wide, or the rectangle is empty.
    """
    corners = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    _check(snapshot, layer, *corners)
    count = len(snapshot.readout_bias)
    if snapshot.activation.piecewise_linear or layer == snapshot.depth or count == 1:
        return outlined(*linear_regions(snapshot, layer, *corners), count)
    from detangle.analysis.contours import trace  # contourpy is only needed for smooth networks

    return trace(partial(snapshot.scores, start=layer), *corners, resolution)


def outlined(cells: Subdivision, classes: IntArray, n_classes: int) -> Regions:
    """Join the cells of each class: sides that two cells of one class share are dropped."""
    a, b = cells.corners, cells.corners[cells.following]
    count = len(cells.values)
    mine = classes[cells.cells]
    here, there = a * count + b, b * count + a
    order = np.argsort(here)
    place = np.minimum(np.searchsorted(here[order], there), len(here) - 1)
    twin = order[place]
    other = np.where(here[twin] == there, mine[twin], -1)
    outer = other != mine
    between = outer & (other >= 0) & (mine < other)
    sides = np.column_stack([a, b])
    return Regions(
        vertices=cells.values[:, :2],
        sides=sides[outer],
        classes=mine[outer],
        between=sides[between],
        n_classes=n_classes,
    )


def _sagitta(line: FloatArray) -> float:
    """Return how far a line string (V, 2) goes from the chord between its ends."""
    away, chord = line - line[0], line[-1] - line[0]
    length = float(np.hypot(*chord))
    if length == 0:  # a closed line
        return float(np.hypot(*away.T).max())
    return float(np.abs(chord[0] * away[:, 1] - chord[1] * away[:, 0]).max() / length)


def _check(snapshot: Snapshot, layer: int, low: FloatArray, high: FloatArray) -> None:
    if snapshot.width(layer) != 2:
        raise DetangleError(
            f"layer {layer} is {snapshot.width(layer)} wide: regions are those of a plane of 2"
        )
    if low.shape != (2,) or high.shape != (2,) or not (low < high).all():
        raise DetangleError(f"the rectangle from {low} to {high} is empty: low must be below high")


def linear_regions(
    snapshot: Snapshot, layer: int, low: FloatArray, high: FloatArray
) -> tuple[Subdivision, IntArray]:
    """Cut a rectangle into convex cells on which the network is affine and gives one class.

    Returns
    -------
    cells, classes
        The cells, and the (P,) class of each.
    """
    cells = rectangle(low, high)
    hidden = cells.values
    for k in range(layer + 1, snapshot.depth + 1):
        cells = _cut_all(cells, hidden, snapshot.weights[k - 1], snapshot.biases[k - 1])
        hidden = snapshot.activate(cells.values[:, 2:])
    return _cut_by_class(cells, hidden, snapshot)


def _affine(
    hidden: FloatArray, weight: FloatArray, bias: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return W h + b, (M, D), with exact zeros, and how large its terms are."""
    sizes = np.abs(hidden) @ np.abs(weight).T + np.abs(bias)
    return rounded(hidden @ weight.T + bias, sizes), sizes


def _cut_all(
    cells: Subdivision, hidden: FloatArray, weight: FloatArray, bias: FloatArray
) -> Subdivision:
    """Cut at the zero line of every unit of a layer."""
    values, _ = _affine(hidden, weight, bias)
    cells = cells.with_values(np.column_stack([cells.values[:, :2], values]))
    for unit in range(len(bias)):
        cells, _ = cells.cut(2 + unit)
    return cells


def _cut_by_class(
    cells: Subdivision, hidden: FloatArray, snapshot: Snapshot
) -> tuple[Subdivision, IntArray]:
    """Cut where the highest score changes; a tie goes to the first class, as with argmax."""
    scores, sizes = _affine(hidden, snapshot.readout_weight, snapshot.readout_bias)
    table = np.column_stack([cells.values[:, :2], sizes.max(axis=1), scores])
    cells = cells.with_values(table)
    winner = np.zeros(cells.count, dtype=np.int64)
    for rival in range(1, scores.shape[1]):
        best = cells.values[:, 3 : 3 + rival].max(axis=1)
        lead = rounded(cells.values[:, 3 + rival] - best, cells.values[:, 2])
        cells = cells.with_values(np.column_stack([cells.values, lead]))
        cells, parents = cells.cut(-1)
        winner = np.where(cells.sums(-1) > 0, rival, winner[parents])
        cells = cells.with_values(cells.values[:, :-1])
    return cells, winner
