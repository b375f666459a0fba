"""A number that can change every frame: its digits are typeset once and moved into place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Self

import numpy as np
from manim import ORIGIN, RIGHT, UP, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from detangle.run.moment import Moment
from detangle.stage.text.typeset import Glyph, words

Glyphs = dict[str, tuple[NDArray[np.float64], float]]
Written = tuple[str, float, NDArray[np.float64]]
Sign = Literal["inline", "own", "always"]

_MINUS = "\N{MINUS SIGN}"
_SIGNS = "+" + _MINUS
_NO_DIGIT, _NO_SIGN = "\N{FIGURE SPACE}", " "
"""Blanks as wide as a digit and as a sign."""
_CHARS = f"0123456789.%{_SIGNS}naif"  # the letters are those of `nan` and `inf`
_MARKUP = "0" + _CHARS.replace("%", "\\%").replace("+", "\\+")  # two zeros tell a digit's width
_ANY_COLOR = "#FFFFFF"
_NOTHING: Written = ("", 0.0, np.empty((0, 3)))
"""What is known of a slot into which nothing was written yet."""
_SLOTS = 9
"""Characters for which there is room at first; more is made where it is needed."""
_PRECISION = 9
"""Decimals to which a number's scale is taken."""
_RISE = 0.5
"""How far up the invisible angle reaches: no farther than a digit, in a digit's widths."""
_UPRIGHT = 1e-6
"""By how much a number may be turned or stretched and still be written as if it were not."""
_BEARING = 0.16
"""Room on each side of a character that is no digit, as a fraction of a digit's width."""


