"""The motions of one layer, against the definitions and SciPy's polar factors."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.linalg import polar

from detangle.activations import ACTIVATIONS
from detangle.geometry.motions import Array, Bend, Clamp, Flip, Shift, Turn, rotation
from detangle.geometry.polar import linear_motions

ENTRIES = st.floats(-10, 10, allow_subnormal=False)
MATRICES = st.lists(ENTRIES, min_size=4, max_size=4).map(lambda v: np.array(v).reshape(2, 2))
TIMES = np.linspace(0, 1, 41)
POINTS = np.random.default_rng(0).normal(size=(60, 2))


def _path(weight: Array, t: float) -> Array:
    """Compose the matrices of all motions at time t, the first motion innermost."""
    matrices = [motion.matrix(t) for motion in linear_motions(weight)]
    return reduce(lambda done, then: then @ done, matrices, np.eye(2))


@given(MATRICES)
def test_all_motions_at_the_end_are_the_matrix(weight: Array) -> None:
    size = np.abs(weight).max()
    np.testing.assert_allclose(_path(weight, 1), weight, rtol=0, atol=1e-9 * size + 1e-300)


@given(MATRICES)
def test_points_move_as_the_matrices_say(weight: Array) -> None:
    moved = POINTS
    for motion in linear_motions(weight):
        moved = motion(moved, 1)
    np.testing.assert_allclose(moved, POINTS @ weight.T, rtol=0, atol=1e-8)


@given(MATRICES)
def test_at_the_start_nothing_has_moved(weight: Array) -> None:
    np.testing.assert_allclose(_path(weight, 0), np.eye(2), rtol=0, atol=1e-12)


@given(MATRICES)
def test_the_plane_is_never_crushed_on_the_way(weight: Array) -> None:
    det = np.linalg.det(weight)
    assume(det > 1e-6)
    (turn,) = linear_motions(weight)
    on_the_way = np.array([np.linalg.det(turn.matrix(t)) for t in TIMES])
    assert (on_the_way >= min(1, det) * (1 - 1e-9)).all()


@given(MATRICES)
def test_the_turn_is_the_polar_decomposition(weight: Array) -> None:
    assume(np.linalg.det(weight) > 1e-3)
    (turn,) = linear_motions(weight)
    assert isinstance(turn, Turn)
    unitary, stretch = polar(weight)
    np.testing.assert_allclose(rotation(turn.angle), unitary, atol=1e-7)
    np.testing.assert_allclose(turn.stretch, stretch, atol=1e-7)
    assert abs(turn.angle) <= np.pi


@given(st.floats(-np.pi, np.pi))
def test_a_rotation_stays_a_rotation(angle: float) -> None:
    weight = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    (turn,) = linear_motions(weight)
    for t in TIMES:
        matrix = turn.matrix(t)
        np.testing.assert_allclose(matrix @ matrix.T, np.eye(2), atol=1e-12)
        assert np.linalg.det(matrix) == pytest.approx(1)


def test_a_quarter_turn_is_counter_clockwise() -> None:
    np.testing.assert_allclose(rotation(np.pi / 2) @ [1, 0], [0, 1], atol=1e-15)


@given(MATRICES)
def test_a_mirror_image_turns_over_along_its_weaker_direction(weight: Array) -> None:
    _, sigma, vt = np.linalg.svd(weight)
    assume(np.linalg.det(weight) < -1e-3)
    assume(sigma[0] - sigma[1] > 1e-3)
    flip, turn = linear_motions(weight)
    assert isinstance(flip, Flip)
    assert isinstance(turn, Turn)
    assert abs(flip.axis @ vt[1]) == pytest.approx(1)
    for t in TIMES:
        np.testing.assert_allclose(flip.matrix(t) @ vt[0], vt[0], atol=1e-9)
    np.testing.assert_allclose(flip.matrix(1) @ vt[1], -vt[1], atol=1e-9)
    assert np.linalg.det(turn.matrix(1)) == pytest.approx(-np.linalg.det(weight))


@given(st.tuples(ENTRIES, ENTRIES), st.tuples(ENTRIES, ENTRIES))
def test_a_matrix_of_rank_one_or_less_turns_without_a_flip(
    u: tuple[float, float], v: tuple[float, float]
) -> None:
    weight = np.outer(u, v)
    assume(not weight.any() or np.abs(weight).max() > 1e-6)
    assume(not weight.any() or np.linalg.svd(weight)[1][1] <= 1e-16 * np.abs(weight).max())
    motions = linear_motions(weight)
    assert [type(motion) for motion in motions] == [Turn]
    for t in TIMES:
        assert np.isfinite(motions[0].matrix(t)).all()
    np.testing.assert_allclose(_path(weight, 1), weight, atol=1e-9 * np.abs(weight).max() + 1e-300)


def test_the_zero_matrix_shrinks_the_plane_to_a_point() -> None:
    (motion,) = linear_motions(np.zeros((2, 2)))
    np.testing.assert_array_equal(motion(POINTS, 1), np.zeros_like(POINTS))
    assert np.isfinite(motion(POINTS, 0.5)).all()


def test_the_shift_slides_evenly() -> None:
    offset = np.array([2.0, -3.0])
    for t in TIMES:
        np.testing.assert_allclose(Shift(offset)(POINTS, t), POINTS + t * offset)


def test_a_clamp_moves_only_the_negative_side_of_its_coordinate() -> None:
    for t in TIMES[1:]:
        moved = Clamp(1)(POINTS, t)
        np.testing.assert_array_equal(moved[:, 0], POINTS[:, 0])
        positive = POINTS[:, 1] >= 0
        np.testing.assert_array_equal(moved[positive], POINTS[positive])
        np.testing.assert_allclose(moved[~positive, 1], (1 - t) * POINTS[~positive, 1])


@pytest.mark.parametrize(("leak", "slope"), [(0.0, 0.0), (0.01, 0.01)])
def test_clamps_one_after_the_other_are_the_activation(leak: float, slope: float) -> None:
    before = POINTS.copy()
    moved = Clamp(1, leak)(Clamp(0, leak)(POINTS, 1), 1)
    expected = np.array([[z if z > 0 else slope * z for z in row] for row in POINTS.tolist()])
    np.testing.assert_allclose(moved, expected, rtol=1e-14)
    np.testing.assert_array_equal(POINTS, before)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_a_bend_goes_straight_to_the_activation(name: str) -> None:
    bend, end = Bend(ACTIVATIONS[name]), ACTIVATIONS[name](POINTS)
    np.testing.assert_array_equal(bend(POINTS, 0), POINTS)
    np.testing.assert_array_equal(bend(POINTS, 1), end)
    np.testing.assert_allclose(bend(POINTS, 0.5), (POINTS + end) / 2)


def test_a_bend_of_two_units_leaves_the_third_coordinate_of_space() -> None:
    points = np.random.default_rng(1).normal(size=(20, 3))
    moved = Bend(ACTIVATIONS["sigmoid"], width=2)(points, 1)
    np.testing.assert_array_equal(moved[:, :2], ACTIVATIONS["sigmoid"](points[:, :2]))
    np.testing.assert_array_equal(moved[:, 2], points[:, 2])
