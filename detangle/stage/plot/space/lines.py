"""Lines in space: the sheet of the input's grid, curves on it, axes, and edges of walls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detangle.geometry.polar import embed
from detangle.geometry.polylines import Polylines
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.space.placed import InSpace
from detangle.stage.plot.space.view import SpaceView

Array = NDArray[np.float64]


class SpaceLines(InSpace, Strokes):
    """Line strings in three coordinates of a layer, clipped to the view's area.

    Parameters
    ----------
    lines
        Vertices (M, 3) and lengths.
    view
        How they are shown.
    color, width, opacity
        As of `Strokes`.
    """

    def __init__(
        self, lines: Polylines, view: SpaceView, *, color: str, width: float, opacity: float = 1.0
    ) -> None:
        self.coords = lines.vertices
        super().__init__(
            view.place(lines.vertices),
            lines.lengths,
            color=color,
            width=width,
            opacity=opacity,
            clip=view.area.box,
        )

    def show_lines(self, lines: Polylines, view: SpaceView) -> None:
        """Become other lines."""
        self.lengths = lines.lengths
        self.show_at(lines.vertices, view)


class SheetLines(SpaceLines):
    """Lines that were drawn on the plane of the input, and know where they came from.

    Parameters
    ----------
    lines
        Vertices (M, 2) and lengths, in the input.
    view
        How they are shown first: at their home, in the plane of the first two coordinates.
    color, width, opacity
        As of `Strokes`.
    """

    def __init__(
        self, lines: Polylines, view: SpaceView, *, color: str, width: float, opacity: float = 1.0
    ) -> None:
        self.home = embed(lines.vertices, 3)
        flat = Polylines(self.home, lines.lengths)
        super().__init__(flat, view, color=color, width=width, opacity=opacity)

    def crease(self, coordinate: int, view: SpaceView) -> None:
        """Cut the lines where a coordinate is zero: a clamp then folds them exactly there."""
        both = Polylines(np.hstack([self.coords, self.home]), self.lengths)
        cut = both.split(self.coords[:, coordinate])
        self.home = cut.vertices[:, 3:]
        self.show_lines(Polylines(cut.vertices[:, :3], cut.lengths), view)


def axes(low: Array, high: Array) -> Polylines:
    """Draw three axes through the origin, each as far as a box reaches."""
    ends = np.zeros((6, 3))
    ends[[0, 2, 4], [0, 1, 2]], ends[[1, 3, 5], [0, 1, 2]] = low, high
    return Polylines(ends, np.full(3, 2))


def wall(axis: int, low: Array, high: Array) -> Array:
    """Return the corners (4, 3) of the side of a box on which one coordinate is lowest."""
    first, second = (other for other in range(3) if other != axis)
    corners = np.tile(low, (4, 1))
    corners[[1, 2], first] = high[first]
    corners[[2, 3], second] = high[second]
    return corners


def closed(corners: Array) -> Polylines:
    """Join the corners of a polygon, (V, 3), and the last one with the first."""
    around = np.concatenate([corners, corners[:1]])
    return Polylines(around, np.array([len(around)]))


def together(parts: Sequence[Polylines]) -> Polylines:
    """Put line strings of several kinds into one."""
    vertices = np.concatenate([part.vertices for part in parts])
    return Polylines(vertices, np.concatenate([part.lengths for part in parts]))
