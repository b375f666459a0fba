"""Squares of alternating classes: where their points lie, and which class they are of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from detangle import DetangleError, datasets
from detangle.datasets import checkerboard, xor

SEEDS = st.integers(0, 2**32)


@given(SEEDS, st.integers(4, 200))
def test_the_classes_of_xor_are_the_signs_of_a_product(seed: int, n: int) -> None:
    data = xor(seed=seed, n_points=n, noise=0.0)
    assert (np.abs(data.points) == 1).all()
    np.testing.assert_array_equal(data.labels, data.points.prod(axis=1) < 0)
    corners, counts = np.unique(data.points, axis=0, return_counts=True)
    assert len(corners) == 4
    assert counts.max() - counts.min() <= 1


def test_the_noise_of_xor_is_normal() -> None:
    still, noisy = (xor(n_points=4000, seed=3, noise=noise) for noise in (0.0, 0.5))
    error = (noisy.points - still.points).ravel()
    assert kstest(error, "norm", args=(0, 0.5)).pvalue > 0.01


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


@pytest.mark.parametrize(
    ("name", "parameters", "what"),
    [
        ("xor", {"n_points": 3}, "xor: n_points is 3; it must be from 4"),
        ("xor", {"noise": -1.0}, "xor: noise is -1.0"),
        ("checkerboard", {"n_squares": 1}, "checkerboard: n_squares is 1; it must be from 2"),
        ("checkerboard", {"gap": 1.0}, "checkerboard: gap is 1.0; squares are left only by one"),
        ("checkerboard", {"gap": -0.1}, "checkerboard: gap is -0.1"),
    ],
)
def test_what_makes_no_squares_is_refused(name: str, parameters: dict[str, Any], what: str) -> None:
    with pytest.raises(DetangleError, match=what):
        datasets.make(name, parameters)
