"""Smoothing a noisy loss."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from numpy.typing import ArrayLike, NDArray

ALPHA = 0.95
"""Share of the past in the smoothed loss."""


def smooth_loss(batch_loss: ArrayLike, alpha: float = ALPHA) -> NDArray[np.float64]:
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
    """
    x = np.asarray(batch_loss, dtype=np.float64)

    def step(past: float, now: float) -> float:
        return alpha * past + (1 - alpha) * now

    return np.array(list(accumulate(x.tolist(), step)))


def moving_average(values: ArrayLike, width: int) -> NDArray[np.float64]:
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
