"""Points, grids and boundaries are where the recorded network puts them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard, cast

import numpy as np
from manim import ManimColor

from detangle import Trajectory, datasets
from detangle._typing import FloatArray as Array
from detangle.run.snapshot import Snapshot
from detangle.stage import PlacedLines, Plane, PlaneCloud, View
from detangle.stage.inspector.frame import VISIBLE, Frame
from detangle.stage.plot.placed import Placed
from detangle.stage.scenes.datasets.curve_scene import NoisyCurvesScene
from tests.inspector.checks.base import Problems
from tests.inspector.film import Film, film_of

Shown = tuple[Trajectory, Snapshot]
"""A run, and its network at the moment that is shown."""
EXACT = 1e-6
"""Share of the shown scale that rounding may take."""


def placed_by_one_view(frame: Frame) -> Problems:
    """One scale and one shift lead from coordinates to places for all that a panel shows."""
    views: dict[tuple[float, ...], tuple[float, Array]] = {}
    for cloud in frame.points:
        mobject = cloud.mobject
        if not isinstance(mobject, PlaneCloud) or mobject.clip is None:
            continue
        if np.ptp(mobject.coords, axis=0).any():  # dots in one place do not tell the scale
            views.setdefault(tuple(mobject.clip), _fitted(mobject))
    for thing in frame.things:
        lying = thing.mobject
        clip = getattr(lying, "clip", None)
        if not _is_in_plane(lying) or clip is None or tuple(clip) not in views:
            continue
        unit, shift = views[tuple(clip)]
        error = np.abs(lying.coords * unit + shift - lying.points[:, :2]).max(initial=0.0)
        scale = max(1.0, float(np.abs(lying.points[:, :2]).max(initial=0.0)))
        if error > EXACT * scale:
            yield thing.name, f"is drawn {error:.4f} units off its coordinates"


def _is_in_plane(mobject: object, kind: type[Placed[Any]] = Placed) -> TypeGuard[Placed[View]]:
    return isinstance(mobject, kind) and mobject.coords.shape[1] == 2


def placed_by_its_view(frame: Frame) -> Problems:
    """At rest the points of a scene's plane are where the plane's own view places them."""
    plane = getattr(frame.scene, "plane", None)
    if not frame.settled or not isinstance(plane, Plane):
        return
    error = float(np.abs(plane.view.place(plane.cloud.coords) - plane.cloud.points).max())
    if error > EXACT * 8:
        yield "the plane's cloud", f"is drawn {error:.4f} units off its view"


def recorded_positions(frame: Frame) -> Problems:
    """Whenever an animation has ended, the points are where a part of a layer has put them."""
    film = film_of(frame.scene)
    if not frame.settled or film.is_projected:
        return
    for cloud in frame.points:
        mobject = cloud.mobject
        if not isinstance(mobject, PlaneCloud) or cloud.opacity < VISIBLE:
            continue
        shown = film.shown_by(mobject)
        if mobject.coords.shape != shown[0].points.shape:
            continue
        names = _names_of(mobject.coords, film, shown)
        film.memory.setdefault("reached", []).extend(names)
        coords = mobject.coords
        if not (names or _is_without_noise(coords, film) or _is_on_the_way(coords, film, shown)):
            yield cloud.name, "is where no part of any layer puts the points"


def _is_without_noise(coords: Array, film: Film) -> bool:
    """Whether the points are where their own generator puts them when it adds no noise."""
    if not isinstance(film.scene, NoisyCurvesScene):
        return False
    recipe = film.trajectory.recipe
    still = datasets.make(recipe.dataset, {**recipe.dataset_parameters, "noise": 0.0})
    return _is_same(coords, still.points.astype(np.float64), 1.0)


def decision_line(frame: Frame) -> Problems:
    """The line between two classes is where both have the same score, and none has more."""
    lines = [lines for lines in frame.lines if _is_in_plane(lines.mobject, PlacedLines)]
    for line in lines if frame.settled and not film_of(frame.scene).is_projected else ():
        mobject = cast("PlacedLines[View]", line.mobject)
        stages = _stages(frame, mobject)
        if not stages or not _is_boundary(mobject, film_of(frame.scene)):
            continue
        network = film_of(frame.scene).shown_by(mobject)[1]
        error = min(_off(mobject.coords, stage, network) for stage in stages)
        if error > EXACT * max(float(np.abs(mobject.coords).max()), 1.0):
            yield line.name, f"is off the line of equal scores by {error:.4f}"


def every_layer_shown(film: Film) -> Problems:
    """A film of layers has shown each of them, as it was recorded."""
    from detangle.stage.scenes.layers.plane_scene import PlaneScene
    from detangle.stage.scenes.projected.projected_scene import ProjectedScene

    if not isinstance(film.scene, PlaneScene | ProjectedScene) or "layers" not in film.scene.beats:
        return
    reached = film.memory.get("reached", [])
    for k in range(film.trajectory.depth + 1):
        if f"layer {k}" not in reached:
            yield f"layer {k}", "is never reached"


def _is_boundary(mobject: PlacedLines[View], film: Film) -> bool:
    """A decision line has the colour of what is spoken of."""
    return bool(mobject.get_color() == ManimColor(film.theme.highlight))


def _stages(frame: Frame, line: PlacedLines[View]) -> list[str]:
    """Where the points in a line's plane are; without points it may be any layer's plane."""
    film, shown = film_of(frame.scene), film_of(frame.scene).shown_by(line)
    near = _clouds_with(frame, line, VISIBLE) or _clouds_with(frame, line, 0.0)
    names = [name for cloud in near for name in _names_of(cloud.coords, film, shown)]
    return names if near else [f"layer {k}" for k in range(shown[0].depth + 1)]


def _clouds_with(frame: Frame, line: PlacedLines[View], least: float) -> list[PlaneCloud]:
    """The points in the panel of a line that have at least an opacity: some may be dimmed."""
    clouds = [cloud.mobject for cloud in frame.points if cloud.opacity >= least]
    return [c for c in clouds if isinstance(c, PlaneCloud) and _is_with(c, line)]


def _is_with(cloud: PlaneCloud, line: PlacedLines[View]) -> bool:
    """Whether both lie in the same panel."""
    if cloud.clip is None or line.clip is None:
        return True
    return bool(np.allclose(cloud.clip, line.clip))


def _off(coords: Array, stage: str, network: Snapshot) -> float:
    """How far from equal the scores are, in units of the last layer."""
    part, _, number = stage.rpartition(" ")
    k, values = int(number), np.array(coords)
    if part == "W":
        values = values + network.biases[k - 1]
    if part in ("W", "+ b"):
        values = network.activate(values)
    elif part == "half":
        values[:, 1] = network.activate(values[:, 1])
    for after in range(k + 1, network.depth + 1):
        values = network.activate(network.affine(after, values))
    best = np.sort(network.read(values), axis=1)
    weight = network.readout_weight
    steepest = np.linalg.norm(weight[:, None] - weight, axis=2).max()
    return float((best[:, -1] - best[:, -2]).max() / steepest)


def _names_of(coords: Array, film: Film, shown: Shown) -> list[str]:
    reach = max(_reaches(*shown))
    known = _places(film, shown).items()
    return [name for name, places in known if _is_same(coords, places, reach)]


def _is_on_the_way(coords: Array, film: Film, shown: Shown) -> bool:
    """Whether it is a linear image of a layer: a turn or a flip, before the stretch."""
    layers = (places for name, places in _places(film, shown).items() if name.startswith("layer"))
    reach = max(_reaches(*shown))
    return any(_is_same(coords, before @ _map(before, coords), reach) for before in layers)


def _map(before: Array, after: Array) -> Array:
    return np.asarray(np.linalg.lstsq(before, after, rcond=None)[0])


def _is_same(a: Array, b: Array, reach: float) -> bool:
    return a.shape == b.shape and bool(np.abs(a - b).max() <= EXACT * max(1.0, reach))


def _reaches(run: Trajectory, network: Snapshot) -> Iterator[float]:
    """How large the terms of each layer's sums can be: rounding is in proportion to these.

    The recording is float32, so what a layer makes of the rounding before it can exceed the
    rounding of its own outputs, where large terms cancel.
    """
    reach = float(np.abs(run.points).max())
    yield reach
    for weight, bias in zip(network.weights, network.biases, strict=True):
        reach = float((np.abs(weight).sum(axis=1) * reach + np.abs(bias)).max())
        yield reach


def _places(film: Film, shown: Shown) -> dict[str, Array]:
    """Where each part of each layer puts the points, by the recorded arrays."""
    known: dict[tuple[int, float], dict[str, Array]] = film.memory.setdefault("places", {})
    key = id(shown[0]), shown[1].step
    if key not in known:
        known[key] = dict(_all_places(*shown))
    return known[key]


def _all_places(run: Trajectory, network: Snapshot) -> Iterator[tuple[str, Array]]:
    recorded = network.step in run.steps
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
            before = run.layer_at(k, network.step).astype(np.float64)
        yield f"layer {k}", before


def _fitted(cloud: PlaneCloud) -> tuple[float, Array]:
    """The scale and the shift by which a cloud's coordinates were placed."""
    coords, points = cloud.coords, cloud.points[:, :2]
    middle, center = coords.mean(axis=0), points.mean(axis=0)
    spread = float(((coords - middle) ** 2).sum())
    unit = float(((coords - middle) * (points - center)).sum()) / max(spread, 1e-12)
    return unit, np.asarray(center - unit * middle)
