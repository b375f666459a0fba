"""Small gray images as one mobject that the stage's cameras draw."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import WHITE
from numpy.typing import ArrayLike

from detangle._typing import ByteArray, FloatArray, IntArray
from detangle.look.theme import Theme
from detangle.stage.paint.painted import Clip, Colors, Painted, Projected, as_points, as_rgbas
from detangle.stage.plot.placed import Placed
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
        Ink: one colour, M colours, or an (M, 3) or (M, 4) array from 0 to 1.
    size
        Height of the images, scene units: one, or (M,).
    ground
        Colour and opacity (4,) of the paper below each image; none by default. It fades with the
        ink.
    clip
        Left, bottom, right, top in scene units; fixed in the scene. See `set_clip`.
    """

    blended = ("rgbas", "images", "sizes", "ground", "clip")

    def __init__(
        self,
        points: ArrayLike,
        images: ArrayLike,
        colors: Colors = WHITE,
        *,
        size: ArrayLike = 1.0,
        ground: ArrayLike = (0.0, 0.0, 0.0, 0.0),
        clip: Clip | None = None,
    ) -> None:
        super().__init__(clip=clip)
        self.points = as_points(points)
        self.images = _as_images(images, len(self.points))
        self.rgbas = as_rgbas(colors, np.ones((len(self.points), 4)))
        self.ground = np.array(ground, dtype=np.float64)
        self.set_size(size)
        self.color = self.get_color()

    def reset_points(self) -> Self:
        """Forget all images."""
        self.images, self.sizes = np.zeros((0, 1, 1)), np.zeros(0)
        self.ground = np.zeros(4)
        return super().reset_points()

    def set_size(self, size: ArrayLike) -> Self:
        """Set the height of all images, or of each, in scene units."""
        sizes = np.asarray(size, dtype=np.float64)
        self.sizes = np.broadcast_to(sizes, (len(self.points),)).copy()
        return self

    def set_images(self, images: ArrayLike) -> Self:
        """Show other images in the same places."""
        self.images = _as_images(images, len(self.points))
        return self

    @property
    def corners(self) -> FloatArray:
        """Lower left and upper right corner of each image: (M, 2, 2), scene units."""
        height, width = self.images.shape[1:]
        half = self.sizes[:, None] / 2 * [width / height, 1.0]
        return np.stack([self.points[:, :2] - half, self.points[:, :2] + half], axis=1)

    def get_point_mobject(self, center: Any = None) -> Any:
        """Return the same images shrunk to a point, from which they can unfold."""
        return super().get_point_mobject(center).set_size(0.0)

    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Draw the images, the farther ones first where the camera sees depth."""
        from detangle.stage.paint.kernels.images import (
            draw_image,  # numba is slow to import: on drawing
        )

        order = np.arange(len(self.points))
        if seen.depth is not None:
            order = np.argsort(seen.depth, kind="stable")
        sizes = self.sizes * seen.magnification * seen.unit
        shown = (self.rgbas[order, 3] > 0) & np.isfinite(seen.xy[order]).all(axis=1)
        for i in order[shown]:
            middle = float(seen.xy[i, 0]), float(seen.xy[i, 1])
            ink = (self.images[i], self.rgbas[i], self.ground)
            draw_image(pixels, middle, float(sizes[i]), *ink, window=seen.window)


class PlanePictures(Placed[View], Pictures):
    """Images in the coordinates of a layer, in the inks of their classes, clipped to the view.

    Parameters
    ----------
    coords
        (M, 2) middles.
    images
        (M, H, W).
    labels
        (M,) class indices.
    view
        How they are shown.
    theme
        Colours.
    size
        Height of the images, scene units: the view's scale does not change it.
    """

    def __init__(
        self,
        coords: ArrayLike,
        images: ArrayLike,
        labels: IntArray,
        view: View,
        theme: Theme,
        size: ArrayLike,
    ) -> None:
        points = self.settle(np.asarray(coords, dtype=np.float64), view)
        inks = [theme.class_color(label) for label in labels]
        clip = view.area.box
        super().__init__(points, images, inks, size=size, clip=clip)


def _as_images(images: ArrayLike, count: int) -> FloatArray:
    given = np.array(images, dtype=np.float64)
    if given.ndim != 3 or len(given) != count:
        raise ValueError(f"images have shape {given.shape}; they must be ({count}, H, W)")
    return np.clip(given, 0.0, 1.0)
