"""The smoothed loss is the recurrence that it says it is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detangle.smoothing import smooth_loss

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
