"""The films of toy datasets show how these are really made, and end with exactly their points."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detangle import Recipe, Trajectory, datasets, record
from detangle.datasets.disks import draw_holes
from detangle.datasets.squares import CORNERS
from detangle.stage import (
    DatasetScene,
    DiskWithHolesScene,
    Facts,
    LineSegmentsScene,
    NoisyCurvesScene,
    PlaneCloud,
)
from detangle.stage.scenes.datasets.noisy_curves import NoisyCurves

Array = NDArray[np.float64]
SMALL: dict[str, dict[str, Any]] = {
    "holes": {"n_neg": 60, "n_pos": 20, "n_hole": 5, "r_hole": 0.15},
    "line_segments": {"n_neg": 2, "n_pos": 2, "line_length": 0.3, "n_line_sample": 6},
    "moons": {"n_points": 31},
    "circles": {"n_points": 30},
    "spirals": {"n_points": 30},
    "xor": {"n_points": 24},
    "checkerboard": {"n_points": 36, "n_squares": 3},
}
SCENES: dict[str, type[DatasetScene]] = {
    "holes": DiskWithHolesScene,
    "line_segments": LineSegmentsScene,
    **dict.fromkeys(("moons", "circles", "spirals", "xor"), NoisyCurvesScene),
    "checkerboard": DatasetScene,
}


@cache
def run_of(name: str) -> Trajectory:
    """A run that is trained for one epoch: only its dataset is of interest."""
    recipe = Recipe.of(dataset=name, dataset_parameters=SMALL[name], widths=(2,), epochs=1)
    return record(datasets.make(name, SMALL[name]), recipe)


def scene_of(name: str, **own: Any) -> DatasetScene:
    attributes = {"run": run_of(name), "pace": 0.05, **own}
    made = type(SCENES[name].__name__, (SCENES[name],), attributes)()
    assert isinstance(made, DatasetScene)
    return made


def assert_whole(scene: DatasetScene, name: str) -> None:
    """The plane's cloud is the dataset, as any other scene would show it."""
    data = datasets.make(name, SMALL[name])
    cloud = scene.plane.cloud
    assert cloud in scene.mobjects
    np.testing.assert_array_equal(cloud.coords, data.points.astype(np.float64))
    fresh = PlaneCloud(cloud.coords, data.labels, scene.plane.view, scene.theme)
    for part in ("points", "rgbas", "radii", "holes"):
        np.testing.assert_array_equal(getattr(cloud, part), getattr(fresh, part))


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_film_ends_with_exactly_the_points_of_its_dataset(name: str) -> None:
    scene = scene_of(name)
    scene.render()
    assert_whole(scene, name)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    ("name", "beat"),
    [(name, beat) for name in ("holes", "line_segments", "moons") for beat in SCENES[name].beats],
)
def test_a_film_of_one_beat_ends_with_them_too(name: str, beat: str) -> None:
    scene = scene_of(name, beats=tuple(dict.fromkeys((beat, "question"))))
    scene.render()
    assert_whole(scene, name)


def up_to(name: str, beat: str) -> DatasetScene:
    """Show a film up to the end of one of its beats."""
    beats = SCENES[name].beats
    scene = scene_of(name, beats=beats[: beats.index(beat) + 1])
    scene.render()
    return scene


def visible(cloud: PlaneCloud) -> NDArray[np.bool_]:
    return cloud.rgbas[:, 3] > 0


@pytest.mark.usefixtures("quiet")
def test_the_disk_fills_with_all_that_the_sampler_drew() -> None:
    scene = up_to("holes", "fill")
    assert isinstance(scene, DiskWithHolesScene)
    parameters: dict[str, Any] = dict(datasets.complete("holes", SMALL["holes"]))
    draw = draw_holes(**parameters)
    assert len(draw.dropped) > 0
    np.testing.assert_array_equal(scene.drawn.coords, draw.drawn.astype(np.float32))
    assert scene.drawn in scene.mobjects
    assert visible(scene.drawn).all()
    assert read(scene, "drawn") == len(draw.drawn)


@pytest.mark.usefixtures("quiet")
def test_the_points_come_in_the_order_in_which_they_were_drawn() -> None:
    scene = up_to("holes", "point")
    assert isinstance(scene, DiskWithHolesScene)
    stream = scene.stream()
    for change in stream:
        change.begin()
    last = 0
    for alpha in np.linspace(0.1, 1, 12):
        for change in stream:
            change.interpolate(float(alpha))
        come = visible(scene.drawn)
        count = int(come.sum())
        assert come[:count].all()
        assert count >= last
        last = count
    assert last == len(scene.draw.drawn)


