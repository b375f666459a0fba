"""Scenes of several planes show each its own run, and count what is true of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detangle import Trajectory, datasets, save
from detangle.stage import (
    FollowScene,
    KeepScene,
    SideBySideScene,
    WidthsTrainScene,
    WidthTwoScene,
)
from detangle.stage.scenes.compare.panels_scene import PanelsScene
from detangle.stage.text.number import Number
from tests.stage.scenes.films import assert_sound, played, trained


def numbers_below(scene: PanelsScene) -> list[list[float]]:
    """Return the numbers that stand below each plane, from top to bottom."""
    family = [part for mobject in scene.mobjects for part in mobject.get_family()]
    shown = [part for part in family if isinstance(part, Number)]
    return [
        [
            number.value
            for number in sorted(shown, key=lambda number: -float(number.get_bottom()[1]))
            if panel.foot.left < number.get_center()[0] < panel.foot.right
        ]
        for panel in scene.panels
    ]


@pytest.mark.usefixtures("quiet")
def test_side_by_side_counts_what_each_network_has_lost() -> None:
    runs = {"ReLU": trained(), "tanh": trained(activation="tanh")}
    scene = played(SideBySideScene, runs=runs, beats=("start", "layers", "count"))
    for panel, run, (places, kept, dead) in zip(
        scene.panels, runs.values(), numbers_below(scene), strict=True
    ):
        layers = [run.at().layer(k, run.points) for k in (1, 2)]
        np.testing.assert_allclose(panel.plane.cloud.coords, layers[-1], atol=1e-9)
        assert places == len(np.unique(layers[-1], axis=0))
        assert dead == sum(int((np.ptp(layer, axis=0) == 0).sum()) for layer in layers)
        assert kept == len(run.points) or run is runs["ReLU"]
    scene = played(SideBySideScene, runs=runs, beats=("layers", "line"))
    right = [(run.at().predict(run.points) == run.labels).mean() for run in runs.values()]
    np.testing.assert_allclose(numbers_below(scene), 100 * np.array(right)[:, None])


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([{"seed": 1}], "They differ in the seed."),
        ([{"seed": 1}, {"seed": 2, "activation": "tanh"}], "differ in the activation, the seed."),
        ([{}], "made in the same way."),
        ([{"seed": 1, "epochs": 2, "learning_rate": 0.2, "batch_size": 9}], "4 settings."),
    ],
)
def test_any_runs_of_the_same_points_side_by_side(
    others: list[dict[str, Any]],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = [trained(**changes) for changes in ({}, *others)]
    names = [f"my_run $ {i}" for i in range(len(runs))]
    files = {n: str(save(r, tmp_path / n)) for n, r in zip(names, runs, strict=True)}
    monkeypatch.setenv("DETANGLE_RUNS", json.dumps(files))
    scene = played(SideBySideScene, beats=("start", "layers"))
    for panel, run in zip(scene.panels, runs, strict=True):
        last = run.at().layer(2, run.points)
        np.testing.assert_allclose(panel.plane.cloud.coords, last, atol=1e-9)
        placed = panel.plane.view.place(last)
        np.testing.assert_allclose(panel.plane.cloud.points, placed, atol=1e-9)
    captions = [beat.caption for beat in scene.spoken]
    assert captions[0].endswith(said)
    alike = {run.architecture.activation for run in runs} == {"relu"}
    assert alike == ("ReLU clamps, in all of them." in captions)


def test_panels_of_files_with_names_of_any_kind_are_sound() -> None:
    names = "a_file $1$ *b*", "a name that is much too long to be written above a small plane"
    runs = {name: trained(seed=seed) for seed, name in enumerate(names)}
    assert_sound(SideBySideScene, along=False, shape="9:16", runs=runs)


@pytest.mark.usefixtures("quiet")
def test_followed_points_end_at_one_place(moons: Trajectory) -> None:
    scene = played(FollowScene, run=moons)
    last = moons.at().layer(2, moons.points)
    assert len(scene.chosen) == 6
    assert np.ptp(last[scene.chosen], axis=0).max() == 0
    assert len(np.unique(moons.points[scene.chosen], axis=0)) == 6
    captions = " ".join(beat.caption for beat in scene.spoken)
    count = int((last == last[scene.chosen[0]]).all(axis=1).sum())
    assert f"{count} of 500 points" in captions


@pytest.mark.usefixtures("quiet")
def test_tanh_leads_every_point_back_home() -> None:
    run = trained(activation="tanh")
    scene = played(KeepScene, run=run)
    np.testing.assert_allclose(scene.there.plane.cloud.coords, run.points, atol=1e-7)


@pytest.mark.usefixtures("quiet")
def test_networks_train_side_by_side_at_the_same_step() -> None:
    runs = {"2-2": trained(), "3": trained(widths=[3])}
    scene = played(WidthsTrainScene, runs=runs)
    spoken = " ".join(beat.caption for beat in scene.spoken)
    for (name, run), (right, pieces) in zip(runs.items(), numbers_below(scene), strict=True):
        assert f"{name} {run.accuracy[-1]:.1%}" in spoken
        assert right == pytest.approx(100 * run.accuracy[-1])
        assert pieces in (0, 1, 2)


@pytest.mark.usefixtures("quiet")
def test_the_gap_is_where_the_region_leaves_the_ring() -> None:
    run = trained("circles", 40)
    beats = ("question", "best", "escape", "gap", "fresh")
    scene = played(WidthTwoScene, run=run, gap=run, beats=beats, fresh=50)
    assert len(scene.plane.cloud.coords) == 50
    drawn = datasets.make("circles", {"n_points": 50, "seed": 1})
    np.testing.assert_allclose(scene.plane.cloud.coords, drawn.points)
    right = (run.at().predict(drawn.points) == drawn.labels).mean()
    assert f"{right:.1%}" in scene.spoken[-1].title
