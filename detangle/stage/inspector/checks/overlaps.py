"""Text does not cover other text, or points."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from manim import VMobject

from detangle._typing import BoolArray, FloatArray
from detangle.stage.inspector.boxes import common, contains, distances, grown, overlap_depths
from detangle.stage.inspector.checks.problem import Problem, Problems
from detangle.stage.inspector.frame import OPAQUE, VISIBLE, Frame
from detangle.stage.inspector.things import Text

TOUCH = 0.01
"""Units of an overlap that nobody sees."""
HALO = 3.0
"""Least stroke width of a halo."""
SAME = 0.02
"""Units by which the letters of two copies of one text may differ."""


def text_over_text(frame: Frame) -> Problems:
    """No letter of a text lies over a letter of another one, unless it is a copy."""
    for a, b in combinations(frame.standing, 2) if frame.settled else ():
        if overlap_depths(a.box[None], b.box[None])[0, 0] < TOUCH or _is_copy(a, b):
            continue
        depth = float(overlap_depths(a.boxes, b.boxes).max())
        if depth > TOUCH:
            where = common(a.box, b.box)
            yield Problem(f"{a.name} and {b.name}", f"overlap by {depth:.2f} units", where)


def text_over_points(frame: Frame) -> Problems:
    """No letter covers a point; a disc may bear a text that has room on it.

    A number of an axis may lie behind points, with a stroke of the ground's colour around it.
    """
    for points in frame.points if frame.settled else ():
        shown = points.alphas >= VISIBLE
        if points.key in frame.fading or not shown.any():
            continue
        places, radii = points.seen[shown], points.radii[shown] * points.eye.unit
        for text in frame.standing:
            if text.order < points.order and all(map(has_halo, text.glyphs)):
                continue
            count = int(_covered(places, radii, text).sum())
            if count:
                yield Problem(text.name, f"covers {count} points of a {points.name}", text.box)


def _covered(places: FloatArray, radii: FloatArray, text: Text) -> BoolArray:
    """Tell which points (N, 2) of some radii (N,) lie under letters: (N,)."""
    near = distances(places, text.box) < radii - TOUCH
    for i in np.flatnonzero(near):
        disc = grown(np.tile(places[i], 2), float(radii[i]))
        touches = overlap_depths(disc[None], text.boxes).max() > TOUCH
        near[i] = touches and not contains(disc, text.box)
    return near


def has_halo(glyph: VMobject) -> bool:
    """Tell whether a letter has a stroke behind it that sets it off from what it stands on."""
    width = float(glyph.background_stroke_width or 0.0)
    return width >= HALO and bool(glyph.background_stroke_rgbas[0, 3] >= OPAQUE)


def _is_copy(a: Text, b: Text) -> bool:
    same = a.boxes.shape == b.boxes.shape
    return same and bool(np.abs(a.boxes - b.boxes).max() < SAME)
