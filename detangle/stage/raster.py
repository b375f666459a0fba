"""Kernels that blend dots and lines into Manim's premultiplied RGBA pixels.

Coordinates are cairo's device space: pixel ``i`` covers ``[i, i + 1]``, y points down. Everything
is drawn as if the shape were blurred by a box of one pixel and a box of half a pixel: a moving edge
then keeps its ink from frame to frame, where a plain ramp of one pixel shimmers.
"""

from collections.abc import Callable
from functools import lru_cache
from math import ceil, copysign, floor, hypot, isfinite, pi, sqrt
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
ByteArray = NDArray[np.uint8]
Function = TypeVar("Function", bound=Callable[..., Any])
Rectangle = tuple[int, int, int, int]  # of pixels: left, top, right, bottom; the last two excluded

# float32 and uint32 keep the inner loops in one vector type.
ZERO, HALF, ONE = np.float32(0), np.float32(0.5), np.float32(1)
REACH = np.float32(0.75)  # half the width of a soft edge: (1 + 1/2) / 2 pixels
STRAIGHT = np.float32(0.25)  # within this distance of the edge the soft step is a straight line
NOWHERE = np.float32(-1e9)  # the hole's radius in a disc without a hole
GLOW_OPACITY = np.float32(0.2)  # of a glow's centre, where most of it lies behind the dot
FULL = np.uint32(256)  # opacity 1 in the blending's fixed point
EVEN = np.uint32(0xFF00FF)  # every second byte of a pixel: R and B, or (shifted) G and A
ROUND = np.uint32(0x800080)  # one half in both bytes, so that blending rounds to nearest
BYTE, SHIFT = np.uint32(8), np.uint32(16)
WHOLE = np.float32(255)  # a mask's full cover
SPREAD = 1 / 12 + 1 / 48  # variance of the two boxes: what the blur adds to a disc's r^2
TINY = 0.75  # radius in pixels below which a disc's samples no longer add up
BLOCK = 8  # pixels handled together


def _kernel(function: Function) -> Function:
    return cast(Function, njit(cache=True, nogil=True)(function))


@_kernel
def _edge(depth: Any) -> Any:
    """Cover of a pixel whose centre lies `depth` pixels inside a straight edge (no branches)."""
    near = min(max(depth, -REACH), REACH)
    bend = max(abs(near) - STRAIGHT, ZERO)
    return HALF + near - copysign(bend * bend, near)


@_kernel
def _blend(words: Any, y: Any, x: Any, paint: Any, cover: Any) -> None:
    """Lay a colour over one pixel; `cover` is a float32 from 0 to 1."""
    even, odd, opacity = paint
    much = np.uint32(np.int32(cover * opacity + HALF))
    keep = np.uint32(FULL - much)
    word = words[y, x]
    low = np.uint32((word & EVEN) * keep + even * much + ROUND)
    high = np.uint32(((word >> BYTE) & EVEN) * keep + odd * much + ROUND)
    words[y, x] = ((low >> BYTE) & EVEN) | (high & ~EVEN)


@_kernel
def _byte(level: float) -> Any:
    return np.uint32(min(max(level, 0.0), 1.0) * 255 + 0.5)


@_kernel
def _pack(rgba: Any) -> Any:
    """Return red and blue, green and full alpha, and the opacity from 0 to FULL."""
    even = _byte(rgba[0]) | (_byte(rgba[2]) << SHIFT)
    odd = _byte(rgba[1]) | (_byte(1.0) << SHIFT)
    return np.uint32(even), np.uint32(odd), np.float32(min(max(rgba[3], 0.0), 1.0) * FULL)


@_kernel
def _chord(centre: float, square: float, low: int, high: int) -> tuple[int, int]:
    """Pixels of a row whose centres lie within sqrt(`square`) of `centre`, inside [low, high)."""
    if square <= 0:
        return low, low
    half = sqrt(square)
    first = int(min(max(ceil(centre - half - 0.5), low), high))
    return first, int(max(min(floor(centre + half - 0.5) + 1, high), first))


@_kernel
def _bump(offset: float) -> float:
    """Quadratic B-spline: a bell 3 pixels wide whose samples always add up to 1."""
    distance = abs(offset)
    return 0.75 - distance**2 if distance <= 0.5 else 0.5 * max(1.5 - distance, 0.0) ** 2


@_kernel
def _splat(words: Any, x: float, y: float, ink: float, paint: Any, window: Any) -> None:
    """Spread a dot smaller than a pixel over 3 x 3 pixels, so that its ink and centre are exact."""
    left, top, right, bottom = window
    for row in range(max(floor(y) - 1, top), min(floor(y) + 2, bottom)):
        weight = ink * _bump(row + 0.5 - y)
        for column in range(max(floor(x) - 1, left), min(floor(x) + 2, right)):
            cover = min(weight * _bump(column + 0.5 - x), 1.0)
            _blend(words, np.uintp(row), np.uintp(column), paint, np.float32(cover))


