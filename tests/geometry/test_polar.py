"""The way to a weight matrix of any shape, against the definitions."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from scipy.linalg import polar
from scipy.spatial.transform import Rotation

from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.geometry.motions import Flip, Turn, rotation, rotation_about
from detangle.geometry.polar import embed, linear_motions

WIDTHS = st.integers(1, 3)
ENTRIES = st.floats(-10, 10, allow_subnormal=False)
WEIGHTS = st.tuples(WIDTHS, WIDTHS).flatmap(lambda s: arrays(float, s, elements=ENTRIES))
SQUARES = WIDTHS.flatmap(lambda d: arrays(float, (d, d), elements=ENTRIES))
TIMES = np.linspace(0, 1, 21)


def _path(weight: FloatArray, t: float) -> FloatArray:
    matrices = [motion.matrix(t) for motion in linear_motions(weight)]
    return reduce(lambda done, then: then @ done, matrices, np.eye(max(weight.shape)))


def _padded(weight: FloatArray) -> FloatArray:
    d = max(weight.shape)
    return np.pad(weight, ((0, d - weight.shape[0]), (0, d - weight.shape[1])))


def _turn(weight: FloatArray) -> Turn:
    turn = linear_motions(weight)[-1]
    assert isinstance(turn, Turn)
    return turn


@given(WEIGHTS)
def test_the_path_goes_from_the_identity_to_the_matrix(weight: FloatArray) -> None:
    size = np.abs(weight).max()
    assert_allclose(_path(weight, 0), np.eye(max(weight.shape)), atol=1e-12)
    assert_allclose(_path(weight, 1), _padded(weight), rtol=0, atol=1e-9 * size + 1e-300)


@given(WEIGHTS)
def test_points_arrive_where_the_layer_puts_them(weight: FloatArray) -> None:
    points = np.random.default_rng(0).normal(size=(20, weight.shape[1]))
    moved = embed(points, max(weight.shape))
    for motion in linear_motions(weight):
        moved = motion(moved, 1)
    assert_allclose(moved[:, : len(weight)], points @ weight.T, rtol=0, atol=1e-7)
    assert_allclose(moved[:, len(weight) :], 0, atol=1e-7)


@given(SQUARES)
def test_space_is_never_crushed_on_the_way(weight: FloatArray) -> None:
    det = np.linalg.det(weight)
    assume(det > 1e-6)
    assert [type(motion) for motion in linear_motions(weight)] == [Turn]
    dets = np.array([np.linalg.det(_path(weight, t)) for t in TIMES])
    assert (dets >= min(1, det) * (1 - 1e-8)).all()


@given(SQUARES)
def test_a_mirror_image_is_flipped_along_its_weakest_direction(weight: FloatArray) -> None:
    assume(np.linalg.det(weight) < -1e-3)
    _, sigma, vt = np.linalg.svd(weight)
    assume(len(sigma) == 1 or sigma[-2] - sigma[-1] > 1e-3)
    flip, turn = linear_motions(weight)
    assert isinstance(flip, Flip)
    assert abs(flip.axis @ vt[-1]) == pytest.approx(1)
    assert np.linalg.det(turn.matrix(1)) == pytest.approx(-np.linalg.det(weight))
    assert_allclose(flip.matrix(0.5) @ vt[:-1].T, vt[:-1].T, atol=1e-9)


@given(arrays(float, 3, elements=st.floats(-1, 1)), st.floats(0.01, 3.1))
def test_a_rotation_of_space_turns_evenly_around_its_axis(way: FloatArray, angle: float) -> None:
    assume(np.linalg.norm(way) > 0.1)
    axis = way / np.linalg.norm(way)
    weight = Rotation.from_rotvec(angle * axis).as_matrix()
    assert_allclose(rotation_about((axis[0], axis[1], axis[2]), angle), weight, atol=1e-12)
    for t in TIMES:
        expected = Rotation.from_rotvec(t * angle * axis).as_matrix()
        assert_allclose(_path(weight, t), expected, atol=1e-7)


@given(arrays(float, (3, 2), elements=ENTRIES))
def test_a_lift_keeps_the_sheet_flat_and_whole(weight: FloatArray) -> None:
    sigma = np.linalg.svd(weight)[1]
    assume(sigma[1] > 0.01)
    assert [type(motion) for motion in linear_motions(weight)] == [Turn]
    for t in TIMES:
        sheet = np.linalg.svd(_path(weight, t)[:, :2])[1]
        assert_allclose(sheet, (1 - t) + t * sigma, atol=1e-8)


@given(
    st.sampled_from([(2, 3), (1, 2), (1, 3)]).flatmap(lambda s: arrays(float, s, elements=ENTRIES))
)
def test_a_projection_collapses_only_what_is_lost(weight: FloatArray) -> None:
    _, sigma, vt = np.linalg.svd(weight)
    assume(sigma[-1] > 0.01)
    lost = vt[len(sigma) :]
    for t in TIMES:
        path = _path(weight, t)
        assert_allclose(np.linalg.norm(path @ lost.T, axis=0), 1 - t, atol=1e-8)
        kept = np.linalg.svd(path @ vt[: len(sigma)].T)[1]
        assert_allclose(kept, np.sort((1 - t) + t * sigma)[::-1], atol=1e-8)


def test_free_directions_take_the_shortest_way() -> None:
    turn = _turn(np.array([[0.0], [2.0], [0.0]]))  # the line is laid onto the second axis
    assert turn.angle == pytest.approx(np.pi / 2)
    assert_allclose(np.abs(turn.axis), [0, 0, 1], atol=1e-12)
    assert _turn(np.diag([2.0, 0, 0])).angle == pytest.approx(0)
    assert _turn(np.array([[3.0, 0, 0]])).angle == pytest.approx(0)


def test_a_lift_that_only_stretches_does_not_turn() -> None:
    assert _turn(np.array([[2.0, 0], [0, 3], [0, 0]])).angle == pytest.approx(0)


@pytest.mark.parametrize("shape", [(4, 2), (2, 4), (0, 2), (2,)])
def test_matrices_beyond_space_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(DetangleError, match="1 to 3 rows and columns"):
        linear_motions(np.ones(shape))


@given(arrays(float, (2, 2), elements=ENTRIES))
def test_the_turn_of_the_plane_is_the_polar_decomposition(weight: FloatArray) -> None:
    assume(np.linalg.det(weight) > 1e-3)
    turn, (unitary, stretch) = _turn(weight), polar(weight)
    assert_allclose(rotation(turn.angle), unitary, atol=1e-7)
    assert_allclose(turn.stretch, stretch, atol=1e-7)
    assert abs(turn.angle) <= np.pi


@given(st.floats(-np.pi, np.pi))
def test_a_rotation_of_the_plane_turns_evenly(angle: float) -> None:
    for t in TIMES:
        c, s = np.cos(t * angle), np.sin(t * angle)
        assert_allclose(_path(rotation(angle), t), [[c, -s], [s, c]], atol=1e-12)


@given(st.tuples(ENTRIES, ENTRIES), st.tuples(ENTRIES, ENTRIES))
def test_a_matrix_of_rank_one_or_less_turns_without_a_flip(
    u: tuple[float, float], v: tuple[float, float]
) -> None:
    weight = np.outer(u, v)
    assume(not weight.any() or np.abs(weight).max() > 1e-6)
    assume(not weight.any() or np.linalg.svd(weight)[1][1] <= 1e-16 * np.abs(weight).max())
    assert [type(motion) for motion in linear_motions(weight)] == [Turn]
    assert np.isfinite([_path(weight, t) for t in TIMES]).all()


def test_the_zero_matrix_shrinks_the_plane_to_a_point() -> None:
    (motion,) = linear_motions(np.zeros((2, 2)))
    np.testing.assert_array_equal(motion(np.ones((3, 2)), 1), np.zeros((3, 2)))
