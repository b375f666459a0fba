"""The numbers of a replay: step, loss, fraction of points that are right, and speed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import LEFT, UP, VGroup

from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import Line, stand, words

WORD_GAP, UNIT_GAP = 0.2, 0.12
"""Units between a word and its number, and between that and its unit."""
COLUMN_GAP = 0.35
"""Units between two columns."""
PITCH = 0.0165
"""Units between two lines, for each point of the font size."""
SLOW = 10.0
"""Speeds from this on have no decimals; if a replay is ever slower, all of its speeds have one."""


@dataclass(frozen=True)
class Entry:
    """A number as wide as it ever gets, and perhaps a name before it and a unit behind it."""

    number: Number
    name: Line | None = None
    unit: Line | None = None

    @property
    def words(self) -> VGroup:
        """Name and unit."""
        return VGroup(*(part for part in (self.name, self.unit) if part is not None))

    @property
    def parts(self) -> VGroup:
        """All of it."""
        return VGroup(*self.words, self.number)

    def stand(self, x: float, aside: float, y: float) -> None:
        """Put the name at x, the number at x + aside, on a base line at y."""
        if self.name:
            stand(self.name, x, y)
        self.number.stand_at([x + (aside if self.name else 0.0), y, 0.0])
        if self.unit:
            self.unit.move_to((self.number.get_right()[0] + UNIT_GAP, 0.0, 0.0), aligned_edge=LEFT)
            # The stroke of `steps/s` reaches below the line on which its letters stand.
            self.unit.shift((y - float(self.unit[0].get_bottom()[1])) * UP)


class ReplayNumbers:
    """Step, loss, accuracy and speed, each at a left edge that stays; nothing ever overlaps.

    Parameters
    ----------
    area
        Where they go.
    theme
        Colours and sizes.
    names
        `step`, `loss`, `right`, `speed` and `speed_unit`, Typst markup.
    last
        The last step.
    speeds
        The least and the greatest number of steps a second.
    columns
        In how many columns they stand; in more than one, the speed has its unit for a name.

    Attributes
    ----------
    live
        The numbers, which follow the moment.
    scenery
        Their names and units.
    """

    def __init__(
        self,
        area: Area,
        theme: Theme,
        names: Mapping[str, str],
        last: float,
        speeds: tuple[float, float],
        columns: int = 1,
    ) -> None:
        size, color = theme.caption_size, theme.text
        decimals = 1 if speeds[0] < SLOW else 0
        whole = len(f"{speeds[1]:.0f}")
        self.step = Number(round(last), size=size, color=color, slots=7)
        self.loss = Number(0.0, decimals=4, size=size, color=theme.loss, slots=8)
        self.accuracy = Number(100.0, decimals=1, suffix="%", size=size, color=color, slots=7)
        self.speed = Number(10.0 ** (whole - 1), decimals=decimals, whole=whole, size=size,
                            color=color, slots=8)  # fmt: skip
        named = {"step": self.step, "loss": self.loss, "right": self.accuracy}
        entries = [
            Entry(number, words(names[key], size, theme.muted)) for key, number in named.items()
        ]
        name = words(names["speed"], size, theme.muted) if columns == 1 else None
        entries.append(Entry(self.speed, name, words(names["speed_unit"], size, theme.muted)))
        _arrange(entries, area, columns, PITCH * size)
        self.scenery = VGroup(*(entry.words for entry in entries))
        self.live = [self.step, self.loss, self.accuracy, self.speed]
        self.speed.set_value(0.0)

    def at(self, moment: Moment) -> Self:
        """Print the numbers of a moment."""
        values = round(moment.step), moment.loss, 100 * moment.accuracy, moment.speed
        for number, value in zip(self.live, values, strict=True):
            number.set_value(value)
        return self


def _arrange(entries: list[Entry], area: Area, columns: int, pitch: float) -> None:
    """Put the entries row by row into columns, and shrink all if the area is too narrow."""
    rows = -(-len(entries) // columns)
    pitch = min(pitch, area.height / rows)
    first = area.center[1] + (rows - 1) / 2 * pitch - pitch / 4
    x = area.left
    for column in range(columns):
        mine = entries[column::columns]
        aside = max(entry.name.width if entry.name else 0.0 for entry in mine) + WORD_GAP
        for row, entry in enumerate(mine):
            entry.stand(x, aside, first - row * pitch)
        x = max(float(entry.parts.get_right()[0]) for entry in mine) + COLUMN_GAP
    width = x - COLUMN_GAP - area.left
    if width > area.width:
        corner = np.array([area.left, area.center[1], 0.0])
        for entry in entries:
            entry.parts.scale(area.width / width, about_point=corner)
