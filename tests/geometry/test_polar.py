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
from detangle.geometry.motions import Flip, Turn
from detangle.geometry.polar import embed, linear_motions

WIDTHS = st.integers(1, 3)
ENTRIES = st.floats(-10, 10, allow_subnormal=False)
SHAPES = [(d, e) for d in (1, 2, 3) for e in (1, 2, 3)]
WEIGHTS = st.sampled_from(SHAPES).flatmap(lambda shape: arrays(float, shape, elements=ENTRIES))
SQUARES = WIDTHS.flatmap(lambda d: arrays(float, (d, d), elements=ENTRIES))
TIMES = np.linspace(0, 1, 21)


def _path(weight: FloatArray, t: float) -> FloatArray:
    matrices = [motion.matrix(t) for motion in linear_motions(weight)]
    return reduce(lambda done, then: then @ done, matrices, np.eye(max(weight.shape)))


@given(WEIGHTS)
def test_the_path_goes_from_the_identity_to_the_matrix(weight: FloatArray) -> None:
    d, size = max(weight.shape), np.abs(weight).max()
    assert_allclose(_path(weight, 0), np.eye(d), atol=1e-12)
    padded = embed(embed(weight, d).T, d).T
    assert_allclose(padded[: len(weight), : weight.shape[1]], weight)
    assert np.count_nonzero(padded) == np.count_nonzero(weight)
    assert_allclose(_path(weight, 1), padded, rtol=0, atol=1e-9 * size + 1e-300)


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


@given(arrays(float, (2, 2), elements=ENTRIES))
def test_the_plane_turns_and_stretches_evenly_by_its_polar_factors(weight: FloatArray) -> None:
    assume(np.linalg.det(weight) > 1e-3)
    unitary, stretch = polar(weight)
    angle = np.arctan2(unitary[1, 0], unitary[0, 0])
    for t in TIMES:
        c, s = np.cos(t * angle), np.sin(t * angle)
        expected = [[c, -s], [s, c]] @ ((1 - t) * np.eye(2) + t * stretch)
        assert_allclose(_path(weight, t), expected, atol=1e-6)


@given(arrays(float, 3, elements=st.floats(-1, 1)), st.floats(0.01, 3.1))
def test_a_rotation_of_space_turns_evenly_around_its_axis(way: FloatArray, angle: float) -> None:
    assume(np.linalg.norm(way) > 0.1)
    rotation = angle * way / np.linalg.norm(way)
    weight = Rotation.from_rotvec(rotation).as_matrix()
    for t in TIMES:
        assert_allclose(_path(weight, t), Rotation.from_rotvec(t * rotation).as_matrix(), atol=1e-7)


@given(
    st.sampled_from([shape for shape in SHAPES if shape[0] != shape[1]]).flatmap(
        lambda shape: arrays(float, shape, elements=ENTRIES)
    )
)
def test_what_is_kept_stretches_evenly_and_only_what_is_lost_collapses(weight: FloatArray) -> None:
    _, sigma, vt = np.linalg.svd(weight)
    assume(sigma[-1] > 0.01)
    assert [type(motion) for motion in linear_motions(weight)] == [Turn]
    kept, lost = np.split(embed(vt, max(weight.shape)), [len(sigma)])
    for t in TIMES:
        path = _path(weight, t)
        assert_allclose(np.linalg.norm(path @ lost.T, axis=0), 1 - t, atol=1e-8)
        stretched = np.linalg.svd(path @ kept.T)[1]
        assert_allclose(stretched, np.sort((1 - t) + t * sigma)[::-1], atol=1e-8)


@pytest.mark.parametrize(
    ("weight", "angle"),
    [
        ([[0.0], [2.0], [0.0]], np.pi / 2),  # the line is laid onto the second axis
        (np.diag([2.0, 0, 0]), 0),
        ([[3.0, 0, 0]], 0),
        ([[2.0, 0], [0, 3], [0, 0]], 0),
    ],
)
def test_free_directions_take_the_shortest_way(weight: FloatArray, angle: float) -> None:
    turn = linear_motions(weight)[-1]
    assert isinstance(turn, Turn)
    assert turn.angle == pytest.approx(angle)


@pytest.mark.parametrize("shape", [(4, 2), (2, 4), (0, 2), (2,)])
def test_matrices_beyond_space_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(DetangleError, match="1 to 3 rows and columns"):
        linear_motions(np.ones(shape))


@given(arrays(float, 2, elements=ENTRIES), arrays(float, 2, elements=ENTRIES))
def test_a_matrix_of_rank_one_or_less_turns_without_a_flip(u: FloatArray, v: FloatArray) -> None:
    weight = np.outer(u, v)
    assume(not weight.any() or np.abs(weight).max() > 1e-6)
    assume(not weight.any() or np.linalg.svd(weight)[1][1] <= 1e-16 * np.abs(weight).max())
    assert [type(motion) for motion in linear_motions(weight)] == [Turn]
    assert np.isfinite([_path(weight, t) for t in TIMES]).all()
