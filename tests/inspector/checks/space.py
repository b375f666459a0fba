"""In space, too, everything is where the recorded network puts it, and is seen as an eye would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

import numpy as np
from manim import ManimColor
from scipy.spatial.transform import Rotation

from detangle._typing import FloatArray as Array
from detangle.stage.inspector.frame import VISIBLE, Frame
from detangle.stage.panels.facts import FactLine
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.space.cloud import SpaceCloud
from detangle.stage.plot.space.faces import CutPlane
from detangle.stage.plot.space.view import SpaceView
from detangle.stage.scenes.space.lift_scene import LiftScene
from tests.inspector.checks.base import Problems
from tests.inspector.film import Film, film_of
from tests.inspector.glyphs import read

EXACT = 1e-6
"""Share of the shown scale that rounding may take."""


def seen_in_space(frame: Frame) -> Problems:
    """Everything in space is drawn where an eye at the camera's place sees it."""
    scene = frame.scene
    if not isinstance(scene, LiftScene):
        return
    for thing in frame.things:
        lying = thing.mobject
        if not isinstance(lying, Placed) or lying.coords.shape[1] != 3 or not len(lying.coords):
            continue
        expected = projected(lying.coords, scene.space.view)
        error = float(np.abs(expected - lying.points).max())
        if error > EXACT * max(1.0, float(np.abs(expected).max())):
            yield thing.name, f"is drawn {error:.4f} units from where it is seen"


def parts_in_space(frame: Frame) -> Problems:
    """Whenever an animation has ended, the points are where a part of the layer has put them."""
    scene = frame.scene
    if not frame.settled or not isinstance(scene, LiftScene):
        return
    for cloud in frame.points:
        mobject = cloud.mobject
        if not isinstance(mobject, SpaceCloud) or cloud.opacity < VISIBLE:
            continue
        names = _names_of(mobject.coords, scene)
        film_of(frame.scene).memory.setdefault("reached in space", set()).update(names)
        if not names:
            yield cloud.name, "is where no part of the layer puts the points"


def sheets_in_space(frame: Frame) -> Problems:
    """Whenever an animation has ended, the sheet lies where the points do."""
    scene = frame.scene
    if not frame.settled or not isinstance(scene, LiftScene):
        return
    names = _names_of(scene.space.cloud.coords, scene)
    for line in frame.lines:
        sheet = line.mobject
        if not _is_on_sheet(sheet, scene) or not names:
            continue
        known = [dict(_images(scene, sheet.home[:, :2]))[name] for name in names]
        error = min(float(np.abs(sheet.coords - places).max()) for places in known)
        if error > EXACT * _reach(scene):
            yield line.name, f"is {error:.4f} off the sheet on which the points lie"


def planes_in_space(frame: Frame) -> Problems:
    """At rest the plane of the readout is where both classes have the same score."""
    scene = frame.scene
    cut = getattr(scene, "cut", None)
    if not frame.settled or not isinstance(scene, LiftScene) or not isinstance(cut, CutPlane):
        return
    for thing in frame.things:
        if thing.mobject in (cut.face, cut.rim):
            error = _off(thing.mobject.coords, scene)
            if error > EXACT * _reach(scene):
                yield thing.name, f"is {error:.4f} off the plane of equal scores"
    for line in frame.lines:
        curve = line.mobject
        if _is_on_sheet(curve, scene) and curve.get_color() == _highlight(frame):
            error = _off(_layer(scene, curve.home[:, :2]), scene)
            if error > EXACT * _reach(scene):
                yield line.name, f"comes from {error:.4f} off the line of equal scores"


def _is_on_sheet(mobject: object, scene: LiftScene) -> TypeGuard[PlacedLines[SpaceView]]:
    return any(mobject is lines for lines in scene.space.moving) and isinstance(
        mobject, PlacedLines
    )


