"""The phases of a training, found from its own loss and accuracy, and smoothing of the loss."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray

Kind = Literal["fall", "slow", "solved"]

SMOOTHING_WIDTH = 0.04
"""Fraction of the recorded steps over which the loss is averaged before its corners are sought."""
CORNER_HEIGHT = 0.05
"""Distance of the loss from a straight line that makes a corner, as a fraction of its range."""
NEAR_SOLVED = 0.1
"""Corners nearer to the last error than this fraction of the run are dropped."""
ALPHA = 0.95
"""Weight of the past in the smoothed loss."""
SHORTEST = 0.03
"""A phase of fewer steps than this, as a fraction of all, is joined to the one before."""
LEAST_CHANGE = 0.1
"""A loss that changes by less than this fraction of its largest value has no corners."""
MOST_PHASES = 4
"""Smaller corners are left out until there are no more phases than this."""
COARSER = 1.5
"""Factor by which corners are smaller that are left out next."""


@dataclass(frozen=True)
class Phase:
    """A stretch of training.

    Parameters
    ----------
    kind
        `fall`: the loss falls faster than on average over the run; `slow`: it does not;
        `solved`: every point is classified correctly from its first step to the end of the run.
    start, end
        Recorded steps.
    """

    kind: Kind
    start: int
    end: int


def phases(steps: ArrayLike, loss: ArrayLike, accuracy: ArrayLike) -> list[Phase]:
    """Cut a training into phases at the corners of its loss, and where the last error goes.

    A loss that hardly changes has no corners. Of a loss with many corners the large ones count, so
    that there are at most `MOST_PHASES` phases.

    Parameters
    ----------
    steps, loss, accuracy
        (S,) each, at the recorded steps.
    """
    times = np.asarray(steps, dtype=np.float64)
    x = (times - times[0]) / (times[-1] - times[0])
    smooth = moving_average(loss, max(int(SMOOTHING_WIDTH * len(x)), 1))
    changes = np.ptp(smooth) >= LEAST_CHANGE * np.abs(smooth).max()
    y, solved = _unit(smooth) if changes else np.zeros_like(smooth), solved_from(accuracy)
    height, found = CORNER_HEIGHT, list[Phase]()
    while not found or len(found) > MOST_PHASES:
        found, height = _phases(times, x, y, solved, height), COARSER * height
    return found


def solved_from(accuracy: ArrayLike) -> int | None:
    """Return the first record from which every point is right until the end; None if none is."""
    right = np.asarray(accuracy, dtype=np.float64) >= 1
    wrong = np.flatnonzero(~right)
    first = int(wrong[-1]) + 1 if len(wrong) else 0
    return first if first < len(right) else None


def corners(x: FloatArray, y: FloatArray, tolerance: float) -> list[int]:
    """Return the vertices of a polyline that is within a tolerance of a curve, along y.

    It is cut at the farthest point, again and again (Ramer 1972; Douglas & Peucker 1973).
    """
    done, open_parts = {0, len(x) - 1}, [(0, len(x) - 1)]
    while open_parts:
        a, b = open_parts.pop()
        chord = np.interp(x[a : b + 1], x[[a, b]], y[[a, b]])
        away = np.abs(y[a : b + 1] - chord)
        if away.max() > tolerance:
            middle = a + int(away.argmax())
            done.add(middle)
            open_parts += [(a, middle), (middle, b)]
    return sorted(done)


def smooth_loss(batch_loss: ArrayLike, alpha: float = ALPHA) -> FloatArray:
    """Smooth exponentially: y[t] = α y[t-1] + (1 - α) x[t], started at its steady state.

    Parameters
    ----------
    batch_loss
        x, (T,).
    alpha
        α, from 0 (no smoothing) to below 1.

    Returns
    -------
    ndarray
        y, (T,) float64, with y[0] = x[0]: the filter starts as if x had always been x[0].

    Examples
    --------
    >>> smooth_loss([1.0, 0.0, 0.0], alpha=0.5)
    array([1.  , 0.5 , 0.25])
    """
    x = np.asarray(batch_loss, dtype=np.float64)

    def step(past: float, now: float) -> float:
        return alpha * past + (1 - alpha) * now

    return np.array(list(accumulate(x.tolist(), step)))


def moving_average(values: ArrayLike, width: int) -> FloatArray:
    """Average each value with its neighbours, the nearer ones counting more (a Hann window).

    Beyond its ends the curve goes on as if turned about them by half a turn, so that the ends stay
    where they are and keep their slope.

    Parameters
    ----------
    values
        (M,).
    width
        How many values are averaged; it is made odd, and at most 2 M - 1.

    Returns
    -------
    ndarray
        (M,) float64.
    """
    given = np.asarray(values, dtype=np.float64)
    half = min(width // 2, len(given) - 1)
    weights = np.hanning(2 * half + 3)[1:-1]
    padded = np.pad(given, half, mode="reflect", reflect_type="odd")
    return np.convolve(padded, weights / weights.sum(), mode="valid")


def _phases(
    times: FloatArray, x: FloatArray, y: FloatArray, solved: int | None, height: float
) -> list[Phase]:
    """Cut at the corners of some height, and join neighbours of one kind."""
    ends = _cuts(x, y, solved, height)
    kinds = [_kind(x, y, a, b, solved) for a, b in pairwise(ends)]
    kept = [0, *(i for i in range(1, len(kinds)) if kinds[i] != kinds[i - 1])]
    borders = [ends[i] for i in kept] + [ends[-1]]
    marks = [int(times[i]) for i in borders]
    return [Phase(kinds[i], a, b) for i, (a, b) in zip(kept, pairwise(marks), strict=True)]


def _cuts(x: FloatArray, y: FloatArray, solved: int | None, height: float) -> list[int]:
    """Return the records at which parts begin and end."""
    found = corners(x, y, height)
    inner = found[1:-1]
    if solved is not None and 0 < solved < len(x) - 1:
        far = [i for i in inner if abs(x[i] - x[solved]) > NEAR_SOLVED]
        inner = sorted([*far, solved])
    ends = [0]
    for i in inner:
        if x[i] - x[ends[-1]] >= SHORTEST and 1 - x[i] >= SHORTEST:
            ends.append(i)
    return [*ends, len(x) - 1]


def _kind(x: FloatArray, y: FloatArray, a: int, b: int, solved: int | None) -> Kind:
    if solved is not None and a >= solved:
        return "solved"
    return "fall" if y[a] - y[b] > x[b] - x[a] else "slow"


def _unit(values: FloatArray) -> FloatArray:
    """Map values to 0 to 1; all to 0 if they are the same."""
    span = float(np.ptp(values))
    return np.asarray((values - values.min()) / span if span > 0 else values * 0)
