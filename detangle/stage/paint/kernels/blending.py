"""What the kernels for dots and lines share: soft edges, blending, the pixels as words.

Coordinates are cairo's device space: pixel ``i`` covers ``[i, i + 1]``, y points down. Everything
is drawn as if the shape were blurred by a box of one pixel and a box of half a pixel: a moving edge
then keeps its ink from frame to frame, where a plain ramp of one pixel shimmers.
"""

from collections.abc import Callable
from math import copysign
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detangle._typing import ByteArray

Function = TypeVar("Function", bound=Callable[..., Any])
Rectangle = tuple[int, int, int, int]  # of pixels: left, top, right, bottom; the last two excluded

# float32 and uint32 keep the inner loops in one vector type.
ZERO, HALF, ONE = np.float32(0), np.float32(0.5), np.float32(1)
REACH = np.float32(0.75)  # half the width of a soft edge: (1 + 1/2) / 2 pixels
STRAIGHT = np.float32(0.25)  # within this distance of the edge the soft step is a straight line
FULL = np.uint32(256)  # opacity 1 in the blending's fixed point
EVEN = np.uint32(0xFF00FF)  # every second byte of a pixel: R and B, or (shifted) G and A
ROUND = np.uint32(0x800080)  # one half in both bytes, so that blending rounds to nearest
BYTE, SHIFT = np.uint32(8), np.uint32(16)
BLOCK = 8  # pixels handled together


def kernel(function: Function) -> Function:
    """Compile a function, and keep the machine code on disk, if there is a place for it."""
    try:
        return cast(Function, njit(cache=True, nogil=True)(function))
    except RuntimeError:  # neither the package's folder nor a cache folder can be written
        return cast(Function, njit(nogil=True)(function))


@kernel
def edge(depth: Any) -> Any:
    """Cover of a pixel whose centre lies `depth` pixels inside a straight edge (no branches)."""
    near = min(max(depth, -REACH), REACH)
    bend = max(abs(near) - STRAIGHT, ZERO)
    return HALF + near - copysign(bend * bend, near)


@kernel
def over(word: Any, paint: Any, cover: Any) -> Any:
    """Lay a colour over one pixel; `cover` is a float32 from 0 to 1 (no branches)."""
    even, odd, opacity = paint
    much = np.uint32(np.int32(cover * opacity + HALF))
    keep = np.uint32(FULL - much)
    low = np.uint32((word & EVEN) * keep + even * much + ROUND)
    high = np.uint32(((word >> BYTE) & EVEN) * keep + odd * much + ROUND)
    return ((low >> BYTE) & EVEN) | (high & ~EVEN)


@kernel
def _byte(level: float) -> Any:
    return np.uint32(min(max(level, 0.0), 1.0) * 255 + 0.5)


@kernel
def pack(rgba: Any) -> Any:
    """Return red and blue, green and full alpha, and the opacity from 0 to FULL."""
    even = _byte(rgba[0]) | (_byte(rgba[2]) << SHIFT)
    odd = _byte(rgba[1]) | (_byte(1.0) << SHIFT)
    return np.uint32(even), np.uint32(odd), np.float32(min(max(rgba[3], 0.0), 1.0) * FULL)


@kernel
def lay(words: Any, cover: Any, color: Any) -> None:
    """Lay a colour over (h, w) pixels, as much as the cover (h, w) of float32 says."""
    paint = pack(color)
    for y in range(cover.shape[0]):
        for x in range(cover.shape[1]):
            if cover[y, x] > 0:
                words[y, x] = over(words[y, x], paint, min(cover[y, x], ONE))


def as_words(pixels: ByteArray) -> NDArray[np.uint32]:
    """See (H, W, 4) bytes as (H, W) words; writing to one writes to the other."""
    if pixels.dtype != np.uint8 or not pixels.flags.c_contiguous:
        raise ValueError("pixels must be a C-contiguous (H, W, 4) uint8 array")
    return pixels.view(np.uint32).reshape(pixels.shape[:2])


def visible(pixels: ByteArray, window: Rectangle | None) -> Rectangle:
    """Cut a rectangle to the pixels; all of them if there is none, none if it lies beyond them."""
    height, width = pixels.shape[:2]
    if window is None:
        return 0, 0, width, height
    left, top, right, bottom = window
    left, top = min(max(left, 0), width), min(max(top, 0), height)
    return left, top, max(min(right, width), left), max(min(bottom, height), top)