@_kernel
def _stripe(words: Any, y: int, xs: Any, x: float, rise: Any, radii: Any, paint: Any) -> None:
    """Blend at most a block of a row; written out in full, so that it compiles to vectors."""
    outer, inner = radii
    even, odd, opacity = paint
    start = min(xs[0], words.shape[1] - BLOCK)
    row, column = np.uintp(y), np.uintp(start)  # unsigned: no check for negative indices
    offset = np.float32(start + 0.5 - x)
    middle, half = np.float32((xs[0] + xs[1]) / 2 - x), np.float32((xs[1] - xs[0]) / 2)
    for k in range(BLOCK):
        across = offset + np.float32(k)
        distance = np.sqrt(across * across + rise)
        cover = (_edge(outer - distance) - _edge(inner - distance)) * opacity
        much = np.uint32(np.int32((cover if abs(across - middle) < half else ZERO) + HALF))
        keep = np.uint32(FULL - much)
        word = words[row, column + np.uintp(k)]
        low = np.uint32((word & EVEN) * keep + even * much + ROUND)
        high = np.uint32(((word >> BYTE) & EVEN) * keep + odd * much + ROUND)
        words[row, column + np.uintp(k)] = ((low >> BYTE) & EVEN) | (high & ~EVEN)


@_kernel
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
                    _blend(words, np.uintp(row), np.uintp(column), paint, ONE)


@_kernel
def _halo(words: Any, x: float, y: float, radius: float, paint: Any, window: Any) -> None:
    """Blend a light that falls off smoothly to nothing at `radius`."""
    left, top, right, bottom = window
    square = np.float32(radius * radius)
    for row in range(int(max(floor(y - radius), top)), int(min(ceil(y + radius), bottom))):
        rise = (row + 0.5 - y) ** 2
        first, last = _chord(x, radius * radius - rise, left, right)
        line, start, rise32 = np.uintp(row), np.float32(first + 0.5 - x), np.float32(rise)
        for k in range(last - first):
            offset = start + np.float32(np.int32(k))
            fall = ONE - (offset * offset + rise32) / square
            _blend(words, line, np.uintp(first + k), paint, fall * fall * GLOW_OPACITY)


@_kernel
def _shrunk(radius: float) -> Any:
    """Return the radius whose soft disc has the ink of a sharp disc of `radius`."""
    return np.float32(sqrt(max(radius * radius - SPREAD, 0.0)))


@_kernel
def _dot(words: Any, x: float, y: float, radii: Any, paint: Any, window: Any) -> None:
    radius, hole = radii
    if radius < TINY:
        _splat(words, x, y, pi * (radius**2 - hole**2), paint, window)
    else:
        inner = _shrunk(hole) if hole > 0 else NOWHERE
        _disc(words, x, y, (_shrunk(radius), inner), paint, window)


@_kernel
def _dots(words: Any, xy: Any, radii: Any, rgbas: Any, glow: float, window: Any) -> None:
    left, top, right, bottom = window
    for i in range(len(xy)):
        x, y, radius = xy[i, 0], xy[i, 1], radii[i, 0]
        reach = max(glow, 1.0) * radius + 2.0
        inside = left - reach < x < right + reach and top - reach < y < bottom + reach
        if not (inside and radius > 0 and rgbas[i, 3] > 0):  # holds for NaN as well
            continue
        if glow > 0:
            _halo(words, x, y, glow * radius, _pack(rgbas[i]), window)
        else:
            _dot(words, x, y, (radius, radii[i, 1]), _pack(rgbas[i]), window)


@_kernel
def _trim(p: float, q: float, low: float, high: float) -> tuple[float, float]:
    """Cut the stretch [low, high] of a line to where p * t <= q (one side of Liang and Barsky)."""
    if p == 0:
        return (low, high) if q >= 0 else (1.0, 0.0)
    return (max(low, q / p), high) if p < 0 else (low, min(high, q / p))


@_kernel
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


@_kernel
def _cover(along: float, across: float, length: float, half: float) -> Any:
    """Cover of a pixel by a line with round ends, from its place in the line's own frame."""
    beyond = max(-along, along - length)
    distance = sqrt(across * across + beyond * beyond) if beyond > 0 else abs(across)
    if half >= REACH:
        return _edge(half - distance)
    return _edge(half - distance) - _edge(-half - distance)


@_kernel
def _column(mask: Any, x: int, ys: Any, line: Any, way: Any, half: float) -> None:
    """Raise the mask where a column of pixels crosses a line of unit direction and length `way`."""
    ux, uy, length = way
    along, across = (x + 0.5 - line[0]) * ux, (x + 0.5 - line[0]) * uy
    for y in range(ys[0], ys[1]):
        rise = y + 0.5 - line[1]
        cover = _cover(along + rise * uy, across - rise * ux, length, half)
        row, column = np.uintp(y), np.uintp(x)  # unsigned: no check for negative indices
        mask[row, column] = max(mask[row, column], np.uint8(np.int32(cover * WHOLE + HALF)))


