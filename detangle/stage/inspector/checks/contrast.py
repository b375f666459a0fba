"""Text, points and lines stand out from what is really behind them.

Behind them are the filled shapes and the images; grey lines are scenery, and need only
be seen at all.
"""

from __future__ import annotations

import numpy as np
from manim import VMobject

from detangle._typing import FloatArray, IntArray
from detangle.stage.inspector.boxes import common, grown, is_empty
from detangle.stage.inspector.checks.problem import Problem, Problems
from detangle.stage.inspector.colors import contrast, is_grey, over
from detangle.stage.inspector.frame import OPAQUE, VISIBLE, Frame
from detangle.stage.inspector.things import Lines, Text

TEXT, THING, SCENERY = 4.5, 3.0, 1.1
"""Least contrast ratios: WCAG 2.2, criteria 1.4.3 and 1.4.11, and what is seen at all."""
CURVE_WIDTH = 2.5
"""Thinner lines are grids, axes and raw data, which may be faint."""
FEW = 0.15
"""Fraction of letters, or of a line, that may be hard to see: it may cross something."""
STROKE = 3.0
"""Width from which a stroke behind letters is what they are read on."""
ASIDE = 0.03
"""Units beside a line's own edge at which its ground is looked at."""


def contrast_of_text(frame: Frame) -> Problems:
    """Letters that are not dimmed have `TEXT` : 1."""
    for text in frame.standing if frame.settled else ():
        found = np.sort(_letters(frame, text))
        least = round(float(found[int(FEW * len(found))]), 1) if len(found) else np.inf
        if least < TEXT:
            yield Problem(text.name, f"has a contrast of {least}:1, not {TEXT}:1", text.box)


def contrast_of_points(frame: Frame) -> Problems:
    """Points have `THING` : 1."""
    for points in frame.points if frame.settled else ():
        shown = points.alphas >= VISIBLE
        if not shown.any():
            continue
        ground = frame.ground(points.seen[shown])
        found = contrast(over(points.rgbas[shown], ground), ground)
        if (found < THING).mean() > FEW:
            message = f"has a contrast of {found.min():.1f}:1, not {THING:g}:1"
            yield Problem(points.name, message, points.box)


def contrast_of_lines(frame: Frame) -> Problems:
    """Curves and boundaries have `THING` : 1 on one of their sides."""
    for lines in frame.lines if frame.settled else ():
        box = common(lines.box, frame.window)
        if lines.width < CURVE_WIDTH or lines.opacity < VISIBLE or is_empty(grown(box, 1e-6)):
            continue
        found = np.sort(_along(frame, lines))
        least, needed = found[int(FEW * len(found))], SCENERY if is_grey(lines.rgba) else THING
        if least < needed:
            yield Problem(lines.name, f"has a contrast of {least:.1f}:1, not {needed:g}:1", box)


def _letters(frame: Frame, text: Text) -> FloatArray:
    """Return the contrast of each letter, neither dimmed nor hidden, with what is behind it."""
    corners = frame.pixels(text.boxes.reshape(-1, 2)).reshape(-1, 4)
    bright = text.opacities >= VISIBLE
    seen = [i for i in np.flatnonzero(bright) if frame.shows(text.boxes[i], text.order)]
    if not seen:
        return np.empty(0)
    inks = np.array([_ink(text.glyphs[i]) for i in seen])
    grounds = np.array([_ground(frame, text.glyphs[i], corners[i]) for i in seen])
    return contrast(over(inks, grounds), grounds)


def _ink(glyph: VMobject) -> FloatArray:
    """Return the mean colour (4,) of a letter's fill, or of its stroke where it has no fill."""
    filled = glyph.fill_rgbas if glyph.fill_rgbas[0, 3] else glyph.stroke_rgbas
    return np.asarray(filled.mean(axis=0))


def _ground(frame: Frame, glyph: VMobject, corners: IntArray) -> FloatArray:
    """Return the mean colour (3,) behind a letter: of the stroke behind it, or of the backdrop."""
    stroke = glyph.background_stroke_rgbas
    if glyph.background_stroke_width >= STROKE and len(stroke) and stroke[0, 3] >= OPAQUE:
        return np.asarray(stroke[0, :3])
    bottom, left, top, right = corners
    return np.asarray(frame.backdrop[top : bottom + 1, left : right + 1].mean(axis=(0, 1)) / 255)


def _along(frame: Frame, lines: Lines) -> FloatArray:
    """Return the contrast of each piece of lines with the ground on its better side: (S,)."""
    start, end = lines.segments[:, 0], lines.segments[:, 1]
    along = (end - start) / np.maximum(np.linalg.norm(end - start, axis=1), 1e-9)[:, None]
    aside = (lines.width / 200 + ASIDE) * np.column_stack([-along[:, 1], along[:, 0]])
    grounds = [frame.ground((start + end) / 2 + sign * aside) for sign in (-1, 1)]
    sides = [contrast(over(lines.rgba, ground), ground) for ground in grounds]
    return np.maximum(*sides)
