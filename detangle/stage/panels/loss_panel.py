"""The loss over training: the batches' loss faint, its smoothing over it, and where we are."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, Group, Mobject, VGroup
from manim import Line as Segment

from detangle._typing import FloatArray
from detangle.analysis.phases import smooth_loss
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.run.trajectory import Trajectory
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.strokes import Strokes
from detangle.stage.panels.facts import Fact, FactLine
from detangle.stage.plot.view import round_step
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import Line, stand, words

NUMBERS_APART = 0.4
"""Units at least between the two numbers above the curves."""
SECOND_NUMBER = 0.42
"""Where the second number starts, as a fraction of the panel's width, if the first leaves room."""
HEAD_ROOM = 1.08
"""The axis goes a little above the greatest loss."""
AXIS_ROOM = 0.75
"""Units left of the curves, for the ticks of the loss."""
WITH_NUMBERS, WITHOUT_NUMBERS = (0.75, 0.6), (0.42, 0.42)
"""Units above and below the curves: above are step and loss or, if these stand elsewhere, a name.
"""
TICK_BUFF = 0.14
"""Units between an axis and its ticks."""
NAME_RISE = 0.15
"""Units between the top of the axis and the base line of the name."""

DASH, SPACE = 0.12, 0.09
"""Lengths of a dash and of the space after it, units."""
LEVEL_GAP = 0.15
"""Units between the line and its name."""
LEVEL_SPACE = 0.75
"""Units right of a panel that a short name takes."""


class LossPanel(Group):
    """Curves, a marker and two numbers, all of one step; `scenery` holds what stands still.

    Add the scenery first: axes and words that are not part of what moves need not be drawn anew in
    each frame.

    The curves are of the batches, step by step; the number is the loss over all points at the
    recorded weights that are nearest to the step, so that it belongs to the picture beside it.

    Parameters
    ----------
    trajectory
        The run.
    area
        Where it goes.
    theme
        Colours and sizes.
    labels
        The words for `step` and `loss`.
    with_numbers
        Whether step and loss stand above the curves, or a name, where they are printed elsewhere.
    """

    def __init__(
        self,
        trajectory: Trajectory,
        area: Area,
        theme: Theme,
        labels: tuple[str, str] = ("step", "loss"),
        with_numbers: bool = True,
    ) -> None:
        super().__init__()
        batch = trajectory.batch_loss.astype(np.float64)
        above, below = WITH_NUMBERS if with_numbers else WITHOUT_NUMBERS
        self.plot = area.inset(AXIS_ROOM, below, 0.1, above)
        self.span = (float(len(batch)), float(batch.max()) * HEAD_ROOM)
        self.raw = self._curve(batch, theme.loss, theme.reference_width, theme.raw)
        self.smooth = self._curve(smooth_loss(batch), theme.loss, theme.line_width * 0.8, 1.0)
        self.full = (self.raw.points.copy(), self.smooth.points.copy())
        self.marker = PointCloud(self.smooth.points[-1:], theme.text, radius=theme.dot_radius * 1.6)
        self.scenery = VGroup(_axes(self.plot, self.span, theme))
        self.add(self.raw, self.smooth, self.marker)
        self.numbers: list[Number] = []
        if with_numbers:
            most = self.span[0], float(np.abs(trajectory.loss).max())
            for line in _readout(area, theme, labels, most):
                self.numbers.extend(line.numbers)
                self.scenery.add(*line.words)
            self.add(*self.numbers)
        else:
            self.scenery.add(_name(self.plot, labels[1], theme))
        self.at(Moment(trajectory, self.span[0]))

    @property
    def live(self) -> list[Mobject]:
        """What changes with the moment."""
        return [self]

    def at(self, moment: Moment) -> Self:
        """Show the training up to a moment."""
        self.step = moment.step
        for curve, full in zip((self.raw, self.smooth), self.full, strict=True):
            curve.set_points_to(_until(full, self.step))
        self.marker.points = self.smooth.points[-1:].copy()
        for number, value in zip(self.numbers, (round(self.step), moment.loss), strict=False):
            number.set_value(value)
        return self

    def place(self, step: FloatArray, loss: FloatArray) -> FloatArray:
        """Map steps and losses, (M,) each, to (M, 3) points of the frame."""
        x = self.plot.left + step / self.span[0] * self.plot.width
        y = self.plot.bottom + loss / self.span[1] * self.plot.height
        return np.column_stack([x, y, np.zeros(len(x))])

    def _curve(self, values: FloatArray, color: str, width: float, opacity: float) -> Strokes:
        points = self.place(np.arange(len(values), dtype=np.float64), values)
        lengths = np.array([len(points)])
        return Strokes(points, lengths, color=color, width=width, opacity=opacity)


