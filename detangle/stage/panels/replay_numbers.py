"""The numbers of a replay: step, loss, fraction of points that are right, and speed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np
from manim import Group, VGroup

from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.stage.panels.facts import Fact, FactLine

COLUMN_GAP = 0.35
"""Units between two columns."""
PITCH = 0.0165
"""Units between two lines, for each point of the font size."""
SLOW = 10.0
"""Speeds from this on have no decimals; if a replay is ever slower, all of its speeds have one."""


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
        whole = len(f"{speeds[1]:.0f}")
        speed = Fact(
            "speed",
            lead=names["speed"] if columns == 1 else "",
            note=names["speed_unit"],
            count=10.0 ** (whole - 1),
            decimals=1 if speeds[0] < SLOW else 0,
        )
        facts = (
            Fact("step", lead=names["step"], count=round(last)),
            Fact("loss", lead=names["loss"], count=0.0, decimals=4, color=theme.loss),
            Fact("right", lead=names["right"], count=100.0, decimals=1, suffix="%"),
        )
        lines = [*(FactLine(fact, theme) for fact in facts), FactLine(speed, theme, digits=whole)]
        _arrange(lines, area, columns, PITCH * theme.caption_size)
        self.scenery = VGroup(*(line.words for line in lines))
        self.live = [number for line in lines for number in line.numbers]
        self.step, self.loss, self.accuracy, self.speed = self.live
        self.speed.set_value(0.0)

    def at(self, moment: Moment) -> Self:
        """Print the numbers of a moment."""
        values = round(moment.step), moment.loss, 100 * moment.accuracy, moment.speed
        for number, value in zip(self.live, values, strict=True):
            number.set_value(value)
        return self


def _arrange(lines: list[FactLine], area: Area, columns: int, pitch: float) -> None:
    """Put the lines row by row into columns, and shrink all if the area is too narrow."""
    rows = -(-len(lines) // columns)
    pitch = min(pitch, area.height / rows)
    first = area.center[1] + (rows - 1) / 2 * pitch - pitch / 4
    x = area.left
    for column in range(columns):
        mine = lines[column::columns]
        start = max(line.start for line in mine)
        for row, line in enumerate(mine):
            line.start_at(start).shift((x, first - row * pitch, 0.0))
        x = max(float(line.get_right()[0]) for line in mine) + COLUMN_GAP
    width = x - COLUMN_GAP - area.left
    if width > area.width:
        corner = np.array([area.left, area.center[1], 0.0])
        Group(*lines).scale(area.width / width, about_point=corner)
