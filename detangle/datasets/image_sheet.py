"""A sheet of images: one image shifted and turned by every pair of two small amounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle.datasets.images import thickened, varied
from detangle.geometry.polylines import Polylines
from detangle.geometry.projection import Projection

Array = NDArray[np.float64]

SMOOTH = 8
"""Vertices of a line on the sheet between two neighbouring images."""


@dataclass(frozen=True, eq=False)
class ImageSheet:
    """The images that one image becomes: a two-dimensional surface in the space of its pixels.

    Parameters
    ----------
    image
        (H, W), gray from 0 to 1.
    shifts
        (A,) pixels to the right.
    angles
        (B,) degrees counter-clockwise.
    """

    image: Array
    shifts: Array
    angles: Array

    @classmethod
    def around(cls, image: Array, shift: float, angle: float, count: int) -> ImageSheet:
        """Vary an image evenly, from minus to plus these amounts, `count` times in each way."""
        even = np.linspace(-1, 1, count)
        return cls(image, shift * even, angle * even)

    def at(self, shift: float, angle: float) -> Array:
        """Return the image (H, W) at a place of the sheet."""
        return varied(self.image, right=shift, degrees=angle)

    def along(self, places: ArrayLike) -> Array:
        """Return the images at places (M, 2), each a shift and an angle, as points (M, H·W)."""
        rows = np.asarray(places, dtype=np.float64)
        return np.array([self.at(float(x), float(y)).ravel() for x, y in rows])

    @cached_property
    def places(self) -> Array:
        """Shift and angle of each image, (B·A, 2): all shifts at the first angle, then the next."""
        x, y = np.meshgrid(self.shifts, self.angles)
        return np.column_stack([x.ravel(), y.ravel()])

    @cached_property
    def points(self) -> Array:
        """The images as points (B·A, H·W)."""
        return self.along(self.places)

    @cached_property
    def projection(self) -> Projection:
        """The plane in which these images differ most; shifts go to the right, turns go up."""
        return Projection.of(self.points, 2, like=self.places / np.abs(self.places).max(axis=0))

    @cached_property
    def lines(self) -> Polylines:
        """Lines of equal angle and of equal shift through all images; vertices in (·, H·W)."""
        across = _fine(self.shifts)
        up = _fine(self.angles)
        rows = [np.column_stack([across, np.full_like(across, angle)]) for angle in self.angles]
        columns = [np.column_stack([np.full_like(up, shift), up]) for shift in self.shifts]
        places = [*rows, *columns]
        return Polylines(self.along(np.concatenate(places)), np.array(list(map(len, places))))

    def written(self, points: Array, amount: float) -> Array:
        """Return images (M, H·W) as a thicker or a thinner pen writes them, see `thickened`."""
        images = points.reshape(-1, *self.image.shape)
        return np.array([thickened(image, amount).ravel() for image in images])


def _fine(values: Array) -> Array:
    """Divide each step between neighbours into `SMOOTH` equal ones."""
    places = np.linspace(0, len(values) - 1, SMOOTH * (len(values) - 1) + 1)
    return np.asarray(np.interp(places, np.arange(len(values)), values))
