"""Where the planes of all layers, the numbers and the loss curve go, in every frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from detangle.look.layout import Area, Layout
from detangle.stage.panels.layer_panel import NAME_ROW
from detangle.stage.panels.loss_panel import AXIS_ROOM

WIDE = 1.2
"""From this ratio of width to height on, all planes stand in one row."""
WIDE_SHARE, UPRIGHT_SHARE = 0.66, 0.68
"""Shares of the height that the planes take: in a row, and above the curve alone."""
MOST_SHARE = 0.72
"""Share that they take at most above numbers and curve; less if they are square then."""
LEFT_MARGIN, BOTTOM_MARGIN = 0.55, 0.42
"""Units beside and below a plot for its ticks."""
PLANE_GAP = 0.25
"""Units between two planes; the ticks of one keep them apart as well."""
ACROSS = 2
"""Planes in a row where the frame is not wide."""
NUMBERS = 0.34
"""Share that the numbers take of a tile which they share with the curve."""
BESIDE = (0.36, 0.64)
"""Shares of numbers and curve where they stand beside each other under an even grid of planes."""
ABOVE = (0.22, 0.78)
"""Their shares where the numbers stand above the curve there."""


@dataclass(frozen=True)
class ReplayLayout:
    """Where the parts of a replay go.

    In landscape the planes stand in a row, numbers and curve below it. In other frames they fill a
    grid of two columns; the numbers take the tile that an odd number of planes leaves free, in a
    square together with the curve.

    Parameters
    ----------
    frame
        The frame's layout, whose stage holds the planes and whose panels hold the rest.
    planes
        For each plane the area of its name, plot and ticks.
    numbers, curve
        For what is printed, and for the loss over training.
    columns
        In how many columns the numbers stand.
    """

    frame: Layout
    planes: tuple[Area, ...]
    numbers: Area
    curve: Area
    columns: int = 1

    @classmethod
    def of(cls, layout: Layout, count: int) -> Self:
        """Lay out so many planes."""
        body, whole = layout.body, layout.frame
        if whole.width > WIDE * whole.height:
            return cls._wide(layout, body, count)
        if count % ACROSS == 0:
            return cls._even(layout, body, count)
        if whole.height > WIDE * whole.width:
            return cls._upright(layout, body, count)
        return cls._square(layout, body, count)

    @classmethod
    def _wide(cls, layout: Layout, body: Area, count: int) -> Self:
        upper, lower = body.rows((WIDE_SHARE, 1 - WIDE_SHARE), layout.gap / 2)
        planes = upper.columns(count, PLANE_GAP)
        first, second, _ = lower.columns(3, PLANE_GAP)
        # Numbers and curve begin where a plot above them does.
        numbers = first.inset(LEFT_MARGIN, 0.0, 0.0, 0.0)
        left = second.left + LEFT_MARGIN - AXIS_ROOM
        curve = Area(left, lower.bottom, lower.right, lower.top)
        return cls(_framed(layout, upper, lower), tuple(planes), numbers, curve)

    @classmethod
    def _upright(cls, layout: Layout, body: Area, count: int) -> Self:
        upper, lower = body.rows((UPRIGHT_SHARE, 1 - UPRIGHT_SHARE), layout.gap)
        *planes, last = _grid(upper, count + 1, PLANE_GAP)
        numbers = last.inset(LEFT_MARGIN, 0.0, 0.0, 0.0)
        curve = lower.inset(LEFT_MARGIN - AXIS_ROOM, 0.0, 0.0, 0.0)
        return cls(_framed(layout, upper, lower), tuple(planes), numbers, curve)

    @classmethod
    def _even(cls, layout: Layout, body: Area, count: int) -> Self:
        square = body.columns(ACROSS, PLANE_GAP)[0].width - LEFT_MARGIN + BOTTOM_MARGIN + NAME_ROW
        share = min(count // ACROSS * square / body.height, MOST_SHARE)
        upper, lower = body.rows((share, 1 - share), layout.gap)
        planes, framed = tuple(_grid(upper, count, PLANE_GAP)), _framed(layout, upper, lower)
        if layout.frame.height > WIDE * layout.frame.width:
            above, curve = lower.rows(ABOVE, layout.gap)
            numbers = above.inset(LEFT_MARGIN, 0.0, 0.0, 0.0)
            curve = curve.inset(LEFT_MARGIN - AXIS_ROOM, 0.0, 0.0, 0.0)
            return cls(framed, planes, numbers, curve, columns=2)
        numbers, curve = lower.columns(BESIDE, layout.gap)
        return cls(framed, planes, numbers, curve)

    @classmethod
    def _square(cls, layout: Layout, body: Area, count: int) -> Self:
        *planes, last = _grid(body, count + 1, PLANE_GAP)
        numbers, curve = last.rows((NUMBERS, 1 - NUMBERS), 0.0)
        return cls(_framed(layout, body, body), tuple(planes), numbers, curve, columns=2)


def plot_of(area: Area) -> Area:
    """Return the part of a plane's area that its plot takes."""
    return area.inset(LEFT_MARGIN, BOTTOM_MARGIN, 0.0, NAME_ROW)


def _grid(area: Area, count: int, gap: float) -> list[Area]:
    rows = -(-count // ACROSS)
    return [tile for row in area.rows(rows, gap) for tile in row.columns(ACROSS, gap)][:count]


def _framed(layout: Layout, stage: Area, panels: Area) -> Layout:
    return replace(layout, stage=stage, panels=panels)
