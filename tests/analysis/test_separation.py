"""The best line of each direction, and separability decided by a linear program."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.linear_model import LogisticRegression

from detangle import datasets
from detangle.analysis import separation
from detangle.analysis.separation import (
    SeparatingLine,
    best_lines_by_direction,
    heights,
    line_at,
    logistic_regression,
    separating_hyperplane,
)

COORDS = st.integers(-20, 20).map(float)


@given(
    st.integers(2, 12).flatmap(
        lambda n: st.tuples(
            arrays(float, (n, 2), elements=COORDS), arrays(int, n, elements=st.integers(0, 1))
        )
    )
)
def test_no_cut_in_any_direction_is_better(data: tuple[np.ndarray, np.ndarray]) -> None:
    points, labels = data
    found = best_lines_by_direction(points, labels, directions=16)
    for index, angle in enumerate(found.angles):
        along = points @ [np.cos(angle), np.sin(angle)]
        heights = np.unique(along)
        cuts = [heights[0] - 1, *(heights[:-1] + heights[1:]) / 2, heights[-1] + 1]
        best = max(int(((along > cut) == labels.astype(bool)).sum()) for cut in cuts)
        # Heights that differ by rounding alone are one cut for one of us and two for the other.
        gaps = np.diff(heights)
        if (gaps > 1e-9).all():
            assert found.right[index] == best
            line = found.line(index)
            assert int(line.right(points, labels).sum()) == best


def test_blocks_of_directions_change_no_bit_and_take_little_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(0)
    points, labels = rng.normal(size=(700, 2)), rng.integers(0, 2, 700)
    peaks, found = [], []
    for numbers in (2**30, 2**16, 1):
        monkeypatch.setattr(separation, "NUMBERS", numbers)
        tracemalloc.start()
        found.append(best_lines_by_direction(points, labels))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        blocks = list(heights(points, found[-1].angles))
        assert max(block.size for block in blocks) <= max(numbers, 8 * len(points))
        normals = np.stack([np.cos(found[-1].angles), np.sin(found[-1].angles)])
        np.testing.assert_array_equal(np.hstack(blocks), points @ normals)
    whole, *others = found
    for other in others:
        np.testing.assert_array_equal(whole.offsets, other.offsets)
        np.testing.assert_array_equal(whole.right, other.right)
    assert peaks[0] > 50 * 700 * 1800
    assert peaks[1] < 100 * 2**16


def test_logistic_regression_has_no_gradient_left() -> None:
    moons = datasets.moons()
    found = best_lines_by_direction(moons.points, moons.labels)
    assert 0.85 < found.best.right(moons.points, moons.labels).mean() < 0.95  # not separable
    line = logistic_regression(moons.points, moons.labels)
    odds = moons.points.astype(float) @ line.normal + line.offset
    error = 1 / (1 + np.exp(-odds)) - moons.labels
    gradient = np.append(error @ moons.points, error.sum()) / len(moons)
    assert np.abs(gradient).max() < 1e-4


def test_a_line_at_an_angle_has_a_unit_normal() -> None:
    line = line_at(np.pi / 2, -1.0)
    np.testing.assert_allclose(line.values([[7.0, 3.0]]), [2.0])
    assert SeparatingLine(np.array([0.0, 2.0]), -2.0).right([[0.0, 3.0], [0.0, 0.0]], [1, 0]).all()


@given(st.integers(0, 1000), st.integers(1, 8))
def test_classes_on_both_sides_of_a_gap_are_separated(seed: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    normal = rng.normal(size=width)
    points = rng.normal(size=(30, width))
    value = points @ normal
    labels = (value > 0).astype(np.int64)
    points += 0.1 * np.outer(np.sign(value), normal) / (normal @ normal)
    found = separating_hyperplane(points, labels)
    assert found is not None
    side = points @ found[0] + found[1]
    assert (np.where(labels > 0, side, -side) >= 1 - 1e-6).all()


@given(st.integers(0, 1000))
def test_a_point_within_the_others_is_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(12, 2))
    middle = points.mean(axis=0, keepdims=True)  # a convex combination: no line cuts it off
    labels = np.repeat([0, 1], [12, 1])
    assert separating_hyperplane(np.concatenate([points, middle]), labels) is None


@pytest.mark.parametrize("classes", [(5, 9), (1, 2)])
def test_the_pixels_of_two_digits_are_as_logistic_regression_says_too(
    classes: tuple[int, ...],
) -> None:
    data = datasets.make("digits", {"classes": classes})
    assert separating_hyperplane(data.points, data.labels) is not None
    assert (
        LogisticRegression(C=np.inf).fit(data.points, data.labels).score(data.points, data.labels)
        == 1.0
    )
