"""Text lies well within the frame, shows as a whole, and is large enough to be read."""

from __future__ import annotations

import numpy as np

from detangle._typing import FloatArray
from detangle.stage.inspector.boxes import common, contains, grown, is_empty
from detangle.stage.inspector.checks.problem import Problem, Problems
from detangle.stage.inspector.frame import Frame
from detangle.stage.inspector.things import SIDE, Filled, Text
from detangle.stage.inspector.wording import capital_height

MARGIN = 0.4
"""Units between text and the edge of the frame: 5 % of its shorter side."""
LEAST = 0.02
"""Least height of a capital letter, as a fraction of the frame's shorter side."""
SMALL_LETTER = 0.43
"""Height of an index such as x, as a fraction of its formula's capitals."""
ROUNDING = 1e-4
SLACK = 0.02
"""Units that a text may reach over an edge: what an accent or a round letter overshoots."""


def safe_frame(frame: Frame, margin: float = MARGIN) -> Problems:
    """No text is nearer to the edge of the frame than `margin`."""
    safe = grown(frame.window, -margin)
    for text in frame.composed if frame.settled else ():
        if contains(frame.window, text.box, SLACK) and not contains(safe, text.box, SLACK):
            gap = margin - float(_beyond(text.box, safe).max())
            yield Problem(text.name, f"is {gap:.2f} units from the edge, not {margin}", text.box)


def clipped_text(frame: Frame) -> Problems:
    """No text is cut off by the edge of the frame, or by something in front of it."""
    for text in frame.composed if frame.settled else ():
        if text.key not in frame.memory.entered:
            yield Problem(text.name, "is outside of the frame")
        elif not contains(frame.window, text.box, SLACK):
            seen = common(text.box, frame.window)
            if not is_empty(seen):
                yield Problem(text.name, "is cut off by the edge of the frame", seen)
        for shape in frame.backings:
            if shape.order > text.order and _covers_part(shape, text):
                yield Problem(text.name, f"is partly hidden by a {shape.name}", text.box)


def small_letters(frame: Frame) -> Problems:
    """Capitals and digits are at least `LEAST` of the frame's shorter side high."""
    for text in frame.composed if frame.settled else ():
        fraction = _capital(text) / SIDE
        if fraction < LEAST - ROUNDING:
            message = f"has letters of {fraction:.1%} of the frame's height, not {LEAST:.0%}"
            yield Problem(text.name, message, text.box)


def _beyond(box: FloatArray, safe: FloatArray) -> FloatArray:
    """Return how far a rectangle reaches out of another on each side: (4,)."""
    return np.concatenate([safe[:2] - box[:2], box[2:] - safe[2:]])


def _covers_part(shape: Filled, text: Text) -> bool:
    """Tell whether some letters of a text lie wholly within a shape, and others do not."""
    if is_empty(common(shape.box, text.box)):
        return False
    covered = [shape.holds(box) for box in text.boxes]
    return any(covered) and not all(covered)


def _capital(text: Text) -> float:
    """Return how high a capital of a text is in the frame, or would be.

    That is what the font size says, or the highest letter, whichever is more: the size of a text
    that has become another one is not known, and the highest letter may be an index.
    """
    highest = float((text.boxes[:, 3] - text.boxes[:, 1]).max())
    size = capital_height(text.mobject) * text.eye.unit
    return max(highest, size) if size else highest / SMALL_LETTER
