"""Text and formulas, typeset by Typst in the fonts that ship with it."""

from __future__ import annotations

import re
from typing import TypeVar

import numpy as np
from manim import LEFT, UP, VGroup, VMobject
from manim.typing import Vector3D

from detangle.errors import shortened
from detangle.stage.text.fonts import warn_of_missing
from detangle.stage.text.outlines import SIZE, Outline, outline
from detangle.stage.words.markup import escape

Shape = TypeVar("Shape", bound=VMobject)

_PART = re.compile(r":\s*([a-z]+)\s*\}\}")


class Glyph(VMobject):
    """The outline of one character."""


class Line(VGroup):
    """A typeset line: plain outlines, quick to copy, with named parts.

    Parameters
    ----------
    made
        The outlines.
    size
        Font size.
    color
        Hexadecimal colour.
    source
        The markup that was typeset.
    """

    def __init__(self, made: Outline, size: float, color: str, source: str = "") -> None:
        super().__init__()
        self.named, self.source = made.parts, source
        for points, stroke in zip(made.shapes, made.strokes, strict=True):
            self.add(_shape(points * (size / SIZE), stroke, color))
        if not made.shapes:  # as of blanks: it has a place all the same
            self.add(_shape(np.zeros((4, 3)), 0.0, color))
        self._size, self._initial_height = size, self.height

    @property
    def font_size(self) -> float:
        """The present font size, with all scaling since."""
        return float(self._size * self.height / self._initial_height)

    def select(self, name: str) -> VGroup:
        """Return the shapes of a named part."""
        return VGroup(*(self.submobjects[i] for i in self.named[name]))


def words(markup: str, size: float, color: str) -> Line:
    """Typeset a line of Typst markup (`$…$` is math).

    Parameters
    ----------
    markup
        The words.
    size
        Font size, as Manim counts it: capitals are about size / 140 units high.
    color
        Hexadecimal colour.
    """
    warn_of_missing(markup)
    return Line(outline(markup), size, color, markup)


def cut_to(width: float, text: str, size: float, color: str, least: int = 5) -> Line:
    """Typeset plain text, at most as wide as `width`: what is too much of it becomes an ellipsis.

    Of `least` characters nothing is left out. Size and colour are as of `words`.
    """
    most = len(text)
    while True:
        line = words(escape(shortened(text, most)), size, color)
        if line.width <= width or most <= least:
            return line
        most = max(min(int(most * width / line.width), most - 1), least)


def formula(source: str, size: float, color: str) -> Line:
    """Typeset a formula of Typst math; `{{ … : name }}` makes a part that `select(name)` gives."""
    names = tuple(dict.fromkeys(_PART.findall(source)))
    return Line(outline(source, names), size, color, source)


def fit_width(mobject: Shape, width: float) -> Shape:
    """Scale a mobject down to a width at most."""
    if mobject.width > width:
        mobject.scale(width / mobject.width)
    return mobject


def stand(line: Shape, x: float, base: float, edge: Vector3D = LEFT) -> Shape:
    """Put a line of text with its left edge, or another, at x, and its base line at a height."""
    line.move_to((x, 0.0, 0.0), aligned_edge=edge)
    return line.shift((base - baseline(line)) * UP)


def baseline(line: VMobject) -> float:
    """Return the height on which a line of text stands: most of its letters end there."""
    return float(np.median([letter.get_bottom()[1] for letter in line.submobjects]))


def _shape(points: np.ndarray, stroke: float, color: str) -> VMobject:
    shape = (VMobject if stroke else Glyph)(
        fill_color=color,
        fill_opacity=0.0 if stroke else 1.0,
        stroke_color=color,
        stroke_width=stroke,
    )
    shape.set_points(points)
    return shape
