"""Titles are as high as titles are, and no other text is as wide as the frame."""

from __future__ import annotations

from detangle.stage.inspector.frame import Frame
from detangle.stage.inspector.things import SIDE, Text
from tests.inspector.checks.base import Problems
from tests.inspector.film import film_of
from tests.inspector.glyphs import capital_height

LEAST, MOST = 0.05, 0.08
"""Heights of a title's capitals, as fractions of the frame's shorter side."""
NARROW = 0.035
"""Least height of a title that takes the whole width of a square or upright frame."""
FULL = 0.95
ROUNDING = 1e-3


def text_width(frame: Frame) -> Problems:
    """No text but a title is wider than the frame less 1."""
    most = frame.window[2] - frame.window[0] - 1
    for text in frame.standing if frame.settled else ():
        width = text.box[2] - text.box[0]
        if width > most and not _is_title(frame, text):
            yield text.name, f"is {width:.2f} wide, more than {most:.2f}"


def title_height(frame: Frame) -> Problems:
    """Capitals of titles are 5 to 8 % of the frame's height, as they are drawn."""
    layout = film_of(frame.scene).layout
    narrow = layout.frame.width < 1.2 * layout.frame.height
    for text in frame.standing if frame.settled else ():
        if not _is_title(frame, text):
            continue
        height = max(map(capital_height, text.glyphs)) / SIDE
        full = text.box[2] - text.box[0] >= FULL * layout.title.width
        least = NARROW if narrow and full else LEAST
        if height and not least - ROUNDING <= height <= MOST + ROUNDING:
            yield text.name, f"is a title of {height:.2%} of the frame's height"


def _is_title(frame: Frame, text: Text) -> bool:
    """Whether it stands where the layout has titles."""
    area = film_of(frame.scene).layout.title
    x, y = (text.box[:2] + text.box[2:]) / 2
    return bool(area.left <= x <= area.right and area.bottom <= y <= area.top)
