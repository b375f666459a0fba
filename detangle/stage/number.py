"""A number that can change every frame: its digits are typeset once and moved into place."""

from __future__ import annotations

import numpy as np
from manim import ORIGIN, RIGHT, VGroup, VMobject
from numpy.typing import ArrayLike

from detangle.stage.text import words

_GLYPHS = "0123456789.%"
_MINUS = "\N{MINUS SIGN}"
_GAP = 0.12
"""Room between two digits, as a share of a digit's width."""


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
    slots
        Most characters that it will ever show.
    """

    def __init__(
        self,
        value: float = 0.0,
        *,
        decimals: int = 0,
        size: float,
        color: str,
        suffix: str = "",
        slots: int = 9,
    ) -> None:
        super().__init__()
        self.decimals = decimals
        self.suffix = suffix
        self.value = value
        self.shown = ""
        self._glyphs, self._pitch = _typeset_glyphs(size, color)
        # An invisible line along the base of the first digit tells where the number stands and how
        # large it is, whatever has been done to it since.
        self._base = VMobject(stroke_width=0).set_points_as_corners([ORIGIN, self._pitch * RIGHT])
        self._slots = [_blank(color) for _ in range(slots)]
        self.add(self._base, *self._slots)
        self.set_value(value)

    def set_value(self, value: float) -> Number:
        """Show another value."""
        text = self.text_of(value)
        changed = not self.shown or text != self.shown
        self.value, self.shown = value, text
        if changed:
            self._write(text)
        return self

    def stand_at(self, start: ArrayLike) -> Number:
        """Move it so that its base line begins at a point (3,)."""
        self.shift(np.asarray(start) - self._base.points[0])
        return self

    def text_of(self, value: float) -> str:
        """Write a value as it is shown."""
        text = f"{value:.{self.decimals}f}"
        if float(text) == 0:
            text = text.lstrip("-")
        return text.replace("-", _MINUS) + self.suffix

    def _write(self, text: str) -> None:
        start, end = self._base.points[0], self._base.points[-1]
        scale = float(np.linalg.norm(end - start)) / self._pitch
        x = 0.0
        for slot, char in zip(self._slots, text.ljust(len(self._slots)), strict=True):
            if char == " ":
                slot.set_points(np.empty((0, 3)))
                continue
            outline, width = self._glyphs[char]
            pitch = self._pitch if char.isdigit() else width
            slot.set_points(start + scale * (outline + np.array([x + (pitch - width) / 2, 0, 0])))
            x += pitch + _GAP * self._pitch


def _blank(color: str) -> VMobject:
    return VMobject(fill_color=color, fill_opacity=1, stroke_width=0)


def _typeset_glyphs(size: float, color: str) -> tuple[dict[str, tuple[np.ndarray, float]], float]:
    """Return each character's outline, standing on the base line at x = 0, and its width."""
    line = words(_GLYPHS.replace("%", "\\%") + _MINUS, size, color)
    base = line.submobjects[0].get_bottom()[1]
    glyphs = {}
    for char, shape in zip(_GLYPHS + _MINUS, line.submobjects, strict=True):
        outline = shape.points - [shape.get_left()[0], base, 0]
        glyphs[char] = (outline, float(shape.width))
    return glyphs, max(glyphs[digit][1] for digit in "0123456789")
