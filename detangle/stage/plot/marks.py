"""Points that are marked: followed ones by rings and names, held-out ones by crosses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from detangle._typing import FloatArray, IntArray
from detangle.errors import DetangleError
from detangle.look.depth import Depth
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.paint.pieces import Pieces
from detangle.stage.paint.strokes import Strokes
from detangle.stage.paint.values import as_coords, as_labels, as_rows
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.plane import Rings
from detangle.stage.plot.view import View
from detangle.stage.text.backdrop import backed
from detangle.stage.text.typeset import cut_to

RADIUS = 3.2
"""Outer radius of a ring, in radii of the dot: other rings are smaller."""
PAD = 0.04
"""Units by which the backing of a name is larger than its letters."""
WIDEST = 0.4
"""Width of a name as a fraction of the plot's, at most."""
GAP = 0.02
"""Units between a ring and its name."""
ROWS = 9
"""Rows above and below a point in which its name may stand."""
TOUCH = 1e-6
"""Greatest overlap, in units, that counts as touching only."""
ARM = 1.2
"""Length of a cross's arm, in radii of the theme's dots."""


class FollowRings(Rings):
    """The rings around points that are followed."""


class Marks(Placed[View], Pieces):
    """Rings around some points of a plane, and their names, none of which hides another.

    They know where all points are, so that whatever carries the points carries them as well.

    Parameters
    ----------
    coords
        (N, 2) where all points are first.
    chosen
        (M,) indices of those that are marked.
    names
        M names.
    view
        How they are shown.
    theme
        Colours and sizes.
    """

    def __init__(
        self, coords: ArrayLike, chosen: ArrayLike, names: Sequence[str], view: View, theme: Theme
    ) -> None:
        super().__init__()
        self.coords = self.home = as_coords(coords, view.dimension)
        self.chosen = as_rows(chosen, len(self.coords), "chosen")
        if len(names) != len(self.chosen):
            raise DetangleError(f"there are {len(names)} names of {len(self.chosen)} chosen points")
        self.radius = RADIUS * theme.dot_radius
        self.rings = FollowRings(self.coords[self.chosen], view, theme, RADIUS)
        self.labels = [_label(name, WIDEST * view.area.width, theme) for name in names]
        self.place: IntArray | None = None
        self.sizes = np.array([[label.width, label.height] for label in self.labels])
        self.add(*self.labels, self.rings)
        self.show_at(self.coords, view)

    def show_at(self, coords: FloatArray, view: View) -> None:
        """Follow the points to other coordinates, seen through a view."""
        self.coords = np.asarray(coords, dtype=np.float64)
        self.rings.show_at(self.coords[self.chosen], view)
        places = self.rings.points[:, :2]
        centers, self.place = label_places(places, self.sizes, self.radius, view.area, self.place)
        for label, (x, y) in zip(self.labels, centers, strict=True):
            label.move_to((x, y, 0.0))


def label_places(
    points: FloatArray, sizes: FloatArray, radius: float, area: Area, before: IntArray | None = None
) -> tuple[FloatArray, IntArray]:
    """Choose where labels beside points stand: in an area, off all rings and off each other.

    Each has the first of its places, the nearest first, where nothing is; it stays where it was as
    long as that is free, so that it does not jump about while the points move.

    Parameters
    ----------
    points
        (M, 2) places in the frame.
    sizes
        (M, 2) widths and heights of the labels.
    radius
        Of the rings around the points.
    area
        Where the labels must stay.
    before
        (M,) which of its places each label had until now, if it had any.

    Returns
    -------
    centers
        (M, 2) the labels' middles.
    chosen
        (M,) which of its places each one has now.
    """
    taken = [np.hstack([points - radius, points + radius])]
    inside = np.array(area.box)
    centers, chosen = np.zeros_like(points), np.zeros(len(points), dtype=np.int64)
    for i, (point, size) in enumerate(zip(points, sizes, strict=True)):
        places = point + _offsets(size, radius)
        boxes = np.hstack([places - size / 2, places + size / 2])
        out = np.maximum(boxes - inside, 0)[:, 2:] + np.maximum(inside - boxes, 0)[:, :2]
        cost = out.sum(axis=1) + _overlaps(boxes, np.vstack(taken))
        kept = None if before is None or cost[before[i]] > TOUCH else int(before[i])
        chosen[i] = np.maximum(cost, TOUCH).argmin() if kept is None else kept
        centers[i] = places[chosen[i]]
        taken.append(boxes[chosen[i]][None])
    return centers, chosen


def _offsets(size: FloatArray, radius: float) -> FloatArray:
    """Return the places of a label around a ring, (P, 2) from its middle, the nearest first."""
    width, height = size
    rows = height * np.array([0, *(sign * k for k in range(1, ROWS) for sign in (1, -1))])
    beside = radius + GAP + width / 2
    sides = [(side * beside, row) for row in rows for side in (1, -1)]
    over = radius + GAP + height / 2 + height * np.arange(ROWS)
    middles = [
        (x, sign * y) for y in over for sign in (1, -1) for x in (0.0, width / 2, -width / 2)
    ]
    found = np.array([*sides, *middles])
    return np.asarray(found[np.lexsort((np.arange(len(found)), _distance(found, size)))])


def _distance(offsets: FloatArray, size: FloatArray) -> FloatArray:
    """Return how far labels (P, 2) are from the middle of their ring, (P,), rounded."""
    return np.asarray(np.hypot(*np.maximum(np.abs(offsets) - size / 2, 0).T).round(6))


def _overlaps(boxes: FloatArray, others: FloatArray) -> FloatArray:
    """Add up how deep each of some boxes (P, 4) lies in others (Q, 4): (P,)."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    return np.asarray(np.maximum((high - low).min(axis=2), 0).sum(axis=1))


def _label(name: str, width: float, theme: Theme) -> VGroup:
    """Write a name; the middle of one that is too long is left out."""
    return backed(cut_to(width, name, theme.tick_size, theme.text), theme, PAD)


def crosses(coords: ArrayLike, labels: ArrayLike, view: View, theme: Theme) -> Pieces:
    """Draw a cross at each of some points, as far as they are in view.

    Parameters
    ----------
    coords
        (M, 2).
    labels
        (M,) class indices.
    view
        How they are shown.
    theme
        Colours and sizes.
    """
    arm = ARM * theme.dot_radius * np.array([[-1, -1, 0], [1, 1, 0], [-1, 1, 0], [1, -1, 0]])
    drawn, places = Pieces(), as_coords(coords, view.dimension)
    kinds = as_labels(labels, len(places))
    for label in np.unique(kinds).tolist():
        ends = view.place(places[kinds == label])[:, None] + arm
        drawn.add(
            Strokes(
                ends.reshape(-1, 3),
                np.full(2 * len(ends), 2),
                color=theme.class_color(label),
                width=theme.line_width / 2,
                clip=view.area.box,
            ).set_z_index(Depth.POINTS)
        )
    return drawn
