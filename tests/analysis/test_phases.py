"""A training is cut where its loss bends, and where the last error goes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detangle import Dataset, Trajectory
from detangle.analysis.phases import Phase, corners, phases, solved_from

STEPS = np.arange(401)


def bent(*places: tuple[float, float]) -> np.ndarray:
    """A loss that is straight between some places."""
    steps, losses = zip(*places, strict=True)
    return np.asarray(np.interp(STEPS, steps, losses))


def kinds(found: list[Phase]) -> list[str]:
    return [phase.kind for phase in found]


def test_a_fall_and_what_comes_after_it() -> None:
    found = phases(STEPS, bent((0, 0.7), (100, 0.1), (400, 0.05)), np.full(401, 0.9))
    assert kinds(found) == ["fall", "slow"]
    assert abs(found[0].end - 100) <= 8


def test_a_plateau_before_the_fall() -> None:
    loss = bent((0, 0.7), (200, 0.68), (260, 0.1), (400, 0.08))
    found = phases(STEPS, loss, np.full(401, 0.9))
    assert kinds(found) == ["slow", "fall", "slow"]
    np.testing.assert_allclose([found[1].start, found[1].end], [200, 260], atol=8)


def test_the_step_from_which_all_is_right_is_a_border() -> None:
    loss = bent((0, 0.7), (100, 0.1), (400, 0.0))
    accuracy = np.where(STEPS < 230, 0.9, 1.0)
    found = phases(STEPS, loss, accuracy)
    assert kinds(found) == ["fall", "slow", "solved"]
    assert (found[2].start, found[2].end) == (230, 400)


def test_a_corner_beside_that_step_gives_way_to_it() -> None:
    loss = bent((0, 0.7), (100, 0.1), (400, 0.0))
    accuracy = np.where(STEPS < 112, 0.9, 1.0)
    found = phases(STEPS, loss, accuracy)
    assert [(phase.start, phase.end) for phase in found] == [(0, 112), (112, 400)]


def test_a_loss_that_stays_is_one_part() -> None:
    assert phases(STEPS, np.full(401, 0.693), np.full(401, 0.5)) == [Phase("slow", 0, 400)]


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
    assert kinds(found) == ["fall", "slow", "solved"]
    start = found[2].start
    assert (run.accuracy[start:] == 1).all()
    assert run.accuracy[start - 1] < 1
