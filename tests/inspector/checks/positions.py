"""Points, grids and boundaries are where the recorded network puts them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detangle.stage import PlaneCloud, PlaneLines
from detangle.stage.inplane import InPlane
from tests.inspector.boxes import Array
from tests.inspector.checks.base import Problems
from tests.inspector.film import Film
from tests.inspector.frame import VISIBLE, Frame

EXACT = 1e-6
"""Share of the shown scale that rounding may take."""


def placed_by_one_view(frame: Frame) -> Problems:
    """Of all that lies in one panel's plane, coordinates and places agree by one scale and shift."""
    views: dict[tuple[float, ...], tuple[float, Array]] = {}
    for cloud in frame.clouds:
        mobject = cloud.mobject
        if isinstance(mobject, PlaneCloud) and mobject.clip is not None:
            views.setdefault(tuple(mobject.clip), _fitted(mobject))
    for thing in (*frame.clouds, *frame.lines):
        mobject = thing.mobject
        if not isinstance(mobject, InPlane):
            continue
        view = views.get(tuple(getattr(mobject, "clip", None) if mobject.clip is not None else ()))
        if view is None:
            continue
        unit, shift = view
        error = np.abs(mobject.coords * unit + shift - mobject.points[:, :2]).max()
        scale = max(1.0, float(np.abs(mobject.points[:, :2]).max()))
        if error > EXACT * scale:
            yield thing.name, f"is drawn {error:.4f} units off its coordinates"


def recorded_positions(frame: Frame) -> Problems:
    """Whenever an animation has ended, the points are where a part of a layer has put them."""
    if not frame.settled:
        return
    film = frame.film
    for cloud in frame.clouds:
        mobject = cloud.mobject
        if not isinstance(mobject, PlaneCloud) or cloud.opacity < VISIBLE:
            continue
        if mobject.coords.shape != film.trajectory.points.shape:
            continue
        names = _names_of(mobject.coords, film)
        film.memory.setdefault("reached", []).extend(names)
        if not names and not _is_on_the_way(mobject.coords, film):
            yield cloud.name, "is where no part of any layer puts the points"


def decision_line(frame: Frame) -> Problems:
    """The straight line in the last layer is where both classes have the same score."""
    film = frame.film
    if len(film.trajectory.class_names) != 2 or film.trajectory.widths[-1] != 2:
        return
    normal, offset = film.snapshot.decision_line()
    for lines in frame.lines:
        mobject = lines.mobject
        if not isinstance(mobject, PlaneLines) or mobject.get_color() != _highlight(film):
            continue
        reach = float(np.abs(mobject.coords).max())
        error = float(np.abs(mobject.coords @ normal + offset).max())
        if error > EXACT * float(np.linalg.norm(normal)) * max(reach, 1.0):
            yield lines.name, f"is off the line of equal scores by {error:.4f}"


def every_layer_shown(film: Film) -> Problems:
    """A film of layers has shown each of them, as it was recorded."""
    from detangle.stage.flow_scene import FlowScene

    if not isinstance(film.scene, FlowScene) or "layers" not in film.scene.beats:
        return
    reached = film.memory.get("reached", [])
    for k in range(film.trajectory.depth + 1):
        if f"layer {k}" not in reached:
            yield f"layer {k}", "is never reached"


def _names_of(coords: Array, film: Film) -> list[str]:
    return [name for name, places in _places(film).items() if _is_same(coords, places)]


def _is_on_the_way(coords: Array, film: Film) -> bool:
    """Whether it is a linear image of a layer: a turn or a flip, before the stretch."""
    layers = (places for name, places in _places(film).items() if name.startswith("layer"))
    return any(_is_same(coords, before @ _map(before, coords)) for before in layers)


def _map(before: Array, after: Array) -> Array:
    return np.asarray(np.linalg.lstsq(before, after, rcond=None)[0])


def _is_same(a: Array, b: Array) -> bool:
    return a.shape == b.shape and bool(np.abs(a - b).max() <= EXACT * max(1.0, np.abs(b).max()))


def _places(film: Film) -> dict[str, Array]:
    """Where each part of each layer puts the points, by the recorded arrays."""
    if "places" not in film.memory:
        film.memory["places"] = dict(_all_places(film))
    places: dict[str, Array] = film.memory["places"]
    return places


def _all_places(film: Film) -> Iterator[tuple[str, Array]]:
    run, network = film.trajectory, film.snapshot
    record = run.record_of(network.step)
    recorded = float(run.steps[record]) == network.step
    before = run.points.astype(np.float64)
    yield "layer 0", before
    for k in range(1, run.depth + 1):
        linear = before @ network.weights[k - 1].T
        sums = linear + network.biases[k - 1]
        yield f"W {k}", linear
        yield f"+ b {k}", sums
        half = sums.copy()
        half[:, 0] = network.activate(sums[:, 0])
        yield f"half {k}", half
        before = network.layer(k, run.points)
        if recorded:
            before = run.layer_at(k, record).astype(np.float64)
        yield f"layer {k}", before


def _fitted(cloud: PlaneCloud) -> tuple[float, Array]:
    """The scale and the shift by which a cloud's coordinates were placed."""
    coords, points = cloud.coords, cloud.points[:, :2]
    middle, center = coords.mean(axis=0), points.mean(axis=0)
    spread = float(((coords - middle) ** 2).sum())
    unit = float(((coords - middle) * (points - center)).sum()) / max(spread, 1e-12)
    return unit, np.asarray(center - unit * middle)


def _highlight(film: Film) -> object:
    from manim import ManimColor

    return ManimColor(film.theme.highlight)
