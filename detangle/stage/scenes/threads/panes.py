"""Panes of glass in oblique projection: the planes of the layers, one behind the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from detangle._typing import FloatArray
from detangle.analysis.regions import RESOLUTION, regions
from detangle.analysis.stations import Station, flat_cut
from detangle.geometry.polylines import Polylines
from detangle.look.layout import Area
from detangle.run.snapshot import Snapshot
from detangle.run.trajectory import Trajectory

FILLED = 0.86
"""Fraction of a pane's side that its points take."""
DEPTH = 0.5
"""How far a pane reaches along the way of the threads, as a fraction of the way to the next."""
LEAN = 0.3
"""How far it leans to the side, for each unit that it reaches along the way."""
MOST_DEPTH = 2.6
"""Units that a pane reaches along the way at most, where there are few."""
SEGMENTS = 24
"""Segments of a thread between two stations."""
EXACT_UNITS = 64
"""Hidden units up to which the decision is cut out exactly; beyond, it is traced on a grid."""
CUTS = 2000
"""Places of a layer of one unit between which its decision is looked for."""


@dataclass(frozen=True, eq=False)
class Pane:
    """A square of a layer's plane, drawn as a parallelogram.

    Parameters
    ----------
    middle
        (2,) of the parallelogram, scene units.
    sides
        (2, 2) scene units: where the first coordinate leads across the whole square, and where the
        second one does.
    centre
        (2,) coordinates in the middle.
    size
        Extent of the square along both coordinates.
    """

    middle: FloatArray
    sides: FloatArray
    centre: FloatArray
    size: float

    @classmethod
    def fit(cls, coords: FloatArray, middle: FloatArray, sides: FloatArray) -> Pane:
        """Let a pane show points (N, 2), as large as can be."""
        low, high = coords.min(axis=0), coords.max(axis=0)
        extent = float((high - low).max())
        return cls(middle, sides, (low + high) / 2, extent / FILLED if extent > 0 else 1.0)

    @property
    def bounds(self) -> tuple[FloatArray, FloatArray]:
        """Lowest and highest coordinates, (2,) each."""
        return self.centre - self.size / 2, self.centre + self.size / 2

    def away(self, coords: FloatArray) -> FloatArray:
        """Return how far from the pane's middle (N, 2) coordinates are drawn, scene units."""
        return np.asarray((coords - self.centre) / self.size @ self.sides)

    def place(self, coords: FloatArray) -> FloatArray:
        """Map (N, 2) coordinates to the (N, 2) scene units where they are drawn."""
        return np.asarray(self.middle + self.away(coords))

    @cached_property
    def corners(self) -> FloatArray:
        """The four corners, (4, 2), around."""
        signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) / 2
        return np.asarray(self.middle + signs @ self.sides)


def panes(stations: Sequence[Station], area: Area, *, down: bool) -> list[Pane]:
    """Place a pane for each station: from left to right, or from the top down.

    Parameters
    ----------
    stations
        On the way through the network.
    area
        Where they are drawn.
    down
        Whether the way goes down.
    """
    last = stations[-1].place
    along = area.height if down else area.width
    depth = min(along * DEPTH / (last + DEPTH), MOST_DEPTH)
    step = (along - depth) / max(last, 1.0)
    lean = LEAN * depth
    if down:
        sides = np.array([(area.width - lean, 0.0), (lean, depth)])
        first, way = np.array([0.0, area.top - depth / 2]), np.array([0.0, -step])
        first[0] = area.center[0]
    else:
        sides = np.array([(depth, lean), (0.0, area.height - lean)])
        first, way = np.array([area.left + depth / 2, 0.0]), np.array([step, 0.0])
        first[1] = area.center[1]
    return [Pane.fit(s.coords, first + s.place * way, sides) for s in stations]


def threads(stations: Sequence[Station], shown: Sequence[Pane]) -> FloatArray:
    """Draw the way of each point: (N, V, 2) scene units, smooth from each station to the next.

    From station to station the middle goes on evenly, and a point's place around it eases.
    """
    t = np.linspace(0, 1, SEGMENTS + 1)[:, None]
    eased = t * t * (3 - 2 * t)
    away = [pane.away(s.coords)[:, None] for s, pane in zip(stations, shown, strict=True)]
    middles = [pane.middle for pane in shown]
    parts = [away[0] + middles[0]]
    for i in range(1, len(shown)):
        middle = (1 - t) * middles[i - 1] + t * middles[i]
        parts.append((middle + (1 - eased) * away[i - 1] + eased * away[i])[:, 1:])
    return np.concatenate(parts, axis=1)


def decision(run: Trajectory, station: Station, pane: Pane, step: float) -> Polylines | None:
    """Return where the network decides in the plane of a layer, in its coordinates.

    None where the plane does not show it: of layers wider than two, only the last one is seen from
    the edge of its cut; and where the network is not known.
    """
    k, width = station.layer, station.points.shape[1]
    cut = flat_cut(run, step)
    if k == run.depth and cut is not None:
        normal, offset = cut
        seen = station.projection
        return chord(seen.components @ normal, float(normal @ seen.mean) + offset, *pane.bounds)
    if k is None or width > 2 or not run.has_network:
        return None
    network = run.at(step)
    return _steps(network, k, pane) if width == 1 else _boundary(network, k, pane)


def _boundary(network: Snapshot, k: int, pane: Pane) -> Polylines:
    if sum(map(len, network.biases[k:])) <= EXACT_UNITS:
        return regions(network, k, *pane.bounds).boundary
    from detangle.analysis.contours import trace  # contourpy is only needed here

    return trace(partial(network.scores, start=k), *pane.bounds, RESOLUTION).boundary


def _steps(network: Snapshot, k: int, pane: Pane) -> Polylines:
    """Find where the class changes along a layer of one unit, and draw lines across its pane."""
    low, high = pane.bounds
    x = np.linspace(low[0], high[0], CUTS + 1)
    winner = network.scores(x[:, None], start=k).argmax(axis=1)
    cuts = ((x[1:] + x[:-1]) / 2)[winner[1:] != winner[:-1]]
    ends = np.column_stack([np.repeat(cuts, 2), np.tile([low[1], high[1]], len(cuts))])
    return Polylines(ends, np.full(len(cuts), 2))


def chord(normal: FloatArray, offset: float, low: FloatArray, high: FloatArray) -> Polylines:
    """Return the part of the line `normal @ x + offset = 0` in a rectangle; none if it misses it.

    Parameters
    ----------
    normal
        (2,).
    offset
        In units of the normal's length.
    low, high
        (2,) corners of the rectangle.
    """
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1])])
    values = corners @ normal + offset
    a, b = values, np.roll(values, -1)
    crossed = (a < 0) != (b < 0)
    t = (a[crossed] / (a[crossed] - b[crossed]))[:, None]
    ends = (1 - t) * corners[crossed] + t * np.roll(corners, -1, axis=0)[crossed]
    return Polylines(ends, np.full(len(ends) // 2, 2))
