"""Lines that are drawn from their beginnings, each at a time of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.utils.rate_functions import linear
from numpy.typing import ArrayLike, NDArray

from detangle.stage.motion.fades import Uncopied
from detangle.stage.plot.grid import PlaneLines
from detangle.stage.plot.view import View

Array = NDArray[np.float64]


class Unroll(Uncopied):
    """Draw each line string from its first vertex to its last one.

    Parameters
    ----------
    lines
        The lines, whole as they are at the end.
    view
        How they are shown.
    times
        (L,) when each string begins, from 0 to 1 over all such times; all at once by default.
    share
        The part of the animation that each string takes.
    """

    def __init__(
        self,
        lines: PlaneLines,
        view: View,
        times: ArrayLike = 0.0,
        share: float = 1.0,
        **kwargs: Any,
    ) -> None:
        self.lines, self.view, self.share = lines, view, share
        self.times = np.broadcast_to(np.asarray(times, dtype=np.float64), lines.lengths.shape)
        self.whole = lines.coords.copy()
        super().__init__(lines, **{"rate_func": linear, "introducer": True, **kwargs})

    def interpolate_mobject(self, alpha: float) -> None:
        """Draw as much of every string as there is at this instant."""
        begun = (self.rate_func(alpha) - self.times * (1 - self.share)) / self.share
        t = np.clip(begun, 0, 1)
        drawn = unrolled(self.whole, self.lines.lengths, t * t * (3 - 2 * t))
        self.lines.show_at(drawn, self.view)


def unrolled(vertices: Array, lengths: NDArray[np.int64], shares: Array) -> Array:
    """Return the vertices of the first parts of line strings; what is behind waits at their ends.

    Parameters
    ----------
    vertices
        (M, 2) of all strings, one after another.
    lengths
        (L,) vertices of each.
    shares
        (L,) how much of each string's length there is. Of 0 there is nothing: no number at all.
    """
    owner = np.repeat(np.arange(len(lengths)), lengths)
    steps = np.linalg.norm(np.diff(vertices, axis=0, prepend=vertices[:1]), axis=1)
    steps[np.cumsum(lengths) - lengths] = 0.0
    way = np.cumsum(steps)  # along all strings, as if the next one began where one ends
    first, last = way[np.cumsum(lengths) - lengths], way[np.cumsum(lengths) - 1]
    reach = (first + shares * (last - first))[owner]
    # Strings are told apart by a whole number each, so that none reaches into the next one.
    scale = 1.0 / max(float(way[-1]), 1e-12)
    place = way * scale + 2 * owner
    asked = np.minimum(way, reach) * scale + 2 * owner
    drawn = np.column_stack([np.interp(asked, place, vertices[:, axis]) for axis in range(2)])
    drawn[(shares == 0)[owner]] = np.nan
    return np.where((asked == place)[:, None] & (shares > 0)[owner, None], vertices, drawn)
