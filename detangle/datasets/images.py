"""One image, varied a little: shifted, turned, written with a thicker or a thinner pen.

An image is (H, W), gray from 0 (paper) to 1 (ink), row 0 at the top; beyond its edges there is
paper. Each variation is continuous in its amount, and an amount of 0 changes nothing, so a sweep of
amounts is a curve of images. Between pixels, an image is the cubic spline through them; what the
spline overshoots is cut off at 0 and 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle.errors import DetangleError

Image = NDArray[np.float64]

PEN = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], dtype=bool)
"""A pixel and its four neighbours: by this much a pen gets thicker."""


def shifted(image: ArrayLike, right: float, down: float = 0.0) -> Image:
    """Shift an image by pixels or parts of them.

    Parameters
    ----------
    image
        (H, W).
    right, down
        Pixels; negative values go left and up.
    """
    from scipy.ndimage import shift  # slow to import

    return _inked(shift(_checked(image), (down, right), order=3, mode="grid-constant"))


def turned(image: ArrayLike, degrees: float) -> Image:
    """Turn an image counter-clockwise about its middle.

    Parameters
    ----------
    image
        (H, W).
    degrees
        The angle; negative values turn clockwise.
    """
    from scipy.ndimage import affine_transform  # slow to import

    gray, angle = _checked(image), np.radians(degrees)
    # From a pixel (row, column) of the result to the place in the image whose ink it gets.
    back = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = (np.array(gray.shape) - 1) / 2
    offset = middle - back @ middle
    return _inked(affine_transform(gray, back, offset, order=3, mode="grid-constant"))


def thickened(image: ArrayLike, amount: float) -> Image:
    """Write an image with a thicker or a thinner pen.

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
        If the amount is outside of that.
    """
    from scipy.ndimage import grey_dilation, grey_erosion  # slow to import

    if not -1 <= amount <= 1:
        raise DetangleError(f"thickened: amount is {amount}; it must be from -1 to 1")
    gray = _checked(image)
    extreme = grey_dilation if amount > 0 else grey_erosion
    end = extreme(gray, footprint=PEN, mode="constant", cval=0.0)
    return _inked((1 - abs(amount)) * gray + abs(amount) * end)


def varied(image: ArrayLike, *, right: float = 0.0, degrees: float = 0.0) -> Image:
    """Turn an image, then shift it to the right; both at once are a sheet of images."""
    return shifted(turned(image, degrees), right)


def _checked(image: ArrayLike) -> Image:
    gray = np.asarray(image, dtype=np.float64)
    if gray.ndim != 2 or 0 in gray.shape or not np.isfinite(gray).all():
        raise DetangleError(
            f"an image has shape {gray.shape}; it must be (H, W), of finite numbers"
        )
    return gray


def _inked(gray: Image) -> Image:
    return np.asarray(np.clip(gray, 0.0, 1.0))
