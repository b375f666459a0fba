"""The decision in the plane of a layer: the line between the classes, and the tinted regions."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import Group
from numpy.typing import NDArray

from detangle.analysis.regions import RESOLUTION, Regions, regions
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.stage.paint.painted import Painted, Projected, as_rgbas
from detangle.stage.plot.grid import PlaneLines
from detangle.stage.plot.placed import InPlane
from detangle.stage.plot.view import View

MARGIN = 0.01
"""Share of the view by which regions reach beyond it, so that their outer sides are not seen."""


def visible_regions(
    snapshot: Snapshot, layer: int, view: View, resolution: int = RESOLUTION
) -> Regions:
    """Find the regions of a layer's plane, as far as a view shows it."""
    low, high = view.bounds
    margin = MARGIN * (high - low)
    return regions(snapshot, layer, low - margin, high + margin, resolution)


class DecisionLine(PlaneLines):
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
        self.view = view
        line = visible_regions(snapshot, layer, view).boundary
        super().__init__(line, view, color=theme.highlight, width=theme.line_width)

    def show_network(self, snapshot: Snapshot, layer: int) -> Self:
        """Become the line of another network, such as that of the next frame."""
        return self.show_regions(visible_regions(snapshot, layer, self.view))

    def show_regions(self, found: Regions) -> Self:
        """Become the boundary of regions that are known."""
        self.lengths = found.boundary.lengths
        self.show_at(found.boundary.vertices, self.view)
        return self

    def show_at(self, coords: NDArray[np.float64], view: View) -> None:
        """Put it at other coordinates, seen through a view."""
        self.view = view
        super().show_at(coords, view)


class DecisionRegions(InPlane, Painted):
    """The regions of all classes, tinted in their colours, clipped to the view's area.

    Neighbouring cells of one class are one region, without a seam.

    Parameters
    ----------
    snapshot
        The network.
    layer
        In whose plane: 0 is the input.
    view
        How the plane is shown.
    theme
        Colours and opacity.
    """

    handed_over = ("counts",)

    def __init__(self, snapshot: Snapshot, layer: int, view: View, theme: Theme) -> None:
        super().__init__(clip=view.area.box)
        self.view = view
        colors = [theme.class_color(i) for i in range(len(snapshot.readout_bias))]
        self.rgbas = as_rgbas(colors, np.ones((len(colors), 4)))
        self.rgbas[:, 3] = theme.tint
        self.color = self.get_color()
        self.show_network(snapshot, layer)

    def reset_points(self) -> Self:
        """Forget all regions."""
        self.points, self.rgbas = np.zeros((0, 3)), np.zeros((0, 4))
        self.counts = np.zeros(0, dtype=np.int64)
        return self

    def show_network(self, snapshot: Snapshot, layer: int) -> Self:
        """Become the regions of another network, such as that of the next frame."""
        return self.show_regions(visible_regions(snapshot, layer, self.view))

    def show_regions(self, found: Regions) -> Self:
        """Become regions that are known."""
        order = np.argsort(found.classes, kind="stable")
        self.counts = np.bincount(found.classes, minlength=found.n_classes)
        self.show_at(found.vertices[found.sides[order]].reshape(-1, 2), self.view)
        return self

    def show_at(self, coords: NDArray[np.float64], view: View) -> None:
        """Put it at other coordinates, seen through a view."""
        self.view = view
        super().show_at(coords, view)

    def get_point_mobject(self, center: Any = None) -> Any:
        """Return the same regions shrunk to a point, from which they can unfold."""
        place = self.get_center() if center is None else center
        return self.copy().set_points_to(np.tile(place, (len(self.points), 1)))

    def paint(self, pixels: NDArray[np.uint8], seen: Projected) -> None:
        """Fill the regions, one class after another."""
        from detangle.stage.paint.kernels.polygons import (
            fill_polygons,  # numba is slow to import: only on drawing
        )

        parts = np.split(seen.xy.reshape(-1, 4), np.cumsum(self.counts)[:-1])
        for sides, rgba in zip(parts, self.rgbas, strict=True):
            fill_polygons(pixels, sides, rgba, window=seen.window)


class Decision(Group):
    """Line and regions of one network, found once for both.

    Parameters
    ----------
    snapshot, layer, view, theme
        As of `DecisionLine` and `DecisionRegions`.
    """

    def __init__(self, snapshot: Snapshot, layer: int, view: View, theme: Theme) -> None:
        self.tints = DecisionRegions(snapshot, layer, view, theme)
        self.line = DecisionLine(snapshot, layer, view, theme)
        super().__init__(self.tints, self.line)

    def show_network(self, snapshot: Snapshot, layer: int) -> Self:
        """Become the decision of another network, such as that of the next frame."""
        found = visible_regions(snapshot, layer, self.tints.view)
        self.tints.show_regions(found)
        self.line.show_regions(found)
        return self
