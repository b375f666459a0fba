"""Loose segments, joined where they meet into line strings as long as possible."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detangle.geometry.polylines import Polylines

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Chains:
    """Line strings as indices of vertices.

    Parameters
    ----------
    indices
        (V,) the vertices, one line string after the other; a closed one ends where it began.
    lengths
        (L,) number of vertices of each.
    """

    indices: Indices
    lengths: Indices

    def polylines(self, vertices: Array) -> Polylines:
        """Look the vertices up in an (M, D) array."""
        return Polylines(vertices[self.indices], self.lengths)


def chains(segments: Indices, *, directed: bool) -> Chains:
    """Join segments into line strings.

    Parameters
    ----------
    segments
        (E, 2) indices of vertices; each segment is used once.
    directed
        Whether segments may be walked only from the first vertex to the second.
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
    return Chains(np.array([v for walk in found for v in walk], dtype=np.int64), lengths)


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
