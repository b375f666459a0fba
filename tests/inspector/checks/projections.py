"""Wide layers are shown as orthogonal projections of what was recorded."""

from __future__ import annotations

import re

import numpy as np

from detangle._typing import FloatArray as Array
from detangle.stage import PlaneCloud, PointCloud
from detangle.stage.inspector.frame import Frame
from detangle.stage.motion.train_clock import Clock
from detangle.stage.panels.layer_panel import WidePanel
from detangle.stage.plot.lines import TrialLine
from detangle.stage.plot.plane import Rings
from detangle.stage.scenes.projected.projected_scene import ProjectedScene
from tests.inspector.checks.base import Problems
from tests.inspector.checks.replays import clock_of
from tests.inspector.film import Film, film_of
from tests.inspector.glyphs import read
from tests.inspector.network import Network

EXACT = 1e-6
"""Fraction of the shown scale that rounding may take."""
TURNED = 1e-5
"""How far the entries of a direction may be off, and points between two steps."""
FRACTION = re.compile(r"(\d+\.\d)%ofthevariance")
COUNT = re.compile(r"(\w+):(\d+)of(\d+)")


def projected_positions(frame: Frame) -> Problems:
    """Whenever an animation has ended, the points are a layer seen along telling directions."""
    film = film_of(frame.scene)
    for cloud in _clouds(frame) if frame.settled else ():
        layers = _layers(cloud.coords, film)
        film.memory.setdefault("reached", []).extend(f"layer {k}" for k in layers)
        if not layers:
            yield "the points", "are where no projection of a recorded layer puts them"
        for k in layers:
            if _is_usual(cloud.coords, k, film) and not _is_aside(cloud.coords, film):
                yield from _jumped(k, cloud.coords, film)


def printed_variance(frame: Frame) -> Problems:
    """The printed fraction of the variance is that of the picture beside it."""
    film = film_of(frame.scene)
    for cloud in _clouds(frame) if frame.settled else ():
        layers = [film.network.points(k) for k in _layers(cloud.coords, film)]
        seen = {f"{100 * _explained(cloud.coords, layer):.1f}" for layer in layers}
        for (printed,) in _printed(frame, FRACTION):
            if printed not in seen:
                yield "the variance", f"reads {printed}% beside a picture that shows {sorted(seen)}"


def projected_lines(frame: Frame) -> Problems:
    """A line gets right what is printed; the network's own cut is where both scores are equal."""
    film = film_of(frame.scene)
    lines = [lines.mobject for lines in frame.lines if isinstance(lines.mobject, TrialLine)]
    for cloud in _clouds(frame) if frame.settled else ():
        for line in lines:
            drawn = _distances(line.coords, cloud.coords)
            right = int(((drawn > 0) == (film.trajectory.labels > 0)).sum())
            for word, count, of in _printed(frame, COUNT):
                if int(count) != max(right, len(drawn) - right) or int(of) != len(drawn):
                    yield "the line", f"gets {right} of {len(drawn)} right where {word} is {count}"
            if _is_aside(cloud.coords, film):
                cut = _along_cut(film)
                error = min(float(np.abs(sign * drawn - cut).max()) for sign in (-1, 1))
                if error > EXACT * max(1.0, float(np.abs(cut).max())):
                    yield "the line", f"is {error:.4f} off the network's own cut"


def ringed_points(frame: Frame) -> Problems:
    """Ringed are the points that the network gets wrong, all of them, and as many as is printed."""
    film = film_of(frame.scene)
    clouds = [cloud.mobject for cloud in frame.points]
    marks = [cloud for cloud in clouds if type(cloud) is Rings]
    if not (frame.settled and marks and film.is_projected):
        return
    wrong = _scores(film).argmax(axis=1) != film.trajectory.labels
    for cloud in (c for c in clouds if isinstance(c, PlaneCloud)):
        ringed = [ring.coords for ring in marks if _together(ring, cloud)]
        if not any(np.array_equal(coords, cloud.coords[wrong]) for coords in ringed):
            yield "the rings", "are not around the points that the network gets wrong"
    for word, count, of in _printed(frame, COUNT):
        if word == "wrong" and (int(count), int(of)) != (int(wrong.sum()), len(wrong)):
            yield "the count", f"of what is wrong reads {count} of {of}, it is {wrong.sum()}"


