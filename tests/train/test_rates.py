"""A rate's confidence interval, against SciPy's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from detangle.train.rates import wilson


@given(st.integers(1, 600).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_scipys(pair: tuple[int, int]) -> None:
    successes, trials = pair
    found = wilson(successes, trials)
    expected = binomtest(successes, trials).proportion_ci(method="wilson")
    assert found.low == pytest.approx(expected.low, abs=1e-9)
    assert found.high == pytest.approx(expected.high, abs=1e-9)
    assert found.low <= found.share <= found.high


@pytest.mark.parametrize("pair", [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_rate_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        wilson(*pair)


def test_it_is_written_in_per_cent() -> None:
    assert str(wilson(7, 512)) == "1.4% (95 % interval 0.7% to 2.8%)"
