"""What a clamp looks like: a shutter closes on an axis, and points pile up there."""

from __future__ import annotations

import numpy as np

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.geometry.polylines import Polylines
from detangle.look.theme import Theme
from detangle.stage.motion.tween import Setter, Tween
from detangle.stage.plot.decision import Tints
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.view import View

EDGE_OPACITY, EDGE_WIDTH = 0.5, 0.5
"""Opacity of the shutter's edge, and its stroke width as a fraction of the theme's `line_width`."""
BINS = 8
"""Bars between two lines of the reference grid."""
LONGEST, PER_POINT = 2.4, 0.068
"""Units: the longest bar at most, and what a point adds to one at most."""
FOOT = 1.3
"""Where the bars begin, in radii of a dot from the axis."""
BAR = 0.42
"""Opacity of the bars."""


class ShutterEdge(PlacedLines[View]):
    """The outer edge of a shutter."""


class Shutter:
    """The half of a view that a motion is going to press onto an axis, and its outer edge.

    Both are moved by the motion itself: let them be among what it carries.

    Parameters
    ----------
    coordinate
        The half where this coordinate, 0 or 1, is negative.
    view
        How the plane is shown.
    theme
        Colours.
    """

    def __init__(self, coordinate: int, view: View, theme: Theme) -> None:
        low, high = view.bounds
        corners = np.array([low, low, high, high])
        corners[:, coordinate] = [min(low[coordinate], 0.0), 0.0, 0.0, min(low[coordinate], 0.0)]
        corners[[0, 1], 1 - coordinate] = low[1 - coordinate]
        corners[[2, 3], 1 - coordinate] = high[1 - coordinate]
        sides = np.stack([corners, np.roll(corners, -1, axis=0)], axis=1).reshape(-1, 2)
        self.half = Tints(sides, [4], view, [theme.highlight], theme.tint)
        edge = Polylines(corners[[0, 3]], np.array([2]))
        width = EDGE_WIDTH * theme.line_width
        self.edge = ShutterEdge(
            edge, view, color=theme.highlight, width=width, opacity=EDGE_OPACITY
        )

    @property
    def items(self) -> list[Placed[View]]:
        """What moves, back to front."""
        return [self.half, self.edge]


class PileUp(Tints):
    """Bars on an axis, as long as the number of points that were pressed there, by class.

    They stand in the half that is empty now, all at one scale.

    Parameters
    ----------
    coords
        (N, 2) where the points are now.
    labels
        (N,) class indices.
    pressed
        (N,) which of them were pressed onto the axis.
    coordinate
        Which coordinate is zero there.
    view
        How the plane is shown.
    theme
        Colours.
    """

    def __init__(
        self,
        coords: FloatArray,
        labels: IntArray,
        pressed: BoolArray,
        coordinate: int,
        view: View,
        theme: Theme,
    ) -> None:
        width = view.step / BINS
        bins = np.floor(coords[pressed, 1 - coordinate] / width).astype(int)
        first, classes = int(bins.min(initial=0)), int(labels.max()) + 1
        counts = np.zeros((int(bins.max(initial=0)) - first + 1, classes))
        np.add.at(counts, (bins - first, labels[pressed]), 1)
        ends = np.cumsum(counts, axis=1)
        unit = min(PER_POINT, LONGEST / max(float(ends.max()), 1.0)) / view.unit
        foot = FOOT * theme.dot_radius / view.unit  # the points themselves lie on the axis
        found = []
        for kind in range(classes):
            for row in np.flatnonzero(counts[:, kind]):
                low = (first + row) * width
                far, near = ends[row, kind], ends[row, kind] - counts[row, kind]
                found.append(
                    _bar(low, low + width, -foot - unit * near, -foot - unit * far, coordinate)
                )
        bars = np.concatenate(found) if found else np.zeros((0, 2))
        sides = [4 * int((counts[:, kind] > 0).sum()) for kind in range(classes)]
        colors = [theme.class_color(kind) for kind in range(classes)]
        super().__init__(bars, sides, view, colors, BAR)
        self.coordinate = coordinate

    def growing(self, run_time: float) -> Tween:
        """Return the animation by which the bars grow from the axis."""

        def set_up() -> Setter:
            whole, factors = self.home, np.ones(2)

            def set_at(t: float) -> None:
                factors[self.coordinate] = t
                self.show_at(whole * factors, self.view)

            return set_at

        return Tween([self], set_up, run_time=run_time)


def _bar(low: float, high: float, near: float, far: float, coordinate: int) -> FloatArray:
    """Return the four sides (8, 2) of a bar: where it is on the axis, and how far it goes."""
    along = np.array([low, high, high, low])
    out = np.array([near, near, far, far])
    corners = np.column_stack([out, along] if coordinate == 0 else [along, out])
    return np.stack([corners, np.roll(corners, -1, axis=0)], axis=1).reshape(-1, 2)