def carried_pictures(frame: Frame) -> Problems:
    """In a replay the points are a layer turned, or on the straight way from one to the next."""
    for panel, network in _wide_panels(frame):
        if all(cloud.mobject is not panel.cloud for cloud in frame.points):
            continue
        ends = [_recorded(network, panel.layer, i) for i in (network.before, network.after)]
        way = [(1 - network.fraction) * ends[0], network.fraction * ends[1]]
        error, axes = _axes(panel.cloud.coords, np.hstack(way))
        if error > TURNED:
            yield f"layer {panel.layer}", "has points that are on no picture of it"
        if network.is_recorded:
            _, axes = _axes(panel.cloud.coords, network.points(panel.layer))
            if (stretched := np.linalg.norm(axes, 2)) > 1 + 100 * TURNED:
                yield f"layer {panel.layer}", f"is stretched by {stretched:.4f}"


def printed_share(frame: Frame) -> Problems:
    """In a replay the printed fraction of the variance is that of the picture beside it."""
    texts = {text.key: text for text in frame.texts}
    for panel, network in _wide_panels(frame):
        text = texts.get(id(panel.explained.numbers[0]))
        if text is None or not network.is_recorded:
            continue
        drawn = read(text.glyphs)
        seen = _explained(panel.cloud.coords, network.points(panel.layer))
        if abs(float(drawn.rstrip("%")) - 100 * seen) > 0.05 + EXACT:
            yield "the variance", f"reads {drawn} beside a picture that shows {seen:.2%}"


def _axes(coords: Array, layer: Array) -> tuple[float, Array]:
    """Find the projection (r, 2) that makes coordinates of a layer (N, D), in its main directions.

    With it comes how far the coordinates are off it, as a fraction of what is shown.
    """
    left, sizes, _ = np.linalg.svd(layer - layer.mean(axis=0), full_matrices=False)
    kept = sizes > EXACT * sizes.max(initial=0.0)
    along = left[:, kept] * sizes[kept]
    axes = (left[:, kept].T @ coords) / sizes[kept, None]
    error = float(np.abs(coords - along @ axes).max()) / max(1.0, float(np.abs(coords).max()))
    return error, np.asarray(axes)


def _layers(coords: Array, film: Film) -> list[int]:
    """The layers of which coordinates are a projection along telling directions."""
    return [k for k in range(film.trajectory.depth + 1) if _is_picture(coords, k, film)]


def _is_picture(coords: Array, k: int, film: Film) -> bool:
    """Whether each axis is in the plane of a layer's main directions, or is another one alone."""
    if _is_usual(coords, k, film) or (k == film.trajectory.depth and _is_aside(coords, film)):
        return True
    error, axes = _axes(coords, film.network.points(k))
    if error > EXACT or np.abs(axes.T @ axes - np.eye(2)).max() > TURNED:
        return False
    alone = np.abs(axes[2:]).max(axis=0, initial=0.0) > 1 - TURNED
    within = np.linalg.norm(axes[:2], axis=0) > 1 - TURNED
    return bool((alone | within).all())


def _is_usual(coords: Array, k: int, film: Film) -> bool:
    """Whether it is a layer along its two main directions, turned in any way."""
    error, axes = _axes(coords, film.network.points(k))
    turned = axes[:2] @ axes[:2].T
    return error <= EXACT and bool(np.abs(turned - np.eye(len(turned))).max(initial=0) <= TURNED)


