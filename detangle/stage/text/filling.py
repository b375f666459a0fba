"""Typeset lines with live numbers where placeholders stood."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from detangle.stage.text.number import Number, Sign
from detangle.stage.text.typeset import Line, formula

Array = NDArray[np.float64]

DECIMALS = 2
"""Digits behind the point of weights and biases."""
_PLACEHOLDER = re.compile(r"\{\{ ([+-]) 0")
_TOUCH = 1e-6
"""What is left of an edge by less than this stands at it."""


def placeholder(index: int, sign: str, cell: str) -> str:
    """Write the place of a number in a formula's source.

    Parameters
    ----------
    index
        Which number, from 0 to 25.
    sign
        `-` where a minus has its own place; `+` where plus or minus always stand.
    cell
        As `cell_for` gives it.
    """
    return f"{{{{ {sign} {cell} : {_name(index)} }}}}"


def cell_for(entries: Array, largest: float | None) -> str:
    """Write the placeholder in which the largest number has room."""
    top = float(np.abs(entries).max()) if largest is None else largest
    return f"{0:0{len(f'{top:.{DECIMALS}f}')}.{DECIMALS}f}"


class Filled(NamedTuple):
    """A typeset line, what stands between its placeholders, and numbers in place of those."""

    typeset: Line
    between: list[VMobject]
    numbers: list[Number]

    @property
    def line(self) -> VGroup:
        """All that is shown."""
        return VGroup(*self.between, *self.numbers)

    def halves(self, rows: int) -> tuple[VGroup, VGroup]:
        """Tell W x from + b: the brackets of both have no names, but stand left or right of +."""
        cut = self.typeset.select("plus").get_left()[0] - _TOUCH
        left = [shape for shape in self.between if shape.get_left()[0] < cut]
        right = [shape for shape in self.between if shape.get_left()[0] >= cut]
        return VGroup(*left, *self.numbers[:-rows]), VGroup(*right, *self.numbers[-rows:])


def fill_in(source: str, entries: Array, size: float, color: str) -> Filled:
    """Typeset a line and put a number in the place of each of its placeholders."""
    line = formula(source, size, color)
    marks = [line.select(_name(i)) for i in range(len(entries))]
    found = _PLACEHOLDER.findall(source)
    signs: list[Sign] = ["own" if sign == "-" else "always" for sign in found]
    numbers = [
        _stand_in(mark, float(value), size, color, sign)
        for mark, value, sign in zip(marks, entries, signs, strict=True)
    ]
    taken = {id(shape) for mark in marks for shape in mark}
    named = {i for part in line.named.values() for i in part}
    brackets = [shape for i, shape in enumerate(line) if i not in named]
    rest = [shape for i, shape in enumerate(line) if i in named and id(shape) not in taken]
    return Filled(line, [*rest, *_joined(brackets)], numbers)


def _joined(shapes: list[VMobject]) -> list[VMobject]:
    """Make one shape of those above each other: a bracket of pieces would be darker at its seams.

    Only the brackets and the signs between parts are given, none of which overlap otherwise.
    """
    joined: list[VMobject] = []
    for shape in sorted(shapes, key=lambda shape: float(shape.get_left()[0])):
        if joined and shape.get_left()[0] < joined[-1].get_right()[0]:
            joined[-1].append_points(shape.points)
        else:
            joined.append(shape)
    return joined


def _stand_in(mark: VGroup, value: float, size: float, color: str, sign: Sign) -> Number:
    """Make the number that stands where a placeholder was: its sign, its digits, its point."""
    style: dict[str, Any] = {"decimals": DECIMALS, "size": size, "color": color, "sign": sign}
    whole = len(mark) - 2 - DECIMALS  # without the sign and the point
    shown = _at(mark, Number(-(10.0 ** (whole - 1)), whole=whole, **style))
    gap = (shown.ink.get_left()[0] - mark.get_left()[0]) / shown.pitch
    return _at(mark, Number(0.0, whole=whole, sign_gap=gap, **style)).set_value(value)


def _at(mark: VGroup, number: Number) -> Number:
    """Move a number until its last digit stands where that of a placeholder does."""
    last, there = number.ink[-1], mark[-1]
    return number.shift((there.get_right()[0] - last.get_right()[0], 0, 0)).shift(
        (0, there.get_bottom()[1] - last.get_bottom()[1], 0)
    )


def _name(index: int) -> str:
    """Name a placeholder: parts of a formula have names of letters alone."""
    return "entry" + chr(ord("a") + index)
