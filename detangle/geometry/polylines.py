"""Many line strings in one array: cutting, merging, grids, circles, and sections of a box."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.geometry import subdivision

CIRCLE_VERTICES = 129
"""Vertices of a circle, the first one again at the end."""
RIM_VERTICES = 97
"""Vertices of an elliptic grid's rim, the first one again at the end."""
RIM_ROOM = 1.06
"""Radii of an elliptic grid, in those of the smallest such ellipse around its points."""
SAME_CORNER = 1e-9
"""Corners of a section nearer to each other than this fraction of the box's diagonal are one."""

_UNIT_CUBE = np.array(list(product((0.0, 1.0), repeat=3)))
_CUBE_EDGES = np.transpose(
    [(a, b) for a, b in combinations(range(8), 2) if (a ^ b).bit_count() == 1]
)  # (2, 12): corners that differ in one coordinate, as their indices do in one bit


@dataclass(frozen=True, eq=False)
class Polylines:
    """Line strings.

    Parameters
    ----------
    vertices
        (M, D) float64, one line string after the other.
    lengths
        (L,) number of vertices of each; they add up to M.
    """

    vertices: FloatArray
    lengths: IntArray

    def __post_init__(self) -> None:
        if int(np.sum(self.lengths)) != len(self.vertices):
            raise ValueError(
                f"{len(self.vertices)} vertices, lengths add up to {self.lengths.sum()}"
            )

    def joined(self) -> BoolArray:
        """Return which vertices are joined to the next one, (M - 1,)."""
        joined = np.ones(max(len(self.vertices) - 1, 0), dtype=bool)
        joined[np.cumsum(self.lengths)[:-1] - 1] = False
        return joined

    def split(self, values: FloatArray) -> Polylines:
        """Insert a vertex on every segment wherever a function changes its sign.

        Parameters
        ----------
        values
            (M,) the function at the vertices; it must be affine along each segment, and then the
            new vertices lie exactly on its zero.
        """
        here, there = values[:-1], values[1:]
        cut = np.flatnonzero(self.joined() & (here * there < 0))
        fraction = (here[cut] / (here[cut] - there[cut]))[:, None]
        between = (1 - fraction) * self.vertices[cut] + fraction * self.vertices[cut + 1]
        line = np.repeat(np.arange(len(self.lengths)), self.lengths)[cut]
        lengths = self.lengths + np.bincount(line, minlength=len(self.lengths))
        return Polylines(np.insert(self.vertices, cut + 1, between, axis=0), lengths)


def lattice(low: FloatArray, high: FloatArray, step: float, samples: int = 2) -> Polylines:
    """Draw the lines of a square lattice over a rectangle.

    Parameters
    ----------
    low, high
        (2,) corners of the rectangle; lines go through the multiples of `step` around it.
    step
        Distance of two lines.
    samples
        Vertices on each line; more than 2 where a map bends lines smoothly.
    """
    first, last = np.floor(low / step), np.ceil(high / step)
    along = [np.linspace(a * step, b * step, samples) for a, b in zip(first, last, strict=True)]
    lines = [
        _line_at(axis, level, along[1 - axis])
        for axis in (0, 1)
        for level in np.arange(first[axis], last[axis] + 1) * step
    ]
    return Polylines(np.concatenate(lines), np.full(len(lines), samples))


def _line_at(axis: int, level: float, along: FloatArray) -> FloatArray:
    """Return the vertices (M, 2) of a line on which one coordinate is constant."""
    columns = np.full(len(along), level), along
    return np.column_stack(columns if axis == 0 else columns[::-1])


