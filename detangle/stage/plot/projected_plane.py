"""The plane onto which a wide layer is projected: points, some of them drawn as images."""

from __future__ import annotations

import numpy as np

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.look.theme import Theme
from detangle.stage.plot.pictures import PlanePictures
from detangle.stage.plot.plane import Plane, Rings
from detangle.stage.plot.view import View

COMPONENTS = ("p_1", "p_2")
"""Names of the axes: the first and the second principal component."""
THUMB = 0.085
"""Height of an image among the points, as a fraction of the plot's shorter side."""
APART = 1.08
"""Least distance of two images along one of the axes, as a multiple of their height."""


class ProjectedPlane(Plane):
    """A plane whose axes are directions of a wide layer.

    Between two layers of many units there is no path of the plane itself that could be drawn, so
    there is no grid that moves along.

    Parameters
    ----------
    coords
        (N, 2) projected points.
    images
        (N, H, W) what the points are images of; None if they are no images.
    labels, view, theme
        As of `Plane`.
    """

    def __init__(
        self,
        coords: FloatArray,
        images: FloatArray | None,
        labels: IntArray,
        view: View,
        theme: Theme,
    ) -> None:
        super().__init__(coords, labels, view, theme)
        self.name_axes(COMPONENTS)
        self.size = THUMB * min(view.area.width, view.area.height)
        # Without images there are pictures of nothing, which are never shown.
        shown = np.zeros((len(coords), 1, 1)) if images is None else images
        self.pictures = PlanePictures(coords, shown, labels, view, theme, self.size)
        self.pictures.set_opacity(0.0)
        self.rings: Rings | None = None

    @property
    def shows_images(self) -> bool:
        """Whether some of the points are shown as images."""
        return self.pictures in self.moving

    def start_images(self) -> BoolArray:
        """Let the images move with the points; return which of them have room to be seen, (N,)."""
        self.pictures.show_at(self.cloud.coords, self.view)
        if not self.shows_images:
            self.moving.append(self.pictures)
        return nonoverlapping(self.cloud.points, APART * self.size)

    def with_margin(self, coords: FloatArray) -> FloatArray:
        """Add to (M, 2) coordinates what a view must show as well, so that no image is cut off."""
        half = self.size / 2 / View.fit(coords, self.view.area).unit
        return np.concatenate([coords - half, coords + half])


def nonoverlapping(places: FloatArray, side: float) -> BoolArray:
    """Choose points, first come first served, so that no two squares around them overlap.

    Parameters
    ----------
    places
        (N, 2 or 3).
    side
        Of the squares.

    Returns
    -------
    (N,) which points are chosen.
    """
    chosen = np.zeros(len(places), dtype=bool)
    for i, place in enumerate(places[:, :2]):
        gaps = np.abs(places[chosen, :2] - place).max(axis=1, initial=0.0)
        chosen[i] = not chosen.any() or bool((gaps >= side).all())
    return chosen
