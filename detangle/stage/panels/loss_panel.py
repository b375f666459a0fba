"""The loss over training: the batches' loss faint, its smoothing over it, and where we are."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, Group, Mobject, VGroup
from manim import Line as Segment

from detangle._typing import FloatArray
from detangle.analysis.phases import smooth_loss
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.run.trajectory import Trajectory
from detangle.stage.paint.anchor import Anchor
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.pieces import Pieces
from detangle.stage.paint.strokes import Strokes
from detangle.stage.panels.facts import Fact, FactLine
from detangle.stage.plot.view import round_step
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import Line, fit_width, stand, words

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
LOW, IN_LOW = 2.0, (0.55, 0.42)
"""A panel that is lower than this, in units, has less room above and below its curves."""
TICK_BUFF = 0.14
"""Units between an axis and its ticks."""
NAME_RISE = 0.15
"""Units between the top of the axis and the base line of the name."""
LOSS_DECIMALS, DIGITS_OF_LEAST, MOST_DIGITS = 4, 2, 8
"""Decimals of the loss, at least; digits that are seen of its least value; and all its digits."""
PLAIN = 0.01, 1e4
"""From the first number on, and below the second, the loss stands at its axis as it is."""
STEP_UNITS = (1e6, "M"), (1e4, "k"), (0.0, "")
"""From which last step on the steps are counted in millions and thousands."""
STEP_SIZES = {"M": 1e6, "k": 1e3, "": 1.0}
LABEL_GAP = 0.25
"""Units between two labels of the steps, at least."""

DASH, SPACE = 0.12, 0.09
"""Lengths of a dash and of the space after it, units."""
LEVEL_GAP = 0.15
"""Units between the line and its name."""
LEVEL_SPACE = 0.75
"""Units right of a panel that a short name takes."""


class LossPanel(Pieces):
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
        self.anchor = Anchor()
        batch = trajectory.batch_loss.astype(np.float64)
        above, below = WITH_NUMBERS if with_numbers else WITHOUT_NUMBERS
        if area.height < LOW:
            above, below = IN_LOW
        self.plot = area.inset(AXIS_ROOM, below, 0.1, above)
        self.span = (float(len(batch)), float(batch.max() or 1.0) * HEAD_ROOM)
        self.raw = self._curve(batch, theme.loss, theme.reference_width, theme.raw)
        self.smooth = self._curve(smooth_loss(batch), theme.loss, theme.line_width * 0.8, 1.0)
        self.full = (self.raw.points.copy(), self.smooth.points.copy())
        self.marker = PointCloud(self.smooth.points[-1:], theme.text, radius=theme.dot_radius * 1.6)
        self.scenery = VGroup(_axes(self.plot, self.span, theme))
        self.add(self.raw, self.smooth, self.marker, self.anchor)
        self.numbers: list[Number] = []
        if with_numbers:
            for line in _readout(area, theme, labels, trajectory):
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
            curve.set_points_to(self.anchor.place(_until(full, self.step)))
        self.marker.points = self.smooth.points[-1:].copy()
        for number, value in zip(self.numbers, (round(self.step), moment.loss), strict=False):
            number.set_value(value)
        return self

    def place(self, step: FloatArray, loss: FloatArray) -> FloatArray:
        """Map steps and losses, (M,) each, to (M, 3) points of the frame."""
        x = self.plot.left + step / self.span[0] * self.plot.width
        y = self.plot.bottom + loss / self.span[1] * self.plot.height
        return self.anchor.place(np.column_stack([x, y, np.zeros(len(x))]))

    def _curve(self, values: FloatArray, color: str, width: float, opacity: float) -> Strokes:
        points = self.place(np.arange(len(values), dtype=np.float64), values)
        lengths = np.array([len(points)])
        return Strokes(points, lengths, color=color, width=width, opacity=opacity)


class ReferenceLine(Pieces):
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
        height = plot.bottom + loss / panel.span[1] * plot.height
        dashes = np.stack([starts, ends], axis=1).reshape(-1)
        points = np.column_stack([dashes, np.full(len(dashes), height)])
        width = 0.6 * theme.line_width
        self.line = Strokes(points, np.full(len(starts), 2), color=theme.highlight, width=width)
        self.name_text = words(name, theme.caption_size, theme.text)
        self.name_text.move_to((plot.right + LEVEL_GAP, height, 0.0), aligned_edge=LEFT)
        super().__init__(self.line, self.name_text)
        panel.anchor.carry(self)


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
    """Draw the two axes, with labels at round numbers."""
    corner = (plot.left, plot.bottom, 0.0)
    style: dict[str, Any] = {
        "stroke_color": theme.structure,
        "stroke_width": theme.reference_width * 1.5,
    }
    along = Segment(corner, (plot.right, plot.bottom, 0.0), **style)
    up = Segment(corner, (plot.left, plot.top, 0.0), **style)
    return VGroup(along, up, *_steps(plot, span[0], theme), *_losses(plot, span[1], theme))


def _steps(plot: Area, last: float, theme: Theme) -> list[Line]:
    """Write the steps below their axis, as many as have room."""
    for most in (4, 3, 2, 1):
        values = _round_ticks(last, most)
        labels = [words(_count(value, last), theme.tick_size, theme.muted) for value in values]
        for value, label in zip(values, labels, strict=True):
            foot = (plot.left + value / last * plot.width, plot.bottom, 0.0)
            label.next_to(foot, DOWN, buff=TICK_BUFF)
        if all(b.get_left()[0] - a.get_right()[0] > LABEL_GAP for a, b in pairwise(labels)):
            break
    return labels


def _losses(plot: Area, top: float, theme: Theme) -> list[Line]:
    """Write losses left of their axis; the power of ten of large and small ones is above it."""
    power = int(np.floor(np.log10(top))) if not PLAIN[0] <= top < PLAIN[1] else 0
    labels: list[Line] = []
    highest = plot.top
    if power:
        factor = words(f"$times 10^({power})$", theme.tick_size, theme.muted)
        fit_width(factor, AXIS_ROOM - TICK_BUFF)
        labels.append(factor.move_to((plot.left - TICK_BUFF, plot.top, 0.0), aligned_edge=RIGHT))
        highest = float(factor.get_bottom()[1]) - TICK_BUFF / 2
    for value in _round_ticks(top / 10.0**power, 3):
        label = words(f"${value:g}$", theme.tick_size, theme.muted)
        foot = (plot.left, plot.bottom + value / (top / 10.0**power) * plot.height, 0.0)
        label.next_to(foot, LEFT, buff=TICK_BUFF)
        if not power or label.get_top()[1] <= highest:  # else it would touch the factor
            labels.append(label)
    return labels


def _count(steps: float, last: float) -> str:
    """Write a number of steps: 800; or 20k and 1.5M, where the last one has many digits."""
    letter = next(name for least, name in STEP_UNITS if last >= least)
    return f"${steps / STEP_SIZES[letter]:g}${letter if steps else ''}"


def _round_ticks(top: float, most: int) -> FloatArray:
    """Return multiples of 1, 2 or 5 times a power of ten from 0 to `top`, at most `most` steps."""
    step = round_step(top / most)
    return np.asarray(np.arange(0, np.floor(top / step * (1 + 1e-9)) + 1) * step)


def _readout(area: Area, theme: Theme, labels: tuple[str, str], run: Trajectory) -> list[FactLine]:
    """Set `step 800` and `loss 0.0082` above the curves, each at a left edge that stays.

    There is room for the largest step and loss, and both shrink where the panel is too narrow.
    """
    step = Fact("step", lead=labels[0], count=len(run.batch_loss))
    lines = [FactLine(fact, theme) for fact in (step, loss_fact(run, labels[1], theme))]
    x, base = area.left + 0.1, area.top - (0.25 if area.height < LOW else 0.4)
    for line in lines:
        line.shift((x, base, 0.0))
        x = max(line.get_right()[0] + NUMBERS_APART, area.left + SECOND_NUMBER * area.width)
    both = Group(*lines)
    if both.width > area.width:
        both.scale(area.width / both.width, about_point=np.array([area.left, base, 0.0]))
    return lines


def loss_fact(run: Trajectory, name: str, theme: Theme) -> Fact:
    """Return the line of a run's loss, with room for its largest value.

    It has as many decimals as its least value needs, and fewer where its largest is long.
    """
    loss = run.loss.astype(np.float64)
    most, least = float(loss.max()), float(loss[loss > 0].min(initial=1.0))
    needed = max(LOSS_DECIMALS, DIGITS_OF_LEAST - 1 - int(np.floor(np.log10(least))))
    decimals = min(needed, max(MOST_DIGITS - len(f"{most:.0f}"), 0))
    return Fact("loss", lead=name, count=most, decimals=decimals, color=theme.loss)
