"""The kernel that blends line strings one over another, each in a colour of its own."""

from math import ceil, floor
from typing import Any

import numpy as np

from detangle._typing import ByteArray, FloatArray, IntArray
from detangle.stage.paint.kernels.blending import (
    BLOCK,
    Rectangle,
    as_words,
    kernel,
    over,
    pack,
    visible,
)
from detangle.stage.paint.kernels.lines import WHOLE, _clipped, _mask, _segment


@kernel
def _reach(spans: Any, line: Any, margin: float, window: Any) -> Any:
    """Widen the span of each row that a segment may touch; return which rows these are."""
    ax, ay, bx, by = line
    left, right = min(ax, bx) - margin, max(ax, bx) + margin
    top = max(floor(min(ay, by) - margin), window[1])
    bottom = min(ceil(max(ay, by) + margin), window[3])
    slope = (bx - ax) / (by - ay) if abs(by - ay) > 1 else 0.0
    for y in range(top, bottom):
        low, high = left, right
        if slope != 0:  # only that part of a steep segment which is near this row
            one, other = ax + (y - margin - ay) * slope, ax + (y + 1 + margin - ay) * slope
            low = max(left, min(one, other) - margin)
            high = min(right, max(one, other) + margin)
        spans[y, 0] = min(spans[y, 0], max(floor(low), window[0]))
        spans[y, 1] = max(spans[y, 1], min(ceil(high), window[2]))
    return top, bottom


@kernel
def _settle(words: Any, mask: Any, spans: Any, rows: Any, paint: Any) -> None:
    """Lay the colour over the pixels of the rows' spans, and wipe the mask and the spans."""
    blocks = mask.view(np.uint64)
    for y in range(rows[0], rows[1]):
        for block in range(spans[y, 0] // BLOCK, (spans[y, 1] + BLOCK - 1) // BLOCK):
            if blocks[y, block] == 0:
                continue
            for x in range(block * BLOCK, min(block * BLOCK + BLOCK, words.shape[1])):
                place = np.uintp(y), np.uintp(x)
                if mask[place] > 0:
                    words[place] = over(words[place], paint, np.float32(mask[place]) / WHOLE)
            blocks[y, block] = 0
        spans[y, 0], spans[y, 1] = mask.shape[1], 0


@kernel
def _strands(
    words: Any, mask: Any, xy: Any, lengths: Any, half: float, rgbas: Any, window: Any
) -> None:
    spans = np.empty((mask.shape[0], 2), dtype=np.int64)
    spans[:, 0], spans[:, 1] = mask.shape[1], 0
    margin = half + 2.0
    last = 0
    for strand in range(len(lengths)):
        first, last = last, last + lengths[strand]
        top, bottom = window[3], window[1]
        for i in range(first, last - 1):
            raw = (xy[i, 0], xy[i, 1], xy[i + 1, 0], xy[i + 1, 1])
            seen, line = _clipped(raw, window, margin)
            if seen:
                _segment(mask, line, half, window)
                low, high = _reach(spans, line, margin, window)
                top, bottom = min(top, low), max(bottom, high)
        _settle(words, mask, spans, (top, bottom), pack(rgbas[strand]))


def draw_strands(
    pixels: ByteArray,
    vertices: FloatArray,
    lengths: IntArray,
    width: float,
    rgbas: FloatArray,
    *,
    window: Rectangle | None = None,
) -> None:
    """Blend line strings over the pixels in their order; where they cross, their colours add up.

    Each string by itself is one shape: no darker where its segments meet.

    Parameters
    ----------
    pixels, vertices, lengths, width, window
        As of `draw_lines`.
    rgbas
        (L, 4) from 0 to 1, straight alpha: a colour for each string.
    """
    xy = np.ascontiguousarray(vertices, dtype=np.float64)
    counts = np.ascontiguousarray(lengths, dtype=np.int64)
    colours = np.ascontiguousarray(rgbas, dtype=np.float64)
    if counts.sum() != len(xy) or (counts < 0).any() or colours.shape != (len(counts), 4):
        raise ValueError(
            f"lengths add up to {counts.sum()}, but there are {len(xy)} vertices; "
            f"{len(counts)} strings have colours of shape {colours.shape}"
        )
    mask = _mask(*pixels.shape[:2])
    _strands(as_words(pixels), mask, xy, counts, width / 2, colours, visible(pixels, window))
