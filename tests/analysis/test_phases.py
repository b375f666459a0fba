"""Phases of a training, and the smoothing of its loss."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detangle import Dataset, Trajectory
from detangle.analysis.phases import (
    Phase,
    corners,
    moving_average,
    phases,
    smooth_loss,
    solved_from,
)

STEPS = np.arange(401)


def bent(*places: tuple[float, float]) -> np.ndarray:
    """A loss that is straight between some places."""
    steps, losses = zip(*places, strict=True)
    return np.asarray(np.interp(STEPS, steps, losses))


FALL = bent((0, 0.7), (100, 0.1), (400, 0.0))


@pytest.mark.parametrize(
    ("loss", "solved", "kinds", "borders"),
    [
        (FALL, None, ["fall", "slow"], [100]),
        (bent((0, 0.7), (200, 0.68), (260, 0.1), (400, 0.08)), None,
         ["slow", "fall", "slow"], [200, 260]),
        (FALL, 230, ["fall", "slow", "solved"], [100, 230]),
        (FALL, 112, ["fall", "solved"], [112]),  # a corner beside that step gives way to it
        (np.full(401, 0.7), None, ["slow"], []),
        (bent((0, 0.70), (50, 0.67), (400, 0.66)), None, ["slow"], []),  # it never learns
        (bent((0, 0.70), (50, 0.67), (400, 0.66)), 200, ["slow", "solved"], [200]),
    ],
)  # fmt: skip
def test_a_training_is_cut_at_corners_and_where_the_last_error_goes(
    loss: np.ndarray, solved: int | None, kinds: list[str], borders: list[int]
) -> None:
    accuracy = np.where((999 if solved is None else solved) > STEPS, 0.9, 1.0)
    found = phases(STEPS, loss, accuracy)
    assert [phase.kind for phase in found] == kinds
    np.testing.assert_allclose([phase.start for phase in found[1:]], borders, atol=8)
    assert solved is None or found[-1] == Phase("solved", solved, 400)


@given(
    st.lists(st.floats(0, 2), min_size=2, max_size=60),
    st.lists(st.sampled_from([0.5, 1.0]), min_size=60, max_size=60),
)
def test_parts_follow_one_another_from_the_first_step_to_the_last(
    loss: list[float], accuracy: list[float]
) -> None:
    steps = 3 * np.arange(len(loss))
    found = phases(steps, loss, accuracy[: len(loss)])
    assert found[0].start == 0
    assert found[-1].end == steps[-1]
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(phase.start < phase.end for phase in found)
    assert all(a.kind != b.kind for a, b in pairwise(found))
    assert len(found) <= 4


@given(st.lists(st.floats(0, 1), min_size=2, max_size=60), st.floats(0.01, 0.5))
def test_the_polyline_through_the_corners_is_near_the_curve(
    values: list[float], most: float
) -> None:
    x, y = np.linspace(0, 1, len(values)), np.array(values)
    found = corners(x, y, most)
    assert np.abs(np.interp(x, x[found], y[found]) - y).max() <= most + 1e-12


def test_solved_from_the_last_error_on() -> None:
    assert solved_from([0.5, 1.0, 0.9, 1.0, 1.0]) == 3
    assert solved_from([1.0, 1.0]) == 0
    assert solved_from([1.0, 0.99]) is None


def test_moons_fall_then_take_their_time_and_are_solved(
    trained: Callable[[str], tuple[Dataset, Trajectory]],
) -> None:
    _, run = trained("moons")
    found = phases(run.steps, run.loss, run.accuracy)
    assert [phase.kind for phase in found] == ["fall", "slow", "solved"]
    start = found[2].start
    assert (run.accuracy[start:] == 1).all()
    assert run.accuracy[start - 1] < 1


losses = st.lists(st.floats(0, 1e3), min_size=1, max_size=50)


@given(losses, st.floats(0, 0.99))
def test_it_follows_the_recurrence_from_its_steady_state(values: list[float], alpha: float) -> None:
    smoothed = smooth_loss(values, alpha)
    expected = [values[0]]
    for value in values[1:]:
        expected.append(alpha * expected[-1] + (1 - alpha) * value)
    np.testing.assert_allclose(smoothed, expected, rtol=1e-9, atol=1e-9)


@given(st.floats(-5, 5), st.floats(-5, 5), st.integers(1, 40), st.integers(1, 90))
def test_a_moving_average_leaves_a_straight_line_alone(
    start: float, slope: float, count: int, width: int
) -> None:
    line = start + slope * np.arange(count)
    np.testing.assert_allclose(moving_average(line, width), line, atol=1e-9)


@given(losses, st.integers(1, 20))
def test_a_moving_average_is_one_within_the_curve(values: list[float], width: int) -> None:
    """A Hann window that reaches h values far weighs one d away by 1 + cos(π d / (h + 1))."""
    half = min(width // 2, len(values) - 1)
    found = moving_average(values, width)
    distances = np.arange(-half, half + 1)
    weights = 1 + np.cos(np.pi * distances / (half + 1))
    for i in range(half, len(values) - half):
        expected = float(weights @ np.array(values)[i + distances] / weights.sum())
        np.testing.assert_allclose(found[i], expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found[[0, -1]], np.array(values)[[0, -1]], rtol=1e-9, atol=1e-9)
