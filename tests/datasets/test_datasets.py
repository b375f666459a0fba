"""Generators of the plane on their closed forms; what all generators refuse; any arrays."""

from __future__ import annotations

import math
import random
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from detangle import Dataset, DetangleError, datasets
from detangle.datasets import (
    GENERATORS,
    checkerboard,
    circles,
    line_segments,
    moons,
    spirals,
    xor,
)

SEEDS = st.integers(0, 2**32)


@given(SEEDS, st.integers(1, 12), st.integers(1, 12), st.floats(1e-3, 5), st.integers(1, 40))
def test_segments_are_straight_short_and_of_one_class(
    seed: int, n_neg: int, n_pos: int, length: float, samples: int
) -> None:
    data = line_segments(
        seed=seed, n_neg=n_neg, n_pos=n_pos, line_length=length, n_line_sample=samples
    )
    frame = data.frame
    assert list(frame) == ["x1", "x2", "label", "line_id", "start_x1", "start_x2", "angle"]
    start, angle = frame[["start_x1", "start_x2"]].to_numpy(), frame["angle"].to_numpy()
    direction = np.column_stack([np.cos(angle), np.sin(angle)])
    offset = data.points - start
    distance = (offset * direction).sum(axis=1)
    rounding = 1e-6 * (1 + length)
    np.testing.assert_allclose(offset, distance[:, None] * direction, atol=rounding)
    assert -rounding <= distance.min() <= distance.max() <= length + rounding
    assert np.abs(start).max() <= 1
    lines = frame.groupby("line_id")
    assert (lines.size() == samples).all()
    assert (lines[["label", "start_x1", "start_x2", "angle"]].nunique() == 1).all(axis=None)
    assert sorted(lines["label"].first()) == [0] * n_neg + [1] * n_pos


def test_segments_lie_evenly_in_the_square_and_turn_evenly() -> None:
    data = line_segments(seed=3, n_neg=2000, n_pos=2000, line_length=0.5, n_line_sample=20)
    lines = data.frame.groupby("line_id", sort=True)
    start = lines[["start_x1", "start_x2"]].first().to_numpy()
    offset = data.frame[["x1", "x2"]].to_numpy() - np.repeat(start, 20, axis=0)
    angle = np.arctan2(offset[::20, 1], offset[::20, 0])
    assert kstest(start[:, 0], "uniform", args=(-1, 2)).pvalue > 0.01
    assert kstest(start[:, 1], "uniform", args=(-1, 2)).pvalue > 0.01
    assert kstest(angle, "uniform", args=(-np.pi, 2 * np.pi)).pvalue > 0.01
    assert kstest(np.linalg.norm(offset, axis=1), "uniform", args=(0, 0.5)).pvalue > 0.01
    label = lines["label"].first().to_numpy()
    assert 800 < label[:2000].sum() < 1200  # shuffled over the lines


