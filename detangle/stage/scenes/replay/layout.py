"""Where the planes of all layers, the numbers and the loss curve go, in every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from detangle.look.layout import Area, Layout
from detangle.stage.panels.layer_panel import NAME_ROW
from detangle.stage.panels.loss_panel import AXIS_ROOM

WIDE = 1.2
"""From this ratio of width to height on, all planes stand in one row."""
WIDE_FRACTION, UPRIGHT_FRACTION = 0.66, 0.68
"""Fractions of the height that the planes take: in a row, and above the curve alone."""
MOST_FRACTION = 0.72
"""Fraction that they take at most above numbers and curve; less if they are square then."""
LEFT_MARGIN, BOTTOM_MARGIN = 0.55, 0.42
"""Units beside and below a plot for its ticks."""
PLANE_GAP = 0.25
"""Units between two planes; the ticks of one keep them apart as well."""
ACROSS = 2
"""Planes in a row where the frame is not wide."""
NUMBERS_FRACTION = 0.34
"""Fraction of a tile that the numbers take where they share it with the curve."""
BESIDE_FRACTIONS = (0.36, 0.64)
"""Fractions of numbers and curve, side by side below an even number of planes."""
ABOVE_FRACTIONS = (0.22, 0.78)
"""Their fractions where the numbers stand above the curve there."""


@dataclass(frozen=True)
class ReplayLayout:
    """Where the parts of a replay go.

    In landscape the planes stand in a row, numbers and curve below it. In other frames they fill a
    grid of two columns; the numbers take the tile that an odd number of planes leaves free, in a
    square together with the curve.

    Parameters
    ----------
    planes
        For each plane the area of its name, plot and ticks.
    numbers, curve
        For what is printed, and for the loss over training.
    columns
        In how many columns the numbers stand.
    """

    planes: tuple[Area, ...]
    numbers: Area
    curve: Area
    columns: int = 1

    @classmethod
    def of(cls, layout: Layout, count: int) -> Self:
        """Lay out `count` planes."""
        body, frame, columns = layout.body, layout.frame, 1
        wide, upright = frame.width > WIDE * frame.height, frame.height > WIDE * frame.width
        if wide:
            upper, lower = body.rows((WIDE_FRACTION, 1 - WIDE_FRACTION), layout.gap / 2)
            planes = upper.columns(count, PLANE_GAP)
            numbers, second, third = lower.columns(3, PLANE_GAP)
            curve = second.around(third)
        elif count % ACROSS == 0:
            fraction = _even_fraction(body, count)
            upper, lower = body.rows((fraction, 1 - fraction), layout.gap)
            planes = _grid(upper, count)
            cut = (
                lower.rows(ABOVE_FRACTIONS, layout.gap)
                if upright
                else lower.columns(BESIDE_FRACTIONS, layout.gap)
            )
            (numbers, curve), columns = cut, 2 if upright else 1
        elif upright:
            upper, curve = body.rows((UPRIGHT_FRACTION, 1 - UPRIGHT_FRACTION), layout.gap)
            *planes, numbers = _grid(upper, count + 1)
        else:
            *planes, last = _grid(body, count + 1)
            numbers, curve = last.rows((NUMBERS_FRACTION, 1 - NUMBERS_FRACTION), 0.0)
            columns = 2
        if wide or upright:  # numbers and curve begin where a plot above them does
            numbers = numbers.inset(LEFT_MARGIN, 0.0, 0.0, 0.0)
            curve = curve.inset(LEFT_MARGIN - AXIS_ROOM, 0.0, 0.0, 0.0)
        return cls(tuple(planes), numbers, curve, columns)


def plot_of(area: Area) -> Area:
    """Return the part of a plane's area that its plot takes."""
    return area.inset(LEFT_MARGIN, BOTTOM_MARGIN, 0.0, NAME_ROW)


def _grid(area: Area, count: int) -> list[Area]:
    return area.grid(count, -(-count // ACROSS), PLANE_GAP)


def _even_fraction(body: Area, count: int) -> float:
    """Return the fraction of the height that rows of two square planes take, up to a limit."""
    square = body.columns(ACROSS, PLANE_GAP)[0].width - LEFT_MARGIN + BOTTOM_MARGIN + NAME_ROW
    return min(count // ACROSS * square / body.height, MOST_FRACTION)
