"""The kernel that blends line strings into Manim's premultiplied RGBA pixels."""

from functools import lru_cache
from math import ceil, floor, hypot, isfinite, sqrt
from typing import Any

import numpy as np

from detangle._typing import ByteArray, FloatArray, IntArray
from detangle.stage.paint.kernels.blending import (
    BLOCK,
    HALF,
    REACH,
    Rectangle,
    as_words,
    edge,
    kernel,
    over,
    pack,
    visible,
)

WHOLE = np.float32(255)  # a mask's full cover


@kernel
def _trim(p: float, q: float, low: float, high: float) -> tuple[float, float]:
    """Cut the stretch [low, high] of a line to where p * t <= q (one side of Liang and Barsky)."""
    if p == 0:
        return (low, high) if q >= 0 else (1.0, 0.0)
    return (max(low, q / p), high) if p < 0 else (low, min(high, q / p))


@kernel
def _clipped(line: Any, window: Any, margin: float) -> tuple[bool, Any]:
    """Cut a segment to the window and a margin; False if nothing (or no number) is left."""
    ax, ay, bx, by = line
    dx, dy = bx - ax, by - ay
    if not isfinite(dx) or not isfinite(dy):
        return False, line
    low, high = _trim(-dx, ax - window[0] + margin, 0.0, 1.0)
    low, high = _trim(dx, window[2] + margin - ax, low, high)
    low, high = _trim(-dy, ay - window[1] + margin, low, high)
    low, high = _trim(dy, window[3] + margin - ay, low, high)
    return low <= high, (ax + low * dx, ay + low * dy, ax + high * dx, ay + high * dy)


@kernel
def _cover(along: float, across: float, length: float, half: float) -> Any:
    """Cover of a pixel by a line with round ends, from its place in the line's own frame."""
    beyond = max(-along, along - length)
    distance = sqrt(across * across + beyond * beyond) if beyond > 0 else abs(across)
    if half >= REACH:
        return edge(half - distance)
    return edge(half - distance) - edge(-half - distance)


@kernel
def _column(mask: Any, x: int, ys: Any, line: Any, way: Any, half: float) -> None:
    """Raise the mask where a column of pixels crosses a line of unit direction and length `way`."""
    ux, uy, length = way
    along, across = (x + 0.5 - line[0]) * ux, (x + 0.5 - line[0]) * uy
    for y in range(ys[0], ys[1]):
        rise = y + 0.5 - line[1]
        cover = _cover(along + rise * uy, across - rise * ux, length, half)
        row, column = np.uintp(y), np.uintp(x)  # unsigned: no check for negative indices
        mask[row, column] = max(mask[row, column], np.uint8(np.int32(cover * WHOLE + HALF)))


@kernel
def _walk(mask: Any, line: Any, half: float, window: Any) -> None:
    """Raise the mask around a segment that is wider than tall, column by column."""
    ax, ay, bx, by = line
    left, top, right, bottom = window
    length = hypot(bx - ax, by - ay)
    way = ((bx - ax) / length, (by - ay) / length, length) if length > 0 else (1.0, 0.0, 0.0)
    slope, reach = way[1] / way[0], half + REACH
    tall = reach / abs(way[0])
    low, high = min(ax, bx), max(ax, bx)
    for x in range(max(ceil(low - reach - 0.5), left), min(floor(high + reach + 0.5), right)):
        middle = ay + (min(max(x + 0.5, low), high) - ax) * slope
        first, last = ceil(middle - tall - 0.5), floor(middle + tall + 0.5)
        _column(mask, x, (max(first, top), min(last, bottom)), line, way, half)


@kernel
def _segment(mask: Any, line: Any, half: float, window: Any) -> None:
    ax, ay, bx, by = line
    if abs(bx - ax) >= abs(by - ay):
        _walk(mask, line, half, window)
    else:
        left, top, right, bottom = window
        _walk(mask.T, (ay, ax, by, bx), half, (top, left, bottom, right))


@kernel
def _grown(box: Any, line: Any, margin: float, window: Any) -> Any:
    """Return the box with a segment's neighbourhood added, inside the window."""
    ax, ay, bx, by = line
    left = max(min(box[0], floor(min(ax, bx) - margin)), window[0])
    top = max(min(box[1], floor(min(ay, by) - margin)), window[1])
    right = min(max(box[2], ceil(max(ax, bx) + margin)), window[2])
    return left, top, right, min(max(box[3], ceil(max(ay, by) + margin)), window[3])


@kernel
def _settle(words: Any, mask: Any, box: Any, paint: Any) -> None:
    """Lay the colour over the pixels through the mask, and wipe the mask."""
    left, top, right, bottom = box
    blocks = mask.view(np.uint64)
    for y in range(top, bottom):
        for block in range(left // BLOCK, (right + BLOCK - 1) // BLOCK):
            if blocks[y, block] == 0:
                continue
            for x in range(block * BLOCK, min(block * BLOCK + BLOCK, words.shape[1])):
                place = np.uintp(y), np.uintp(x)
                words[place] = over(words[place], paint, np.float32(mask[place]) / WHOLE)
            blocks[y, block] = 0


@kernel
def _lines(
    words: Any, mask: Any, xy: Any, lengths: Any, half: float, rgba: Any, window: Any
) -> None:
    left, top, right, bottom = window
    box = (right, bottom, left, top)
    margin = half + 2.0
    last = 0
    for length in lengths:
        first, last = last, last + length
        for i in range(first, last - 1):
            raw = (xy[i, 0], xy[i, 1], xy[i + 1, 0], xy[i + 1, 1])
            seen, line = _clipped(raw, window, margin)
            if seen:
                _segment(mask, line, half, window)
                box = _grown(box, line, margin, window)
    _settle(words, mask, box, pack(rgba))


@lru_cache(maxsize=2)
def _mask(height: int, width: int) -> ByteArray:
    """Return the empty mask of a frame size, its rows padded to whole blocks."""
    return np.zeros((height, -(-width // BLOCK) * BLOCK), dtype=np.uint8)


def draw_lines(
    pixels: ByteArray,
    vertices: FloatArray,
    lengths: IntArray,
    width: float,
    rgba: FloatArray,
    *,
    window: Rectangle | None = None,
) -> None:
    """Blend line strings over the pixels as one shape: no darker where lines meet or cross.

    Parameters
    ----------
    pixels, window
        As of `draw_dots`.
    vertices
        (M, 2) in pixels, all strings one after another. A segment with an end that is not finite
        is left out.
    lengths
        (L,) number of vertices of each string; they add up to M.
    width
        Of the lines, in pixels. Caps and joins are round.
    rgba
        (4,) from 0 to 1, straight alpha.
    """
    xy = np.ascontiguousarray(vertices, dtype=np.float64)
    counts = np.ascontiguousarray(lengths, dtype=np.int64)
    if counts.sum() != len(xy) or (counts < 0).any():
        raise ValueError(f"lengths add up to {counts.sum()}, but there are {len(xy)} vertices")
    colour = np.ascontiguousarray(rgba, dtype=np.float64)
    mask = _mask(*pixels.shape[:2])
    _lines(as_words(pixels), mask, xy, counts, width / 2, colour, visible(pixels, window))
