"""A level of the loss to compare a curve with: a dashed line across the panel, and its name."""

from __future__ import annotations

import numpy as np
from manim import LEFT, Group

from detangle.look.theme import Theme
from detangle.stage.paint.strokes import Strokes
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.text.typeset import words

DASH, SPACE = 0.12, 0.09
"""Lengths of a dash and of the space after it, units."""
NAME_GAP = 0.15
"""Units between the line and its name."""
NAME_SPACE = 0.75
"""Units right of a panel that a short name takes."""


class LossLevel(Group):
    """A horizontal dashed line at a loss, named at its right end, beside the panel.

    Parameters
    ----------
    panel
        The panel.
    loss
        The level.
    name
        Typst markup.
    theme
        Colours and sizes.
    """

    def __init__(self, panel: LossPanel, loss: float, name: str, theme: Theme) -> None:
        plot = panel.plot
        starts = np.arange(plot.left, plot.right, DASH + SPACE)
        ends = np.minimum(starts + DASH, plot.right)
        height = float(panel.place(np.zeros(1), np.array([loss]))[0, 1])
        dashes = np.stack([starts, ends], axis=1).reshape(-1)
        points = np.column_stack([dashes, np.full(len(dashes), height)])
        width = 0.6 * theme.line_width
        self.line = Strokes(points, np.full(len(starts), 2), color=theme.highlight, width=width)
        self.name_text = words(name, theme.caption_size, theme.text)
        self.name_text.move_to((plot.right + NAME_GAP, height, 0.0), aligned_edge=LEFT)
        super().__init__(self.line, self.name_text)
