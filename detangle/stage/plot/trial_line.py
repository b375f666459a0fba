"""A straight line that looks for a cut between two classes, with what it gets right."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.utils.rate_functions import smootherstep
from numpy.typing import NDArray

from detangle.analysis.lines import Line, Sweep, line_at
from detangle.look.theme import Theme
from detangle.stage.motion.fades import Together, Uncopied
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.placed import InPlane
from detangle.stage.plot.view import View
from detangle.stage.text.number import Number

Array = NDArray[np.float64]

SMOOTHING = 0.05
"""Width, as a share of a whole turn, over which the best offsets are averaged: no line jumps."""


MIDDLE = (0.25, 0.75)
"""Shares of the points between which the swinging line stays: beyond, there is no cut to see."""


class CandidateLine(InPlane, Strokes):
    """A straight line across the whole view.

    Parameters
    ----------
    line
        Where it is.
    view
        How the plane is shown.
    theme
        Colour and width.
    """

    def __init__(self, line: Line, view: View, theme: Theme) -> None:
        self.view = view
        super().__init__(
            np.zeros((2, 2)), color=theme.highlight, width=theme.line_width, clip=view.area.box
        )
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        """Move it to another line."""
        self.line = line
        low, high = self.view.bounds
        length = float(np.linalg.norm(line.normal))
        normal = line.normal / length
        middle = (low + high) / 2
        foot = middle - (middle @ normal + line.offset / length) * normal
        along = np.array([-normal[1], normal[0]]) * float(np.linalg.norm(high - low))
        self.show_at(np.stack([foot - along, foot + along]), self.view)


class LineSearch(Together):
    """Swing a line once around, and stop at the best one; the numbers count what it gets right.

    The line turns evenly; in each direction it lies near the best offset that leads through the
    middle half of the points, averaged over neighbouring directions. What is counted is what this
    very line gets right.

    Parameters
    ----------
    candidate
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
        candidate: CandidateLine,
        found: Sweep,
        points: Array,
        labels: NDArray[np.int64],
        now: Number,
        best: Number,
        **kwargs: Any,
    ) -> None:
        self.candidate, self.found = candidate, found
        self.data = (points, labels)
        self.now, self.best = now, best
        self.end = float(found.angles[found.right.argmax()])
        self.offsets = _averaged(_through(points, found))
        self.top = 0.0
        candidate.show_line(self.line_of(0.0))
        super().__init__([candidate, now, best], **{"rate_func": smootherstep, **kwargs})

    def line_of(self, t: float) -> Line:
        """Return the line at a time from 0 to 1; at 1 it is the best one."""
        angle = self.end - 2 * np.pi * (1 - t)
        turn = 2 * np.pi
        place = np.append(self.found.angles, turn)
        offset = np.interp(angle % turn, place, np.append(self.offsets, self.offsets[0]))
        exact = self.found.best.offset
        near = max(0.0, 1 - (1 - t) / SMOOTHING)  # the averages' last stretch leads to the best
        return line_at(angle, float((1 - near) * offset + near * exact))

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the line of this instant, and count."""
        line = self.found.best if alpha >= 1 else self.line_of(self.rate_func(alpha))
        self.candidate.show_line(line)
        share = float(line.right(*self.data).mean())
        share = max(share, 1 - share)  # whichever side is called which
        self.top = max(self.top, share)
        self.now.set_value(100 * share)
        self.best.set_value(100 * self.top)


class TurnLine(Uncopied):
    """Turn a candidate into another line, the shorter way around."""

    def __init__(self, candidate: CandidateLine, end: Line, **kwargs: Any) -> None:
        self.candidate = candidate
        self.ends = (_polar(candidate.line), _polar(end))
        self.last = end
        super().__init__(candidate, **{"rate_func": smootherstep, **kwargs})

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the line of this instant."""
        t = self.rate_func(alpha)
        (a, c), (b, d) = self.ends
        turn = (b - a + np.pi) % (2 * np.pi) - np.pi
        way = line_at(a + t * turn, (1 - t) * c + t * d)
        self.candidate.show_line(self.last if alpha >= 1 else way)


def _polar(line: Line) -> tuple[float, float]:
    """Return the angle of a line's normal, and its offset in units of the plane."""
    x, y = line.normal
    return float(np.arctan2(y, x)), line.offset / float(np.hypot(x, y))


def _through(points: Array, found: Sweep) -> Array:
    """Keep the offsets where a quarter of the points at least is on either side."""
    along = points @ np.stack([np.cos(found.angles), np.sin(found.angles)])
    low, high = np.quantile(along, MIDDLE, axis=0)
    return np.asarray(-np.clip(-found.offsets, low, high))


def _averaged(offsets: Array) -> Array:
    """Average around the circle of directions by a Gaussian."""
    from scipy.ndimage import gaussian_filter1d  # slow to import: only where a line is sought

    return np.asarray(gaussian_filter1d(offsets, SMOOTHING * len(offsets), mode="wrap"))
