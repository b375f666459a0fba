"""Text has a backing where it stands on lines, and stands on no tint and no image."""

from __future__ import annotations

import numpy as np

from detangle._typing import BoolArray, FloatArray
from detangle.stage import Pictures
from detangle.stage.inspector.boxes import common, grown, inside, is_empty, overlap_depths, probes
from detangle.stage.inspector.frame import OPAQUE, VISIBLE, Frame
from detangle.stage.inspector.things import Filled, Lines, Text
from tests.inspector.checks.base import Problems
from tests.inspector.film import film_of

TOUCH = 0.01
"""Overlaps up to this depth are not seen."""
BACKING_STROKE = 3.0


def text_over_lines(frame: Frame) -> Problems:
    for lines in frame.lines if frame.settled and frame.standing else ():
        boxes = np.array([grown(text.box, -TOUCH) for text in frame.standing])
        near = overlap_depths(lines.box[None], boxes)[0] > -2 * TOUCH
        for text, box in zip(frame.standing, boxes, strict=True):
            if near[frame.standing.index(text)] and not _is_backed(text, frame, lines):
                count = int(
                    crossing(lines.segments, common(box, lines.eye.window(lines.clip))).sum()
                )
                if count:
                    yield text.name, f"stands on {count} pieces of a {lines.name}"


def text_over_regions(frame: Frame) -> Problems:
    """No text stands on a tint."""
    for area in frame.filled if frame.settled else ():
        if area.opacity >= OPAQUE or isinstance(area.mobject, Pictures):
            continue
        for text in frame.standing:
            depth = overlap_depths(grown(text.box, -TOUCH)[None], area.box[None])[0, 0]
            stands = depth > TOUCH and inside(probes(text.box), area.outline).any()
            if stands and not _is_backed(text, frame, area):
                yield text.name, f"stands on a region, a {area.name} at opacity {area.opacity:.2f}"


def text_over_pictures(frame: Frame) -> Problems:
    """No text stands on an image."""
    shown = [m for m in frame.family if isinstance(m, Pictures)] if frame.settled else []
    for pictures in shown:
        corners = pictures.corners[pictures.rgbas[:, 3] >= VISIBLE].reshape(-1, 4)
        for text in frame.standing if len(corners) else ():
            count = int((overlap_depths(corners, text.box[None]) > TOUCH).sum())
            if count:
                yield text.name, f"covers {count} images"


def crossing(segments: FloatArray, box: FloatArray) -> BoolArray:
    """Which of the segments (S, 2, 2) have a part within the rectangle."""
    found = np.zeros(len(segments), dtype=bool)
    if is_empty(grown(box, 1e-9)):
        return found
    low, high = segments.min(axis=1), segments.max(axis=1)
    near = np.flatnonzero(((low < box[2:]) & (high > box[:2])).all(axis=1))
    start, step = segments[near, 0], segments[near, 1] - segments[near, 0]
    safe = np.where(np.abs(step) < 1e-12, 1e-12, step)
    a, b = (box[:2] - start) / safe, (box[2:] - start) / safe
    enter = np.maximum(np.minimum(a, b).max(axis=1), 0.0)
    leave = np.minimum(np.maximum(a, b).min(axis=1), 1.0)
    found[near] = enter < leave
    return found


def _is_backed(text: Text, frame: Frame, under: Lines | Filled) -> bool:
    """Whether something opaque lies between the text and what it stands on."""
    if all(_has_backing_stroke(frame, glyph) for glyph in text.glyphs):
        return text.order > under.order
    return any(
        under.order < area.order < text.order and area.holds(text.box) for area in frame.backings
    )


def _has_backing_stroke(frame: Frame, glyph: object) -> bool:
    width = float(getattr(glyph, "background_stroke_width", 0.0) or 0.0)
    rgbas = np.asarray(getattr(glyph, "background_stroke_rgbas", np.zeros((1, 4))))
    background = film_of(frame.scene).background
    same = bool(np.abs(rgbas[0, :3] - background).max() < 0.02)
    return width >= BACKING_STROKE and same and bool(rgbas[0, 3] >= OPAQUE)
