"""Text does not cover text or dots, and has a backing where it stands on lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from tests.inspector.boxes import crossing, distances, grown, is_empty, overlap_depths
from tests.inspector.checks.base import Problems
from tests.inspector.frame import VISIBLE, Area, Frame, Lines, Text

TOUCH = 0.01
"""Overlaps up to this depth are not seen."""
BACKING_STROKE = 3.0


def text_over_text(frame: Frame) -> Problems:
    for a, b in combinations(frame.standing, 2):
        if overlap_depths(a.box[None], b.box[None])[0, 0] < TOUCH:
            continue
        depth = float(overlap_depths(a.boxes, b.boxes).max())
        if depth > TOUCH:
            yield f"{a.name} and {b.name}", f"overlap by {depth:.2f} units"


def text_over_dots(frame: Frame) -> Problems:
    for cloud in frame.clouds:
        shown = cloud.alphas >= VISIBLE
        if cloud.key in frame.fading or not shown.any():
            continue
        points, radii = cloud.mobject.points[shown, :2], cloud.mobject.radii[shown]
        for text in frame.standing:
            count = int((distances(points, text.box) < radii - TOUCH).sum())
            if count:
                yield text.name, f"covers {count} dots of a {cloud.name}"


def text_over_lines(frame: Frame) -> Problems:
    for lines in frame.lines:
        if lines.key in frame.fading:
            continue
        for text in _near(lines, frame):
            box = lines.within(grown(text.box, -TOUCH))
            if is_empty(box) or _is_backed(text, frame, lines):
                continue
            count = int(crossing(lines.segments, box).sum())
            if count:
                yield text.name, f"stands on {count} pieces of a {lines.name} without a backing"


def _near(lines: Lines, frame: Frame) -> Iterator[Text]:
    """The texts that the rectangle around some lines touches, were it only a line itself."""
    if frame.standing:
        boxes = np.array([text.box for text in frame.standing])
        depths = overlap_depths(lines.box[None], boxes)[0]
        yield from (frame.standing[i] for i in np.flatnonzero(depths > -TOUCH))


def text_over_regions(frame: Frame) -> Problems:
    """No text stands on a tint."""
    for area in frame.areas:
        if area.opacity >= 0.75 or area.key in frame.fading:
            continue
        for text in frame.standing:
            depth = overlap_depths(grown(text.box, -TOUCH)[None], area.box[None])[0, 0]
            if depth > TOUCH and area.holds_any(text.box) and not _is_backed(text, frame, area):
                yield text.name, f"stands on an area, a {area.name} at opacity {area.opacity:.2f}"


def _is_backed(text: Text, frame: Frame, under: Lines | Area) -> bool:
    """Whether something opaque lies between the text and what it stands on."""
    if all(_has_backing_stroke(frame, glyph) for glyph in text.glyphs):
        return text.order > under.order
    return any(
        under.order < area.order < text.order and area.holds(text.box) for area in frame.backings
    )


def _has_backing_stroke(frame: Frame, glyph: object) -> bool:
    width = float(getattr(glyph, "background_stroke_width", 0.0) or 0.0)
    rgbas = np.asarray(getattr(glyph, "background_stroke_rgbas", np.zeros((1, 4))))
    same = bool(np.abs(rgbas[0, :3] - frame.film.background).max() < 0.02)
    return width >= BACKING_STROKE and same and bool(rgbas[0, 3] >= 0.75)
