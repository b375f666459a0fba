"""Many line strings in one array, and cutting them where a function is zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


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

    vertices: Array
    lengths: NDArray[np.int64]

    def __post_init__(self) -> None:
        if int(np.sum(self.lengths)) != len(self.vertices):
            raise ValueError(
                f"{len(self.vertices)} vertices, lengths add up to {self.lengths.sum()}"
            )

    def joined(self) -> NDArray[np.bool_]:
        """Whether each vertex but the last is joined to the next one, (M - 1,)."""
        joined = np.ones(max(len(self.vertices) - 1, 0), dtype=bool)
        joined[np.cumsum(self.lengths)[:-1] - 1] = False
        return joined

    def split(self, values: Array) -> Polylines:
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


def lattice(low: Array, high: Array, step: float, samples: int = 2) -> Polylines:
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
    lines = []
    for axis in (0, 1):
        for level in np.arange(first[axis], last[axis] + 1) * step:
            line = np.empty((samples, 2))
            line[:, axis], line[:, 1 - axis] = level, along[1 - axis]
            lines.append(line)
    return Polylines(np.concatenate(lines), np.full(len(lines), samples))
