"""A straight line that looks for a cut between two classes, and counts what it gets right."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.utils.rate_functions import smootherstep

from detangle._typing import FloatArray, IntArray
from detangle.analysis.separation import BestLines, SeparatingLine, heights, line_at
from detangle.stage.motion.tween import Setter, Tween
from detangle.stage.plot.lines import TrialLine
from detangle.stage.text.number import Number

SMOOTHING = 0.05
"""Width, as a fraction of a whole turn, over which the best offsets are averaged: no line jumps."""
QUARTILES = (0.25, 0.75)
"""Fractions of the points between which the swinging line stays: beyond, there is no cut to see."""


class LineSearch(Tween):
    """Swing a line once around, and stop at the best one; the numbers count what it gets right.

    The line turns evenly; in each direction it lies near the best offset that leads through the
    middle half of the points, averaged over neighbouring directions. What is counted is what this
    very line gets right. The first line is shown as soon as the animation is made.

    Parameters
    ----------
    trial
        The line.
    found
        The best offsets.
    points, labels
        (N, 2) and (N,): what is counted.
    now, best
        Numbers, in per cent: of this line, and of the best one so far.
    """

    def __init__(
        self,
        trial: TrialLine,
        found: BestLines,
        points: FloatArray,
        labels: IntArray,
        now: Number,
        best: Number,
        **kwargs: Any,
    ) -> None:
        self.trial, self.found = trial, found
        self.data = (points, labels)
        self.now, self.best = now, best
        self.end = float(found.angles[found.right.argmax()])
        self.offsets = _averaged(_through(points, found))
        self.show_at(0.0)
        items = [trial, now, best]
        super().__init__(items, self._from_start, **{"rate_func": smootherstep, **kwargs})

    def line_of(self, t: float) -> SeparatingLine:
        """Return the line at a time from 0 to 1; at 1 it is the best one."""
        if t == 1:
            return self.found.best
        angle = self.end - 2 * np.pi * (1 - t)
        turn = 2 * np.pi
        place = np.append(self.found.angles, turn)
        offset = np.interp(angle % turn, place, np.append(self.offsets, self.offsets[0]))
        exact = self.found.best.offset
        near = max(0.0, 1 - (1 - t) / SMOOTHING)  # the averages' last stretch leads to the best
        return line_at(angle, float((1 - near) * offset + near * exact))

    def show_at(self, t: float, top: float = 0.0) -> float:
        """Show the line of a time, and count; return the best fraction so far."""
        line = self.line_of(t)
        self.trial.show_line(line)
        right = float(line.right(*self.data).mean())
        right = max(right, 1 - right)  # whichever side is called which
        top = max(top, right)
        self.now.set_value(100 * right)
        self.best.set_value(100 * top)
        return top

    def _from_start(self) -> Setter:
        top = 0.0

        def set_at(t: float) -> None:
            nonlocal top
            top = self.show_at(t, top)

        return set_at


def turn_line(trial: TrialLine, end: SeparatingLine, **kwargs: Any) -> Tween:
    """Turn a line into another one, the shorter way around."""

    def set_up() -> Setter:
        (a, c), (b, d) = _polar(trial.line), _polar(end)
        turn = (b - a + np.pi) % (2 * np.pi) - np.pi

        def set_at(t: float) -> None:
            trial.show_line(end if t == 1 else line_at(a + t * turn, (1 - t) * c + t * d))

        return set_at

    return Tween([trial], set_up, **{"rate_func": smootherstep, **kwargs})


def _polar(line: SeparatingLine) -> tuple[float, float]:
    """Return the angle of a line's normal, and its offset in units of the plane."""
    x, y = line.normal
    return float(np.arctan2(y, x)), line.offset / float(np.hypot(x, y))


def _through(points: FloatArray, found: BestLines) -> FloatArray:
    """Keep the offsets where a quarter of the points at least is on either side."""
    blocks = heights(points, found.angles)
    low, high = np.hstack([np.quantile(along, QUARTILES, axis=0) for along in blocks])
    return np.asarray(-np.clip(-found.offsets, low, high))


def _averaged(offsets: FloatArray) -> FloatArray:
    """Average around the circle of directions by a Gaussian."""
    from scipy.ndimage import gaussian_filter1d  # slow to import: only where a line is sought

    return np.asarray(gaussian_filter1d(offsets, SMOOTHING * len(offsets), mode="wrap"))
