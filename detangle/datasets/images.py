"""One image, varied: shifted, rotated, with thicker or thinner strokes; and sheets of such images.

An image is (H, W), gray from 0 (paper) to 1 (ink), row 0 at the top; beyond its edges there is
paper. Each variation is continuous in its amount, and an amount of 0 changes nothing, so a sweep of
amounts is a curve of images. Between pixels, an image is the cubic spline through them; what the
spline overshoots is cut off at 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.geometry.polylines import Polylines
from detangle.geometry.projection import Projection

NEIGHBOURHOOD = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], dtype=bool)
"""A pixel and its four neighbours: the neighbourhood of dilation and erosion."""

SMOOTH = 8
"""Vertices of a line on the sheet between two neighbouring images."""


def shifted(image: ArrayLike, right: float, down: float = 0.0) -> FloatArray:
    """Shift an image by pixels or parts of them.

    Parameters
    ----------
    image
        (H, W).
    right, down
        Pixels; negative values go left and up.
    """
    from scipy.ndimage import shift  # slow to import

    return _clipped(shift(_checked(image), (down, right), order=3, mode="grid-constant"))


def turned(image: ArrayLike, degrees: float) -> FloatArray:
    """Rotate an image counter-clockwise about its middle.

    Parameters
    ----------
    image
        (H, W).
    degrees
        The angle; negative values rotate clockwise.
    """
    from scipy.ndimage import rotate  # slow to import

    return _clipped(rotate(_checked(image), degrees, reshape=False, order=3, mode="grid-constant"))


def thickened(image: ArrayLike, amount: float) -> FloatArray:
    """Make the strokes of an image thicker or thinner, by grey dilation or erosion.

    Parameters
    ----------
    image
        (H, W).
    amount
        From -1 to 1. At 1 each pixel has the most ink of itself and its four neighbours, at -1 the
        least; between, it goes in proportion from the image to that.

    Raises
    ------
    DetangleError
        If the amount is outside this range.
    """
    from scipy.ndimage import grey_dilation, grey_erosion  # slow to import

    if not -1 <= amount <= 1:
        raise DetangleError(f"thickened: amount is {amount}; it must be from -1 to 1")
    gray = _checked(image)
    extreme = grey_dilation if amount > 0 else grey_erosion
    end = extreme(gray, footprint=NEIGHBOURHOOD, mode="constant", cval=0.0)
    return _clipped((1 - abs(amount)) * gray + abs(amount) * end)


def varied(image: ArrayLike, *, right: float = 0.0, degrees: float = 0.0) -> FloatArray:
    """Rotate an image, then shift it to the right."""
    return shifted(turned(image, degrees), right)


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

    image: FloatArray
    shifts: FloatArray
    angles: FloatArray

    @classmethod
    def around(cls, image: FloatArray, shift: float, angle: float, count: int) -> ImageSheet:
        """Vary an image evenly, from minus to plus these amounts, `count` times in each way."""
        even = np.linspace(-1, 1, count)
        return cls(image, shift * even, angle * even)

    def at(self, shift: float, angle: float) -> FloatArray:
        """Return the image (H, W) at a place of the sheet."""
        return varied(self.image, right=shift, degrees=angle)

    def along(self, places: ArrayLike) -> FloatArray:
        """Return the images at places (M, 2), each a shift and an angle, as points (M, H·W)."""
        rows = np.asarray(places, dtype=np.float64)
        return np.array([self.at(float(x), float(y)).ravel() for x, y in rows])

    @cached_property
    def places(self) -> FloatArray:
        """Shift and angle of each image, (B·A, 2): all shifts at the first angle, then the next."""
        x, y = np.meshgrid(self.shifts, self.angles)
        return np.column_stack([x.ravel(), y.ravel()])

    @cached_property
    def points(self) -> FloatArray:
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

    def written(self, points: FloatArray, amount: float) -> FloatArray:
        """Return images (M, H·W) with thicker or thinner strokes, as `thickened` makes them."""
        images = points.reshape(-1, *self.image.shape)
        return np.array([thickened(image, amount).ravel() for image in images])


def _checked(image: ArrayLike) -> FloatArray:
    gray = np.asarray(image, dtype=np.float64)
    if gray.ndim != 2 or 0 in gray.shape or not np.isfinite(gray).all():
        raise DetangleError(
            f"an image has shape {gray.shape}; it must be (H, W), of finite numbers"
        )
    return gray


def _clipped(gray: FloatArray) -> FloatArray:
    return np.asarray(np.clip(gray, 0.0, 1.0))


def _fine(values: FloatArray) -> FloatArray:
    """Divide each step between neighbours into `SMOOTH` equal ones."""
    places = np.linspace(0, len(values) - 1, SMOOTH * (len(values) - 1) + 1)
    return np.asarray(np.interp(places, np.arange(len(values)), values))
