"""Where a legend stands: above some lines in a panel, or beside the plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detangle.look.layout import Area, Layout
from detangle.stage.panels.legend import Legend

GAPS = (0.006, 0.03)
"""Units between the columns of the legend, at least and at most, for each point of the font size.
"""
PITCH = 0.019
"""Height of a row of the legend, units for each point of the font size."""
LEGIBLE = 0.78
"""A legend shrinks by no more than this factor above the lines, if it has another place."""
ASIDE = 0.3
"""Share of the stage's width that must be left beside a square, for the legend to stand there."""


def place_legend(
    legend: Legend, layout: Layout, lines: Sequence[float], size: float
) -> tuple[Layout, list[Area]]:
    """Put a legend into the panel above the loss, or beside the plane if it has more room there.

    Parameters
    ----------
    legend
        It is arranged, scaled and moved.
    layout
        The frame's.
    lines
        Height of each of the lines that stand below it in that panel, in units.
    size
        The legend's font size.

    Returns
    -------
    The layout, whose stage is what is left for the plane, and the lines' areas.
    """
    panel, stage, gaps = layout.formula, layout.stage, (size * GAPS[0], size * GAPS[1])
    rows = legend.in_width(panel.width, size * PITCH, gaps)
    place, *areas = panel.rows((rows * size * PITCH, *lines), 0.0)
    room = stage.width - stage.height
    if legend.height * LEGIBLE > place.height and room >= ASIDE * stage.width:
        legend.in_width(room, size * PITCH, gaps)
        stage, place = stage.columns((stage.width - room, room), layout.gap)
        areas = panel.rows(lines, 0.0)
    fit = min(1.0, place.width / legend.width, place.height / legend.height)
    legend.scale(fit).move_to(place.center)
    return replace(layout, stage=stage), areas
