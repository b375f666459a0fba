"""The smoothed loss is the recurrence that it says it is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detangle.analysis.smoothing import moving_average, smooth_loss

losses = st.lists(st.floats(0, 1e3), min_size=1, max_size=50)


@given(losses, st.floats(0, 0.99))
def test_it_follows_the_recurrence_from_its_steady_state(values: list[float], alpha: float) -> None:
    smoothed = smooth_loss(values, alpha)
    expected = [values[0]]
    for value in values[1:]:
        expected.append(alpha * expected[-1] + (1 - alpha) * value)
    np.testing.assert_allclose(smoothed, expected, rtol=1e-9, atol=1e-9)


def test_a_constant_loss_stays_where_it_is() -> None:
    np.testing.assert_allclose(smooth_loss(np.full(100, 0.7)), 0.7, rtol=1e-12)


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
