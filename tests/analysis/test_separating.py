"""A flat cut is found where there is one, and only there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from detangle import datasets
from detangle.analysis.separating import separating_plane


@given(st.integers(0, 1000), st.integers(1, 8))
def test_classes_on_both_sides_of_a_gap_are_separated(seed: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    normal = rng.normal(size=width)
    points = rng.normal(size=(30, width))
    value = points @ normal
    labels = (value > 0).astype(np.int64)
    points += 0.1 * np.outer(np.sign(value), normal) / (normal @ normal)
    found = separating_plane(points, labels)
    assert found is not None
    side = points @ found[0] + found[1]
    assert (np.where(labels > 0, side, -side) >= 1 - 1e-6).all()


@given(st.integers(0, 1000))
def test_a_point_within_the_others_is_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(12, 2))
    middle = points.mean(axis=0, keepdims=True)  # a convex combination: no line cuts it off
    labels = np.repeat([0, 1], [12, 1])
    assert separating_plane(np.concatenate([points, middle]), labels) is None


def test_the_four_corners_of_xor_are_not() -> None:
    assert separating_plane([[0, 0], [1, 1], [0, 1], [1, 0]], [0, 0, 1, 1]) is None


@pytest.mark.parametrize("classes", [(5, 9), (1, 2)])
def test_the_pixels_of_two_digits_are_as_logistic_regression_says_too(
    classes: tuple[int, ...],
) -> None:
    data = datasets.make("digits", {"classes": classes})
    assert separating_plane(data.points, data.labels) is not None
    assert (
        LogisticRegression(C=np.inf).fit(data.points, data.labels).score(data.points, data.labels)
        == 1.0
    )
