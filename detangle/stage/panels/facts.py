"""Short lines of facts, one below the other: numbers that may count, formulas, what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from manim import LEFT, RIGHT, Group, VGroup

from detangle._typing import FloatArray, IntArray
from detangle.look.depth import Depth
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.paint.anchor import Anchor
from detangle.stage.paint.pieces import Pieces
from detangle.stage.panels.legend import swatch
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import Line, stand, words

PITCH = 0.021
"""Units from line to line, for each point of the font size, where there is room."""
LEAD_GAP, WORD_GAP = 0.2, 0.16
"""Units between a number and what stands before it, and between it and what it counts."""
DOT_ROOM, DOT_HEIGHT = 0.013, 0.0034
"""Units that a class's dot takes before the rest, and how high it is, for each such point."""
DOT_PLACE = 0.35
"""Where in this room the dot is, as a fraction of it."""
APART = 0.5
"""How much farther a line is from those that it stands apart from, in pitches."""
HEIGHT = 0.6
"""Height of a line, in pitches."""
LARGEST_SCALE = 1.25
"""Lines grow by this factor at most, where the area is large."""


@dataclass(frozen=True)
class Fact:
    """One line.

    Parameters
    ----------
    name
        By which `Facts.tell` finds it.
    text
        Typst markup.
    note
        Typst markup of what comes after it, less bright.
    lead
        Typst markup of what comes before the number, less bright.
    count
        A number in front of text and note, as wide as it ever gets.
    label
        A class, whose dot comes before everything.
    decimals, suffix, color
        Of the number; it has the text's colour by default.
    apart
        Whether it stands apart from the lines above it.
    """

    name: str
    text: str = ""
    note: str = ""
    lead: str = ""
    count: float | None = None
    label: int | None = None
    decimals: int = 0
    suffix: str = ""
    color: str | None = None
    apart: bool = False


class FactLine(Pieces):
    """A fact on a base line at height 0, from x = 0 on: dot, lead, number, text and note.

    Parameters
    ----------
    fact
        The fact.
    theme
        Colours and sizes.
    indent
        Units in front of the number, where the dot is.
    digits
        Digits before the point that the number has room for.

    Attributes
    ----------
    numbers
        The number, where there is one.
    words
        Lead, and text with note.
    start
        Where the lead leaves room for what follows it; 0 without a lead.
    """

    def __init__(self, fact: Fact, theme: Theme, *, indent: float = 0.0, digits: int = 1) -> None:
        super().__init__()
        self.numbers: list[Number] = []
        self.words = VGroup()
        size, x, self.start = theme.caption_size, indent, 0.0
        if fact.label is not None:
            self.add(swatch(fact.label, theme).move_to((DOT_PLACE * x, DOT_HEIGHT * size, 0)))
        if fact.lead:
            self.words.add(stand(words(fact.lead, size, theme.muted), x, 0.0))
            x = self.start = float(self.words.get_right()[0]) + LEAD_GAP
        if fact.count is not None:
            style: dict[str, Any] = {"decimals": fact.decimals, "suffix": fact.suffix}
            color = fact.color or theme.text
            number = Number(fact.count, size=size, color=color, whole=digits, **style)
            self.add(number.stand_at((x, 0, 0)))
            self.numbers.append(number)
            x = float(number.get_right()[0]) + WORD_GAP
        if fact.text or fact.note:
            self.words.add(stand(_two_tones(fact, theme), x, 0.0))
        self.add(*self.words)

    def start_at(self, x: float) -> Self:
        """Move what follows the lead, if there is one, to a place."""
        if self.start:
            after = [part for part in self if part is not self.words[0]]
            Group(*after).shift((x - self.start) * RIGHT)
            self.start = x
        return self


def percentage(text: str, theme: Theme) -> FactLine:
    """Write a percentage, at first 100.0%, and what it is of, Typst markup."""
    fact = Fact("percentage", text=text, count=100.0, decimals=1, suffix="%")
    return FactLine(fact, theme, digits=3)


