"""Drawing one gray image, its pixels as sharp squares, into the camera's pixels.

A pixel of the film has as much ink as of the image's squares lies on it, weighted by area (a box
filter): both directions are matrices of overlaps, so the cover is R @ image @ C.T. It is exact for
any size and any place between two pixels, and its total does not change as the image moves.
"""

from __future__ import annotations

import numpy as np

from detangle._typing import ByteArray, FloatArray
from detangle.stage.paint.kernels.blending import (
    Rectangle,
    as_words,
    lay,
    visible,
)


def draw_image(
    pixels: ByteArray,
    middle: tuple[float, float],
    height: float,
    image: FloatArray,
    ink: FloatArray,
    ground: FloatArray,
    *,
    window: Rectangle | None = None,
) -> None:
    """Draw an image over premultiplied pixels.

    Parameters
    ----------
    pixels, window
        As of `draw_dots`.
    middle
        x and y of the image's middle, in pixels, y downwards.
    height
        Of the image in pixels; its own pixels are square.
    image
        (h, w) from 0 to 1.
    ink, ground
        (4,) colours from 0 to 1: of the image where it is 1, and of the paper below it, whose
        opacity is multiplied by that of the ink.
    """
    rows, columns = image.shape
    cell = height / rows
    left, top, right, bottom = visible(pixels, window)
    xs = _overlaps(middle[0] - columns * cell / 2, cell, columns, left, right)
    ys = _overlaps(middle[1] - rows * cell / 2, cell, rows, top, bottom)
    if xs is None or ys is None:
        return
    (x, across), (y, down) = xs, ys
    part = as_words(pixels)[y : y + len(down), x : x + len(across)]
    if ground[3] > 0:
        paper = np.outer(down.sum(axis=1), across.sum(axis=1)) * ink[3]
        lay(part, paper.astype(np.float32), ground)
    lay(part, (down @ image @ across.T).astype(np.float32), ink)


def _overlaps(
    start: float, cell: float, count: int, low: int, high: int
) -> tuple[int, FloatArray] | None:
    """Say how much of each pixel each of the cells covers, along one direction.

    Parameters
    ----------
    start, cell, count
        Where the cells start, how long one is, and how many there are.
    low, high
        The pixels that are seen, the last one excluded.

    Returns
    -------
    The first pixel, and the lengths (pixels, cells) that they have in common; None if none is seen.
    """
    first, last = max(int(np.floor(start)), low), min(int(np.ceil(start + count * cell)), high)
    if last <= first or cell <= 0:
        return None
    near = start + cell * np.arange(count)
    pixel = np.arange(first, last)[:, None]
    common = np.minimum(near + cell, pixel + 1) - np.maximum(near, pixel)
    return first, np.maximum(common, 0.0)
