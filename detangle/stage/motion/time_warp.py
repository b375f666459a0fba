"""Time warps: which training step is shown at which second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray
from detangle.analysis.phases import moving_average

EVEN_FRACTION = 0.5
"""Fraction of the time that is spread over the steps evenly; the rest goes where the loss falls."""
SMOOTHING = 0.06
"""Fraction of the recorded steps over which a film's speed is averaged."""
LEAST_FRACTION = 0.1
"""Fraction of its proportional time that an interval gets at least, however short the film."""


@dataclass(frozen=True, eq=False)
class TimeWarp:
    """A map from training steps to seconds, straight between its knots.

    Parameters
    ----------
    steps
        (M,) the knots, increasing.
    times
        (M,) seconds at which they are shown, increasing from 0.
    """

    steps: FloatArray
    times: FloatArray

    @property
    def duration(self) -> float:
        """Seconds from the first step to the last."""
        return float(self.times[-1])

    @property
    def speeds(self) -> FloatArray:
        """Steps a second between each two knots, (M - 1,): the slope of the map from time."""
        return np.asarray(np.diff(self.steps) / np.diff(self.times))

    def time_of(self, step: float) -> float:
        """Return the second at which a step is shown."""
        return float(np.interp(step, self.steps, self.times))

    def step_at(self, time: float) -> float:
        """Return the step that is shown at a second."""
        return float(np.interp(time, self.times, self.steps))

    def speed_at(self, step: float) -> float:
        """Return how many steps a second pass at a step; at a knot, from there on."""
        after = int(np.searchsorted(self.steps, step, side="right"))
        return float(self.speeds[min(max(after - 1, 0), len(self.steps) - 2)])


def time_warp(
    steps: ArrayLike, falls: ArrayLike, seconds: float, least: ArrayLike = 0.0
) -> TimeWarp:
    """Give each interval time for its steps, and time for the loss that is lost in it.

    `EVEN_FRACTION` of the time is spread over the steps, the rest over the falls; but an interval
    takes its `least` time if that is more. Then all others get less, so that the sum stays. If that
    would leave them too little, the whole takes longer than `seconds`.

    Parameters
    ----------
    steps
        (M,) recorded steps, increasing.
    falls
        (M - 1,) how far the loss falls from each to the next, never below 0.
    seconds
        How long the whole takes.
    least
        (M - 1,) seconds that each interval takes at least.
    """
    knots = np.asarray(steps, dtype=np.float64)
    lost = np.asarray(falls, dtype=np.float64)
    fractions = np.diff(knots) / (knots[-1] - knots[0])
    if lost.sum() > 0:
        fractions = EVEN_FRACTION * fractions + (1 - EVEN_FRACTION) * lost / lost.sum()
    floor = np.broadcast_to(np.asarray(least, dtype=np.float64), fractions.shape)
    scale = max(_scale(fractions, floor, seconds), LEAST_FRACTION * seconds)
    lasting = np.maximum(scale * fractions, floor)
    return TimeWarp(knots, np.concatenate([[0.0], np.cumsum(lasting)]))


def loss_falls(loss: ArrayLike, window: float = SMOOTHING) -> FloatArray:
    """Return how far the smoothed loss (S,) falls from each record to the next, (S - 1,).

    The falls are smoothed as well, so that a film's speed changes gently.
    """
    values = np.asarray(loss, dtype=np.float64)
    width = max(int(window * len(values)), 1)
    down = np.maximum(-np.diff(moving_average(values, width)), 0.0)
    return np.maximum(moving_average(down, width), 0.0)


def envelope(values: ArrayLike, window: float = SMOOTHING) -> FloatArray:
    """Return a smooth curve that is nowhere below the values, (M,).

    It is the moving average of the moving maximum over the same window: each of the averaged
    maxima is taken over a window that holds the value itself.
    """
    given = np.asarray(values, dtype=np.float64)
    reach = max(int(window * len(given)), 1) // 2
    padded = np.pad(given, 2 * reach, mode="edge")
    most = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(axis=1)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(most, 2 * reach + 1).mean(axis=1))


def _scale(fractions: FloatArray, floor: FloatArray, seconds: float) -> float:
    """Return c for which the greater of c · fraction and floor, each time, add up to the seconds.

    Intervals whose floor is the greater one are those of the largest floor / fraction: with the n
    others, c is the time that is left over the sum of their fractions. The right n is the largest
    for which c still reaches the floor of the n-th.
    """
    order = np.argsort(floor / fractions)
    above = floor.sum() - np.cumsum(floor[order])
    candidates = (seconds - above) / np.cumsum(fractions[order])
    fits = np.flatnonzero(candidates >= (floor / fractions)[order])
    return float(candidates[fits[-1]]) if len(fits) else 0.0
