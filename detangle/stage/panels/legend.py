"""Which colour and shape is which class, and how many points each has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Group

from detangle.look.layout import Area, Layout
from detangle.look.theme import Theme
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.pieces import Pieces
from detangle.stage.plot.plane import class_style
from detangle.stage.text.typeset import baseline, words
from detangle.stage.words.markup import escape

COUNT_GAP, COUNTS_APART = 0.22, 0.25
"""Units from the middle of a dot to its number, and between two classes."""
COLUMN_GAPS = (0.006, 0.03)
"""Units between the columns of the legend, at least and at most, for each point of the font size.
"""
ROW_PITCH = 0.019
"""Units from one row to the next, for each point of the font size."""
APART = 0.6
"""How much farther the line below the legend is than one of its rows, in rows."""
LEGIBLE = 0.78
"""The least factor by which a legend is shrunk above the loss, if it has another place."""
LEGEND_BESIDE = 0.3
"""Fraction of the stage's width beside a square from which on the legend stands there."""
DOT_FACTOR = 1.8
"""Dots of the legend are larger than those of the data, to be seen beside letters."""

COLUMN_LENGTH = 5
"""Most classes in a column."""
BESIDE, BELOW, ASIDE = 0.01, 0.0117, 0.03
"""Units from dot to name, between rows, between columns, for each point of the font size."""
LOWER = 0.0023
"""Units from a dot down to the base line of its name, for each point of the font size: half of a
small letter's height."""


class Legend(Pieces):
    """A dot and a name for each class, one below the other, in two columns if there are many.

    Parameters
    ----------
    names
        The classes' names, in the order of their indices.
    theme
        Colours and sizes.
    """

    def __init__(self, names: Sequence[str], theme: Theme) -> None:
        super().__init__()
        self.size = theme.caption_size
        for index, name in enumerate(names):
            self.add(_entry(index, name, theme))
        columns = [Group(*self[i : i + COLUMN_LENGTH]) for i in range(0, len(names), COLUMN_LENGTH)]
        for column in columns:
            column.arrange(DOWN, buff=BELOW * theme.caption_size, aligned_edge=LEFT)
        Group(*columns).arrange(RIGHT, buff=ASIDE * theme.caption_size, aligned_edge=UP)

    def within(self, area: Area, larger: Area | None = None) -> Self:
        """Stand in the middle of an area: as it is, or in fewer rows, or smaller, until it fits.

        Parameters
        ----------
        area
            Where.
        larger
            Where it stands if it does not fit there as it is.
        """
        size = self.size
        if self.width > area.width or self.height > area.height:
            area = larger or area
            self.in_width(area.width, ROW_PITCH * size, (BESIDE * size, ASIDE * size))
            self.scale(min(1.0, area.width / self.width, area.height / self.height))
        return self.move_to(area.center)

    def in_width(self, width: float, pitch: float, gaps: tuple[float, float]) -> int:
        """Arrange the entries in as few rows as are no wider, and return how many these are.

        Parameters
        ----------
        width
            Units.
        pitch
            Units between two rows.
        gaps
            Units between two columns, at least and at most.
        """
        widest, (least, most) = max(entry.width for entry in self), gaps
        rows = -(-len(self) // max(int((width + least) / (widest + least)), 1))
        across = -(-len(self) // rows)
        room = (width - across * widest) / max(across - 1, 1)
        self.in_rows(rows, pitch, min(max(room, least), most))
        return rows

    def in_rows(self, rows: int, pitch: float, gap: float) -> Self:
        """Arrange the entries in rows, row by row; all dots of a row are at one height.

        Parameters
        ----------
        rows
            How many.
        pitch
            Units between two rows.
        gap
            Units between two columns.
        """
        across = -(-len(self) // rows)
        width = max(entry.width for entry in self) + gap
        for i, entry in enumerate(self):
            row, column = divmod(i, across)
            entry.shift((column * width, -row * pitch, 0) - entry[0].get_center())
        return self


def place_legend(legend: Legend, layout: Layout, lines: Sequence[float]) -> tuple[Area, list[Area]]:
    """Put a legend into the panel above the loss, or beside the plane if it has more room there.

    Parameters
    ----------
    legend
        It is arranged, scaled and moved.
    layout
        The frame's.
    lines
        Height of each of the lines that stand below it in that panel, in units.

    Returns
    -------
    What is left of the stage for the plane, and the lines' areas.
    """
    panel, stage, size = layout.formula, layout.stage, legend.size
    gaps = size * COLUMN_GAPS[0], size * COLUMN_GAPS[1]
    rows = legend.in_width(panel.width, size * ROW_PITCH, gaps)
    place, _, *areas = panel.rows((rows * size * ROW_PITCH, APART * size * ROW_PITCH, *lines), 0.0)
    room = stage.width - stage.height
    if legend.height * LEGIBLE > place.height and room >= LEGEND_BESIDE * stage.width:
        legend.in_width(room, size * ROW_PITCH, gaps)
        stage, place = stage.columns((stage.width - room, room), layout.gap)
        areas = panel.rows(lines, 0.0)
    fit = min(1.0, place.width / legend.width, place.height / legend.height)
    legend.scale(fit).move_to(place.center)
    return stage, areas


def class_counts(counts: Sequence[int], theme: Theme) -> Pieces:
    """Write how many points of each class there are, in the order of the classes."""
    entries = Pieces()
    for index, count in enumerate(counts):
        dot = swatch(index, theme)
        number = words(f"${count}$", theme.caption_size, theme.text)
        entries.add(Pieces(dot, number.next_to(dot, RIGHT, buff=COUNT_GAP)))
    return entries.arrange(RIGHT, buff=COUNTS_APART)


def swatch(index: int, theme: Theme) -> PointCloud:
    """Return a class's dot, as large as it must be beside letters."""
    return PointCloud(np.zeros((1, 3)), **class_style([index], theme, DOT_FACTOR))


def _entry(index: int, name: str, theme: Theme) -> Pieces:
    dot = swatch(index, theme)
    label = words(escape(name), theme.caption_size, theme.text)
    label.next_to(dot, RIGHT, buff=BESIDE * theme.caption_size)
    label.shift((dot.get_y() - LOWER * theme.caption_size - baseline(label)) * UP)
    return Pieces(dot, label)
