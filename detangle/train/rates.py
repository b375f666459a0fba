"""How sure one can be of a rate that was counted."""

from __future__ import annotations

import math
from typing import NamedTuple

Z95 = 1.959963984540054
"""The normal distribution's 97.5 % point."""


class Interval(NamedTuple):
    """A share between 0 and 1, and between which shares it is with 95 % confidence."""

    share: float
    low: float
    high: float

    def __str__(self) -> str:
        """Write it in per cent."""
        return f"{self.share:.1%} (95 % interval {self.low:.1%} to {self.high:.1%})"


def wilson(successes: int, trials: int) -> Interval:
    """Return the share of successes with Wilson's score interval, which holds for few of them, too.

    The centre is (k + z²/2) / (n + z²), the half width z / (n + z²) √(k (n - k) / n + z²/4)
    (Wilson 1927).

    Parameters
    ----------
    successes
        k, from 0 to n.
    trials
        n, at least 1.

    Raises
    ------
    ValueError
        If there are no trials, or more successes than trials.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} of {trials} is no rate: it takes 0 <= k <= n, n >= 1")
    k, n, z = successes, trials, Z95
    center = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(k * (n - k) / n + z * z / 4)
    share = k / n
    return Interval(share, min(max(center - half, 0.0), share), max(min(center + half, 1.0), share))
