"""Time warps: which training step is shown at which second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle.analysis.phases import moving_average

Array = NDArray[np.float64]

EVEN = 0.5
"""Share of the time that is spread over the steps evenly; the rest goes where the loss falls."""
WINDOW = 0.06
"""Share of the recorded steps over which a film's speed is evened out."""
HURRY = 0.1
"""The least part of its own share of the time that an interval gets, however short the film."""


@dataclass(frozen=True, eq=False)
class Warp:
    """A map from training steps to seconds, straight between its knots.

    Parameters
    ----------
    steps
        (M,) the knots, increasing.
    times
        (M,) seconds at which they are shown, increasing from 0.
    """

    steps: Array
    times: Array

    @property
    def duration(self) -> float:
        """Seconds from the first step to the last."""
        return float(self.times[-1])

    @property
    def speeds(self) -> Array:
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


def warp(
    steps: ArrayLike,
    falls: ArrayLike,
    seconds: float,
    *,
    even: float = EVEN,
    least: ArrayLike = 0.0,
) -> Warp:
    """Give each interval time for its steps, and time for the loss that is lost in it.

    An interval gets `even` of its share of the steps and `1 - even` of its share of the falls, or
    its `least` time if that is more; then all others get less, so that the sum stays. If that would
    leave them too little, the whole takes longer than `seconds`.

    Parameters
    ----------
    steps
        (M,) recorded steps, increasing.
    falls
        (M - 1,) by how much the loss falls from each to the next, never below 0.
    seconds
        How long the whole takes.
    even
        From above 0 to 1.
    least
        (M - 1,) seconds that each interval takes at least.
    """
    knots = np.asarray(steps, dtype=np.float64)
    lost = np.asarray(falls, dtype=np.float64)
    shares = np.diff(knots) / (knots[-1] - knots[0])
    if lost.sum() > 0:
        shares = even * shares + (1 - even) * lost / lost.sum()
    floor = np.broadcast_to(np.asarray(least, dtype=np.float64), shares.shape)
    scale = max(_scale(shares, floor, seconds), HURRY * seconds)
    lasting = np.maximum(scale * shares, floor)
    return Warp(knots, np.concatenate([[0.0], np.cumsum(lasting)]))


def falls(loss: ArrayLike, window: float = WINDOW) -> Array:
    """Return by how much the smoothed loss (S,) falls from each record to the next, (S - 1,).

    The falls are smoothed as well, so that a film's speed changes gently.
    """
    values = np.asarray(loss, dtype=np.float64)
    width = max(int(window * len(values)), 1)
    down = np.maximum(-np.diff(moving_average(values, width)), 0.0)
    return np.maximum(moving_average(down, width), 0.0)


def envelope(values: ArrayLike, window: float = WINDOW) -> Array:
    """Return a smooth curve that is nowhere below the values, (M,).

    It is the moving average of the moving maximum over the same window: each of the averaged
    maxima is taken over a window that holds the value itself.
    """
    given = np.asarray(values, dtype=np.float64)
    reach = max(int(window * len(given)), 1) // 2
    padded = np.pad(given, 2 * reach, mode="edge")
    most = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(axis=1)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(most, 2 * reach + 1).mean(axis=1))


def _scale(shares: Array, floor: Array, seconds: float) -> float:
    """Return c for which the greater of c · share and floor, each time, add up to the seconds.

    Intervals whose floor is the greater one are those of the largest floor / share: with the n
    others, c is the time that is left over the sum of their shares. The right n is the largest for
    which c still reaches the floor of the n-th.
    """
    order = np.argsort(floor / shares)
    above = floor.sum() - np.cumsum(floor[order])
    candidates = (seconds - above) / np.cumsum(shares[order])
    fits = np.flatnonzero(candidates >= (floor / shares)[order])
    return float(candidates[fits[-1]]) if len(fits) else 0.0
