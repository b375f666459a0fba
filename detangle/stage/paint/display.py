"""Manim's cameras, taught once to draw the stage's own mobjects in order with all others.

Manim draws runs of mobjects of one type, in their order on the screen, each run by a function that
`Camera.type_or_raise` finds; a mobject of a type that it does not know is left out without a word.
Here it gets to know `Painted`. That holds for all cameras of Cairo, those of a user among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial, wraps
from itertools import groupby
from typing import Any, cast

import numpy as np
from manim import Camera, Mobject

from detangle._typing import ByteArray, FloatArray
from detangle.stage.paint.anchor import Anchor
from detangle.stage.paint.cloud import PointCloud, draw_together
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.projection import Projected, see

Seen = tuple[Painted, Projected]

_TAUGHT = "draws_painted"
"""The mark of a `type_or_raise` that knows `Painted`."""


def teach_cameras() -> None:
    """Let every Cairo camera draw `Painted` mobjects; a second time changes nothing."""
    cameras: Any = Camera
    known = cameras.type_or_raise
    if hasattr(known, _TAUGHT):
        return

    @wraps(known)
    def type_or_raise(self: Camera, mobject: Mobject) -> Any:
        kind = known(self, mobject)  # makes display_funcs anew
        self.display_funcs[Painted] = partial(display_painted, self)
        # An anchor shows nothing, and does not part what is drawn together.
        return Painted if isinstance(mobject, Painted | Anchor) else kind

    setattr(type_or_raise, _TAUGHT, True)
    cameras.type_or_raise = type_or_raise


def display_painted(camera: Camera, mobjects: Iterable[Mobject], pixels: ByteArray) -> None:
    """Draw `Painted` mobjects into the pixels that the cairo context draws into as well.

    Parameters
    ----------
    camera
        Any of Manim's.
    mobjects
        Back to front. In space, the dots of clouds that follow each other, at one `z_index`, are
        drawn in the order of their depth.
    pixels
        (H, W, 4), premultiplied RGBA.
    """
    context: Any = camera.get_cairo_context(cast("Any", pixels))
    surface, matrix = context.get_target(), context.get_matrix()
    surface.flush()
    painted = (mobject for mobject in mobjects if isinstance(mobject, Painted))
    seen = [see(mobject, camera, matrix) for mobject in painted]
    for is_mixed, run in groupby(seen, _mixes):
        if is_mixed:
            draw_together(pixels, run)
            continue
        for mobject, projected in run:
            _paint(mobject, projected, pixels)
    surface.mark_dirty()


def _mixes(seen: Seen) -> Any:
    """Return a true value, the same for clouds in space whose dots are drawn as if of one."""
    mobject, projected = seen
    clipped = projected.window or projected.outline is not None
    if not isinstance(mobject, PointCloud) or projected.depth is None or clipped:
        return None
    return ("z_index", mobject.z_index)


def _paint(mobject: Painted, seen: Projected, pixels: ByteArray) -> None:
    """Draw a mobject; a clip at a slant cuts what was drawn."""
    if seen.outline is None:
        mobject.paint(pixels, seen)
        return
    if len(seen.outline) == 0:
        return
    from detangle.stage.paint.kernels.blending import visible  # numba is slow to import

    low, high = np.floor(seen.outline.min(axis=0)), np.ceil(seen.outline.max(axis=0))
    box = visible(pixels, (int(low[0]), int(low[1]), int(high[0]), int(high[1])))
    left, top, right, bottom = box
    if left >= right or top >= bottom:
        return
    drawn = pixels.copy()
    mobject.paint(drawn, replace(seen, window=box))
    cover = _cover(seen.outline, pixels)
    _lay(*(part[top:bottom, left:right] for part in (pixels, drawn, cover)))


def _lay(pixels: ByteArray, drawn: ByteArray, cover: ByteArray) -> None:
    """Change pixels (H, W, 4) to others, as far as they are covered, (H, W) up to 255."""
    whole, partly = cover == 255, (cover > 0) & (cover < 255)
    weight = cover[partly, None] / 255
    pixels[partly] = np.rint((1 - weight) * pixels[partly] + weight * drawn[partly])
    np.copyto(pixels, drawn, where=whole[..., None])


def _cover(outline: FloatArray, pixels: ByteArray) -> ByteArray:
    """Return how much of each pixel lies in a polygon, (H, W) up to 255."""
    from detangle.stage.paint.kernels.polygons import fill_polygons  # numba is slow to import

    white = np.zeros_like(pixels)
    fill_polygons(white, np.hstack([outline, np.roll(outline, -1, axis=0)]), np.ones(4))
    return white[..., 3]