class Number(VGroup):
    """A number with fixed decimals; its left edge and its digits' widths stay where they are.

    Parameters
    ----------
    value
        What it shows first.
    decimals
        Digits behind the point.
    size
        Font size.
    color
        Hexadecimal colour.
    suffix
        Either empty or `%`.
    sign
        `inline`: a minus pushes the digits aside. `own`: the minus has its own place in front of
        the digits, empty for other numbers. `always`: in this place stands plus or minus.
    whole
        Digits before the point that have a place; a shorter number leaves the first ones empty, so
        that the point stays where it is.
    sign_gap
        Room between the sign's own place and the digits, as a fraction of a digit's width.
    """

    def __init__(
        self,
        value: float = 0.0,
        *,
        decimals: int = 0,
        size: float,
        color: str,
        suffix: str = "",
        sign: Sign = "inline",
        whole: int = 1,
        sign_gap: float = 0.0,
    ) -> None:
        super().__init__()
        self.decimals, self.suffix = decimals, suffix
        self.sign, self.whole, self.sign_gap = sign, whole, sign_gap
        self.value = value
        self.shown = ""
        self.glyph_size = size
        self.pitch = _glyphs(size)["0"][1]
        # An invisible angle along the base of the first digit, and up from it, tells where the
        # number stands, how large it is and how it is turned, whatever has been done to it since.
        corners = [_RISE * self.pitch * UP, ORIGIN, self.pitch * RIGHT]
        self._base = VMobject(stroke_width=0).set_points_as_corners(corners)
        self._slots = [_blank(color) for _ in range(_SLOTS)]
        self._written: list[Written] = [_NOTHING] * _SLOTS
        self.add(self._base, *self._slots)
        self.set_value(value)

    def set_value(self, value: float) -> Number:
        """Show another value."""
        text = self.text_of(value)
        if text != self.shown or not self._is_as_written():
            self._write(text)
        self.value, self.shown = value, text
        return self

    def stand_at(self, start: ArrayLike) -> Number:
        """Move it so that its base line begins at a point (3,)."""
        self.shift(np.asarray(start) - self._stand()[0])
        return self

    def text_of(self, value: float) -> str:
        """Write a value as it is shown."""
        text = f"{value:{'+' if self.sign == 'always' else ''}.{self.decimals}f}"
        if float(text) == 0:
            text = text.replace("-", "+" if self.sign == "always" else "")
        return text.replace("-", _MINUS) + self.suffix

    @property
    def font_size(self) -> float:
        """The present font size, with all scaling since."""
        return self.glyph_size * float(np.linalg.norm(self._stand()[1]))

    @property
    def ink(self) -> VGroup:
        """The characters that are seen, left to right."""
        return VGroup(*(slot for slot in self._slots if len(slot.points)))

    def _padding(self, text: str) -> str:
        """Return the blanks and the sign that stand before the digits."""
        digits = text.lstrip(_SIGNS)
        sign = text[: len(text) - len(digits)]
        missing = self.whole - len(digits.removesuffix(self.suffix).split(".")[0])
        empty = "" if self.sign == "inline" else _NO_SIGN
        return max(missing, 0) * _NO_DIGIT + (sign or empty)

    def _write(self, text: str) -> None:
        """Put each character into its slot; those that are there already stay untouched."""
        chars = self._padding(text) + text.lstrip(_SIGNS)
        self._reserve(len(chars))
        start, *axes = self._stand()
        scale = round(float(axes[0][0]), _PRECISION)
        plain = np.allclose(axes, scale * np.eye(3)[:2], rtol=0, atol=_UPRIGHT * abs(scale))
        if not plain:
            scale = 1.0
        glyphs = _glyphs(self.glyph_size, scale)
        apart = "" if self.sign == "inline" else _SIGNS + _NO_SIGN
        x = 0.0
        for i, char in enumerate(chars.ljust(len(self._slots), _NO_DIGIT)):
            outline, width = glyphs[char]
            slot, (old, place, points) = self._slots[i], self._written[i]
            if (old, place) != (char, x) or slot.points is not points:
                shape = outline + np.array((x, 0.0, 0.0))
                slot.points = start + (shape if plain else shape[:, :2] @ np.stack(axes))
                self._written[i] = (char, x, slot.points)
            x += width + (char in apart) * self.sign_gap * self.pitch * scale

    def _stand(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return where the number stands, and its units along and up as they are now, (3,)."""
        points = self._base.points
        top, start, end = points[0], points[len(points) // 2], points[-1]
        return start, (end - start) / self.pitch, (top - start) / (_RISE * self.pitch)

    def _is_as_written(self) -> bool:
        """Return True if no animation has replaced the outlines: moving changes them in place."""
        pairs = zip(self._slots, self._written, strict=True)
        return all(slot.points is written[2] for slot, written in pairs)

    def _reserve(self, count: int) -> None:
        """Make slots until there is one for each character."""
        for _ in range(len(self._slots), count):
            self._slots.append(self._slots[-1].copy())
            self._slots[-1].points = np.empty((0, 3))
            self._written.append(_NOTHING)
            self.add(self._slots[-1])


@dataclass(frozen=True, eq=False)
class LiveNumber:
    """A number that shows a quantity of each moment of a run.

    Parameters
    ----------
    number
        The number.
    value
        The quantity.
    """

    number: Number
    value: Callable[[Moment], float]

    @property
    def live(self) -> list[Number]:
        """What changes with the moment."""
        return [self.number]

    def at(self, moment: Moment) -> Self:
        """Show the quantity of a moment."""
        self.number.set_value(self.value(moment))
        return self


def _blank(color: str) -> VMobject:
    return Glyph(fill_color=color, fill_opacity=1, stroke_width=0)


@lru_cache(maxsize=256)
def _glyphs(size: float, scale: float = 1.0) -> Glyphs:
    """Return each character's outline, standing on the base line at x = 0, and its width."""
    if scale != 1:
        unscaled = _glyphs(size).items()
        return {char: (scale * outline, scale * width) for char, (outline, width) in unscaled}
    line = words(_MARKUP, size, _ANY_COLOR)
    first, *shapes = line.submobjects
    base, pitch = first.get_bottom()[1], shapes[0].get_left()[0] - first.get_left()[0]
    glyphs = {_NO_DIGIT: (np.empty((0, 3)), pitch)}
    signs = [shape.width for char, shape in zip(_CHARS, shapes, strict=True) if char in _SIGNS]
    for char, shape in zip(_CHARS, shapes, strict=True):
        ink = max(signs) if char in _SIGNS else shape.width
        width = pitch if char.isdigit() else ink + 2 * _BEARING * pitch
        inset = (width - shape.width) / 2
        glyphs[char] = (shape.points - [shape.get_left()[0] - inset, base, 0.0], float(width))
    glyphs[_NO_SIGN] = (np.empty((0, 3)), glyphs[_MINUS][1])
    return glyphs