@pytest.mark.usefixtures("quiet")
def test_what_lies_in_holes_is_gone_after_the_cut() -> None:
    scene = up_to("holes", "cut")
    assert isinstance(scene, DiskWithHolesScene)
    assert scene.drawn not in scene.mobjects
    np.testing.assert_array_equal(visible(scene.plane.cloud), scene.labels == 0)
    rim = scene.rims.coords.reshape(5, -1, 2)
    centres = rim[:, :-1].mean(axis=1)
    np.testing.assert_allclose(np.linalg.norm(rim - centres[:, None], axis=2), 0.15, atol=1e-12)
    away = np.linalg.norm(scene.plane.cloud.coords[:60, None] - centres, axis=2)
    assert away.min() > 0.15 * (1 - 1e-6)
    inside = np.linalg.norm(scene.draw.dropped[:, None] - centres, axis=2).min(axis=1)
    assert inside.max() <= 0.15
    assert read(scene, "dropped") == len(inside)
    assert read(scene, "kept") == 60
    assert read(scene, "drawn") == 60 + len(inside)


@pytest.mark.usefixtures("quiet")
def test_segments_are_drawn_before_they_have_a_class() -> None:
    scene = up_to("line_segments", "others")
    cloud = scene.plane.cloud
    assert visible(cloud).all()
    assert len(np.unique(cloud.rgbas, axis=0)) == 1
    assert not cloud.holes.any()
    assert (read(scene, "lines"), read(scene, "points")) == (4, 24)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", ["moons", "circles", "spirals", "xor"])
def test_points_sit_on_the_curves_before_noise_pushes_them(name: str) -> None:
    scene = up_to(name, "points")
    assert isinstance(scene, NoisyCurvesScene)
    still = datasets.make(name, {**SMALL[name], "noise": 0.0})
    np.testing.assert_array_equal(scene.plane.cloud.coords, still.points.astype(np.float64))
    assert read(scene, "points") == len(still)
    for k, curve in enumerate(scene.curves):
        points = still.points[still.labels == k]
        gaps = np.linalg.norm(points[:, None] - curve.coords[None], axis=2).min(axis=1)
        assert gaps.max() < 0.02  # half the distance of two of the curve's vertices


def read(scene: DatasetScene, name: str) -> float:
    """Return the number that stands in a line of the facts, which must be on the screen."""
    (facts,) = [m for m in scene.mobjects if isinstance(m, Facts)]
    assert facts.lines[name] in facts.submobjects
    return facts.numbers[name].value


def closed_form(name: str, t: Array) -> tuple[Array, Array]:
    """The formulas that stand beside the curves, by hand."""
    if name == "moons":
        t = np.pi * t
        return np.array([np.cos(t), np.sin(t)]), np.array([1 - np.cos(t), 0.5 - np.sin(t)])
    if name == "circles":
        circle = np.array([np.cos(2 * np.pi * t), np.sin(2 * np.pi * t)])
        return circle, 0.4 * circle
    rho = 0.1 + 0.9 * t
    arm = rho * np.array([np.cos(2 * np.pi * 0.75 * rho), np.sin(2 * np.pi * 0.75 * rho)])
    return arm, -arm


def test_points_that_jump_lie_on_curves_of_their_own() -> None:
    curves = NoisyCurves.of(datasets.xor(n_points=24))
    for shape, corners in zip(curves.shapes, CORNERS.reshape(2, 2, 2), strict=True):
        assert len(shape.lengths) == 2
        np.testing.assert_array_equal(shape.vertices, np.repeat(corners, shape.lengths, axis=0))


WORDS = {"board.title": "{n_squares}", "board.caption": "{gap}", "gap.fact": "{gap}"}


@pytest.mark.usefixtures("quiet")
def test_a_film_may_have_beats_and_words_of_its_own_and_words_of_parameters() -> None:
    shown = []

    def show_board(scene: DatasetScene) -> None:
        with scene.beat("board"):
            shown.append(scene.text("board.title"))

    own = {"words": WORDS, "show_board": show_board, "beats": ("board", "points", "question")}
    scene = scene_of("checkerboard", **own)
    scene.render()
    assert shown == ["3"]
    assert scene.told == ["gap"]
    assert_whole(scene, "checkerboard")


@pytest.mark.parametrize("name", ["moons", "circles", "spirals"])
def test_the_drawn_curves_are_those_of_their_formulas(name: str) -> None:
    data = datasets.make(name, SMALL[name])
    curves = NoisyCurves.of(data)
    for drawn, formula in zip(
        curves.shapes, closed_form(name, np.linspace(0, 1, 4001)), strict=True
    ):
        there = np.linalg.norm(drawn.vertices[:, None] - formula.T[None], axis=2)
        assert there.min(axis=1).max() < 2e-3  # every vertex lies on the curve
        assert there.min(axis=0).max() < 2e-2  # and all of the curve is drawn
