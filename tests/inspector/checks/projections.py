"""Wide layers are shown as an independent projection of what was recorded shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from detangle._typing import FloatArray as Array
from detangle.stage import PlaneCloud, PointCloud
from detangle.stage.inspector.frame import Frame
from detangle.stage.plot.plane import Rings
from detangle.stage.plot.trial_line import TrialLine
from detangle.stage.scenes.projected.projected_scene import ProjectedScene
from detangle.stage.scenes.projected.wide_morph import WideMorphScene
from tests.inspector.checks.base import Problems
from tests.inspector.film import Film, film_of
from tests.inspector.glyphs import read

EXACT = 1e-6
"""Share of the shown scale that rounding may take."""
TURNED = 1e-5
"""How far the entries of a direction may be off."""
SHARE = re.compile(r"(\d+\.\d)%ofthevariance")
COUNT = re.compile(r"(\w+):(\d+)of(\d+)")


def projected_positions(frame: Frame) -> Problems:
    """Whenever an animation has ended, the points are where a layer's projection puts them."""
    film = film_of(frame.scene)
    for cloud in _clouds(frame) if frame.settled else ():
        names = _names(cloud.coords, film)
        film.memory.setdefault("reached", []).extend(names)
        if not names:
            yield "the points", "are where no projection of a recorded layer puts them"
        for name in names if "side" not in names else ():  # the side may be a turned layer
            yield from _jumped(name, cloud.coords, film)


def printed_variance(frame: Frame) -> Problems:
    """The printed share of the variance is that of the picture beside it."""
    film = film_of(frame.scene)
    for cloud in _clouds(frame) if frame.settled else ():
        layers = [_layer(film, name) for name in _names(cloud.coords, film)]
        seen = float(cloud.coords.var(axis=0).sum())
        totals = [float(layer.var(axis=0).sum()) for layer in layers]
        shares = {f"{100 * seen / total if total else 0.0:.1f}" for total in totals}
        for (share,) in _printed(frame, SHARE):
            if share not in shares:
                yield "the share", f"reads {share}% beside a picture that shows {sorted(shares)}"


def projected_lines(frame: Frame) -> Problems:
    """A line gets right what is printed; the network's own parts what the network parts."""
    film = film_of(frame.scene)
    lines = [lines.mobject for lines in frame.lines if isinstance(lines.mobject, TrialLine)]
    for cloud in _clouds(frame) if frame.settled else ():
        for line in lines:
            side = _distances(line.coords, cloud.coords) > 0
            right = int((side == (film.trajectory.labels > 0)).sum())
            for word, count, of in _printed(frame, COUNT):
                if int(count) != max(right, len(side) - right) or int(of) != len(side):
                    yield "the line", f"gets {right} of {len(side)} right where {word} is {count}"
            if "side" in _names(cloud.coords, film):
                yield from _off(line.coords, cloud.coords, film)


def ringed_points(frame: Frame) -> Problems:
    """Ringed are the points that the network gets wrong, all of them, and as many as is printed."""
    film = film_of(frame.scene)
    clouds = [cloud.mobject for cloud in frame.points]
    marks = [cloud for cloud in clouds if isinstance(cloud, Rings)]
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


def _together(one: PointCloud, other: PointCloud) -> bool:
    """Whether two clouds are in one plot."""
    return one.clip is not None and other.clip is not None and np.allclose(one.clip, other.clip)


def _off(line: Array, points: Array, film: Film) -> Problems:
    """The network's own cut is as far from each point as its scores say, on the same side."""
    scores = _scores(film)
    normal = _normal(film)
    expected = (scores[:, 1] - scores[:, 0]) / np.linalg.norm(normal)
    drawn = _distances(line, points)
    error = min(float(np.abs(sign * drawn - expected).max()) for sign in (-1, 1))
    if error > EXACT * max(1.0, float(np.abs(expected).max())):
        yield "the line", f"is {error:.4f} off the network's own cut"


def _names(coords: Array, film: Film) -> list[str]:
    """Which pictures the points are: layers may be turned, the side may be mirrored."""
    known = _pictures(film)
    turned = [name for name in known if name != "side" and _is_turned(coords, known[name])]
    aside = "side" in known and _is_mirrored(coords, known["side"])
    return [*turned, *(["side"] * aside), *(["tour"] * _is_on_tour(coords, film))]


def _is_on_tour(coords: Array, film: Film) -> bool:
    """Whether each axis is a main direction, or lies in the plane of the first two."""
    if not isinstance(film.scene, WideMorphScene):
        return False
    if min(film.scene.tour, film.trajectory.widths[-1]) < 3:
        return False
    last = _recorded(film, film.trajectory.depth)
    directions = np.linalg.svd(last - last.mean(axis=0), full_matrices=False)[2]
    axes = np.linalg.lstsq((last - last.mean(axis=0)) @ directions.T, coords, rcond=None)[0]
    orthonormal = np.abs(axes.T @ axes - np.eye(2)).max() < TURNED
    alone = np.abs(axes[2 : film.scene.tour]).max(axis=0) > 1 - TURNED
    within = np.linalg.norm(axes[:2], axis=0) > 1 - TURNED
    return bool(orthonormal and (alone | within).all())