def printed_score(frame: Frame) -> Problems:
    """The share that is printed is what the plane that is shown gets right."""
    scene, texts = frame.scene, {text.key: text for text in frame.texts}
    cut = getattr(scene, "cut", None)
    for score in (mobject for mobject in frame.family if isinstance(mobject, FactLine)):
        text = texts.get(id(score.numbers[0]))
        if text is None or not isinstance(scene, LiftScene) or not isinstance(cut, CutPlane):
            continue
        coords = scene.space.cloud.coords
        if cut not in frame.family:  # once it is gone, the score is that of the network
            coords = _layer(scene, scene.points)
        heights = coords @ cut.normal + cut.offset
        right = float(((heights > 0) == (scene.trajectory.labels == 1)).mean())
        drawn = read(text.glyphs)
        if drawn != f"{100 * right:.1f}%":
            yield "the score", f"reads {drawn!r}, the plane gets {right:.1%} right"


def every_part_shown(film: Film) -> Problems:
    """A film of a layer in space has shown each of its parts."""
    scene = film.scene
    beats = {"space", "affine", "activation"}
    if not isinstance(scene, LiftScene) or not beats <= set(scene.beats):
        return
    reached = film.memory.get("reached in space", set())
    for name in dict(_images(scene, scene.points)):
        if name not in reached:
            yield name, "is never reached"


def projected(coords: Array, view: SpaceView) -> Array:
    """Project (N, 3) coordinates by hand: the world turns, the eye stands on the third axis."""
    turn = Rotation.from_euler("z", -view.azimuth, degrees=True)
    tilt = Rotation.from_euler("x", view.elevation - 90.0, degrees=True)
    x, y, depth = (tilt * turn).apply(coords - np.array(view.center)).T
    nearness = view.distance / (view.distance - depth)
    middle = (np.array(view.area.box[:2]) + view.area.box[2:]) / 2
    seen = view.unit * np.column_stack([x * nearness, y * nearness, depth])
    seen[:, :2] += middle
    return seen


def _names_of(coords: Array, scene: LiftScene) -> list[str]:
    near = EXACT * _reach(scene)
    known = _images(scene, scene.trajectory.points.astype(np.float64))
    return [name for name, places in known if np.abs(places - coords).max() <= near]


def _images(scene: LiftScene, points: Array) -> Iterator[tuple[str, Array]]:
    """Where each part of the layer puts (N, 2) points of the input, by the recorded weights."""
    network = scene.snapshot
    flat = np.column_stack([points, np.zeros(len(points))])
    yield "the input", flat
    linear = np.stack([network.weights[0] @ point for point in points])
    yield "W x", linear
    sums = linear + network.biases[0]
    yield "+ b", sums
    if network.activation.piecewise_linear:
        for unit in range(2):
            sums = sums.copy()
            sums[:, unit] = network.activate(sums[:, unit])
            yield f"unit {unit + 1}", sums
    yield "the layer", _layer(scene, points)


def _layer(scene: LiftScene, points: Array) -> Array:
    """Return the activations; those of the run's points are the recorded ones."""
    run, network = scene.trajectory, scene.snapshot
    if points.shape == run.points.shape and np.array_equal(points, run.points):
        return run.layer_at(1, network.step).astype(np.float64)
    return network.activate(points.astype(np.float64) @ network.weights[0].T + network.biases[0])


def _off(activations: Array, scene: LiftScene) -> float:
    """How far activations are from where both scores are equal, in units of the layer."""
    if not len(activations):
        return 0.0
    network = scene.snapshot
    scores = activations @ network.readout_weight.T + network.readout_bias
    across = np.linalg.norm(network.readout_weight[1] - network.readout_weight[0])
    return float(np.abs(scores[:, 1] - scores[:, 0]).max() / across)


def _reach(scene: LiftScene) -> float:
    """How large the layer's sums can be: rounding is in proportion to that."""
    network, reach = scene.snapshot, float(np.abs(scene.points).max())
    sums = np.abs(network.weights[0]).sum(axis=1) * reach + np.abs(network.biases[0])
    return max(1.0, float(sums.max()))


def _highlight(frame: Frame) -> ManimColor:
    return ManimColor(film_of(frame.scene).theme.highlight)