@_kernel
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


@_kernel
def _segment(mask: Any, line: Any, half: float, window: Any) -> None:
    ax, ay, bx, by = line
    if abs(bx - ax) >= abs(by - ay):
        _walk(mask, line, half, window)
    else:
        left, top, right, bottom = window
        _walk(mask.T, (ay, ax, by, bx), half, (top, left, bottom, right))


@_kernel
def _grown(box: Any, line: Any, margin: float, window: Any) -> Any:
    """Return the box with a segment's neighbourhood added, inside the window."""
    ax, ay, bx, by = line
    left = max(min(box[0], floor(min(ax, bx) - margin)), window[0])
    top = max(min(box[1], floor(min(ay, by) - margin)), window[1])
    right = min(max(box[2], ceil(max(ax, bx) + margin)), window[2])
    return left, top, right, min(max(box[3], ceil(max(ay, by) + margin)), window[3])


@_kernel
def _settle(words: Any, mask: Any, box: Any, paint: Any) -> None:
    """Lay the colour over the pixels through the mask, and wipe the mask."""
    left, top, right, bottom = box
    blocks = mask.view(np.uint64)
    for y in range(top, bottom):
        for block in range(left // BLOCK, (right + BLOCK - 1) // BLOCK):
            if blocks[y, block] == 0:
                continue
            for x in range(block * BLOCK, min(block * BLOCK + BLOCK, words.shape[1])):
                _blend(words, np.uintp(y), np.uintp(x), paint, np.float32(mask[y, x]) / WHOLE)
            blocks[y, block] = 0


@_kernel
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
    _settle(words, mask, box, _pack(rgba))


@lru_cache(maxsize=2)
def _mask(height: int, width: int) -> ByteArray:
    """Return the empty mask of a frame size, its rows padded to whole blocks."""
    return np.zeros((height, -(-width // BLOCK) * BLOCK), dtype=np.uint8)


def _words(pixels: ByteArray) -> NDArray[np.uint32]:
    """See (H, W, 4) bytes as (H, W) words; writing to one writes to the other."""
    if pixels.dtype != np.uint8 or not pixels.flags.c_contiguous:
        raise ValueError("pixels must be a C-contiguous (H, W, 4) uint8 array")
    return pixels.view(np.uint32).reshape(pixels.shape[:2])


def _visible(pixels: ByteArray, window: Rectangle | None) -> Rectangle:
    height, width = pixels.shape[:2]
    if window is None:
        return 0, 0, width, height
    left, top, right, bottom = window
    return max(left, 0), max(top, 0), min(right, width), min(bottom, height)


def draw_dots(
    pixels: ByteArray,
    centres: FloatArray,
    radii: FloatArray,
    holes: FloatArray,
    rgbas: FloatArray,
    *,
    glow: float = 0.0,
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
    glow
        Radius of a soft light behind each dot, in radii of the dot; 0 for none. All lights lie
        behind all dots.
    window
        The pixels that may change; all by default.
    """
    xy = np.ascontiguousarray(centres, dtype=np.float64)
    both = np.column_stack([radii, holes]).astype(np.float64)
    colours = np.ascontiguousarray(rgbas, dtype=np.float64)
    words, inside = _words(pixels), _visible(pixels, window)
    if glow > 0:
        _dots(words, xy, both, colours, float(glow), inside)
    _dots(words, xy, both, colours, 0.0, inside)


def draw_lines(
    pixels: ByteArray,
    vertices: FloatArray,
    lengths: NDArray[np.int64],
    width: float,
    rgba: FloatArray,
    *,
    window: Rectangle | None = None,
) -> None:
    """Blend line strings over the pixels as one shape: no darker where lines meet or cross.

    Parameters
    ----------
    pixels
        (H, W, 4) uint8, premultiplied RGBA; changed in place.
    vertices
        (M, 2) in pixels, all strings one after another. A segment with an end that is not finite
        is left out.
    lengths
        (L,) number of vertices of each string; they add up to M.
    width
        Of the lines, in pixels. Caps and joins are round.
    rgba
        (4,) from 0 to 1, straight alpha.
    window
        The pixels that may change; all by default.
    """
    xy = np.ascontiguousarray(vertices, dtype=np.float64)
    counts = np.ascontiguousarray(lengths, dtype=np.int64)
    if counts.sum() != len(xy) or (counts < 0).any():
        raise ValueError(f"lengths add up to {counts.sum()}, but there are {len(xy)} vertices")
    colour = np.ascontiguousarray(rgba, dtype=np.float64)
    mask = _mask(*pixels.shape[:2])
    _lines(_words(pixels), mask, xy, counts, width / 2, colour, _visible(pixels, window))
