"""The time of a film runs as the loss says, and no faster than the dots allow."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from detangle.stage.motion.time_warp import (
    LEAST_FRACTION,
    TimeWarp,
    envelope,
    loss_falls,
    time_warp,
)

Array = NDArray[np.float64]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Array, Array, Array, float]:
    """Steps, falls, least times, and seconds."""
    count = draw(st.integers(1, 20))

    def values(low: float, high: float) -> Array:
        return np.array(draw(st.lists(st.floats(low, high), min_size=count, max_size=count)))

    gaps = draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    steps = np.concatenate([[0], np.cumsum(gaps)]).astype(float)
    return steps, values(0, 2), values(0, 2), draw(st.floats(0.5, 60))


@given(cases())
def test_half_the_time_is_for_the_steps_and_half_for_the_falls(
    case: tuple[Array, Array, Array, float],
) -> None:
    steps, lost, _, seconds = case
    assume(lost.sum() > 1e-3)
    made = time_warp(steps, lost, seconds)
    gaps = np.diff(steps)
    expected = seconds * (gaps / gaps.sum() + lost / lost.sum()) / 2
    np.testing.assert_allclose(np.diff(made.times), expected, rtol=1e-9, atol=1e-12)


@given(cases())
def test_it_never_goes_back_and_is_exact_at_its_ends(
    case: tuple[Array, Array, Array, float],
) -> None:
    steps, lost, least, seconds = case
    made = time_warp(steps, lost, seconds, least=least)
    assert (np.diff(made.times) > 0).all()
    assert made.time_of(steps[0]) == 0
    assert made.time_of(steps[-1]) == made.duration
    assert made.step_at(0) == steps[0]
    assert made.step_at(made.duration) == steps[-1]
    for step in (0.25 * steps[0] + 0.75 * steps[-1], steps[len(steps) // 2]):
        np.testing.assert_allclose(made.step_at(made.time_of(step)), step, rtol=1e-9)


@given(cases())
def test_no_interval_is_shorter_than_its_least_time_and_the_sum_stays_if_it_can(
    case: tuple[Array, Array, Array, float],
) -> None:
    steps, lost, least, seconds = case
    made = time_warp(steps, lost, seconds, least=least)
    plain = np.diff(time_warp(steps, lost, seconds).times)
    lasting = np.diff(made.times)
    assert (lasting >= least - 1e-12).all()
    assert (lasting >= LEAST_FRACTION * plain - 1e-9).all()
    if np.maximum(LEAST_FRACTION * plain, least).sum() <= seconds:
        np.testing.assert_allclose(made.duration, seconds, rtol=1e-9)
        free = lasting > least + 1e-9  # all that are not at their least are shortened alike
        ratios = (lasting / plain)[free]
        assert np.ptp(ratios) < 1e-6 if len(ratios) else True


@given(cases(), st.floats(0.001, 0.999))
def test_the_speed_is_the_slope_of_the_step_over_time(
    case: tuple[Array, Array, Array, float], share: float
) -> None:
    steps, lost, least, seconds = case
    made = time_warp(steps, lost, seconds, least=least)
    time = share * made.duration
    step = made.step_at(time)
    tick = 1e-4 * float(np.diff(made.times).min())
    assume(np.abs(made.times - time).min() > 2 * tick)
    slope = (made.step_at(time + tick) - made.step_at(time - tick)) / (2 * tick)
    np.testing.assert_allclose(made.speed_at(step), slope, rtol=1e-6)


def test_the_speed_at_a_knot_is_that_of_what_follows() -> None:
    made = TimeWarp(np.array([0.0, 10.0, 20.0]), np.array([0.0, 1.0, 6.0]))
    assert [made.speed_at(step) for step in (0, 9.9, 10, 20)] == [10, 10, 2, 2]


def test_a_loss_that_falls_evenly_makes_an_even_film() -> None:
    steps = np.arange(101)
    made = time_warp(steps, loss_falls(np.linspace(0.7, 0.1, 101)), 20)
    np.testing.assert_allclose(made.speeds, 5, rtol=1e-9)


def test_where_the_loss_rises_nothing_falls() -> None:
    assert (loss_falls(np.linspace(0.1, 0.7, 50)) == 0).all()
    assert (loss_falls(np.full(30, 0.7)) == 0).all()


@given(st.lists(st.floats(0, 10), min_size=1, max_size=80), st.floats(0, 0.5))
def test_an_envelope_is_nowhere_below(values: list[float], window: float) -> None:
    found = envelope(values, window)
    assert (found >= np.array(values) - 1e-12).all()
    assert found.max() <= max(values) + 1e-12
