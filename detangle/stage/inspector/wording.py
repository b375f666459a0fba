"""Which mobjects are text, what they say, and how large their letters are."""

from __future__ import annotations

from typing import Any

from manim import DecimalNumber, MarkupText, Mobject, SingleStringMathTex, Text, Typst, VGroup
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath

from detangle.stage.text.number import Number
from detangle.stage.text.typeset import Glyph, Line

TEXTS = (Line, Number, Typst, SingleStringMathTex, Text, MarkupText, DecimalNumber)
LETTERS = (Glyph, VMobjectFromSVGPath)
LONGEST = 40
"""Characters of a text that findings quote."""
CAPITAL, PANGO_CAPITAL = 1 / 148, 1 / 99
"""Height of a capital letter at font size 1: in the faces of TeX and Typst, and in Pango's."""


def is_text(mobject: Mobject) -> bool:
    """Tell whether a mobject is a line of text: of one of the text classes, or a group of letters.

    A slice of a text, such as `text[3:7]`, and a line of a `Paragraph` are such groups.
    """
    if isinstance(mobject, TEXTS):
        return True
    parts = mobject.submobjects if isinstance(mobject, VGroup) else []
    others = [part for part in parts if not isinstance(part, LETTERS)]
    return len(others) < len(parts) and all(map(_is_blank, others))


def is_letter(mobject: Mobject) -> bool:
    """Tell whether a mobject is a letter, such as one that has left its line."""
    return isinstance(mobject, LETTERS) and not mobject.stroke_width


def wording(mobject: Any) -> str:
    """Return what a text says, shortened, as its source has it: markup and commands stay.

    Empty for letters whose source is not known.
    """
    for name in ("source", "shown", "original_text", "tex_string", "typst_code"):
        if getattr(mobject, name, ""):
            return _shortened(str(getattr(mobject, name)))
    if isinstance(mobject, DecimalNumber):
        return f"{mobject.get_value():.{mobject.num_decimal_places}f}"
    return ""


def capital_height(mobject: Any) -> float:
    """Return how high capitals of a text are, in the scene's units; 0 if its size is not known."""
    size = float(getattr(mobject, "font_size", 0.0))
    return size * (PANGO_CAPITAL if isinstance(mobject, Text | MarkupText) else CAPITAL)


def _is_blank(part: Mobject) -> bool:
    """Tell whether a part has no ink of its own or of parts: Pango's blanks are dots of no size."""
    return not part.submobjects and (len(part.points) == 0 or part.width == 0)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
