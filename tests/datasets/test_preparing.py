"""Points that are held out, and points that are standardised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detangle import Dataset, DetangleError, Recipe, datasets, load, record, save
from detangle.datasets import Preparation, prepare
from detangle.datasets.prepare import split


@given(
    st.lists(st.integers(2, 40), min_size=2, max_size=6),
    st.floats(0.01, 0.99),
    st.integers(0, 2**32),
)
def test_of_each_class_the_fraction_is_held_out(
    counts: list[int], fraction: float, seed: int
) -> None:
    labels = np.random.default_rng(0).permutation(np.repeat(np.arange(len(counts)), counts))
    data = Dataset("mine", np.arange(len(labels), dtype=np.float32)[:, None], labels)
    train, test = split(data, fraction, seed)
    assert sorted([*train, *test]) == list(range(len(labels)))
    assert (np.diff(train) > 0).all()
    assert (np.diff(test) > 0).all()
    for k, count in enumerate(counts):
        held_out = int((labels[test] == k).sum())
        assert 1 <= held_out <= count - 1
        assert abs(held_out - fraction * count) <= 0.5 or held_out in (1, count - 1)
    np.testing.assert_array_equal(test, split(data, fraction, seed)[1])


def test_the_seed_chooses_the_points() -> None:
    data = datasets.make("moons")
    assert split(data, 0.2, 0)[1].tolist() != split(data, 0.2, 1)[1].tolist()


def test_what_belongs_to_a_point_stays_with_it() -> None:
    whole = datasets.make("line_segments")
    data = datasets.make("line_segments", {"test": 0.3, "test_seed": 2})
    assert data.test is not None
    train, test = split(whole, 0.3, 2)
    for part, rows in ((data, train), (data.test, test)):
        np.testing.assert_array_equal(part.points, whole.points[rows])
        np.testing.assert_array_equal(part.labels, whole.labels[rows])
        np.testing.assert_array_equal(part.columns["line_id"], whole.columns["line_id"][rows])
    assert data.test.class_names == whole.class_names
    assert data.digest not in (whole.digest, datasets.make("line_segments", {"test": 0.2}).digest)


def test_only_the_points_that_are_trained_on_decide_the_scale() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"x": rng.normal(7, 3, 200), "y": np.full(200, 0.1), "z": rng.random(200)})
    frame["label"] = np.arange(200) % 3
    data = datasets.from_frame(frame, label="label", standardize=True, test=0.3, test_seed=4)
    assert data.test is not None
    raw = frame[["x", "y", "z"]].to_numpy()
    train, test = raw[data.columns["row"]], raw[data.test.columns["row"]]
    mean, scale = train.mean(axis=0), train.std(axis=0)
    mean[1], scale[1] = 0.1, 1.0  # a column that never changes is only shifted
    np.testing.assert_allclose(data.points, (train - mean) / scale, atol=1e-6)
    np.testing.assert_allclose(data.test.points, (test - mean) / scale, atol=1e-6)
    np.testing.assert_allclose(data.points[:, [0, 2]].mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(data.points[:, [0, 2]].std(axis=0), 1, atol=1e-6)
    assert (data.points[:, 1] == 0).all()
    assert data.parameters["scales"][1] == 1.0  # type: ignore[index]


def test_numbers_are_standardised_before_they_are_rounded() -> None:
    # 32 bits cannot tell these two columns' values apart, 64 can.
    when = 1.7e9 + np.arange(100.0)
    frame = pd.DataFrame({"when": when, "label": np.arange(100) % 2})
    data = datasets.from_frame(frame, label="label", standardize=True)
    assert len(np.unique(data.points)) == 100
    np.testing.assert_allclose(data.points[:, 0], (when - when.mean()) / when.std(), atol=1e-6)


def test_a_run_holds_both_parts_and_is_judged_at_any_step(tmp_path: Path) -> None:
    parameters: dict[str, Any] = {"n_points": 60, "test": 0.25, "standardize": True}
    recipe = Recipe.of(dataset_parameters=parameters, widths=(3, 2), batch_size=16, epochs=4)
    data = datasets.make("moons", recipe.dataset_parameters)
    run = load(save(record(data, recipe), tmp_path / "run"))
    assert data.test is not None
    assert run.test_points is not None
    assert run.test_labels is not None
    np.testing.assert_array_equal(run.points, data.points)
    np.testing.assert_array_equal(run.test_points, data.test.points)
    np.testing.assert_array_equal(run.test_labels, data.test.labels)
    for record_ in (0, 5, -1):
        h = run.test_points.astype(np.float64)
        for k in (1, 2):
            h = np.maximum(h @ run.weight(k)[record_].T + run.bias(k)[record_], 0)
        readout = run.arrays.read("readout.weight")[record_], run.arrays.read("readout.bias")
        scores = h @ readout[0].T + readout[1][record_]
        right = (scores.argmax(axis=1) == run.test_labels).mean()
        assert run.test_accuracy(int(run.steps[record_])) == right
    assert run.test_accuracy() == run.test_accuracy(int(run.steps[-1]))
    said = run.recipe.dataset_parameters
    assert (said["test"], said["test_seed"], said["standardize"]) == (0.25, 0, True)
    again = datasets.make("moons", said)
    assert again.digest == data.digest
    assert record(again, run.recipe).recipe == run.recipe


def test_without_a_fraction_nothing_is_held_out() -> None:
    data = datasets.make("moons", {"n_points": 20, "test": 0.0, "standardize": False})
    run = record(data, Recipe.of(dataset_parameters={"n_points": 20}, epochs=1))
    assert data.test is None
    assert run.test_points is None
    assert run.test_labels is None
    assert run.test_accuracy() is None
    assert "test.points" not in run.keys
    assert "test" not in run.recipe.dataset_parameters


def test_the_training_never_sees_the_points_held_out() -> None:
    data = datasets.make("moons", {"n_points": 60, "test": 0.25})
    alone = Dataset("alone", data.points, data.labels, data.class_names)
    one, other = (record(points, Recipe.of(epochs=3)) for points in (data, alone))
    np.testing.assert_array_equal(one.layer(2), other.layer(2))
    np.testing.assert_array_equal(one.loss, other.loss)


@pytest.mark.parametrize(
    ("parameters", "what"),
    [
        ({"test": 1.0}, "test is 1.0: it must be a share"),
        ({"test": -0.1}, "test is -0.1"),
        ({"test": float("nan")}, "test is nan"),
        ({"test": True}, "test is True; it must be int or float"),
        ({"test": 0.2, "test_seed": -1}, "test_seed is -1"),
        ({"standardize": 1}, "standardize is 1; it must be bool"),
        ({"standardize": True, "means": (1,), "scales": (1, 1)}, "must each be 2 numbers"),
        ({"standardize": True, "means": (0, 0)}, "must each be 2 numbers"),
        ({"standardize": True, "means": ("x", 1), "scales": (1, 1)}, "must each be 2 numbers"),
        ({"tests": 0.2}, "moons has no parameter 'tests'"),
    ],
)
def test_bad_preparations_are_refused(parameters: dict[str, Any], what: str) -> None:
    with pytest.raises(DetangleError, match=what):
        datasets.make("moons", parameters)


def test_a_class_of_one_cannot_be_split() -> None:
    data = Dataset.from_arrays([[0], [1], [2]], ["a", "a", "b"], name="mine")
    with pytest.raises(DetangleError, match="mine: class 'b' has 1 point"):
        prepare(data, Preparation(test=0.5))


def test_a_test_of_other_points_is_refused() -> None:
    one = Dataset.from_arrays([[0], [1]], ["a", "b"])
    with pytest.raises(DetangleError, match="held out have 2 coordinates"):
        replace(one, test=Dataset.from_arrays([[0, 1], [1, 2]], ["a", "b"]))
