"""What a whole plane does: it flows, it is seen at another scale, its axes get other names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Animation, Mobject, VGroup

from detangle._typing import FloatArray
from detangle.geometry.motions import Motion, Still
from detangle.geometry.polylines import rectangle
from detangle.stage.motion.carry import Carry, Path, backwards, least_time
from detangle.stage.motion.restyle import recolor, with_opacity
from detangle.stage.motion.tween import Appear, Tween, Vanish
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.axes import reference_grid
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.projected_plane import ProjectedPlane
from detangle.stage.plot.view import View

ZOOM_SAMPLES = 1000
"""Instants at which the speed of a zoom is measured: its scale changes by a large factor."""


def flow(plane: Plane, motion: Motion, run_time: float, **kwargs: Any) -> Carry[View]:
    """Carry all that moves in a plane along a motion; its lines are exact at the creases.

    Parameters
    ----------
    plane
        The plane.
    motion
        The motion.
    run_time
        In seconds; longer if the dots were too fast to follow.
    """
    plane.crease(motion)
    return _carried(plane, motion, None, plane.cloud.coords, run_time, **kwargs)


def rewind(
    plane: Plane, motion: Motion, sources: Sequence[FloatArray], run_time: float
) -> Carry[View]:
    """Play a motion backwards, from known beginnings: no inverse is needed.

    Parameters
    ----------
    plane
        All that moves in it is where the motion has ended.
    motion
        The motion.
    sources
        Where each moving thing was when the motion began, (M, 2) each.
    run_time
        In seconds; longer if the dots were too fast to follow.
    """
    points = sources[plane.moving.index(plane.cloud)]
    return _carried(plane, backwards(motion), sources, points, run_time)


def undo(plane: Plane, motion: Motion, run_time: float) -> Carry[View]:
    """Play a motion backwards, from where its inverse says that everything was.

    Raises
    ------
    DetangleError
        If the motion has no inverse.
    """
    sources = [motion.inverse(item.coords) for item in plane.moving]
    return rewind(plane, motion, sources, run_time)


def project(plane: Plane, points: FloatArray, path: Path, run_time: float) -> Carry[View]:
    """Show (N, D) points of a wide layer through a projection that changes with time.

    Parameters
    ----------
    plane
        All that moves in it stands for these points.
    points
        In the layer.
    path
        Maps (N, D) points to (N, 2) coordinates at a time from 0 to 1.
    run_time
        In seconds; longer if the dots were too fast to follow.
    """
    return _carried(plane, path, [points] * len(plane.moving), points, run_time)


def rescale(plane: Plane, view: View, run_time: float) -> Carry[View]:
    """Show a plane through another view: the old reference grid goes, a new one comes.

    Parameters
    ----------
    plane
        The plane; from now on it has the other view.
    view
        The view at the end.
    run_time
        In seconds; longer if the dots were too fast to follow.
    """
    before, coords = plane.view, plane.cloud.coords
    least = least_time(lambda t: before.mix(view, t).place(coords))
    old, new = plane.reference, reference_grid(view, plane.theme)
    plane.view, plane.reference = view, new
    items: list[Placed[View]] = [old, new, plane.axes, *plane.moving]
    return _rescaled(items, before, view, max(run_time, least))


def zoom(lens: Lens, coords: FloatArray, run_time: float) -> Carry[View]:
    """Let a lens go on to another part of its plane; the number in its heading runs along.

    Parameters
    ----------
    lens
        The lens.
    coords
        (M, 2) what must be seen in it.
    run_time
        In seconds; longer if dots in its window were too fast to follow.
    """
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
    old, plane.names = plane.names, VGroup()
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
        with_opacity(plane.cloud, np.where(shown, 0.0, plane.theme.dim)),
    )
    return recolor([plane.pictures, plane.cloud], ends, run_time=run_time)


def undevelop(plane: ProjectedPlane, run_time: float) -> Tween:
    """Turn all images into dots again."""
    plane.moving.remove(plane.pictures)
    ends = with_opacity(plane.pictures, 0.0), with_opacity(plane.cloud, 1.0)
    pictures = [plane.pictures]
    return recolor([*pictures, plane.cloud], ends, leaving=pictures, run_time=run_time)


def _carried(
    plane: Plane,
    path: Path,
    sources: Sequence[FloatArray] | None,
    points: FloatArray,
    run_time: float,
    **kwargs: Any,
) -> Carry[View]:
    """Carry a plane's things; `points` are those whose speed is limited, at the path's time 0."""
    view = plane.view
    least = least_time(lambda t: view.place(path(points, t)))
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
