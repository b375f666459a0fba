"""Points that go to other places one after another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PEAK = 1.5
"""Greatest speed of a point over its mean speed."""


@dataclass(frozen=True, eq=False)
class Wave:
    """Go straight to other places, each point at a time of its own; a motion as in `geometry`.

    Parameters
    ----------
    target
        (N, 2) where they go.
    times
        (N,) when each begins, from 0 to 1 over all such times.
    share
        The part of the whole that each takes.
    """

    target: Array
    times: Array
    share: float

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, 2) points to where they are at time t."""
        own = np.clip((t - self.times * (1 - self.share)) / self.share, 0, 1)[:, None]
        gone = own * own * (3 - 2 * own)
        return np.where(own == 1, self.target, (1 - gone) * points + gone * self.target)

    def least_time(self, points: Array, unit: float, fastest: float) -> float:
        """Return how long it must take, in seconds, so that no dot is faster than some units."""
        way = float(np.linalg.norm(self.target - points, axis=1).max(initial=0.0)) * unit
        return PEAK * way / self.share / fastest
