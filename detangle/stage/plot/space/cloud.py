"""Points in space: nearer ones are larger and cover the farther ones, which are a little dimmer."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import numpy as np
from manim import ManimColor
from numpy.typing import ArrayLike

from detangle._typing import BoolArray, ByteArray, FloatArray
from detangle.look.depth import Depth
from detangle.look.theme import Theme
from detangle.stage.paint.cloud import Dots, PointCloud
from detangle.stage.paint.projection import Projected
from detangle.stage.paint.values import as_coords, as_labels
from detangle.stage.plot.placed import PlacedPaint
from detangle.stage.plot.plane import class_style
from detangle.stage.plot.space.view import SpaceView

HAZE = 0.3
"""By how much the farthest dots fade into the background."""
HAZY = 0.8
"""Dots that perspective makes smaller than by this factor get no hazier."""


class SpaceCloud(PlacedPaint[SpaceView], PointCloud):
    """Labelled points in three coordinates of a layer, clipped to the view's area.

    In the plane through the view's centre, seen from straight above, they look as a `PlaneCloud`.

    Parameters
    ----------
    coords
        (N, 3).
    labels, view, theme
        As of `PlaneCloud`.
    """

    handed_over = ("growth", "hidden")
    hidden: BoolArray
    """(N,) which dots are not drawn."""

    def __init__(self, coords: ArrayLike, labels: ArrayLike, view: SpaceView, theme: Theme) -> None:
        places = as_coords(coords, view.dimension)
        super().__init__(places, view, **class_style(as_labels(labels, len(places)), theme))
        self.hidden = np.zeros(len(places), dtype=bool)
        self.set_z_index(Depth.POINTS)
        self.background = np.array(ManimColor(theme.background).to_rgb(), dtype=np.float64)
        self.show_at(places, view)

    def reset_points(self) -> Self:
        """Forget all dots."""
        self.growth = np.ones(0)
        return super().reset_points()

    def show_at(self, coords: FloatArray, view: SpaceView) -> None:
        """Put it at other coordinates, seen through a view."""
        super().show_at(coords, view)
        self.growth = view.growth(coords)

    @property
    def inks(self) -> FloatArray:
        """The colours in which the dots are drawn, (N, 4): what is far fades a little."""
        haze = HAZE * np.clip((1 - self.growth) / (1 - HAZY), 0, 1)[:, None]
        inks = self.rgbas.copy()
        inks[:, :3] = (1 - haze) * inks[:, :3] + haze * self.background
        inks[self.hidden, 3] = 0.0
        return inks

    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Draw the dots, those that are far in its own view first."""
        super().paint(pixels, replace(seen, depth=self.points[:, 2]))

    def dots(self, seen: Projected) -> Dots:
        """Return centres, radii and inner radii in pixels, and colours: (N, …) each."""
        return super().dots(replace(seen, growth=seen.growth * self.growth))
