"""Fading tails behind points: they show the motion in a still frame, too."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.look.theme import Theme
from detangle.stage.paint.pieces import Pieces
from detangle.stage.paint.strokes import WIDTH_UNIT, Strokes
from detangle.stage.paint.values import as_coords, as_labels
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.view import View

LAYERS = 6
"""Lines in each tail, each one longer and thinner than the one before: it fades towards its end."""
VERTICES = 3
"""Segments that each of these lines has more than the one before it."""
SLIM = 1.1
"""Width of a tail beside its point, in radii of the dot."""
_STILL = 1e-9
"""Movements shorter than this, in scene units, add nothing to a tail."""


class Tails(Placed[View], Pieces):
    """The last stretch of the way that each of some points has gone.

    It lies in the plane of a layer like the points themselves, so that the same `Flow` moves both,
    and its length is a length on the screen: it does not depend on the frame rate. Where points
    rest, tails stay. Put it behind the cloud.

    Parameters
    ----------
    coords
        (M, 2) where the points are first.
    labels
        (M,) class indices.
    view
        How they are shown.
    theme
        Colours; length and opacity of a tail.
    """

    def __init__(self, coords: ArrayLike, labels: ArrayLike, view: View, theme: Theme) -> None:
        super().__init__()
        self.coords = as_coords(coords, view.dimension)
        kinds = as_labels(labels, len(self.coords))
        self.past = self.coords[None]
        self.reach = theme.tail_length
        self.members = [np.flatnonzero(kinds == kind) for kind in np.unique(kinds)]
        self.lines = [
            _lines(len(members), theme.class_color(kind), view, theme)
            for kind, members in zip(np.unique(kinds).tolist(), self.members, strict=True)
        ]
        self.add(*(line for lines in self.lines for line in lines))
        self.show_at(self.coords, view)

    def show_at(self, coords: FloatArray, view: View) -> None:
        """Let the points go on to other coordinates, seen through a view."""
        given = as_coords(coords, view.dimension)
        if given.shape != self.coords.shape:
            raise DetangleError(f"there are {len(self.coords)} tails and {len(given)} points")
        self.coords = given
        ways = np.abs(self.coords - self.past[-1])
        if np.max(ways, initial=0, where=np.isfinite(ways)) * view.unit > _STILL:
            self.past = np.concatenate([self.past, self.coords[None]])
        ways = np.linalg.norm(np.diff(self.past, axis=0), axis=2) * view.unit
        self.past = self.past[_first_needed(ways, self.reach) :]
        places = self._sampled(ways[len(ways) + 1 - len(self.past) :])
        for lines, members in zip(self.lines, self.members, strict=True):
            for layer, line in enumerate(lines, start=1):
                part = places[members, : layer * VERTICES + 1].reshape(-1, 2)
                line.set_points_to(line.anchor.place(view.place(part)))

    def forget(self, view: View) -> None:
        """Begin anew where the points are now."""
        self.past = self.coords[None]
        self.show_at(self.coords, view)

    def _sampled(self, ways: FloatArray) -> FloatArray:
        """Return coordinates on each way at even distances behind the point: (M, V, 2)."""
        behind = np.linspace(0, self.reach, LAYERS * VERTICES + 1)
        gone = np.zeros(self.past.shape[:2])
        gone[1:] = np.cumsum(ways[::-1], axis=0)
        paths = np.moveaxis(self.past[::-1], 0, -1)  # (M, 2, H)
        points = [
            [np.interp(behind, way, axis) for axis in path]
            for path, way in zip(paths, gone.T, strict=True)
        ]
        return np.moveaxis(np.array(points), 1, 2)


def _first_needed(ways: FloatArray, reach: float) -> int:
    """Return the first instant from which on every tail still has its length, or 0."""
    if len(ways) == 0:
        return 0
    known = ways[:, np.isfinite(ways).all(axis=0)]
    # the shortest way since each instant
    behind = np.cumsum(known[::-1], axis=0).min(axis=1, initial=np.inf)
    enough = np.flatnonzero(behind >= reach)
    return 0 if len(enough) == 0 else len(ways) - 1 - int(enough[0])


def _lines(count: int, color: str, view: View, theme: Theme) -> list[Strokes]:
    """Make the lines of one class, the longest and thinnest last."""
    opacity = 1 - (1 - theme.tail) ** (1 / LAYERS)  # one over the other they give the theme's
    width = SLIM * theme.dot_radius / WIDTH_UNIT
    lines = []
    for layer in range(1, LAYERS + 1):
        vertices = layer * VERTICES + 1
        lines.append(
            Strokes(
                np.zeros((count * vertices, 2)),
                np.full(count, vertices),
                color=color,
                opacity=opacity,
                width=width * (1 - (layer - 1) / LAYERS),
                clip=view.area.box,
            )
        )
    return lines
