"""What lies behind what, where others add to a film: backgrounds lie behind what they surround."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from manim import Mobject, Rectangle
from manim.mobject.types.image_mobject import AbstractImageMobject

from detangle._typing import FloatArray
from detangle.look.depth import BACK

STEP = 1 / 32
"""Less than lies between two parts of a film."""


def lay_backgrounds(shown: Sequence[Mobject], new: Iterable[Mobject]) -> None:
    """Lay a background behind what comes onto the screen after it.

    The parts of a film have a z-index below 0, so that what others add is in front of them. That is
    wrong for a filled rectangle, or an image, which was there before a part and surrounds it: in
    Manim's own order it lies behind.

    Parameters
    ----------
    shown
        What is on the screen, in its order there.
    new
        What of it has just come.
    """
    come = {id(mobject) for mobject in new}
    grounds: list[Mobject] = []
    for mobject in shown:
        parts = mobject.get_family()
        if id(mobject) in come:
            _lay_own(parts)
            film = [part for part in parts if BACK < part.z_index < 0 and len(part.points)]
            for ground in [ground for ground in grounds if _surrounds_any(ground, film)]:
                ground.set_z_index(BACK)
        grounds += [part for part in parts if part.z_index == 0 and _is_ground(part)]


def _lay_own(family: Iterable[Mobject]) -> None:
    """Lay the rectangles of `add_background_rectangle` behind those that have them."""
    for part in family:
        own = getattr(part, "background_rectangle", None)
        if own is not None:
            lowest = min(other.z_index for other in part.get_family() if other is not own)
            own.set_z_index(lowest - STEP)


def _is_ground(mobject: Mobject) -> bool:
    if isinstance(mobject, Rectangle):
        return bool(mobject.get_fill_opacity() > 0)
    return isinstance(mobject, AbstractImageMobject)


def _surrounds_any(ground: Mobject, parts: Iterable[Mobject]) -> bool:
    low, high = _extent(ground)
    boxes = map(_extent, parts)
    return any(bool(np.all(low <= start) and np.all(high >= end)) for start, end in boxes)


def _extent(mobject: Mobject) -> tuple[FloatArray, FloatArray]:
    """Return the lowest and the highest coordinates, x and y, of a mobject without its parts."""
    points = mobject.points[np.isfinite(mobject.points).all(axis=1), :2]
    if not len(points):
        return np.full(2, -np.inf), np.full(2, np.inf)
    return points.min(axis=0), points.max(axis=0)