def merge_lines(vertices: FloatArray, segments: IntArray, *, directed: bool) -> Polylines:
    """Join segments that meet into line strings as long as possible.

    Parameters
    ----------
    vertices
        (M, D) the ends of the segments.
    segments
        (E, 2) which vertices each segment joins; each segment is used once.
    directed
        Whether segments may be walked only from the first vertex to the second.

    Returns
    -------
    Polylines
        A closed line string ends where it began.

    Examples
    --------
    >>> places = np.array([[0.0], [1.0], [2.0], [3.0]])
    >>> merge_lines(places, np.array([[0, 1], [2, 1], [2, 3]]), directed=False).vertices.ravel()
    array([0., 1., 2., 3.])
    """
    ways: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, (a, b) in enumerate(segments.tolist()):
        ways[a].append((number, b))
        if not directed:
            ways[b].append((number, a))
    free = [True] * len(segments)
    # Where one or three segments meet, line strings end; what is left then are closed ones.
    ends = [] if directed else [vertex for vertex, out in ways.items() if len(out) % 2]
    found = [walk for start in (*ends, *ways) for walk in _walks(start, ways, free)]
    lengths = np.array([len(walk) for walk in found], dtype=np.int64)
    return Polylines(vertices[[vertex for walk in found for vertex in walk]], lengths)


def _walks(start: int, ways: dict[int, list[tuple[int, int]]], free: list[bool]) -> list[list[int]]:
    """Walk away from a vertex as often as there are segments left."""
    walks = []
    while len(walk := _walk(start, ways, free)) > 1:
        walks.append(walk)
    return walks


def _walk(start: int, ways: dict[int, list[tuple[int, int]]], free: list[bool]) -> list[int]:
    """Use up segments one after another until none goes on, or the start is reached."""
    walk, here = [start], start
    while out := ways.get(here):
        number, there = out.pop()
        if not free[number]:
            continue
        free[number] = False
        walk.append(there)
        here = there
        if here == start:
            break
    return walk


