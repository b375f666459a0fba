"""Lines that are drawn from their beginnings."""

from __future__ import annotations

from typing import Any

import numpy as np

from detangle._typing import FloatArray, IntArray
from detangle.stage.motion.stagger import StaggeredTween
from detangle.stage.motion.tween import Setter
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.placed import Placed


class Draw(StaggeredTween):
    """Draw each line string from its first vertex to its last one.

    Parameters
    ----------
    lines
        The lines, whole as they are at the end.
    times, fraction
        When each string is drawn, as of `StaggeredTween`; all together by default.
    """

    def __init__(self, lines: Strokes, **kwargs: Any) -> None:
        self.lines = lines
        super().__init__([lines], self._whole, **kwargs)

    def _whole(self) -> Setter:
        lines, lengths = self.lines, self.lines.lengths
        if isinstance(lines, Placed):
            coords = lines.coords
            return lambda t: lines.show_at(first_parts(coords, lengths, t), lines.view)
        points = lines.points
        return lambda t: lines.set_points_to(first_parts(points, lengths, t))


def first_parts(vertices: FloatArray, lengths: IntArray, fractions: FloatArray) -> FloatArray:
    """Return the vertices of the first parts of line strings; those behind wait at their ends.

    Parameters
    ----------
    vertices
        (M, D) of all strings, one after another.
    lengths
        (L,) vertices of each.
    fractions
        (L,) how much of each string's length there is, or one number for all. Where it is 0 the
        vertices are NaN: nothing is drawn.
    """
    fractions = np.broadcast_to(fractions, lengths.shape)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    steps = np.linalg.norm(np.diff(vertices, axis=0, prepend=vertices[:1]), axis=1)
    steps = np.nan_to_num(steps)  # a gap, where a vertex has no place, takes no time
    steps[np.cumsum(lengths) - lengths] = 0.0
    way = np.cumsum(steps)  # along all strings, as if the next one began where one ends
    first, last = way[np.cumsum(lengths) - lengths], way[np.cumsum(lengths) - 1]
    reach = (first + fractions * (last - first))[owner]
    # Strings are told apart by a whole number each, so that none reaches into the next one.
    scale = 1.0 / max(float(way[-1]), 1e-12)
    place = way * scale + 2 * owner
    asked = np.minimum(way, reach) * scale + 2 * owner
    drawn = np.column_stack([np.interp(asked, place, column) for column in vertices.T])
    drawn[(fractions == 0)[owner]] = np.nan
    exact = (fractions >= 1)[owner] | ((asked == place) & (fractions > 0)[owner])
    return np.where(exact[:, None], vertices, drawn)
