"""Scenes of several planes show each its own run, and count what is true of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from detangle import Recipe, Trajectory, datasets, record
from detangle.stage import (
    FollowScene,
    KeepScene,
    SideBySideScene,
    WidthsTrainScene,
    WidthTwoScene,
)


def trained(activation: str = "relu", **changes: object) -> Trajectory:
    basic = Recipe.of(dataset_parameters={"n_points": 60}, epochs=4)
    recipe = basic.replace(activation=activation, **changes)
    return record(datasets.make(recipe.dataset, recipe.dataset_parameters), recipe)


def numbers_of(scene: SideBySideScene) -> list[list[float]]:
    rows: list[Any] = list(scene.feet)
    return [[row[0].value for row in rows[i : i + 2]] for i in range(0, len(rows), 2)]


@pytest.mark.usefixtures("quiet")
def test_side_by_side_counts_what_each_network_has_lost() -> None:
    runs_ = {"ReLU": trained("relu"), "tanh": trained("tanh")}

    class Pair(SideBySideScene):
        runs = MappingProxyType(runs_)
        beats = ("start", "layers", "count")
        pace = 0.1

    scene = Pair()
    scene.render()
    places = [len(np.unique(run.at().layer(2, run.points), axis=0)) for run in runs_.values()]
    assert numbers_of(scene)[0] == places
    for panel, run in zip(scene.panels, runs_.values(), strict=True):
        expected = run.at().layer(2, run.points)
        np.testing.assert_allclose(panel.plane.cloud.coords, expected, atol=1e-9)


@pytest.mark.usefixtures("quiet")
def test_runs_on_other_points_are_not_compared(capsys: pytest.CaptureFixture[str]) -> None:
    class Pair(SideBySideScene):
        runs = MappingProxyType(
            {"a": trained(), "b": trained(dataset_parameters={"n_points": 60, "seed": 1})}
        )

    with pytest.raises(SystemExit):
        Pair().render()
    assert "the same points" in capsys.readouterr().err


@pytest.mark.usefixtures("quiet")
def test_a_comparison_takes_no_run_from_outside(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DETANGLE_RUN", "mine.safetensors")
    scene = type("Pair", (SideBySideScene,), {"runs": {"a": trained()}})
    with pytest.raises(SystemExit):
        scene().render()
    (line,) = capsys.readouterr().err.splitlines()
    assert "runs of its own" in line


@pytest.mark.usefixtures("quiet")
def test_followed_points_end_at_one_place(moons: Trajectory) -> None:
    class Quick(FollowScene):
        run = moons
        pace = 0.1

    scene = Quick()
    scene.render()
    last = moons.at().layer(2, moons.points)
    assert len(scene.chosen) == 6
    assert np.ptp(last[scene.chosen], axis=0).max() == 0
    start = moons.points[scene.chosen]
    assert len(np.unique(start, axis=0)) == 6
    captions = " ".join(beat.caption for beat in scene.spoken)
    count = int((last == last[scene.chosen[0]]).all(axis=1).sum())
    assert f"{count} of 500 points" in captions


@pytest.mark.usefixtures("quiet")
def test_tanh_leads_every_point_back_home() -> None:
    run_ = trained("tanh")

    class Quick(KeepScene):
        run = run_
        pace = 0.1

    scene = Quick()
    scene.render()
    np.testing.assert_allclose(scene.there.plane.cloud.coords, run_.points, atol=1e-7)


@pytest.mark.usefixtures("quiet")
def test_an_activation_without_an_inverse_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    scene = type("Quick", (KeepScene,), {"run": trained("relu")})
    with pytest.raises(SystemExit):
        scene().render()
    assert "moons_tanh" in capsys.readouterr().err


@pytest.mark.usefixtures("quiet")
def test_networks_train_side_by_side_at_the_same_step() -> None:
    runs_ = {"2-2": trained(), "3": trained(widths=[3])}

    class Pair(WidthsTrainScene):
        runs = MappingProxyType(runs_)
        pace = 0.1

    scene = Pair()
    scene.render()
    spoken = " ".join(beat.caption for beat in scene.spoken)
    for name, run in runs_.items():
        assert f"{name} {run.accuracy[-1]:.1%}" in spoken


@pytest.mark.usefixtures("quiet")
def test_the_gap_is_where_the_region_leaves_the_ring() -> None:
    recipe = Recipe.of(dataset="circles", dataset_parameters={"n_points": 40}, epochs=3)
    run_ = record(datasets.make("circles", {"n_points": 40}), recipe)

    class Quick(WidthTwoScene):
        run = run_
        gap = run_
        pace = 0.1
        beats = ("question", "best", "escape", "gap", "fresh")
        fresh = 50

    scene = Quick()
    scene.render()
    assert len(scene.plane.cloud.coords) == 50
    drawn = datasets.make("circles", {"n_points": 50, "seed": 1})
    np.testing.assert_allclose(scene.plane.cloud.coords, drawn.points)
    right = (run_.at().predict(drawn.points) == drawn.labels).mean()
    assert f"{right:.1%}" in scene.spoken[-1].title


@pytest.mark.usefixtures("quiet")
def test_other_data_than_circles_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    scene = type("Quick", (WidthTwoScene,), {"run": trained()})
    with pytest.raises(SystemExit):
        scene().render()
    assert "circles" in capsys.readouterr().err
