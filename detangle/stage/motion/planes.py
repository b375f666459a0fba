"""What a whole plane does: it flows, it is seen at another scale, its axes get other names.

A `run_time` is in seconds; an animation takes longer if the dots were too fast to follow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from manim import Animation, Mobject, VGroup

from detangle._typing import FloatArray
from detangle.geometry.motions import Motion, Still
from detangle.geometry.polylines import rectangle
from detangle.stage.motion.carry import FASTEST, Carry, Path, least_time, way_through
from detangle.stage.motion.restyle import recolor, with_opacity
from detangle.stage.motion.tween import Appear, Tween, Vanish
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.axes import reference_grid
from detangle.stage.plot.placed import Placed, PlacedPaint
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.projected_plane import ProjectedPlane
from detangle.stage.plot.view import View

ZOOM_SAMPLES = 1000
"""Instants at which the speed of a zoom is measured: its scale changes by a large factor."""


def flow(plane: Plane, motion: Motion, run_time: float, **kwargs: Any) -> Carry[View]:
    """Carry all that moves in a plane along a motion; its lines are exact at the creases."""
    plane.crease(motion)
    return _carried(plane, motion, None, plane.cloud.coords, run_time, **kwargs)


def rewind(
    plane: Plane, motion: Motion, sources: Sequence[FloatArray], run_time: float, **kwargs: Any
) -> Carry[View]:
    """Play a motion backwards, from where it has ended: no inverse is needed.

    The sources are where each moving thing was when the motion began, (M, 2) each; see `pasts`.
    """
    points = sources[plane.moving.index(plane.cloud)]
    return _carried(
        plane, lambda start, t: motion(start, 1 - t), sources, points, run_time, **kwargs
    )


def pasts(plane: Plane, motions: Sequence[Motion]) -> list[tuple[FloatArray, ...]]:
    """Return where all that moves in a plane is before each motion, and after the last one.

    Each thing, which must be painted, begins where it was when it was made.
    """
    homes = [cast("PlacedPaint[View]", item).home for item in plane.moving]
    return list(zip(*(way_through(home, motions) for home in homes), strict=True))


def project(plane: Plane, points: FloatArray, path: Path, run_time: float) -> Carry[View]:
    """Show (N, D) points of a wide layer through a projection that changes with time.

    All that moves in the plane stands for these points; the path maps them to (N, 2) coordinates.
    """
    return _carried(plane, path, [points] * len(plane.moving), points, run_time)


def rescale(plane: Plane, view: View, run_time: float, fastest: float = FASTEST) -> Carry[View]:
    """Show a plane through another view, which it has from now on, with another reference grid."""
    before, coords = plane.view, plane.cloud.coords
    least = least_time(lambda t: before.mix(view, t).place(coords), fastest=fastest)
    old, new = plane.reference, plane.anchor.carry(reference_grid(view, plane.theme))
    plane.view, plane.reference = view, new
    items: list[Placed[View]] = [old, new, plane.axes, *plane.moving]
    return _rescaled(items, before, view, max(run_time, least))


def zoom(lens: Lens, coords: FloatArray, run_time: float) -> Carry[View]:
    """Move a lens to where it shows (M, 2) coordinates; the number in its heading runs along."""
    before, view = lens.view, View.fit(coords, lens.view.area, with_origin=False)
    nearest = rectangle(*max(before, view, key=lambda view: view.unit).bounds).vertices
    least = least_time(lambda t: before.mix(view, t).place(nearest), ZOOM_SAMPLES)
    old, new = lens.reference, reference_grid(view, lens.theme)
    lens.view, lens.reference = view, new
    items: list[Placed[View]] = [old, new, *lens.items]
    others = [lens.field, lens.factor]
    return _rescaled(items, before, view, max(run_time, least), lens.surround, others)


def rename(plane: Plane, symbols: tuple[str, str]) -> Animation:
    """Name the axes of a plane, whose names `unname` has cleared."""
    return Appear(plane.name_axes(symbols))


def unname(plane: Plane) -> Animation:
    """Clear the names of the axes: on the way to a layer the coordinates have none."""
    old, plane.names, plane.symbols = plane.names, VGroup(), None
    return Vanish(old)


def unmark(plane: Plane) -> Animation:
    """Clear the ticks, which hold for one scale only."""
    return Vanish(plane.ticks)


def mark(plane: Plane) -> Animation:
    """Write the ticks of the present view."""
    return Appear(plane.make_ticks())


def develop(plane: ProjectedPlane, run_time: float) -> Tween:
    """Turn dots that have room for it into the images that they stand for, and dim the others."""
    shown = plane.start_images()
    ends = (
        with_opacity(plane.pictures, shown),
        with_opacity(plane.cloud, np.where(shown, 0.0, plane.theme.dim * plane.opacity)),
    )
    return recolor([plane.pictures, plane.cloud], ends, run_time=run_time)


def undevelop(plane: ProjectedPlane, run_time: float) -> Tween:
    """Turn all images into dots again."""
    plane.moving.remove(plane.pictures)
    ends = with_opacity(plane.pictures, 0.0), with_opacity(plane.cloud, plane.opacity)
    items = [plane.pictures, plane.cloud]
    return recolor(items, ends, leaving=items[:1], run_time=run_time)


def _carried(
    plane: Plane,
    path: Path,
    sources: Sequence[FloatArray] | None,
    points: FloatArray,
    run_time: float,
    fastest: float = FASTEST,
    **kwargs: Any,
) -> Carry[View]:
    """Carry a plane's things; `points` are those whose speed is limited, at the path's time 0."""
    view = plane.view
    least = least_time(lambda t: view.place(path(points, t)), fastest=fastest)
    run_time = max(run_time, least)
    return Carry(plane.moving, path, view, sources=sources, run_time=run_time, **kwargs)


def _rescaled(
    items: Sequence[Placed[View]],
    start: View,
    end: View,
    run_time: float,
    also: Callable[[View], object] = lambda _: None,
    others: Sequence[Mobject] = (),
) -> Carry[View]:
    """Go from one view to another; the first two items are the old and the new reference grid.

    What else is to be done with the view at each instant changes the others.
    """
    old, new = items[:2]

    def set_others(t: float) -> None:
        old.set_opacity(1 - t)
        new.set_opacity(t)
        also(start.mix(end, t))

    return Carry(
        items,
        Still(),
        lambda t: start.mix(end, t),
        also=set_others,
        others=others,
        behind=[new],
        leaving=[old],
        run_time=run_time,
    )
