"""The decision in the plane of a layer: line, tinted regions, half-planes, and probability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import Self

import numpy as np
from manim import Mobject, Polygon, VMobject
from numpy.typing import ArrayLike

from detangle._typing import ByteArray, FloatArray
from detangle.analysis.regions import RESOLUTION, Regions, regions
from detangle.errors import DetangleError
from detangle.geometry import subdivision
from detangle.geometry.polylines import positive_part
from detangle.look.depth import Depth
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.run.snapshot import Snapshot
from detangle.stage.paint.kernels.spread import spread
from detangle.stage.paint.pieces import Pieces
from detangle.stage.paint.projection import Projected
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.placed import PlacedPaint
from detangle.stage.plot.view import View

MARGIN = 0.01
"""Fraction of the view by which regions reach beyond it, so that their outer sides are not seen."""
CERTAIN = 1.75
"""Opacity of the shade where a class is certain, as a multiple of the theme's tint."""
NODES = 32
"""Places in a scene unit at which the log odds are computed; between them they are linear."""

LogOdds = Callable[[FloatArray], FloatArray]


def visible_regions(
    snapshot: Snapshot, layer: int, view: View, resolution: int = RESOLUTION
) -> Regions:
    """Find the regions of a layer's plane, as far as a view shows it."""
    low, high = view.bounds
    margin = MARGIN * (high - low)
    return regions(snapshot, layer, low - margin, high + margin, resolution)


def shape_in_view(snapshot: Snapshot, layer: int, view: View) -> dict[str, float]:
    """Return what words may say of the decision boundary in a layer's plane, as far as it is seen.

    Returns
    -------
    `pieces`, their number, and `bend`, the farthest that one of them goes from a straight line, as
    a fraction of the view's longer side.
    """
    found, (low, high) = visible_regions(snapshot, layer, view), view.bounds
    return {"pieces": len(found.boundary.lengths), "bend": found.bend / float((high - low).max())}


class DecisionLine(PlacedLines[View]):
    """Where two classes have the same score, clipped to the view's area.

    It is a straight line in the plane of the last layer, and pulled back to a curve in those
    before. Its vertices are at all creases, so a `Flow` carries it through the layers exactly.

    Parameters
    ----------
    snapshot
        The network.
    layer
        In whose plane: 0 is the input.
    view
        How the plane is shown.
    theme
        Colour and width.
    """

    def __init__(self, snapshot: Snapshot, layer: int, view: View, theme: Theme) -> None:
        line = visible_regions(snapshot, layer, view).boundary
        super().__init__(line, view, color=theme.highlight, width=theme.line_width)


