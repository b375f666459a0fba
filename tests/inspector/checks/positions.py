"""Points, grids and boundaries are where the recorded network puts them, in planes and in space."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from manim import ManimColor

from detangle import activations, datasets
from detangle._typing import FloatArray as Array
from detangle.stage import PlacedLines, PlaneCloud
from detangle.stage.inspector.frame import VISIBLE, Frame
from detangle.stage.inspector.things import Seen
from detangle.stage.panels.facts import FactLine
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.space.cloud import SpaceCloud
from detangle.stage.plot.space.faces import CutPlane
from detangle.stage.scenes.datasets.curve_scene import NoisyCurvesScene
from detangle.stage.scenes.layers.clamp import ShutterEdge
from detangle.stage.scenes.layers.plane_scene import PlaneScene
from detangle.stage.scenes.projected.projected_scene import ProjectedScene
from detangle.stage.scenes.space.lift_scene import LiftScene
from tests.inspector.checks.base import Problems
from tests.inspector.film import Film, film_of
from tests.inspector.glyphs import read
from tests.inspector.network import Network

EXACT = 1e-6
"""Fraction of the shown scale that rounding may take."""
BEATS_IN_SPACE = {"space", "affine", "activation"}


def placed_by_its_view(frame: Frame) -> Problems:
    """All that lies in a plane or a space is drawn where its view has it, one view an area."""
    views: dict[tuple[float, ...], Any] = {}  # a space may be seen from above beside a plane
    for thing in frame.things:
        lying: Any = thing.mobject if isinstance(thing.mobject, Placed) else None
        if lying is None or not len(lying.coords) or lying.clip is None:
            continue
        error = float(np.nan_to_num(np.abs(lying.view.place(lying.coords) - lying.points)).max())
        if error > EXACT * max(1.0, float(np.nan_to_num(np.abs(lying.points)).max())):
            yield thing.name, f"is drawn {error:.4f} units from where its view has it"
        window = (*lying.clip, lying.coords.shape[1])
        if frame.settled and views.setdefault(window, lying.view) != lying.view:
            yield thing.name, "is seen through another view than what is beside it"


def recorded_positions(frame: Frame) -> Problems:
    """Whenever an animation has ended, the points are where a part of a layer has put them."""
    film = film_of(frame.scene)
    for cloud in _clouds(frame, VISIBLE) if frame.settled and not film.is_projected else ():
        lying = cloud.mobject
        network = film.network_of(lying)
        if len(lying.coords) != len(network.run.points):
            continue
        stages = _stages(lying.coords, film, network)
        film.memory.setdefault("reached", []).extend(stages)
        if not (stages or _is_without_noise(lying.coords, film) or _is_on_the_way(lying, film)):
            yield cloud.name, "is where no part of any layer puts the points"


def sheets_in_space(frame: Frame) -> Problems:
    """Whenever an animation has ended, the sheet in space lies where the points do."""
    scene, film = frame.scene, film_of(frame.scene)
    if not frame.settled or not isinstance(scene, LiftScene):
        return
    network = film.network_of(scene.space.cloud)
    stages = _stages(scene.space.cloud.coords, film, network)
    for line in frame.lines:
        sheet = line.mobject
        if not isinstance(sheet, PlacedLines) or sheet not in scene.space.moving or not stages:
            continue
        known = dict(network.stages(sheet.home[:, : network.run.points.shape[1]]))
        if not any(_is_same(sheet.coords, known[stage], network) for stage in stages):
            yield line.name, "is not where the points are that lie on it"


def decision_line(frame: Frame) -> Problems:
    """A boundary is where two classes have the same score, and none has more."""
    film = film_of(frame.scene)
    for name, lying in _boundaries(frame) if frame.settled and not film.is_projected else ():
        network = film.network_of(lying)
        errors = [network.tie(s, lying.coords) for s in _stages_beside(frame, lying, network)]
        if errors and min(errors) > EXACT * max(1.0, float(np.abs(lying.coords).max())):
            yield name, f"is off the line of equal scores by {min(errors):.4f}"


def printed_score(frame: Frame) -> Problems:
    """The fraction that is printed is what the plane in space gets right, or the network."""
    scene, texts = frame.scene, {text.key: text for text in frame.texts}
    if not isinstance(scene, LiftScene) or scene.cut is None:
        return
    network = film_of(scene).network_of(scene.space.cloud)
    sides = network.scores(0, network.points(0)).argmax(axis=1)
    if scene.cut in frame.family:
        sides = scene.space.cloud.coords @ scene.cut.normal + scene.cut.offset > 0
    right = f"{100 * (sides == network.run.labels).mean():.1f}%"
    for score in (mobject for mobject in frame.family if isinstance(mobject, FactLine)):
        text = texts.get(id(score.numbers[0]))
        if text is not None and (drawn := read(text.glyphs)) != right:
            yield "the score", f"reads {drawn}, right are {right}"


def every_layer_shown(film: Film) -> Problems:
    """A film of layers has shown each of them as it was recorded; in space, each of its parts."""
    reached, beats = film.memory.get("reached", []), set(film.scene.beats)
    wanted: list[str] = []
    if isinstance(film.scene, PlaneScene | ProjectedScene) and "layers" in beats:
        wanted = [f"layer {k}" for k in range(film.trajectory.depth + 1)]
    if isinstance(film.scene, LiftScene) and beats >= BEATS_IN_SPACE:
        wanted = [stage for stage, _ in film.network.stages()]
        if not activations.get(film.trajectory.architecture.activation).piecewise_linear:
            wanted = [stage for stage in wanted if not stage.startswith("unit")]
    for stage in wanted:
        if stage not in reached:
            yield stage, "is never reached"


def _clouds(frame: Frame, least: float) -> Iterator[Any]:
    for cloud in frame.points:
        if isinstance(cloud.mobject, PlaneCloud | SpaceCloud) and cloud.opacity >= least:
            yield cloud


def _boundaries(frame: Frame) -> Iterator[tuple[str, Placed[Any]]]:
    """What has the colour of what is spoken of: in space, the cut and what lies on the sheet."""
    film, tone = film_of(frame.scene), ManimColor(film_of(frame.scene).theme.highlight)
    cut = getattr(film.scene, "cut", None)
    cuts = (cut.face, cut.rim) if isinstance(cut, CutPlane) else ()
    sheet = film.scene.space.moving if isinstance(film.scene, LiftScene) else ()
    for thing in frame.things:
        lying: Any = thing.mobject
        lit = isinstance(lying, PlacedLines) and lying.get_color() == tone
        lit &= not isinstance(lying, ShutterEdge)
        known = lying in cuts or (lit and (lying.coords.shape[1] == 2 or lying in sheet))
        if known and len(lying.coords):
            yield thing.name, lying


def _stages_beside(frame: Frame, lying: Placed[Any], network: Network) -> list[str]:
    """The stages at which the points beside a boundary are; without points, any whole layer."""
    film = film_of(frame.scene)
    for least in (VISIBLE, 0.0):  # some may be dimmed
        near = [c.mobject for c in _clouds(frame, least) if _is_beside(c, lying)]
        if near:
            return [stage for cloud in near for stage in _stages(cloud.coords, film, network)]
    return [f"layer {k}" for k in range(network.run.depth + 1)]


def _is_beside(cloud: Seen, lying: Placed[Any]) -> bool:
    mine, yours = (getattr(each, "clip", None) for each in (cloud.mobject, lying))
    return mine is None or yours is None or bool(np.allclose(mine, yours))


def _stages(coords: Array, film: Film, network: Network) -> list[str]:
    known = film.stages(network).items()
    return [stage for stage, places in known if _is_same(coords, places, network)]


def _is_same(coords: Array, places: Array, network: Network) -> bool:
    """Whether coordinates are these places; in space, the input lies on the floor."""
    if places.shape[1] < coords.shape[1]:
        missing = coords.shape[1] - places.shape[1]
        places = np.pad(places, ((0, 0), (0, missing)))
    if places.shape != coords.shape:
        return False
    return bool(np.abs(coords - places).max() <= EXACT * network.reach)


def _is_without_noise(coords: Array, film: Film) -> bool:
    """Whether the points are where their own generator puts them when it adds no noise."""
    if not isinstance(film.scene, NoisyCurvesScene):
        return False
    recipe = film.trajectory.recipe
    still = datasets.make(recipe.dataset, {**recipe.dataset_parameters, "noise": 0.0})
    return bool(np.abs(coords - still.points).max() <= EXACT)


def _is_on_the_way(lying: Placed[Any], film: Film) -> bool:
    """Whether it is a linear image of a layer: a turn or a flip, before the stretch."""
    network = film.network_of(lying)
    for stage, places in film.stages(network).items():
        if stage.startswith("layer") and lying.coords.shape[1] == 2:
            image = places @ np.linalg.lstsq(places, lying.coords, rcond=None)[0]
            if _is_same(lying.coords, image, network):
                return True
    return False
