"""The kernel that blends discs and rings into Manim's premultiplied RGBA pixels."""

from math import ceil, floor, pi, sqrt
from typing import Any

import numpy as np

from detangle._typing import ByteArray, FloatArray
from detangle.stage.paint.kernels.blending import (
    BLOCK,
    ONE,
    REACH,
    ZERO,
    Rectangle,
    as_words,
    edge,
    kernel,
    over,
    pack,
    visible,
)

NOWHERE = np.float32(-1e9)  # the hole's radius in a disc without a hole
SPREAD = 1 / 12 + 1 / 48  # variance of the two boxes: what the blur adds to a disc's r^2
NEAR = 131_072  # pixels that a core's own cache holds, with room for the rest
TINY = 0.75  # radius in pixels below which a disc's samples no longer add up


@kernel
def _chord(centre: float, square: float, low: int, high: int) -> tuple[int, int]:
    """Pixels of a row whose centres lie within sqrt(`square`) of `centre`, inside [low, high)."""
    if square <= 0:
        return low, low
    half = sqrt(square)
    first = int(min(max(ceil(centre - half - 0.5), low), high))
    return first, int(max(min(floor(centre + half - 0.5) + 1, high), first))


@kernel
def _bump(offset: float) -> float:
    """Quadratic B-spline: a bell 3 pixels wide whose samples always add up to 1."""
    distance = abs(offset)
    return 0.75 - distance**2 if distance <= 0.5 else 0.5 * max(1.5 - distance, 0.0) ** 2


@kernel
def _splat(words: Any, x: float, y: float, ink: float, paint: Any, window: Any) -> None:
    """Spread a dot smaller than a pixel over 3 x 3 pixels, so that its ink and centre are exact."""
    left, top, right, bottom = window
    for row in range(max(floor(y) - 1, top), min(floor(y) + 2, bottom)):
        weight = ink * _bump(row + 0.5 - y)
        for column in range(max(floor(x) - 1, left), min(floor(x) + 2, right)):
            cover = min(weight * _bump(column + 0.5 - x), 1.0)
            words[row, column] = over(words[row, column], paint, np.float32(cover))


@kernel
def _stripe(words: Any, y: int, xs: Any, x: float, rise: Any, radii: Any, paint: Any) -> None:
    """Blend at most a block of a row, in a loop without branches: it compiles to vectors."""
    outer, inner = radii
    start = min(xs[0], words.shape[1] - BLOCK)
    row, column = np.uintp(y), np.uintp(start)  # unsigned: no check for negative indices
    offset = np.float32(start + 0.5 - x)
    middle, half = np.float32((xs[0] + xs[1]) / 2 - x), np.float32((xs[1] - xs[0]) / 2)
    for k in range(BLOCK):
        across = offset + np.float32(k)
        distance = np.sqrt(across * across + rise)
        cover = edge(outer - distance) - edge(inner - distance)
        cover = cover if abs(across - middle) < half else ZERO
        place = row, column + np.uintp(k)
        words[place] = over(words[place], paint, cover)


@kernel
def _disc(words: Any, x: float, y: float, radii: Any, paint: Any, window: Any) -> None:
    """Blend a disc or a ring row by row; blocks within the disc, or the hole, need no distance."""
    left, top, right, bottom = window
    hole = radii[1] > 0
    core = (radii[1] if hole else radii[0]) - REACH
    reach = radii[0] + REACH
    for row in range(int(max(floor(y - reach), top)), int(min(ceil(y + reach), bottom))):
        rise = (row + 0.5 - y) ** 2
        first, last = _chord(x, reach * reach - rise, left, right)
        begin, end = _chord(x, core * core - rise if core > 0 else 0.0, first, last)
        for block in range(first, last, BLOCK):
            stop = min(block + BLOCK, right)
            if not (begin <= block and stop <= end):
                _stripe(words, row, (block, stop), x, np.float32(rise), radii, paint)
            elif not hole:
                for column in range(block, stop):
                    place = np.uintp(row), np.uintp(column)
                    words[place] = over(words[place], paint, ONE)


@kernel
def _shrunk(radius: float) -> Any:
    """Return the radius whose soft disc has the ink of a sharp disc of `radius`."""
    return np.float32(sqrt(max(radius * radius - SPREAD, 0.0)))


@kernel
def _dot(words: Any, x: float, y: float, radii: Any, paint: Any, window: Any) -> None:
    radius, hole = radii
    if radius < TINY:
        _splat(words, x, y, pi * (radius**2 - hole**2), paint, window)
    else:
        inner = _shrunk(hole) if hole > 0 else NOWHERE
        _disc(words, x, y, (_shrunk(radius), inner), paint, window)


@kernel
def _band(words: Any, xy: Any, radii: Any, rgbas: Any, window: Any) -> None:
    left, top, right, bottom = window
    for i in range(len(xy)):
        x, y, radius = xy[i, 0], xy[i, 1], radii[i, 0]
        reach = radius + 2.0
        inside = left - reach < x < right + reach and top - reach < y < bottom + reach
        if not (inside and radius > 0 and rgbas[i, 3] > 0):  # holds for NaN as well
            continue
        _dot(words, x, y, (radius, radii[i, 1]), pack(rgbas[i]), window)


@kernel
def _dots(words: Any, xy: Any, radii: Any, rgbas: Any, window: Any) -> None:
    """Draw band by band: the pixels of one stay in the processor's cache."""
    left, top, right, bottom = window
    rows = max(NEAR // max(right - left, 1), BLOCK)
    for first in range(top, bottom, rows):
        _band(words, xy, radii, rgbas, (left, first, right, min(first + rows, bottom)))


def draw_dots(
    pixels: ByteArray,
    centres: FloatArray,
    radii: FloatArray,
    holes: FloatArray,
    rgbas: FloatArray,
    *,
    window: Rectangle | None = None,
) -> None:
    """Blend discs and rings over the pixels, in array order.

    Parameters
    ----------
    pixels
        (H, W, 4) uint8, premultiplied RGBA; changed in place.
    centres
        (N, 2) in pixels. A dot without a finite place is left out.
    radii
        (N,) in pixels.
    holes
        (N,) inner radius in pixels; 0 fills the disc.
    rgbas
        (N, 4) from 0 to 1, straight alpha.
    window
        The pixels that may change; all by default.
    """
    xy = np.ascontiguousarray(centres, dtype=np.float64)
    both = np.column_stack([radii, holes]).astype(np.float64)
    colours = np.ascontiguousarray(rgbas, dtype=np.float64)
    words, inside = as_words(pixels), visible(pixels, window)
    _dots(words, xy, both, colours, inside)