class Tints(PlacedPaint[View]):
    """Filled shapes in the plane of a layer, each colour laid once, clipped to the view's area.

    Shapes of one colour that touch are one shape, without a seam.

    Parameters
    ----------
    sides
        (2 M, 2) the two ends of each side, those of one colour after those of another.
    counts
        How many sides each colour has.
    view
        How they are shown.
    colors
        One for each of the counts.
    opacity
        Of all.
    """

    handed_over = ("counts",)

    def __init__(
        self,
        sides: FloatArray,
        counts: ArrayLike,
        view: View,
        colors: Sequence[str],
        opacity: float,
    ) -> None:
        super().__init__(sides, view, list(colors), inks=len(colors), opacity=opacity)
        self.counts = np.asarray(counts, dtype=np.int64)
        self.set_z_index(Depth.REGIONS)

    def reset_points(self) -> Self:
        """Forget all shapes."""
        self.counts = np.zeros(0, dtype=np.int64)
        return super().reset_points()

    def cut_where(self, values: FloatArray) -> Self:
        """Return the shapes without what lies where numbers (M,) at the corners are negative."""
        ends = np.cumsum(self.counts)[:-1]
        sides, heights = self.points.reshape(-1, 2, 3), values.reshape(-1, 2)
        pairs = zip(np.split(sides, ends), np.split(heights, ends), strict=True)
        parts = [positive_part(*pair) for pair in pairs]
        cut = copy(self)
        cut.points = np.concatenate(parts).reshape(-1, 3)
        cut.counts = np.array([len(part) for part in parts])
        return cut

    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Fill the shapes, one colour after another."""
        from detangle.stage.paint.kernels.polygons import fill_polygons  # numba is slow to import

        parts = np.split(seen.xy.reshape(-1, 4), np.cumsum(self.counts)[:-1])
        for sides, rgba in zip(parts, self.rgbas, strict=True):
            fill_polygons(pixels, sides, rgba, window=seen.window)


class DecisionRegions(Tints):
    """The regions of all classes, tinted in their colours, clipped to the view's area.

    Neighbouring cells of one class are one region, without a seam.

    Parameters
    ----------
    snapshot, layer, view, theme
        As of `DecisionLine`.
    """

    def __init__(self, snapshot: Snapshot, layer: int, view: View, theme: Theme) -> None:
        colors = [theme.class_color(i) for i in range(len(snapshot.readout_bias))]
        super().__init__(np.zeros((0, 2)), [0] * len(colors), view, colors, theme.tint)
        self.show_regions(visible_regions(snapshot, layer, view))

    def show_regions(self, found: Regions) -> Self:
        """Become regions that are known."""
        order = np.argsort(found.classes, kind="stable")
        self.counts = np.bincount(found.classes, minlength=found.n_classes)
        self.show_at(found.vertices[found.sides[order]].reshape(-1, 2), self.view)
        return self


class Decision(Pieces):
    """Line and regions of one network, found once for both.

    Parameters
    ----------
    snapshot, layer, view, theme
        As of `DecisionLine` and `DecisionRegions`.
    """

    def __init__(self, snapshot: Snapshot, layer: int, view: View, theme: Theme) -> None:
        self.layer = layer
        self.tints = DecisionRegions(snapshot, layer, view, theme)
        self.line = DecisionLine(snapshot, layer, view, theme)
        super().__init__(self.tints, self.line)

    @property
    def live(self) -> list[Mobject]:
        """What changes with the moment, back to front."""
        return [self.tints, self.line]

    def at(self, moment: Moment) -> Self:
        """Become the decision of a moment."""
        return self.show_regions(visible_regions(moment.snapshot, self.layer, self.tints.view))

    def show_regions(self, found: Regions) -> Self:
        """Become the decision of regions that are known."""
        self.tints.show_regions(found)
        self.line.show_lines(found.boundary, self.line.view)
        return self


def half_plane(normal: FloatArray, offset: float, view: View) -> VMobject:
    """Return the visible part of the half-plane where `normal @ h + offset > 0`, without a tint."""
    corners = subdivision.half_plane(normal, offset, *view.bounds)
    shape = VMobject() if corners is None else Polygon(*view.place(corners))
    return shape.set_stroke(width=0).set_fill(opacity=0).set_z_index(Depth.REGIONS)


class ProbabilityShade(PlacedPaint[View]):
    """P(class 1) over all that a view shows: the likelier class's colour, |2 p - 1| strong.

    Parameters
    ----------
    log_odds
        Maps (M, 2) coordinates to (M,) log p / (1 - p) of class 1.
    view
        How the plane is shown.
    theme
        Colours and opacity.
    """

    handed_over = ("odds",)

    def __init__(self, log_odds: LogOdds, view: View, theme: Theme) -> None:
        low, high = view.bounds
        corners = np.array([low, (high[0], low[1]), high, (low[0], high[1])])
        colors, opacity = [theme.class_color(i) for i in (0, 1)], min(CERTAIN * theme.tint, 1.0)
        super().__init__(corners, view, colors, inks=2, opacity=opacity)
        self.set_z_index(Depth.SHADE)
        size = np.ceil(NODES * view.unit * (high - low)).astype(int) + 1
        x, y = (np.linspace(a, b, n) for a, b, n in zip(low, high, size, strict=True))
        places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        odds = np.asarray(log_odds(places), dtype=np.float64)
        if odds.shape != (len(places),):
            raise DetangleError(f"log_odds of (M, 2) places must be (M,), not {odds.shape}")
        self.odds = odds.reshape(len(y), len(x))

    def reset_points(self) -> Self:
        """Forget the map."""
        self.odds = np.zeros((0, 0))
        return super().reset_points()

    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Lay the shade over the pixels of its window."""
        from detangle.stage.paint.kernels.blending import visible  # numba is slow to import

        if not np.isfinite(seen.xy).all():
            return
        left, top, right, bottom = visible(pixels, seen.window)
        columns, rows = np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5
        odds = spread(self.odds, seen.xy, columns, rows)
        part = pixels[top:bottom, left:right]
        winner = (odds > 0).astype(np.int64)
        # |2 p - 1| = |tanh(odds / 2)|
        opacity = (np.abs(np.tanh(odds / 2)) * self.rgbas[winner, 3])[..., None]
        ink = np.concatenate([self.rgbas[:, :3], np.ones((2, 1))], axis=1)[winner]
        part[:] = np.rint(part * (1 - opacity) + 255 * ink * opacity)