def _is_aside(coords: Array, film: Film) -> bool:
    """Whether it is the last layer along the direction in which the network tells classes apart.

    The other axis is the direction of the greatest variance that is left.
    """
    run = film.trajectory
    if len(run.class_names) != 2 or not run.has_readout:
        return False
    weight, _ = film.network.readout()
    normal = (weight[1] - weight[0]) / np.linalg.norm(weight[1] - weight[0])
    last = film.network.points(run.depth)
    last = last - last.mean(axis=0)
    left, sizes, _ = np.linalg.svd(last - np.outer(last @ normal, normal), full_matrices=False)
    goal = np.column_stack([last @ normal, left[:, 0] * sizes[0]])
    error = np.abs(coords - goal * np.sign((coords * goal).sum(axis=0))).max()
    return bool(error <= EXACT * max(1.0, float(np.abs(goal).max())))


def _along_cut(film: Film) -> Array:
    """How far each point of the last layer is from where both scores are equal, (N,)."""
    weight, _ = film.network.readout()
    scores = _scores(film)
    return np.asarray((scores[:, 1] - scores[:, 0]) / np.linalg.norm(weight[1] - weight[0]))


def _scores(film: Film) -> Array:
    """The class scores, by a forward pass from the input, or from what was recorded of it."""
    network, run = film.network, film.trajectory
    if run.has_network:
        return network.scores(0, network.points(0))
    if run.has_readout:
        return network.scores(run.depth, network.points(run.depth))
    return network.array("scores")


def _jumped(k: int, coords: Array, film: Film) -> Problems:
    """A picture is turned to the one before: no turn of it would be nearer."""
    shown: dict[int, Array] = film.memory.setdefault("shown", {})
    shown[k] = coords.copy()
    if k - 1 not in shown:
        return
    both = coords.T @ shown[k - 1]  # nearest if and only if this is symmetric, and not negative
    scale = EXACT * float(np.abs(both).max()) * 10
    if abs(both[0, 1] - both[1, 0]) > scale or np.linalg.eigvalsh((both + both.T) / 2)[0] < -scale:
        yield f"layer {k}", "is not turned as the picture of the layer before"


def _explained(coords: Array, layer: Array) -> float:
    total = float(layer.var(axis=0).sum())
    return float(coords.var(axis=0).sum()) / total if total else 0.0


def _clouds(frame: Frame) -> list[PlaneCloud]:
    """The points of the run in a plane of theirs, if the film shows layers as projections."""
    run = film_of(frame.scene).trajectory
    if not isinstance(frame.scene, ProjectedScene):
        return []
    clouds = [cloud.mobject for cloud in frame.points]
    return [c for c in clouds if isinstance(c, PlaneCloud) and len(c.coords) == len(run.labels)]


def _wide_panels(frame: Frame) -> list[tuple[WidePanel, Network]]:
    """The panels of a replay of wide layers, with the network of the step that it shows."""
    clock: Clock | None = clock_of(frame)
    if clock is None:
        return []
    network = Network(clock.run, clock.moment.step)
    return [(panel, network) for panel in clock.panels if isinstance(panel, WidePanel)]


def _recorded(network: Network, k: int, record: int) -> Array:
    points = network.run.layer(k)[record].astype(float)
    return np.asarray(points - points.mean(axis=0))


def _printed(frame: Frame, pattern: re.Pattern[str]) -> list[tuple[str, ...]]:
    """What is printed, by the groups of a pattern; blanks cannot be read."""
    said = (pattern.search(read(text.glyphs)) for text in frame.standing)
    return [match.groups() for match in said if match is not None]


def _together(one: PointCloud, other: PointCloud) -> bool:
    """Whether two clouds are in one plot."""
    return one.clip is not None and other.clip is not None and np.allclose(one.clip, other.clip)


def _distances(line: Array, points: Array) -> Array:
    """How far points lie to the left of a line from its first to its second end."""
    along, to = line[1] - line[0], points - line[0]
    along = along / np.linalg.norm(along)
    return np.asarray(along[0] * to[:, 1] - along[1] * to[:, 0])
