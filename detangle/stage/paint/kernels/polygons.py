"""A kernel that fills polygons in Manim's premultiplied RGBA pixels, with exact cover at edges.

Each side of a polygon adds, in each row of pixels, the signed area between itself and the right
end of the row; summed up along the row this is the cover of each pixel, as in the accumulation
buffer of font-rs (R. Levien, 2016). Sides that two polygons share cancel: no crack shows there.
"""

from functools import lru_cache
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import ByteArray, Float32Array
from detangle.stage.paint.kernels.blending import (
    ONE,
    Rectangle,
    as_words,
    kernel,
    over,
    pack,
    visible,
)

SURE = np.float32(1e-4)
"""A cover this near to none or all is rounding."""
BLOCK = 16
"""Pixels of a row that are looked at together."""


@kernel
def _slope(row: Any, low: float, high: float, height: float) -> None:
    """Add what lies right of a slope that goes from `low` to `high` while it climbs `height`."""
    each = height / (high - low) if high > low else 0.0
    for x in range(floor(low), max(ceil(high), floor(low) + 1)):
        begin, end = max(low, x), min(high, x + 1.0)
        climb = each * (end - begin) if high > low else height
        inside = climb * (x + 1 - (begin + end) / 2)  # in this pixel; the next ones get it all
        row[x] += inside
        row[x + 1] += climb - inside
        row[len(row) - 1 - x // BLOCK] = 1  # this block is not empty, nor the one of the next pixel
        row[len(row) - 1 - (x + 1) // BLOCK] = 1


@kernel
def _in_row(row: Any, low: float, high: float, height: float, width: int) -> None:
    """Add a slope: what is left of the row counts at its beginning, what is right of it not."""
    if high <= 0:
        row[0] += height
        row[-1] = 1
    elif low < width:
        each = height / (high - low) if high > low else 0.0
        row[0] += each * max(-low, 0.0)
        row[-1] = 1
        begin, end = max(low, 0.0), min(high, float(width))
        _slope(row, begin, end, each * (end - begin) if high > low else height)


@kernel
def _side(cover: Any, side: Any, sign: float, window: Any) -> None:
    """Add one side that goes down in the picture (ay < by), row by row."""
    left, top, right, bottom = window
    ax, ay, bx, by = side
    lean = (bx - ax) / (by - ay)
    for y in range(max(floor(ay), top), min(ceil(by), bottom)):
        begin, end = max(ay, y), min(by, y + 1.0)
        here, there = ax + (begin - ay) * lean - left, ax + (end - ay) * lean - left
        low, high = min(here, there), max(here, there)
        _in_row(cover[y - top], low, high, sign * (end - begin), right - left)


@kernel
def _sum_up(areas: Any, total: Any) -> Any:
    """Turn areas into covers, from left to right; give the cover of what follows."""
    for x in range(len(areas)):
        total += areas[x]
        areas[x] = min(abs(total), ONE)
    whole = np.float32(round(total))
    return whole if abs(total - whole) < SURE else total


@kernel
def _blend_row(line: Any, row: Any, paint: Any) -> None:
    """Lay the colour over a row of pixels; between the sides its cover stays as it is."""
    width, total, start = len(line), np.float32(0), 0
    for block in range((width + BLOCK - 1) // BLOCK):
        if row[len(row) - 1 - block] == 0:
            continue
        first, last = block * BLOCK, min(block * BLOCK + BLOCK, width)
        _lay_even(line[start:first], total, paint)
        total = _sum_up(row[first:last], total)
        for k in range(first, last):
            x = np.uintp(k)  # unsigned: no check for negative indices
            line[x] = over(line[x], paint, row[x])
        start = last
    _lay_even(line[start:], total, paint)
    row[:] = 0


@kernel
def _lay_even(line: Any, cover: Any, paint: Any) -> None:
    """Blend a stretch of a row that is covered evenly, mostly wholly or not at all."""
    even = min(abs(cover), ONE)
    if even == 0:
        return
    for k in range(len(line)):
        x = np.uintp(k)
        line[x] = over(line[x], paint, even)


@kernel
def _fill(words: Any, cover: Any, sides: Any, paint: Any, window: Any) -> None:
    first, last = window[3], window[1]
    for i in range(len(sides)):
        ax, ay, bx, by = sides[i]
        if ay < by:
            _side(cover, (ax, ay, bx, by), 1.0, window)
        elif by < ay:
            _side(cover, (bx, by, ax, ay), -1.0, window)
        first, last = int(min(first, floor(min(ay, by)))), int(max(last, ceil(max(ay, by))))
    left, top, right, bottom = window
    below = max(first, top)
    for y in range(below, min(last, bottom)):
        _blend_row(words[y, left:right], cover[y - top], paint)


@lru_cache(maxsize=2)
def _areas(height: int, width: int) -> Float32Array:
    """Return the empty areas of a frame size.

    Behind each row is room for what leaves it, and then, from its end backwards, whether each of
    its blocks holds any area.
    """
    return np.zeros((height, width + 2 + width // BLOCK + 2), dtype=np.float32)


def fill_polygons(
    pixels: ByteArray,
    sides: ArrayLike,
    rgba: ArrayLike,
    *,
    window: Rectangle | None = None,
) -> None:
    """Blend polygons of one colour over the pixels.

    Parameters
    ----------
    pixels, window
        As of `draw_dots`.
    sides
        (E, 4) from x, y to x, y in cairo's device space, where pixel i covers [i, i + 1]. In any
        order; all outer sides run one way round, those of holes the other. If one of them is not
        finite nothing is drawn.
    rgba
        (4,) from 0 to 1, straight alpha.
    """
    words, seen = as_words(pixels), visible(pixels, window)
    lines = np.ascontiguousarray(sides, dtype=np.float64).reshape(-1, 4)
    if seen[0] >= seen[2] or seen[1] >= seen[3] or not np.isfinite(lines).all():
        return
    far = np.clip(lines, -1e7, 1e7)  # pixel numbers stay whole numbers of the machine
    colour = np.ascontiguousarray(rgba, dtype=np.float64)
    _fill(words, _areas(*words.shape), far, pack(colour), seen)