def _clouds(frame: Frame) -> list[PlaneCloud]:
    """The points of the run in a plane of theirs, if the film shows layers as projections."""
    run = film_of(frame.scene).trajectory
    if not isinstance(frame.scene, ProjectedScene):
        return []
    clouds = [cloud.mobject for cloud in frame.points]
    return [c for c in clouds if isinstance(c, PlaneCloud) and len(c.coords) == len(run.labels)]


def _printed(frame: Frame, pattern: re.Pattern[str]) -> list[tuple[str, ...]]:
    """What is printed, by the groups of a pattern; blanks cannot be read."""
    said = (pattern.search(read(text.glyphs)) for text in frame.standing)
    return [match.groups() for match in said if match is not None]


def _pictures(film: Film) -> dict[str, Array]:
    """Each layer along its two principal directions, and the last from the side, (N, 2)."""
    known: dict[str, Array] = film.memory.setdefault("projected", {})
    if not known:
        known.update(_all_pictures(film))
    return known


def _all_pictures(film: Film) -> Iterator[tuple[str, Array]]:
    run = film.trajectory
    for k in range(run.depth + 1):
        yield f"layer {k}", _main(_recorded(film, k), 2)
    if not _has_cut(film):
        return
    last, normal = _recorded(film, run.depth), _normal(film)
    first = (last - last.mean(axis=0)) @ normal / np.linalg.norm(normal)
    rest = last - np.outer(last @ normal, normal) / (normal @ normal)
    yield "side", np.column_stack([first, _main(rest, 1)])


def _layer(film: Film, name: str) -> Array:
    k = int(name.removeprefix("layer ")) if name.startswith("layer") else film.trajectory.depth
    return _recorded(film, k)


def _recorded(film: Film, k: int) -> Array:
    run = film.trajectory
    return run.layer_at(k, run.steps[film.record]).astype(np.float64)


def _has_cut(film: Film) -> bool:
    return len(film.trajectory.class_names) == 2 and film.trajectory.has_readout


def _normal(film: Film) -> Array:
    """The direction in which the last layer tells two classes apart."""
    run = film.trajectory
    if run.architecture.readout == "identity":
        return np.array([-1.0, 1.0])
    weight = run.arrays.read("readout.weight", film.record).astype(np.float64)
    return np.asarray(weight[1] - weight[0])


def _main(layer: Array, count: int) -> Array:
    """Coordinates along the directions of the greatest variance, by singular values."""
    left, sizes, _ = np.linalg.svd(layer - layer.mean(axis=0), full_matrices=False)
    found = np.zeros((len(layer), count))
    found[:, : len(sizes)] = left[:, :count] * sizes[:count]
    return found


def _is_turned(coords: Array, goal: Array) -> bool:
    """Whether coordinates are others, but for a turn or a reflection of the plane."""
    error = float(np.abs(coords - goal @ _turn(goal, coords)).max())
    return error <= EXACT * max(1.0, float(np.abs(goal).max()))


def _is_mirrored(coords: Array, goal: Array) -> bool:
    """Whether coordinates are others, but for the signs of the axes."""
    signs = np.sign((coords * goal).sum(axis=0))
    error = float(np.abs(coords - goal * signs).max())
    return error <= EXACT * max(1.0, float(np.abs(goal).max()))


def _turn(start: Array, end: Array) -> Array:
    """The orthogonal matrix that brings some points nearest to others."""
    left, _, right = np.linalg.svd(start.T @ end)
    return np.asarray(left @ right)


def _jumped(name: str, coords: Array, film: Film) -> Problems:
    """A picture is turned to the one before: no turn of it would be nearer."""
    shown: dict[str, Array] = film.memory.setdefault("shown", {})
    shown[name] = coords.copy()
    k = int(name.removeprefix("layer ")) if name.startswith("layer") else 0
    before = shown.get(f"layer {k - 1}")
    if before is None:
        return
    both = coords.T @ before  # nearest if and only if this is symmetric, and not negative
    scale = EXACT * float(np.abs(both).max()) * 10
    if abs(both[0, 1] - both[1, 0]) > scale or np.linalg.eigvalsh((both + both.T) / 2)[0] < -scale:
        yield name, "is not turned as the picture of the layer before"


def _distances(line: Array, points: Array) -> Array:
    """How far points lie to the left of a line from its first to its second end."""
    along, to = line[1] - line[0], points - line[0]
    along = along / np.linalg.norm(along)
    return np.asarray(along[0] * to[:, 1] - along[1] * to[:, 0])


def _scores(film: Film) -> Array:
    """The class scores, by a forward pass from the input, or from what was recorded of it."""
    run = film.trajectory
    if run.has_network:
        network = run.at(float(run.steps[film.record]))
        hidden = run.points.astype(np.float64)
        for weight, bias in zip(network.weights, network.biases, strict=True):
            hidden = network.activate(hidden @ weight.T + bias)
        return np.asarray(hidden @ network.readout_weight.T + network.readout_bias)
    if not run.has_readout:
        return run.arrays.read("scores", film.record).astype(np.float64)
    last = _recorded(film, run.depth)
    if run.architecture.readout == "identity":
        return last
    parts = (run.arrays.read(f"readout.{part}", film.record) for part in ("weight", "bias"))
    weight, bias = (part.astype(np.float64) for part in parts)
    return np.asarray(last @ weight.T + bias)