@given(st.integers(2, 300))
def test_moons_without_noise_are_half_circles(n: int) -> None:
    data = moons(n_points=n, noise=0)
    upper, lower = data.points[data.labels == 0], data.points[data.labels == 1]
    assert (len(upper), len(lower)) == (n - n // 2, n // 2)
    np.testing.assert_allclose(np.hypot(*upper.T), 1, atol=1e-6)
    assert upper[:, 1].min() >= -1e-6
    np.testing.assert_allclose(np.hypot(lower[:, 0] - 1, lower[:, 1] - 0.5), 1, atol=1e-6)
    assert lower[:, 1].max() <= 0.5 + 1e-6


@given(st.integers(2, 300), st.floats(0.01, 0.99))
def test_circles_without_noise_are_circles(n: int, factor: float) -> None:
    data = circles(n_points=n, noise=0, factor=factor)
    radius = np.hypot(*data.points.T)
    np.testing.assert_allclose(radius, np.where(data.labels == 0, 1, factor), atol=1e-6)
    assert np.bincount(data.labels).tolist() == [n - n // 2, n // 2]
    assert len(np.unique(data.points.round(5), axis=0)) == n


@given(st.integers(4, 300), st.floats(0.1, 4))
def test_spirals_without_noise_are_archimedean(n: int, turns: float) -> None:
    data = spirals(n_points=n, turns=turns, noise=0)
    assert np.bincount(data.labels).tolist() == [n - n // 2, n // 2]
    for (x, y), label in zip(data.points.tolist(), data.labels.tolist(), strict=True):
        radius = math.hypot(x, y)
        angle = 2 * math.pi * turns * radius + math.pi * label
        assert x == pytest.approx(radius * math.cos(angle), abs=1e-5)
        assert y == pytest.approx(radius * math.sin(angle), abs=1e-5)
    assert np.hypot(*data.points.T).max() == pytest.approx(1)


@given(SEEDS, st.integers(4, 200))
def test_the_classes_of_xor_are_the_signs_of_a_product(seed: int, n: int) -> None:
    data = xor(seed=seed, n_points=n, noise=0.0)
    assert (np.abs(data.points) == 1).all()
    np.testing.assert_array_equal(data.labels, data.points.prod(axis=1) < 0)
    corners, counts = np.unique(data.points, axis=0, return_counts=True)
    assert len(corners) == 4
    assert counts.max() - counts.min() <= 1


@given(SEEDS, st.integers(2, 300), st.integers(2, 9), st.floats(0, 0.95))
def test_points_lie_in_their_squares_and_classes_alternate(
    seed: int, n: int, n_squares: int, gap: float
) -> None:
    data = checkerboard(seed=seed, n_points=n, n_squares=n_squares, gap=gap)
    place = (data.points.astype(np.float64) + 1) * n_squares / 2  # in squares, from the corner
    column, row = np.clip(np.floor(place), 0, n_squares - 1).astype(int).T
    square, within = data.columns["square"].astype(int), place - np.column_stack([column, row])
    if gap > 1e-3:  # else rounding to 32 bits may push a point over an edge
        np.testing.assert_array_equal(square, row * n_squares + column)
        assert within.min() >= gap / 2 - 1e-5
        assert within.max() <= 1 - gap / 2 + 1e-5
    np.testing.assert_array_equal(data.labels, (square // n_squares + square % n_squares) % 2)
    counts = np.bincount(square, minlength=n_squares**2)
    assert counts.max() - counts.min() <= 1


def test_squares_are_filled_evenly() -> None:
    data = checkerboard(n_points=8000, gap=0.0)
    for coordinate in data.points.T:
        assert kstest(coordinate, "uniform", args=(-1, 2)).pvalue > 0.01


@pytest.mark.parametrize("name", ["moons", "circles", "spirals", "xor"])
def test_the_noise_is_normal_and_of_the_size_asked_for(name: str) -> None:
    shape = {"n_points": 4000, "seed": 5}
    noisy = datasets.make(name, {**shape, "noise": 0.3})
    still = datasets.make(name, {**shape, "noise": 0.0})
    error = (noisy.points - still.points).ravel()
    assert kstest(error, "norm", args=(0, 0.3)).pvalue > 0.01


def _numpy_state() -> str:
    return str(np.random.get_state())  # noqa: NPY002 (the global state is what must not change)


SEEDED = [name for name in sorted(GENERATORS) if "seed" in datasets.defaults(name)]


@pytest.mark.parametrize("name", SEEDED)
def test_the_seed_alone_decides_and_no_global_state_is_touched(name: str) -> None:
    some: dict[str, Any] = {"n_points": 60} if name == "digits" else {}  # all need no seed
    GENERATORS[name](**some)  # importing scikit-learn does touch Python's global state
    before = random.getstate(), _numpy_state()
    one = datasets.make(name, {"seed": 3, **some})
    same, other = GENERATORS[name](seed=3, **some), GENERATORS[name](seed=4, **some)
    assert (random.getstate(), _numpy_state()) == before
    np.testing.assert_array_equal(one.points, same.points)
    np.testing.assert_array_equal(one.labels, same.labels)
    assert one.digest == same.digest != other.digest
    assert not np.array_equal(one.points, other.points)
    assert (str(one.points.dtype), str(one.labels.dtype)) == ("float32", "int64")
    assert one.name == name


@pytest.mark.parametrize(
    ("name", "parameters", "what"),
    [
        ("moon", {}, "did you mean 'moons'"),
        ("moons", {"nois": 0.1}, "no parameter 'nois': did you mean 'noise'"),
        ("moons", {"noise": -0.1}, "noise is -0.1; it must be 0 or more"),
        ("moons", {"noise": math.nan}, "noise is nan"),
        ("moons", {"noise": True}, "noise is True; it must be int or float"),
        ("moons", {"n_points": 1}, "n_points is 1; it must be from 2 to"),
        ("moons", {"n_points": 10.0}, "n_points is 10.0; it must be int"),
        ("moons", {"seed": -1}, "seed is -1; it must be 0 or more"),
        ("circles", {"factor": 1.0}, "factor is 1.0; the inner circle needs one below 1"),
        ("circles", {"factor": 0}, "factor is 0.0; it must be a positive number"),
        ("spirals", {"turns": math.inf}, "turns is inf"),
        ("line_segments", {"line_length": 0.0}, "line_length is 0.0"),
        ("line_segments", {"n_line_sample": 0}, "n_line_sample is 0"),
        *[("holes", {name: 0}, f"holes: {name} is 0") for name in ("n_neg", "n_pos", "n_hole")],
        *[("holes", {name: -1}, f"holes: {name} is -1") for name in ("r", "r_hole", "r_pos")],
        ("holes", {"allow_center": 1}, "allow_center is 1; it must be bool"),
        ("xor", {"n_points": 3}, "xor: n_points is 3; it must be from 4"),
        ("xor", {"noise": -1.0}, "xor: noise is -1.0"),
        ("checkerboard", {"n_squares": 1}, "checkerboard: n_squares is 1; it must be from 2"),
        ("checkerboard", {"gap": 1.0}, "checkerboard: gap is 1.0; squares are left only by one"),
        ("checkerboard", {"gap": -0.1}, "checkerboard: gap is -0.1"),
        ("linked_rings", {"n_circle": 2}, "linked_rings: n_circle is 2; it must be from 3"),
        ("linked_rings", {"jitter": -0.1}, "linked_rings: jitter is -0.1"),
        ("nested_spheres", {"n_sphere": 0}, "nested_spheres: n_sphere is 0"),
        ("iris", {"features": ("petal lenght",)}, "has no 'petal lenght': did you mean 'petal len"),
        ("iris", {"classes": ("setosa",)}, "classes is ('setosa',); it must name at least 2"),
        ("iris", {"classes": ("setosa", "setosa")}, "it must name at least 2, each once"),
        ("wine", {"features": ("hue", "hue")}, "it must name at least 1, each once"),
        ("wine", {"features": (1,)}, "features has no 1"),
        ("wine", {"features": "hue"}, "features is 'hue'; it must be a list"),
        ("breast_cancer", {"classes": ("benign", "bad")}, "classes has no 'bad'"),
        ("breast_cancer", {"seed": 1}, "no parameter 'seed'"),
        ("digits", {"classes": (5,)}, "classes is (5,); it must be at least two different digits"),
        ("digits", {"classes": (5, 5)}, "classes is (5, 5)"),
        ("digits", {"classes": (5, 10)}, "classes is (5, 10)"),
        ("digits", {"classes": [5, "9"]}, "classes is (5, '9')"),
        ("digits", {"classes": (True, 9)}, "classes is (True, 9)"),
        ("digits", {"classes": "5 9"}, "classes is '5 9'; it must be a list"),
        ("digits", {"n_points": -1}, "n_points is -1"),
        ("digits", {"n_points": 1}, "n_points is 1; it must be 0 for all images, or at least 2"),
        ("digits", {"n_points": 400}, "takes 200 images of the digit 5; there are 182"),
    ],
)
def test_bad_parameters_are_refused(name: str, parameters: dict[str, Any], what: str) -> None:
    with pytest.raises(DetangleError, match=re.escape(what)):
        datasets.make(name, parameters)


def test_labels_may_be_strings_or_any_numbers() -> None:
    points = [[0, 1], [2, 3], [4, 5], [6, 7]]
    words = Dataset.from_arrays(points, ["cat", "ant", "cat", "bee"], name="animals")
    assert words.class_names == ("ant", "bee", "cat")
    assert words.labels.tolist() == [2, 0, 2, 1]
    assert (words.name, len(words), words.dimension, words.n_classes) == ("animals", 4, 2, 3)
    numbers = Dataset.from_arrays(points, [-1, 10, 10, 3])
    assert numbers.class_names == ("-1", "3", "10")
    assert numbers.labels.tolist() == [0, 2, 2, 1]
    assert list(numbers.frame) == ["x1", "x2", "label"]
    np.testing.assert_array_equal(numbers.frame, np.column_stack([points, [0, 2, 2, 1]]))
    named = Dataset.from_arrays(points, [0, 1, 1, 0], class_names=("no", "yes"))
    assert named.class_names == ("no", "yes")


def test_a_dataset_keeps_its_own_copy() -> None:
    points = np.zeros((2, 2), np.float32)
    data = Dataset.from_arrays(points, [0, 1])
    points[0, 0] = 9
    assert data.points[0, 0] == 0


@pytest.mark.parametrize(
    ("points", "labels", "what"),
    [
        ([[0, 1], [math.nan, 2]], [0, 1], "point 1 has nan at coordinate 0, a missing value"),
        ([[0, math.inf], [1, 2]], [0, 1], "point 0 has inf at coordinate 1"),
        ([[0, 1], [2, 3]], [0, 1, 1], r"2 points, but labels have shape (3,), not (2,)"),
        ([[0, 1], [2, 3]], [1, 1], "1 class; there must be at least two"),
        ([0, 1, 2], [0, 1, 0], r"points have shape (3,), not (N, D)"),
        (np.zeros((0, 2)), [], r"points have shape (0, 2)"),
        ([["a", "b"], ["c", "d"]], [0, 1], "not an array of numbers"),
        ([[1, 2], [3]], [0, 1], "not an array of numbers"),
        ([[1, 2], [3, 4]], [[0], [1, 2]], "labels are not all numbers or all text"),
        ([[1, 2], [3, 4]], ["a", None], "the label of point 1 is missing (None); leave"),
        ([[1, 2], [None, 4]], ["a", "b"], "point 1 has nan at coordinate 0, a missing value"),
    ],
)
def test_arrays_that_cannot_be_told_apart_are_refused(points: Any, labels: Any, what: str) -> None:
    with pytest.raises(DetangleError, match=re.escape(what)):
        Dataset.from_arrays(points, labels)


def test_class_names_must_cover_the_labels() -> None:
    points = np.zeros((3, 2), np.float32)
    with pytest.raises(DetangleError, match="label 2 has no class; labels go from 0 to 1"):
        Dataset("mine", points, np.array([0, 1, 2]), ("a", "b"))
    with pytest.raises(DetangleError, match="label -1 has no class"):
        Dataset("mine", points, np.array([0, 1, -1]), ("a", "b"))
    with pytest.raises(DetangleError, match=r"not whole numbers; Dataset.from_arrays takes any"):
        Dataset("mine", points, np.array([0.0, 1.0, 0.5]))
    with pytest.raises(DetangleError, match="column 'extra' has shape"):
        Dataset("mine", points, np.array([0, 1, 0]), columns={"extra": np.zeros(2)})


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_a_dataset_knows_how_to_make_it_again(name: str) -> None:
    for parameters in ({}, {"test": 0.3, "standardize": True}):
        data = datasets.make(name, parameters)
        assert data.parameters.items() >= datasets.complete(name, parameters).items()
        assert data.data_hash == ""
        assert datasets.make(data.name, data.parameters).digest == data.digest
    assert GENERATORS[name]().parameters == datasets.defaults(name)


def test_points_that_were_changed_are_known_by_their_content() -> None:
    data = moons(n_points=20)
    assert replace(data, points=data.points + 1).data_hash != ""
    data.points[3] = 0
    assert data.data_hash == data.digest
    assert datasets.prepare(data, datasets.Preparation(test=0.5)).data_hash != ""
    assert Dataset("moons", data.points, data.labels).data_hash != ""


def test_its_repr_is_a_few_lines() -> None:
    data = datasets.make("moons", {"n_points": 40, "test": 0.25})
    first, second = repr(data).splitlines()
    assert first == "Dataset 'moons': 30 points of 2 numbers, 10 more held out"
    assert second.startswith("  2 classes: ")
