"""The numbers of a replay: step, loss, fractions of points that are right, and speed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
from manim import Group, VGroup

from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.run.trajectory import Trajectory
from detangle.stage.panels.facts import Fact, FactLine
from detangle.stage.panels.loss_panel import loss_fact

COLUMN_GAP = 0.35
"""Units between two columns."""
PITCH = 0.0165
"""Units between two lines, for each point of the font size."""
SLOW = 10.0
"""Speeds from this on have no decimals; if a replay is ever slower, all of its speeds have one."""


class ReplayNumbers:
    """Step, loss, accuracies and speed, each at a left edge that stays; nothing ever overlaps.

    Parameters
    ----------
    area
        Where they go.
    theme
        Colours and sizes.
    names
        `step`, `loss`, `right`, `held_out`, `speed` and `speed_unit`, Typst markup.
    run
        The run. If the network is known and points were held out, what it gets right of them is
        printed, too.
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
        run: Trajectory,
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
        fraction: dict[str, Any] = {"count": 100.0, "decimals": 1, "suffix": "%"}
        facts = {
            "step": Fact("step", lead=names["step"], count=int(run.steps[-1])),
            "loss": loss_fact(run, names["loss"], theme),
            "right": Fact("right", lead=names["right"], **fraction),
        }
        if is_held_out(run):
            facts["held_out"] = Fact("held_out", lead=names["held_out"], **fraction)
        lines = [FactLine(fact, theme) for fact in facts.values()]
        lines.append(FactLine(speed, theme, digits=whole))
        _arrange(lines, area, columns, PITCH * theme.caption_size)
        self.scenery = VGroup(*(line.words for line in lines))
        self.live = [number for line in lines for number in line.numbers]
        self.step, self.loss, self.accuracy, *held_out, self.speed = self.live
        self.held_out = held_out[0] if held_out else None
        self.speed.set_value(0.0)

    def at(self, moment: Moment) -> Self:
        """Print the numbers of a moment."""
        self.step.set_value(round(moment.step))
        self.loss.set_value(moment.loss)
        self.accuracy.set_value(100 * moment.accuracy)
        self.speed.set_value(moment.speed)
        if self.held_out is not None:
            self.held_out.set_value(100 * (moment.test_accuracy or 0.0))
        return self


def is_held_out(run: Trajectory) -> bool:
    """Return True if it is known what the network gets right of points that were held out."""
    return run.test_labels is not None and run.has_network


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
