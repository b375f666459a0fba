"""Titles are as high as titles are, and no other text is as wide as the frame."""

from __future__ import annotations

import numpy as np

from detangle.stage.inspector.frame import SIDE, Frame, Text
from tests.inspector.checks.base import Problems
from tests.inspector.film import film_of
from tests.inspector.glyphs import CAPITALS_AND_DIGITS, capital_share, font_size, recognise

LEAST, TITLE = 0.02, (0.05, 0.08)
NARROW_TITLE = 0.035
"""Least height of a title that takes the whole width of a square or upright frame."""
FULL = 0.95
ROUNDING = 1e-3


def text_width(frame: Frame) -> Problems:
    """No text but a title is wider than the frame less 1."""
    most = frame.window[2] - frame.window[0] - 1
    for text in frame.standing if frame.settled else ():
        width = text.box[2] - text.box[0]
        if width > most and not is_title(frame, text):
            yield text.name, f"is {width:.2f} wide, more than {most:.2f}"


def text_height(frame: Frame) -> Problems:
    """Capitals and digits, as drawn, are 2 % of the frame's height, those of titles 5 to 8 %."""
    for text in frame.standing if frame.settled else ():
        smallest, largest = _heights(text)
        if smallest / SIDE < LEAST - ROUNDING / 10:
            yield text.name, f"has letters of {smallest / SIDE:.2%} of the frame's height"
        low, high = _title_heights(frame, text)
        if is_title(frame, text) and not low - ROUNDING <= largest / SIDE <= high + ROUNDING:
            yield text.name, f"is a title of {largest / SIDE:.2%} of the frame's height"


def is_title(frame: Frame, text: Text) -> bool:
    """Whether it stands where the layout has titles."""
    area = film_of(frame.scene).layout.title
    x, y = (text.box[:2] + text.box[2:]) / 2
    return bool(area.left <= x <= area.right and area.bottom <= y <= area.top)


def _title_heights(frame: Frame, text: Text) -> tuple[float, float]:
    """What a title may measure: where the frame is narrow, one that fills its line is enough."""
    layout = film_of(frame.scene).layout
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
    return (min(heights), max(heights)) if heights else (SIDE, 0.0)