class Facts(Pieces):
    """Facts in an area, each with a place of its own, so that they can be shown in any order.

    Parameters
    ----------
    facts
        All that will be shown.
    area
        Where it goes; lines are as large, and as far apart, as it allows, up to a point.
    theme
        Colours and sizes.

    Attributes
    ----------
    lines
        Each fact by its name; those that are shown are parts of the group.
    numbers
        The numbers of those that have one.
    """

    def __init__(self, facts: Sequence[Fact], area: Area, theme: Theme) -> None:
        super().__init__()
        whole = [f"{fact.count:.0f}" for fact in facts if _is_count(fact)]
        digits = max(map(len, whole), default=1)
        indent = DOT_ROOM * theme.caption_size * any(fact.label is not None for fact in facts)
        self.lines = {
            fact.name: FactLine(fact, theme, indent=indent, digits=digits if _is_count(fact) else 1)
            for fact in facts
        }
        self.numbers = {name: n for name, line in self.lines.items() for n in line.numbers}
        self.waiting = set(self.lines)
        self.anchor = Anchor()
        self.add(self.anchor)
        if facts:
            self._arrange(np.cumsum([f.apart for f in facts]), PITCH * theme.caption_size, area)

    def tell(self, *names: str) -> list[FactLine]:
        """Show some lines, and return those that were not shown before."""
        new = [self.lines[name] for name in names if self.lines[name] not in self.submobjects]
        for name in self.waiting.intersection(names):  # they were no parts while it was moved
            self.anchor.carry(self.lines[name])
        self.waiting.difference_update(names)
        self.add(*new)
        return new

    def _arrange(self, parts: IntArray, pitch: float, area: Area) -> None:
        """Stack all lines; or put the parts side by side, where lines can be larger so."""
        rights = np.array([line.get_right()[0] for line in self.lines.values()])
        choices = (_stacked(parts, pitch), _side_by_side(parts, pitch, rights))
        size = [_size(offsets, rights, pitch, area) for offsets in choices]
        best = int(np.argmax(size))
        for line, (x, y) in zip(self.lines.values(), choices[best], strict=True):
            line.shift((x, y, 0))
        lines = Group(*self.lines.values()).set_z_index(Depth.PANEL)
        lines.scale(size[best]).move_to(area.center).align_to((area.left, 0, 0), LEFT)


def _stacked(parts: IntArray, pitch: float) -> FloatArray:
    """Return where each line goes, (L, 2), if all stand one below the other."""
    below = np.arange(len(parts)) + APART * parts
    return np.column_stack([np.zeros(len(parts)), -pitch * below])


def _side_by_side(parts: IntArray, pitch: float, rights: FloatArray) -> FloatArray:
    """Return where each line goes, (L, 2), if each part is a column."""
    numbers = range(int(parts.max()) + 1)
    widths = [rights[parts == part].max(initial=0.0) + 2 * pitch for part in numbers]
    lefts = np.cumsum([0.0, *widths])
    rows = [np.arange(int((parts == part).sum())) for part in numbers]
    return np.column_stack([lefts[parts], -pitch * np.concatenate(rows)])


def _size(offsets: FloatArray, rights: FloatArray, pitch: float, area: Area) -> float:
    """Return how large lines may be, as a factor."""
    width = float((offsets[:, 0] + rights).max())
    height = float(np.ptp(offsets[:, 1])) + pitch * HEIGHT
    return min(area.width / width, area.height / height, LARGEST_SCALE)


def _is_count(fact: Fact) -> bool:
    """Return True if its number stands in one column with the other whole numbers."""
    return fact.count is not None and fact.decimals == 0


def _two_tones(fact: Fact, theme: Theme) -> Line:
    """Typeset text and note as one line, the note less bright."""
    line = words(f"{fact.text} {fact.note}".strip(), theme.caption_size, theme.text)
    if fact.note:
        count = len(words(fact.note, theme.caption_size, theme.muted).submobjects)
        for glyph in line.submobjects[-count:]:
            glyph.set_color(theme.muted)
    return line
