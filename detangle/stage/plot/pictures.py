"""Small gray images as one mobject that Manim's cameras draw."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import WHITE
from numpy.typing import ArrayLike

from detangle._typing import ByteArray, FloatArray
from detangle.errors import DetangleError
from detangle.look.theme import Theme
from detangle.stage.paint.colors import Colors, as_rgbas
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.projection import Projected
from detangle.stage.paint.values import ROUNDING, as_amounts, as_coords, as_labels, as_numbers
from detangle.stage.plot.placed import PlacedPaint
from detangle.stage.plot.view import View


class Pictures(Painted):
    """Gray images, each with its own middle, size and ink, drawn in array order.

    Where an image is 1 it has all of its ink, where it is 0 none, so what lies below shows through.
    Each pixel is a square with sharp edges; a pixel of the film has as much ink as of the squares'
    area lies on it, so that images glide. `scale` moves the middles; sizes change by `sizes`.

    Parameters
    ----------
    points
        (M, 2) or (M, 3) middles, scene units.
    images
        (M, H, W) from 0 to 1, row 0 at the top.
    colors
        Of the ink, as of `Painted`.
    size
        Height of the images, scene units: one, or (M,).
    ground
        Colour and opacity (4,) of the paper below each image; none by default. It fades with the
        ink.
    opacity, clip
        As of `Painted`.
    """

    blended = ("rgbas", "images", "sizes", "ground", "made_clip")

    def __init__(
        self,
        points: ArrayLike,
        images: ArrayLike,
        colors: Colors = WHITE,
        *,
        size: ArrayLike = 1.0,
        ground: ArrayLike = (0.0, 0.0, 0.0, 0.0),
        **style: Any,
    ) -> None:
        super().__init__(points, colors, **style)
        self.images = _as_images(images, len(self.points))
        self.ground = as_rgbas(ground, np.ones((1, 4)), "ground")[0]
        self.set_size(size)

    def reset_points(self) -> Self:
        """Forget all images."""
        self.images, self.sizes = np.zeros((0, 1, 1)), np.zeros(0)
        self.ground = np.zeros(4)
        return super().reset_points()

    def set_size(self, size: ArrayLike) -> Self:
        """Set the height of all images, or of each, in scene units."""
        self.sizes = as_amounts(size, len(self.points), "size") / (self.anchor.factor or 1.0)
        return self

    def set_images(self, images: ArrayLike) -> Self:
        """Show other images in the same places."""
        self.images = _as_images(images, len(self.points))
        return self

    @property
    def corners(self) -> FloatArray:
        """Lower left and upper right corner of each image: (M, 2, 2), scene units."""
        height, width = self.images.shape[1:]
        half = self.anchor.factor * self.sizes[:, None] / 2 * [width / height, 1.0]
        return np.stack([self.points[:, :2] - half, self.points[:, :2] + half], axis=1)

    def get_point_mobject(self, center: Any = None) -> Any:
        """Return the same images shrunk to a point, from which they can unfold."""
        return super().get_point_mobject(center).set_size(0.0)

    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Draw the images, one after the other."""
        from detangle.stage.paint.kernels.images import draw_image  # numba is slow to import

        shown = (self.rgbas[:, 3] > 0) & np.isfinite(seen.xy).all(axis=1)
        heights = self.anchor.factor * self.sizes * seen.growth * seen.unit
        for i in np.arange(len(shown))[seen.order]:
            if not shown[i]:
                continue
            middle, height = (seen.xy[i, 0], seen.xy[i, 1]), heights[i]
            ink = (self.images[i], self.rgbas[i], self.ground)
            draw_image(pixels, middle, height, *ink, window=seen.window)


class PlanePictures(PlacedPaint[View], Pictures):
    """Images in the coordinates of a layer, in the inks of their classes, clipped to the view.

    Parameters
    ----------
    coords
        (M, 2) middles.
    images, size
        As of `Pictures`; the view's scale does not change the size.
    labels, view, theme
        As of `PlaneCloud`.
    """

    def __init__(
        self,
        coords: ArrayLike,
        images: ArrayLike,
        labels: ArrayLike,
        view: View,
        theme: Theme,
        size: ArrayLike,
    ) -> None:
        kinds = as_labels(labels, len(as_coords(coords, view.dimension)))
        inks = [theme.class_color(kind) for kind in kinds]
        super().__init__(coords, view, images, inks, size=size)


def _as_images(images: ArrayLike, count: int) -> FloatArray:
    given = as_numbers(images, "images", f"they must be numbers of shape ({count}, H, W)")
    if given.ndim != 3 or len(given) != count:
        raise DetangleError(f"images have shape {given.shape}; they must be ({count}, H, W)")
    if np.asarray(images).dtype == np.uint8:
        given = given / 255
    if not ((given >= -ROUNDING) & (given <= 1 + ROUNDING)).all():
        raise DetangleError("images must be numbers between 0 and 1, or bytes (uint8)")
    return np.clip(given, 0.0, 1.0)
