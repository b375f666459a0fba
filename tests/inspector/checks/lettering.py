"""Text is large enough, and far enough from the edge of the frame."""

from __future__ import annotations

import numpy as np

from detangle.stage import Area
from tests.inspector.boxes import contains, grown
from tests.inspector.checks.base import Problems
from tests.inspector.frame import VISIBLE, Frame, Text
from tests.inspector.glyphs import CAPITALS_AND_DIGITS, capital_share, font_size, recognise

MARGIN = 0.25
LEAST = 0.02
TITLE = (0.05, 0.08)
NARROW_TITLE = 0.035
"""Least height of a title that takes the whole width of a square or upright frame."""
FULL = 0.95
ROUNDING = 1e-3


def title_safe(frame: Frame) -> Problems:
    """No text is nearer to the edge than 0.25, or wider than the frame less 1."""
    safe = grown(frame.window, -MARGIN)
    for text in frame.texts:
        if text.opacity < VISIBLE:
            continue
        if not contains(safe, text.box):
            yield text.name, f"reaches {np.round(text.box, 2)} outside of {np.round(safe, 2)}"
        width, most = text.box[2] - text.box[0], frame.window[2] - frame.window[0] - 1
        if width > most and not is_title(frame, text):
            yield text.name, f"is {width:.2f} wide, more than {most:.2f}"


def text_height(frame: Frame) -> Problems:
    """Capitals and digits are at least 2 % of the frame's height, those of titles 5 to 8 %."""
    if not frame.settled:
        return
    for text in frame.standing:
        smallest, largest = _heights(text)
        share = smallest / frame.film.unit
        if share < LEAST - ROUNDING / 10:
            yield text.name, f"has letters of {share:.2%} of the frame's height, not {LEAST:.0%}"
        share = largest / frame.film.unit
        low, high = _title_heights(frame, text)
        if is_title(frame, text) and not low - ROUNDING <= share <= high + ROUNDING:
            most = f"{low:.1%} to {high:.0%}"
            yield text.name, f"is a title of {share:.2%} of the frame's height, not {most}"


def is_title(frame: Frame, text: Text) -> bool:
    """Whether it stands where the layout has titles."""
    area: Area = frame.film.layout.title
    x, y = (text.box[:2] + text.box[2:]) / 2
    return bool(area.left <= x <= area.right and area.bottom <= y <= area.top)


def _title_heights(frame: Frame, text: Text) -> tuple[float, float]:
    """What a title may measure: where the frame is narrow, one that fills its line is enough."""
    layout = frame.film.layout
    narrow = layout.frame.width < 1.2 * layout.frame.height
    full = text.box[2] - text.box[0] >= FULL * layout.title.width
    return (NARROW_TITLE if narrow and full else TITLE[0]), TITLE[1]


def _heights(text: Text) -> tuple[float, float]:
    """Least height of a digit or capital, or of what a capital would be, and the greatest one."""
    heights = []
    for glyph in text.glyphs:
        size, template = font_size(glyph), recognise(glyph)
        if size is None or template is None:
            continue
        if template.character in CAPITALS_AND_DIGITS:
            heights.append(float(np.ptp(glyph.points[:, 1])))
        else:
            heights.append(size * capital_share())
    if not heights:
        return 8.0, 0.0
    return min(heights), max(heights)