class ReferenceLine(Group):
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
        self.name_text.move_to((plot.right + LEVEL_GAP, height, 0.0), aligned_edge=LEFT)
        super().__init__(self.line, self.name_text)


def _until(points: FloatArray, step: float) -> FloatArray:
    """Cut a curve with one vertex a step off at a step; what is behind it waits at its end."""
    whole = int(min(step, len(points) - 1))
    shown, fraction = points.copy(), step - whole
    if whole + 1 < len(points):
        shown[whole + 1 :] = (1 - fraction) * points[whole] + fraction * points[whole + 1]
    return shown


def _name(plot: Area, name: str, theme: Theme) -> Line:
    """Write what the curves are above the top of their axis."""
    line = words(name, theme.caption_size, theme.loss)
    return stand(line, plot.left, plot.top + NAME_RISE)


def _axes(plot: Area, span: tuple[float, float], theme: Theme) -> VGroup:
    """Draw the two axes, with ticks at round numbers."""
    corner = (plot.left, plot.bottom, 0.0)
    style: dict[str, Any] = {
        "stroke_color": theme.structure,
        "stroke_width": theme.reference_width * 1.5,
    }
    axes = VGroup(
        Segment(corner, (plot.right, plot.bottom, 0.0), **style),
        Segment(corner, (plot.left, plot.top, 0.0), **style),
    )
    sides = (4, DOWN, (plot.width, 0.0, 0.0)), (3, LEFT, (0.0, plot.height, 0.0))
    for top, (most, side, length) in zip(span, sides, strict=True):
        for value in _round_ticks(top, most):
            label = words(f"${value:g}$", theme.tick_size, theme.muted)
            foot = np.array(corner) + value / top * np.array(length)
            axes.add(label.next_to(foot, side, buff=TICK_BUFF))
    return axes


def _round_ticks(top: float, most: int) -> FloatArray:
    """Return multiples of 1, 2 or 5 times a power of ten from 0 to `top`, at most `most` steps."""
    step = round_step(top / most)
    return np.asarray(np.arange(0, np.floor(top / step * (1 + 1e-9)) + 1) * step)


def _readout(
    area: Area, theme: Theme, labels: tuple[str, str], most: tuple[float, float]
) -> list[FactLine]:
    """Set `step 800` and `loss 0.0082` above the curves, each at a left edge that stays.

    There is room for the largest step and loss, and both shrink where the panel is too narrow.
    """
    step = Fact("step", lead=labels[0], count=round(most[0]))
    loss = Fact("loss", lead=labels[1], count=most[1], decimals=4, color=theme.loss)
    lines = [FactLine(fact, theme) for fact in (step, loss)]
    x, base = area.left + 0.1, area.top - 0.4
    for line in lines:
        line.shift((x, base, 0.0))
        x = max(line.get_right()[0] + NUMBERS_APART, area.left + SECOND_NUMBER * area.width)
    both = Group(*lines)
    if both.width > area.width:
        both.scale(area.width / both.width, about_point=np.array([area.left, base, 0.0]))
    return lines
