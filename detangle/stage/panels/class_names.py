"""The classes' names, written beside their points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup
from scipy.spatial import cKDTree

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.look.depth import Depth
from detangle.look.layout import Area
from detangle.look.palette import legible
from detangle.look.theme import Theme
from detangle.stage.text.backdrop import haloed
from detangle.stage.text.typeset import words
from detangle.stage.words.markup import escape

MOST = 4
"""Most classes whose names are written so: with more of them a legend is read faster."""
CLEAR = 0.16
"""Units between a name and the dots."""
SPACING = 0.15
"""Units between the places that are tried."""


def names_beside(
    places: FloatArray, labels: IntArray, names: Sequence[str], zone: Area, theme: Theme
) -> VGroup | None:
    """Write each class' name in its colour, close to its points and clear of all dots.

    Parameters
    ----------
    places
        (N, 3) the points in the frame.
    labels
        (N,) class indices.
    names
        Of the classes.
    zone
        Where the names may stand.
    theme
        Colours and size.

    Returns
    -------
    The names; None if there are too many, or no room for one of them.
    """
    if len(names) > MOST:
        return None
    dots, taken = places[:, :2], np.zeros((0, 4))
    written = VGroup()
    for index, name in enumerate(names):
        own = dots[labels == index]
        color = legible(theme.class_color(index), theme.background, theme.text)
        line = haloed(words(escape(name), theme.caption_size, color), theme)
        half = np.array([line.width, line.height]) / 2
        centers = _lattice(zone, half)
        if not len(own) or not len(centers):
            return None
        free = _free(centers, half + CLEAR, dots) & _apart(centers, half + CLEAR, taken)
        if not free.any():
            return None
        own_tree, others = cKDTree(own), dots[labels != index]
        near = own_tree.query(centers[free])[0]
        far = cKDTree(others).query(centers[free])[0] if len(others) else np.inf
        # Close to its own points, and closer to them than to any others.
        best = centers[free][np.argmin(near + 2 * np.maximum(near - far + CLEAR, 0.0))]
        written.add(line.move_to((*best, 0.0)))
        taken = np.vstack([taken, np.concatenate([best - half, best + half])])
    return written.set_z_index(Depth.TEXT)


def _lattice(zone: Area, half: FloatArray) -> FloatArray:
    """Return the centres (M, 2) that a name of this half size may have in a zone."""
    x = np.arange(zone.left + half[0], zone.right - half[0], SPACING)
    y = np.arange(zone.bottom + half[1], zone.top - half[1], SPACING)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def _free(centers: FloatArray, half: FloatArray, dots: FloatArray) -> BoolArray:
    """Return which rectangles around the centres hold no dot."""
    found = cKDTree(dots / half).query(centers / half, p=np.inf)[0]
    return np.asarray(found > 1.0)


def _apart(centers: FloatArray, half: FloatArray, taken: FloatArray) -> BoolArray:
    """Return which rectangles touch none of those that are taken, (K, 4) each."""
    clear = np.ones(len(centers), dtype=bool)
    for left, bottom, right, top in taken:
        outside = (centers + half < (left, bottom)) | (centers - half > (right, top))
        clear &= outside.any(axis=1)
    return clear
