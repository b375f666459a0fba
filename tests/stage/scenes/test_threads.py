"""Threads: every point's way is the recorded one, and what is said is true of the run."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from manim import tempconfig

from detangle import Trajectory
from detangle._typing import FloatArray
from detangle.stage import Strands, Theme, ThreadsScene
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.scenes.threads.panes import SEGMENTS, Pane, chord
from detangle.stage.scenes.threads.picture import even
from detangle.stage.words.claims import said
from tests.stage.scenes.films import assert_sound, assert_sound_alone, played, staged
from tests.stage.scenes.test_wide_morph import RUNS
from tests.stage.words.runs import RUNS as FLAT
from tests.stage.words.test_truth import Truth

BEST, DEEP = RUNS["a plane"], RUNS["narrow and wide"]


@pytest.mark.parametrize(
    "name", ["one feature", "narrow and wide", "residual, ten classes", "no scores", "dead layers"]
)
def test_any_run_makes_a_sound_film(name: str) -> None:
    assert_sound(type("Any", (ThreadsScene,), {"run": RUNS[name]}), along=False)


@pytest.mark.parametrize(("run", "shape"), [(DEEP, "9:16"), (RUNS["residual, ten classes"], "1:1")])
def test_other_shapes_have_room(run: Trajectory, shape: str) -> None:
    scene = type("Shaped", (ThreadsScene,), {"run": run})
    assert_sound(scene, along=False, shape=shape, theme=Theme.paper())


@pytest.mark.parametrize("beat", ["panes", "threads", "end"])
def test_each_beat_stands_alone(beat: str) -> None:
    assert_sound_alone(ThreadsScene, beat, run=BEST)


def in_pane(coords: FloatArray, corners: FloatArray) -> FloatArray:
    """Where points are drawn in a parallelogram that holds them with a margin of 7 %, by hand."""
    low, high = coords.min(axis=0), coords.max(axis=0)
    unit = 0.86 / (high - low).max()
    across, up = corners[1] - corners[0], corners[3] - corners[0]
    u, v = (unit * (coords - (low + high) / 2) + 0.5).T
    return np.asarray(corners[0] + u[:, None] * across + v[:, None] * up)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("size", [(426, 240), (240, 426)])
def test_threads_pass_through_the_recorded_points(size: tuple[int, int]) -> None:
    with tempconfig({"pixel_width": size[0], "pixel_height": size[1]}):
        scene = staged(ThreadsScene, run=FLAT["bent"])
    run, ways = FLAT["bent"], scene.picture.ways
    hidden = run.points.astype(np.float64)
    for k, pane in enumerate(scene.picture.layers):
        drawn = ways[:, 2 * SEGMENTS * k]
        expected = run.points.astype(np.float64) if k == 0 else run.layer_at(k).astype(np.float64)
        np.testing.assert_allclose(drawn, in_pane(expected, pane.corners), atol=1e-6)
    before = hidden @ run.weight(1)[-1].T + run.bias(1)[-1]
    middles = [pane.corners.mean(axis=0) for pane in scene.picture.layers]
    between = scene.picture.layers[0].corners + (middles[1] - middles[0]) / 2
    np.testing.assert_allclose(ways[:, SEGMENTS], in_pane(before, between), atol=1e-6)
    order = scene.picture.order
    np.testing.assert_array_equal(np.sort(order), np.arange(len(ways)))
    colors = scene.picture.strands.rgbas[:, :3]
    np.testing.assert_array_equal(colors, scene.picture.clouds[0].rgbas[order, :3])


@pytest.mark.usefixtures("quiet")
def test_the_decision_is_where_both_scores_are_the_same() -> None:
    run, scene = FLAT["bent"], staged(ThreadsScene, run=FLAT["bent"])
    lines = scene.picture.lines
    assert lines is not None
    start = lines.points[np.repeat(lines.starts >= 0, lines.lengths)]
    weight, bias = run.readout_at()
    layer, first = scene.picture.layers[1], scene.picture.layers[0]
    for pane, hidden in ((layer, lambda x: x), (first, None)):
        inside = np.abs(start[:, 0] - pane.middle[0]) < np.ptp(pane.corners[:, 0]) / 2 + 1e-6
        local = (start[inside, :2] - pane.middle) @ np.linalg.inv(pane.sides)
        coords = local * pane.size + pane.centre
        if hidden is None:
            coords = np.maximum(coords @ run.weight(1)[-1].T + run.bias(1)[-1], 0)
        scores = coords @ weight.T + bias
        assert len(scores) >= 2
        np.testing.assert_allclose(scores[:, 0], scores[:, 1], atol=1e-5)


@pytest.mark.usefixtures("unseen")
def test_the_last_frame_has_all_threads_and_rings_around_what_is_wrong() -> None:
    run = RUNS["residual, ten classes"]
    scene = played(ThreadsScene, run=run)
    wrong = run.scores_at().argmax(axis=1) != run.labels
    assert scene.is_shown(scene.rings)
    (strands,) = [m for m in scene.mobjects if isinstance(m, Strands)]
    assert np.isfinite(strands.points).all()
    last = scene.picture.clouds[-1]
    np.testing.assert_allclose(scene.rings.points, np.tile(last.points[wrong], (2, 1)))
    np.testing.assert_allclose(last.points[:, :2], scene.picture.ways[:, -1])
    clouds = [m for m in scene.mobjects if isinstance(m, PointCloud) and m is not scene.rings]
    assert len(clouds) == run.depth + 1
    assert all((cloud.rgbas[:, 3] == 1).all() for cloud in clouds)


PARTS = "title", "caption", "narration"
SAYS: dict[str, Callable[[Truth], bool]] = {
    "untangles$": lambda t: t.right == t.n and not t.separable,
    "^All [0-9]+ threads": lambda t: t.right == t.n,
    "No better than guessing": lambda t: t.right <= t.largest,
    "^Still tangled|[Nn]o flat cut|to the end": lambda t: t.right < t.n and not parted(t),
    "bent in the input|it is bent": lambda t: not t.halves(1.0),
    "straight in the input": lambda t: t.halves(),
    "ringed": lambda t: t.right < t.n,
}
"""What sentences are known by that claim something, and whether it is so."""


def parted(truth: Truth) -> bool:
    """Whether a line parts two classes in the last layer: some 10,000 directions are tried."""
    angles = np.linspace(0, 2 * np.pi, 10_001)
    normals = np.stack([np.cos(angles), np.sin(angles)])
    heights = truth.run.layer_at(truth.run.depth).astype(np.float64) @ normals
    ones = truth.run.labels == 1
    return bool((heights[~ones].max(axis=0) < heights[ones].min(axis=0)).any())


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", sorted(FLAT))
def test_what_is_said_is_true(name: str) -> None:
    scene, truth = staged(ThreadsScene, run=FLAT[name]), Truth(FLAT[name])
    about = scene.about
    assert (about["right"], about["n"]) == (truth.right, truth.n)
    key = "end" if truth.classes == 2 else "many"
    told = [said(scene.words, f"{key}.{part}", about) for part in PARTS]
    texts = [scene.text(k, **about) for k in (*told, "foot.note") if k in scene.words]
    for sentence in texts:
        for phrase, holds in SAYS.items():
            if re.search(phrase, sentence):
                assert holds(truth), f"{phrase}: {sentence}"


def test_a_pane_cuts_a_line_at_its_sides() -> None:
    pane = Pane.fit(np.array([[0.0, 0], [4, 2]]), np.zeros(2), np.eye(2))
    low, high = pane.bounds
    (a, b), (length,) = (
        (part := chord(np.array([1.0, -1.0]), 0.0, low, high)).vertices,
        part.lengths,
    )
    assert length == 2
    for end in (a, b):
        assert end[0] == pytest.approx(end[1])
        assert min(*np.abs(end - low), *np.abs(end - high)) == pytest.approx(0)
    assert len(chord(np.array([1.0, 0.0]), -99.0, low, high).lengths) == 0


@pytest.mark.usefixtures("quiet")
def test_the_fastest_point_goes_evenly() -> None:
    picture = staged(ThreadsScene, run=DEEP).picture
    places = np.stack([picture.at(picture.vertex_at(float(t))) for t in np.linspace(0, 1, 4001)])
    steps = np.linalg.norm(np.diff(places, axis=0), axis=2).max(axis=1)
    np.testing.assert_allclose(steps, picture.passed[-1] / 4000, rtol=0.05)
    np.testing.assert_allclose(places[[0, -1]], picture.ways[:, [0, -1]].swapaxes(0, 1))


def test_time_goes_evenly_but_for_its_ends() -> None:
    t = np.linspace(0, 1, 201)
    way = np.array([even(float(moment)) for moment in t])
    assert (way[0], way[-1]) == (0, 1)
    speed = np.diff(way) * 200
    assert (speed >= 0).all()
    assert speed.max() < 1.14
    np.testing.assert_allclose(speed[40:160], speed[100])
