"""A run is trained once, and read from the cache ever after."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detangle import Dataset, DetangleError, Recipe, Trajectory, datasets, load_or_train, save
from detangle.train.loop import Step
from detangle.train.record import cached_path, describe


def _count(recipe: Recipe, cache: Path, dataset: Dataset | None = None) -> tuple[int, Trajectory]:
    """Obtain a run, and count the steps that were trained for it."""
    steps: list[Step] = []
    run = load_or_train(recipe, dataset, cache=cache, on_step=steps.append)
    return len(steps), run


def test_the_second_time_nothing_is_trained(
    small: Recipe, small_run: Trajectory, tmp_path: Path
) -> None:
    trained, first = _count(small, tmp_path)
    again, second = _count(small, tmp_path)
    assert (trained, again) == (13, 0)
    assert first.recipe == second.recipe
    for key in first.keys:
        np.testing.assert_array_equal(first.arrays.read(key), second.arrays.read(key))
        np.testing.assert_array_equal(first.arrays.read(key), small_run.arrays.read(key))


def test_defaults_written_out_are_the_same_recipe(small: Recipe, tmp_path: Path) -> None:
    load_or_train(small, cache=tmp_path)
    written = small.replace(dataset_parameters=datasets.complete("moons", {"n_points": 40}))
    assert _count(written, tmp_path)[0] == 0
    whole = small.replace(dataset_parameters={"n_points": 40, "noise": 0})
    fraction = small.replace(dataset_parameters={"n_points": 40, "noise": 0.0})
    assert _count(whole, tmp_path)[0] == 13
    assert _count(fraction, tmp_path)[0] == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"dataset": "circles"},
        {"dataset_parameters": {"n_points": 40, "seed": 1}},
        {"widths": (2, 3)},
        {"activation": "tanh"},
        {"readout": "identity"},
        {"optimizer": "sgd"},
        {"learning_rate": 0.02},
        {"batch_size": None},
        {"shuffle": False},
        {"epochs": 2},
        {"seed": 6},
        {"record_every": 2},
    ],
    ids=str,
)
def test_whatever_changes_is_another_run(
    changed: dict[str, Any], small: Recipe, small_run: Trajectory, tmp_path: Path
) -> None:
    save(small_run, cached_path(small_run.recipe, tmp_path))
    assert _count(small, tmp_path)[0] == 0
    recipe = small.replace(**changed)
    assert _count(recipe, tmp_path)[0] > 0
    trained, run = _count(recipe, tmp_path)
    assert trained == 0
    made = datasets.make(recipe.dataset, recipe.dataset_parameters)
    assert run.recipe == describe(made, recipe)


def test_own_data_are_known_by_their_content(small: Recipe, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    points, labels = rng.normal(size=(20, 2)), np.arange(20) % 2
    moved = points.copy()
    moved[7, 1] += 0.01
    for data in (
        Dataset.from_arrays(points, labels),
        Dataset.from_arrays(moved, labels),
        Dataset.from_arrays(points, 1 - labels),
        Dataset.from_arrays(points, labels, class_names=("a", "b")),
    ):
        assert _count(small, tmp_path, data)[0] == 9
        trained, run = _count(small, tmp_path, data)
        assert trained == 0
        assert (run.recipe.dataset, run.recipe.data_hash) == ("data", data.digest)
        assert run.class_names == data.class_names
        np.testing.assert_array_equal(run.points, data.points)


def test_own_data_that_bear_a_generators_name_are_not_taken_for_its(small: Recipe) -> None:
    made = datasets.make("moons", {"n_points": 40})
    other = Dataset("moons", made.points + 1, made.labels, made.class_names)
    assert describe(made, small).data_hash == ""
    assert describe(made, small).dataset_parameters["n_points"] == 40
    assert describe(other, small).data_hash == other.digest
    assert describe(other, small).dataset_parameters == {}


@pytest.mark.parametrize("damage", ["cut off", "other bytes", "empty"])
def test_a_damaged_cached_run_is_made_again_and_said_so(
    damage: str, small: Recipe, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    load_or_train(small, cache=tmp_path)
    (path,) = tmp_path.iterdir()
    assert path == cached_path(describe(datasets.make("moons", {"n_points": 40}), small), tmp_path)
    whole = path.read_bytes()
    path.write_bytes({"cut off": whole[:-50], "other bytes": b"x" * 400, "empty": b""}[damage])
    with caplog.at_level(logging.WARNING):
        assert _count(small, tmp_path)[0] == 13
    assert "training again" in caplog.text
    assert path.name in caplog.text
    assert path.read_bytes() == whole
    assert _count(small, tmp_path)[0] == 0


def test_a_run_under_the_name_of_another_is_not_shown(
    small: Recipe, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    load_or_train(small, cache=tmp_path)
    (path,) = tmp_path.iterdir()
    load_or_train(small.replace(seed=6), cache=tmp_path)
    (other,) = set(tmp_path.iterdir()) - {path}
    sound = path.read_bytes()
    path.write_bytes(other.read_bytes())
    with caplog.at_level(logging.WARNING):
        trained, run = _count(small, tmp_path)
    assert (trained, run.recipe.training.seed) == (13, small.training.seed)
    assert f"{path}: is the run of another recipe" in caplog.text
    assert path.read_bytes() == sound
    assert other.exists()


@pytest.mark.parametrize(
    "name", ["../out", "/etc/x", "..", "a/b\\c", "con:1", "\u732b" * 300, "a\nb\x1b[31m", "moons"]
)
def test_a_cached_file_lies_in_the_cache_whatever_the_points_are_called(
    name: str, tmp_path: Path
) -> None:
    data = datasets.make("moons", {"n_points": 40})
    named = Dataset(name, data.points, data.labels, data.class_names)
    path = cached_path(describe(named, Recipe()), tmp_path)
    assert path.parent == tmp_path
    assert path.stem.replace("-", "_").isidentifier()
    path.write_bytes(b"")


def test_a_cache_that_cannot_be_written_is_found_before_the_training(
    small: Recipe, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    steps: list[Step] = []
    with pytest.raises(DetangleError, match="cannot be written"):
        load_or_train(small, cache=tmp_path / "file", on_step=steps.append)
    assert steps == []