def elliptic_grid(points: FloatArray, step: float, samples: int = 2) -> Polylines:
    """Draw the lines of a square lattice within an ellipse around points, and the ellipse.

    Parameters
    ----------
    points
        (N, 2) that must lie inside. The ellipse has the centre and the proportions of their
        bounding box.
    step
        Distance of two lines, which go through its multiples.
    samples
        Vertices on each line; more than 2 where a map bends lines smoothly.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2, 1e-9)
    reach = np.sqrt((((points - middle) / half) ** 2).sum(axis=1).max())
    radii = RIM_ROOM * reach * half
    lines = [line for axis in (0, 1) for line in _chords(axis, middle, radii, step, samples)]
    lines.append(_rim(middle, radii))
    return Polylines(np.concatenate(lines), np.array([len(line) for line in lines]))


def _chords(
    axis: int, middle: FloatArray, radii: FloatArray, step: float, samples: int
) -> list[FloatArray]:
    """Return the lines on which one coordinate is a multiple of the step, as far as the ellipse."""
    low, high = (middle[axis] + side * radii[axis] for side in (-1, 1))
    levels = step * np.arange(np.floor(low / step) + 1, np.ceil(high / step))
    chords = []
    for level in levels:
        half = radii[1 - axis] * np.sqrt(1 - ((level - middle[axis]) / radii[axis]) ** 2)
        along = middle[1 - axis] + np.linspace(-half, half, samples)
        chords.append(_line_at(axis, level, along))
    return chords


def _rim(middle: FloatArray, radii: FloatArray) -> FloatArray:
    return np.asarray(middle + radii * _unit_circle(0.0, RIM_VERTICES))


def circles(centres: FloatArray, radius: float) -> Polylines:
    """Draw a circle of one radius around each of (K, 2) centres, counter-clockwise from the top."""
    ring = radius * _unit_circle(np.pi / 2, CIRCLE_VERTICES)
    vertices = (np.asarray(centres)[:, None] + ring).reshape(-1, 2)
    return Polylines(vertices, np.full(len(centres), CIRCLE_VERTICES))


def _unit_circle(start: float, vertices: int) -> FloatArray:
    """Return vertices (V, 2) counter-clockwise from an angle; the last one is the first again."""
    angles = start + np.linspace(0, 2 * np.pi, vertices)
    return np.column_stack([np.cos(angles), np.sin(angles)])


def positive_part(sides: FloatArray, values: FloatArray) -> FloatArray:
    """Cut off what of polygons lies where a function is negative.

    Parameters
    ----------
    sides
        (E, 2, D) where each side begins and ends, in any order; polygons all run one way round.
    values
        (E, 2) the function there; it must be affine.

    Returns
    -------
    (F, 2, D) sides of what is left. Those along the cut go by way of one of its points: what goes
    there and back cancels.
    """
    inside = values >= 0
    crosses = inside[:, 0] != inside[:, 1]
    (start, end), (here, there) = np.moveaxis(sides[crosses], 1, 0), values[crosses].T
    cut = start + (end - start) * (here / (here - there))[:, None]
    leaves, anchor = (here >= 0)[:, None], np.broadcast_to(cut[:1], cut.shape)
    kept = np.stack([np.where(leaves, start, cut), np.where(leaves, cut, end)], axis=1)
    along = np.stack([np.where(leaves, cut, anchor), np.where(leaves, anchor, cut)], axis=1)
    return np.concatenate([sides[inside.all(axis=1)], kept, along])


def rectangle(low: ArrayLike, high: ArrayLike) -> Polylines:
    """Draw the rectangle between two corners, (2,) each, counter-clockwise from the lower one."""
    corners = subdivision.rectangle(np.asarray(low), np.asarray(high)).values
    return Polylines(corners[[0, 1, 2, 3, 0]], np.array([5]))


def radius_line(centre: FloatArray, radius: float, angle: float) -> Polylines:
    """Draw the radius of a circle in a direction, in radians."""
    end = centre + radius * np.array([np.cos(angle), np.sin(angle)])
    return Polylines(np.array([centre, end]), np.array([2]))


def box_section(normal: ArrayLike, offset: float, low: ArrayLike, high: ArrayLike) -> FloatArray:
    """Return the polygon in which the plane `normal @ h + offset = 0` cuts a box.

    Each of the box's 12 edges that the plane crosses gives one corner. They all lie in the plane,
    and the polygon is convex, so that sorting them by their angle around their mean joins them in
    order.

    Parameters
    ----------
    normal
        (3,), not zero.
    offset
        In units of the normal's length.
    low, high
        (3,) opposite corners of the box.

    Returns
    -------
    ndarray
        (V, 3) corners, counter-clockwise seen from where the plane's side is positive; V = 0 if
        the plane misses the box.
    """
    across, bottom, top = (np.asarray(v, dtype=np.float64) for v in (normal, low, high))
    starts, ends = (bottom + _UNIT_CUBE * (top - bottom))[_CUBE_EDGES]
    here, there = starts @ across + offset, ends @ across + offset
    crossed = (here * there <= 0) & (here != there)
    fraction = (here[crossed] / (here[crossed] - there[crossed]))[:, None]
    corners = (1 - fraction) * starts[crossed] + fraction * ends[crossed]
    found = _around(corners, across) if len(corners) else corners
    found = _distinct(found, SAME_CORNER * float(np.linalg.norm(top - bottom)))
    return found if len(found) > 2 else np.zeros((0, 3))


def _around(corners: FloatArray, normal: FloatArray) -> FloatArray:
    """Sort the corners of a convex polygon counter-clockwise around its normal."""
    first = np.cross(normal, np.eye(3)[np.abs(normal).argmin()])
    spokes = corners - corners.mean(axis=0)
    angles = np.arctan2(spokes @ np.cross(normal, first) / np.linalg.norm(normal), spokes @ first)
    return np.asarray(corners[np.argsort(angles, kind="stable")])


def _distinct(corners: FloatArray, least: float) -> FloatArray:
    """Leave out each corner of a polygon that is where the one before it is."""
    apart = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1)
    return np.asarray(corners[apart > least])
