"""The weights between two columns of units, as lines: solid above zero, dashed below."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VGroup, VMobject

from detangle._typing import FloatArray, IntArray
from detangle.look.theme import Theme
from detangle.stage.paint.anchor import ShapeAnchor
from detangle.stage.paint.strokes import WIDTH_UNIT

DASH = 0.08
"""Length of a dash, as a fraction of the columns' distance."""
SPACE = 0.8
"""Length of the space between two dashes, as a fraction of a dash."""
_CORNERS = np.array([[0, 1], [0, -1], [1, -1], [1, 1], [0, 1]])
"""A bar's outline: which end, and which side of the line between the ends."""
_THIRDS = np.arange(4) / 3
"""Where a straight Bézier curve has its points."""


class WeightLines(VGroup):
    """Lines from each unit of a column to each unit of the next.

    Parameters
    ----------
    start, end
        Middles of the units, (M, 2) and (N, 2).
    radius
        Of the units: lines stop there.
    theme
        Colours, and the width of the largest weight.
    """

    def __init__(self, start: FloatArray, end: FloatArray, radius: float, theme: Theme) -> None:
        lines = _lines(start, end, radius)
        dash = DASH * abs(float(end[0, 0] - start[0, 0]))
        self.full = theme.edge_width * WIDTH_UNIT
        self.solid = Bars(lines, np.arange(len(lines)), theme.positive)
        self.dashed = Bars(*_dashes(lines, dash), theme.negative)
        self.anchor = ShapeAnchor()
        super().__init__(self.solid, self.dashed, self.anchor)

    def set_weights(self, weight: FloatArray) -> Self:
        """Show (N, M) weights, as fractions of the one that is drawn in full width."""
        widths = self.full * weight.ravel()
        self.solid.set_widths(np.maximum(widths, 0))
        self.dashed.set_widths(np.maximum(-widths, 0))
        self.anchor.carry(self.solid)
        self.anchor.carry(self.dashed)
        return self


class Bars(VMobject):
    """Straight bars of different widths, as one shape.

    Parameters
    ----------
    lines
        Both ends of each bar's middle line, (B, 2, 2).
    owners
        (B,) which edge each belongs to.
    color
        Of all of them.
    """

    def __init__(self, lines: FloatArray, owners: IntArray, color: str) -> None:
        super().__init__(fill_color=color, fill_opacity=1.0, stroke_width=0.0)
        self.lines, self.owners = lines, owners
        along = lines[:, 1] - lines[:, 0]
        self.normals = along[:, ::-1] * [-1, 1] / np.linalg.norm(along, axis=1, keepdims=True)

    def set_widths(self, widths: FloatArray) -> Self:
        """Set the width of each edge; those without a width are not drawn."""
        half = widths[self.owners, None, None] / 2
        seen = half[:, 0, 0] > 0
        ends, sides = _CORNERS.T
        corners = (self.lines[:, ends] + sides[:, None] * half * self.normals[:, None])[seen]
        first, last = corners[:, :-1, None], corners[:, 1:, None]
        curves = first + (last - first) * _THIRDS[:, None]
        self.points = np.zeros((curves.size // 2, 3))
        self.points[:, :2] = curves.reshape(-1, 2)
        return self


def _lines(start: FloatArray, end: FloatArray, radius: float) -> FloatArray:
    """Join all pairs, the ends' units one after another, and leave the units free: (E, 2, 2)."""
    lines = np.stack(np.broadcast_arrays(start[None], end[:, None]), axis=2).reshape(-1, 2, 2)
    along = lines[:, 1] - lines[:, 0]
    cut = radius * along / np.linalg.norm(along, axis=1, keepdims=True)
    return np.asarray(lines + np.stack([cut, -cut], axis=1))


def _dashes(lines: FloatArray, dash: float) -> tuple[FloatArray, IntArray]:
    """Cut each line into dashes of about this length, one at each end; and tell whose they are."""
    dashes, owners = [], []
    for owner, (first, last) in enumerate(lines):
        count = max(round(float(np.linalg.norm(last - first)) / dash / (1 + SPACE)), 1)
        each = 1 / (count + (count - 1) * SPACE)
        begin = np.arange(count) * each * (1 + SPACE)
        ends = np.stack([begin, begin + each], axis=1)[..., None]
        dashes.append(first + ends * (last - first))
        owners += [owner] * count
    return np.concatenate(dashes), np.array(owners)
