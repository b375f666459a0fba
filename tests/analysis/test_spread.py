"""Points far from each other."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detangle.analysis.spread import spread_out


@given(arrays(float, (12, 2), elements=st.floats(-9, 9), unique=True), st.integers(1, 12))
def test_each_next_one_is_the_farthest_from_those_before(points: np.ndarray, count: int) -> None:
    chosen = spread_out(points, count)
    assert len(set(chosen.tolist())) == count
    for i in range(1, count):
        near = [min(np.linalg.norm(p - points[j]) for j in chosen[:i]) for p in points]
        assert near[chosen[i]] >= max(near) - 1e-12


def test_never_more_than_there_are() -> None:
    np.testing.assert_array_equal(np.sort(spread_out([[0.0], [1.0]], 6)), [0, 1])
