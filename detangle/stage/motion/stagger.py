"""Many things that change together, or one after another."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.utils.rate_functions import linear, smoothstep
from numpy.typing import ArrayLike

from detangle.geometry.motions import staggered
from detangle.stage.motion.tween import Tween

NEVER = np.inf
"""The time of a thing that does not change."""


class StaggeredTween(Tween):
    """A tween of many things, each of which may have a time of its own.

    Parameters
    ----------
    items, set_up
        As of `Tween`, but the setter takes the (N,) times of all things, or one for all.
    times
        (N,) when each of them begins to change, from 0 for the first to 1 for the last; `NEVER` for
        those that stay as they are. By default all change together.
    fraction
        The fraction of the animation that each takes, if they have times.
    """

    def __init__(
        self, *args: Any, times: ArrayLike | None = None, fraction: float = 1.0, **kwargs: Any
    ) -> None:
        self.times = None if times is None else np.asarray(times, dtype=np.float64)
        self.fraction = fraction
        ease = smoothstep if times is None else linear  # with times, each thing is eased by itself
        super().__init__(*args, **{"rate_func": ease, **kwargs})

    def interpolate_mobject(self, alpha: float) -> None:
        """Set each thing at its own time."""
        t = self.rate_func(alpha)
        self.set_at(t if self.times is None else staggered(t, self.times, self.fraction))
