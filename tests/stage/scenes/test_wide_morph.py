"""The film of any run: wide or narrow, two classes or ten, with weights or without."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detangle import Dataset, Recipe, Trajectory, from_arrays, record
from detangle._typing import BoolArray, FloatArray
from detangle.geometry.grand_tour import PlaneRotation
from detangle.geometry.projection import Projection
from detangle.stage import Theme, WideMorphScene
from detangle.stage.panels.legend import Legend
from detangle.stage.plot.plane import Rings
from tests.inspector import inspect
from tests.inspector.checks.projections import projected_positions, ringed_points
from tests.stage.scenes.films import assert_sound, assert_sound_alone, played


def blobs(features: int, classes: int, n: int = 60, seed: int = 0) -> Dataset:
    """Points around as many middles as there are classes."""
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % classes
    middles = 2 * rng.normal(size=(classes, features))
    names = tuple(f"kind {i}" for i in range(classes))
    points = (middles[labels] + rng.normal(size=(n, features))).astype(np.float32)
    return Dataset("blobs", points, labels, names)


def trained(features: int, classes: int, widths: tuple[int, ...], **changes: Any) -> Trajectory:
    return record(blobs(features, classes), Recipe.of(widths=widths, **{"epochs": 6, **changes}))


def foreign(
    features: int, classes: int, widths: tuple[int, ...], scores: str = "readout"
) -> Trajectory:
    """A residual network that another program has trained, it is said."""
    data, rng = blobs(features, classes), np.random.default_rng(3)
    steps = np.linspace(0, 1, 5)[:, None, None]
    hidden = np.repeat(data.points[None].astype(np.float64), 5, axis=0)
    layers: list[FloatArray] = []
    for width in widths:
        weight = rng.normal(size=(hidden.shape[2], width)) / np.sqrt(hidden.shape[2])
        hidden = np.tanh(hidden @ weight) * (1 + steps) + steps * np.abs(hidden).sum(2)[..., None]
        layers.append(hidden)
    made = hidden @ rng.normal(size=(widths[-1], classes))
    made = made / np.abs(made).max()
    known = {"readout": made, "scores": np.sin(made), "none": None}[scores]
    extra: dict[str, Any] = (
        {} if scores != "none" else {"loss": np.linspace(1, 0.5, 5), "accuracy": [0.5] * 5}
    )
    return from_arrays(
        points=data.points, labels=data.labels, layers=layers, scores=known, steps=range(0, 50, 10),
        class_names=data.class_names, made_by="a test", **extra
    )  # fmt: skip


def dead() -> Trajectory:
    """A run whose last layer is the same for every point."""
    run, still = foreign(4, 3, (6, 5)), np.zeros((5, 60, 5))
    return from_arrays(
        points=run.points, labels=run.labels, layers=[run.layer(1), still], steps=run.steps,
        scores=np.zeros((5, 60, 3)), class_names=run.class_names, made_by="a test",
    )  # fmt: skip


RUNS: dict[str, Trajectory] = {
    "one feature": trained(1, 2, (3, 1)),
    "a plane": trained(2, 3, (2, 2)),
    "narrow and wide": trained(5, 2, (1, 40, 2), activation="tanh"),
    "no readout of its own": trained(6, 4, (8, 4), readout="identity"),
    "residual, ten classes": foreign(12, 10, (16, 16)),
    "scores alone": foreign(6, 2, (8,), "scores"),
    "no scores": foreign(6, 3, (8,), "none"),
    "residual, two classes": foreign(3, 2, (5,)),
    "dead layers": dead(),
}


@pytest.mark.parametrize("name", sorted(RUNS))
def test_any_run_makes_a_sound_film(name: str) -> None:
    scene = type("Any", (WideMorphScene,), {"run": RUNS[name], "tour": 3})
    assert_sound(scene, along=False)


@pytest.mark.parametrize("shape", ["9:16", "1:1"])
@pytest.mark.parametrize("name", ["residual, ten classes", "no readout of its own"])
def test_long_names_of_many_classes_have_room(name: str, shape: str) -> None:
    scene = type("Long", (WideMorphScene,), {"run": RUNS[name]})
    assert_sound(scene, along=False, shape=shape, theme=Theme.paper())


@pytest.mark.parametrize("beat", ["classes", "training", "layers", "tour", "end"])
def test_each_beat_stands_alone(beat: str) -> None:
    run = RUNS["residual, ten classes"]
    assert_sound_alone(WideMorphScene, beat, run=run, tour=4)


class Spied(WideMorphScene):
    """Notes what was drawn when a beat ended."""

    keys: tuple[str, ...] = ()

    def beat(self, key: str, **values: Any) -> Any:
        self.keys = (*self.keys, key)
        return super().beat(key, **values)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("residual, two classes", "side"),
        ("one feature", "side"),
        ("residual, ten classes", "verdict"),
        ("scores alone", "verdict"),
        ("no scores", "counted"),
    ],
)
def test_a_cut_is_drawn_only_where_there_is_one(name: str, last: str) -> None:
    scene = played(Spied, run=RUNS[name], beats=("layers", "end"))
    assert scene.keys[-1] == last
    assert (scene.cut is not None) == (last == "side")


@pytest.mark.usefixtures("quiet")
def test_rings_are_around_what_is_wrong() -> None:
    run = RUNS["residual, ten classes"]
    scene = played(Spied, run=run, beats=("end",))
    scores = run.scores_at()
    wrong = scores.argmax(axis=1) != run.labels
    assert 0 < wrong.sum() < len(wrong)
    (marks,) = [m for m in scene.mobjects if isinstance(m, Rings)]
    np.testing.assert_array_equal(marks.coords, scene.drawn(2)[wrong])
    assert scene.score()["accuracy"] == pytest.approx((~wrong).mean())
    assert run.accuracy[-1] == pytest.approx((~wrong).mean())


@pytest.mark.usefixtures("quiet")
def test_a_network_that_errs_nowhere_has_no_rings() -> None:
    data = blobs(4, 3)
    run = record(data, Recipe.of(widths=(16,), epochs=200, learning_rate=0.05))
    assert run.accuracy[-1] == 1.0
    scene = played(Spied, run=run, beats=("end",))
    assert scene.keys[-1] == "perfect"
    assert not any(isinstance(m, Rings) for m in scene.mobjects)


@pytest.mark.usefixtures("quiet")
def test_the_recorded_step_nearest_to_the_one_asked_for_is_shown() -> None:
    run = RUNS["residual, ten classes"]
    scene = played(Spied, run=run, beats=("layers",), step=21)
    assert scene.shown_step == 20
    np.testing.assert_allclose(scene.layers[1], run.layer_at(1, 20))


@pytest.mark.usefixtures("quiet")
def test_points_of_the_plane_are_drawn_as_they_lie() -> None:
    run = RUNS["a plane"]
    scene = played(Spied, run=run, beats=("classes",))
    centred = run.points - run.points.mean(axis=0)
    np.testing.assert_allclose(scene.drawn(0), centred, atol=1e-6)


class Ringing(WideMorphScene):
    """Leaves out one of the points that are wrong."""

    def mark(self, wrong: BoolArray) -> None:
        super().mark(wrong & (np.arange(len(wrong)) != np.flatnonzero(wrong)[0]))


class Tilted(WideMorphScene):
    """Stops its tour before it has arrived."""

    def turn(self, start: Projection, end: Projection, names: tuple[str, str]) -> None:
        way = PlaneRotation(start, end).components(0.97)
        super().turn(start, Projection.along(self.layers[-1], way), names)


@pytest.mark.parametrize(
    ("kind", "beats", "found"),
    [
        (WideMorphScene, ("tour", "end"), set()),
        (Ringing, ("end",), {"ringed points"}),
        (Tilted, ("tour",), {"projected positions"}),
    ],
)
def test_the_inspector_finds_a_film_that_is_not_true(
    kind: type[WideMorphScene], beats: tuple[str, ...], found: set[str]
) -> None:
    run = RUNS["residual, ten classes"]
    scene = type("Untrue", (kind,), {"run": run, "beats": beats, "tour": 3})
    checks = (ringed_points, projected_positions)
    findings = inspect(scene, checks=checks, film_checks=())
    assert {finding.check for finding in findings} == found


@pytest.mark.parametrize(("width", "rows"), [(100.0, 1), (5.0, 2), (0.1, 10)])
def test_a_legend_takes_as_few_rows_as_it_can(width: float, rows: int) -> None:
    legend = Legend([str(i) for i in range(10)], Theme.dark())
    assert legend.in_width(width, 0.5, (0.2, 0.9)) == rows
    if rows < 10:
        assert legend.width <= width
    assert len({round(float(entry[0].get_y()), 6) for entry in legend}) == rows
