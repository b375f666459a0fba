"""The way of points and lines through the layers, played backwards: we know where each began."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detangle.geometry.motions import Motion
from detangle.stage.motion.carry import Carrying, least_time
from detangle.stage.plot.placed import InPlane
from detangle.stage.plot.view import View

Array = NDArray[np.float64]


class Rewind(Carrying):
    """One movement backwards. No inverse is needed: what is moved has gone this way before.

    Parameters
    ----------
    items
        What is carried; the last one is the points.
    starts
        Where each was when the movement began, (M, 2) each.
    motion
        The movement.
    view
        How coordinates are shown.
    run_time
        In seconds; longer if the points were too fast to follow.
    """

    def __init__(
        self,
        items: Sequence[InPlane],
        starts: Sequence[Array],
        motion: Motion,
        view: View,
        run_time: float,
        **kwargs: Any,
    ) -> None:
        self.starts, self.motion, self.view = list(starts), motion, view
        least = least_time(lambda t: view.place(motion(self.starts[-1], 1 - t)))
        super().__init__(items, run_time=max(run_time, least), **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show every item at this instant of the movement."""
        t = 1 - self.rate_func(alpha)
        for item, start in zip(self.items, self.starts, strict=True):
            item.show_at(self.motion(start, t), self.view)


def way_through(home: Array, motions: Sequence[Motion]) -> list[Array]:
    """Return where (M, 2) coordinates are before each movement, and after the last one."""
    return list(accumulate(motions, lambda here, motion: motion(here, 1.0), initial=home))
