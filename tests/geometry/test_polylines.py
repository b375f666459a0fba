"""Line strings: cutting them at zeros, merging segments, grids, and sections of a box."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from detangle._typing import FloatArray
from detangle.geometry.polylines import (
    RIM_VERTICES,
    Polylines,
    box_section,
    elliptic_grid,
    lattice,
    merge_lines,
)


def _length(lines: Polylines) -> float:
    steps = np.linalg.norm(np.diff(lines.vertices, axis=0), axis=1)
    return float(steps[lines.joined()].sum())


def test_lengths_must_use_up_the_vertices() -> None:
    with pytest.raises(ValueError, match="3 vertices, lengths add up to 2"):
        Polylines(np.zeros((3, 2)), np.array([2]))


def test_only_vertices_of_one_line_are_joined() -> None:
    lines = Polylines(np.zeros((5, 2)), np.array([2, 3]))
    np.testing.assert_array_equal(lines.joined(), [True, False, True, True])


@given(st.integers(0, 10_000))
def test_a_split_puts_vertices_on_the_zero_and_changes_no_line(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = Polylines(rng.normal(size=(12, 2)), np.array([5, 4, 3]))
    normal, offset = rng.normal(size=2), rng.normal()
    cut = lines.split(lines.vertices @ normal + offset)
    values = cut.vertices @ normal + offset
    across = values[:-1] * values[1:] < -1e-12
    assert not (across & cut.joined()).any()
    assert _length(cut) == pytest.approx(_length(lines))
    assert len(cut.lengths) == 3
    new = np.abs(values) < 1e-12
    assert new.sum() == len(cut.vertices) - len(lines.vertices)


def test_a_vertex_on_the_zero_is_not_doubled() -> None:
    lines = Polylines(np.array([[-1.0, 0], [0, 0], [1, 0]]), np.array([3]))
    np.testing.assert_array_equal(lines.split(lines.vertices[:, 0]).vertices, lines.vertices)


def test_a_lattice_goes_through_the_multiples_of_its_step() -> None:
    lines = lattice(np.array([-0.9, 0.1]), np.array([0.9, 0.4]), 0.5, samples=3)
    assert set(lines.lengths) == {3}
    upright, level = lines.vertices[:15].reshape(5, 3, 2), lines.vertices[15:].reshape(2, 3, 2)
    np.testing.assert_allclose(upright[:, 0, 0], [-1, -0.5, 0, 0.5, 1])
    np.testing.assert_allclose(level[:, 0, 1], [0, 0.5])
    np.testing.assert_allclose(level[0, :, 0], [-1, 0, 1])


def _segments(
    found: np.ndarray[tuple[int], np.dtype[np.int64]], lengths: list[int]
) -> set[frozenset[int]]:
    parts = np.split(found, np.cumsum(lengths)[:-1])
    return {frozenset(map(int, pair)) for part in parts for pair in pairwise(part)}


@given(st.sets(st.frozensets(st.integers(0, 12), min_size=2, max_size=2), max_size=30))
def test_chains_use_every_segment_once(segments: set[frozenset[int]]) -> None:
    given_segments = np.array([sorted(s) for s in segments], dtype=np.int64).reshape(-1, 2)
    found = merge_lines(given_segments, directed=False)
    assert int((found.lengths - 1).sum()) == len(segments)
    assert _segments(found.indices, list(found.lengths)) == segments
    degrees = np.bincount(given_segments.ravel(), minlength=1)
    parts = [part for part in np.split(found.indices, np.cumsum(found.lengths)[:-1]) if len(part)]
    ends = {int(end) for part in parts for end in part[[0, -1]] if part[0] != part[-1]}
    assert ends == set(np.flatnonzero(degrees % 2))  # elsewhere they go on, or are closed


def test_directed_chains_are_closed_rings() -> None:
    ring = np.array([[0, 1], [2, 0], [1, 2], [5, 4], [4, 3], [3, 5]])
    found = merge_lines(ring, directed=True)
    first, second = np.split(found.indices, [found.lengths[0]])
    np.testing.assert_array_equal(first, [0, 1, 2, 0])
    np.testing.assert_array_equal(np.roll(second[:-1], -list(second).index(3)), [3, 5, 4])


def test_nothing_joins_to_nothing() -> None:
    lines = merge_lines(np.zeros((0, 2), dtype=np.int64), directed=False).polylines(
        np.zeros((4, 2))
    )
    assert lines.vertices.shape == (0, 2)
    assert lines.lengths.shape == (0,)


clouds = arrays(float, (9, 2), elements=st.floats(-10, 10)).filter(
    lambda points: bool((np.ptp(points, axis=0) > 0.1).all())
)


def rim_of(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Middle and radii, read off the last line."""
    rim = elliptic_grid(points, 0.5).vertices[-RIM_VERTICES:]
    return (rim.max(axis=0) + rim.min(axis=0)) / 2, np.ptp(rim, axis=0) / 2


@given(clouds)
def test_all_points_lie_inside(points: FloatArray) -> None:
    middle, radii = rim_of(points)
    assert ((((points - middle) / radii) ** 2).sum(axis=1) < 1).all()
    assert_allclose(middle, (points.min(axis=0) + points.max(axis=0)) / 2, atol=1e-9)
    assert_allclose(radii[0] / radii[1], np.ptp(points[:, 0]) / np.ptp(points[:, 1]))


@given(clouds, st.integers(2, 5))
def test_lines_follow_the_lattice_and_end_on_the_rim(points: FloatArray, samples: int) -> None:
    step = 0.5
    lines = elliptic_grid(points, step, samples)
    middle, radii = rim_of(points)
    strings = np.split(lines.vertices, np.cumsum(lines.lengths)[:-1])
    for string in strings[:-1]:
        assert len(string) == samples
        (axis,) = np.flatnonzero(np.ptp(string, axis=0) == 0)[:1]
        assert_allclose(string[0, axis] / step, np.round(string[0, axis] / step), atol=1e-9)
        ends = (string[[0, -1]] - middle) / radii
        assert_allclose((ends**2).sum(axis=1), 1, atol=1e-6)
    crossed = sum(
        int(np.ceil((middle[a] + radii[a]) / step) - np.floor((middle[a] - radii[a]) / step)) - 1
        for a in (0, 1)
    )
    assert len(strings) - 1 == crossed
    assert_allclose(strings[-1][0], strings[-1][-1], atol=1e-9)


entries = st.floats(-5, 5).map(lambda value: round(value, 3))
normals = arrays(float, 3, elements=entries).filter(lambda n: np.linalg.norm(n) > 0.1)
LOW, HIGH = np.array([-1.0, 0.0, -2.0]), np.array([2.0, 1.5, 3.0])
UNIT = np.zeros(3), np.ones(3)


def area(corners: FloatArray) -> float:
    spokes = corners[1:] - corners[0]
    return float(np.linalg.norm(np.cross(spokes[:-1], spokes[1:]).sum(axis=0)) / 2)


@given(normals, st.floats(-20, 20))
def test_corners_lie_in_the_plane_and_on_edges_of_the_box(
    normal: FloatArray, offset: float
) -> None:
    corners = box_section(normal, offset, LOW, HIGH)
    assert_allclose(corners @ normal + offset, 0, atol=1e-9)
    assert (corners >= LOW - 1e-9).all()
    assert (corners <= HIGH + 1e-9).all()
    on_sides = np.isclose(corners, LOW) | np.isclose(corners, HIGH)
    assert (on_sides.sum(axis=1) >= 2).all()


@given(normals, st.floats(-20, 20))
def test_the_polygon_is_there_just_if_the_plane_parts_the_box(
    normal: FloatArray, offset: float
) -> None:
    vertices = np.array(np.meshgrid(*zip(LOW, HIGH, strict=True))).reshape(3, 8).T
    heights = vertices @ normal + offset
    assume(np.abs(heights).min() > 1e-3)
    found = box_section(normal, offset, LOW, HIGH)
    assert (len(found) > 2) == (heights.min() < 0 < heights.max())


@given(normals, st.floats(-5, 5))
def test_the_polygon_turns_left_at_each_corner(normal: FloatArray, offset: float) -> None:
    corners = box_section(normal, offset, LOW, HIGH)
    ways = np.roll(corners, -1, axis=0) - corners
    turns = np.cross(ways, np.roll(ways, -1, axis=0)) @ normal
    assert (turns > -1e-6).all()


def test_the_middle_of_a_cube_is_a_regular_hexagon() -> None:
    corners = box_section([1, 1, 1], -1.5, *UNIT)
    sides = np.linalg.norm(np.roll(corners, 1, axis=0) - corners, axis=1)
    assert_allclose(sides, np.full(6, np.sqrt(0.5)))
    assert area(corners) == pytest.approx(3 * np.sqrt(3) / 4)


def test_a_corner_of_a_cube_is_cut_off_by_a_triangle() -> None:
    corners = box_section([-1, -1, -1], 0.5, *UNIT)
    assert len(corners) == 3
    assert area(corners) == pytest.approx(np.sqrt(3) / 2 * 0.5**2)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_wall_is_a_rectangle(axis: int) -> None:
    corners = box_section(np.eye(3)[axis], 0.0, LOW - 1, HIGH)
    sides = np.delete(HIGH - LOW + 1, axis)
    assert len(corners) == 4
    assert area(corners) == pytest.approx(sides.prod())


def test_a_plane_through_corners_alone_has_each_of_them_once() -> None:
    corners = box_section([1, -1, 0], 0.0, *UNIT)
    assert len(corners) == 4
    assert area(corners) == pytest.approx(np.sqrt(2))


def test_a_plane_beside_the_box_has_no_polygon() -> None:
    assert box_section([1, 0, 0], -2.5, *UNIT).shape == (0, 3)
    assert box_section([1, 1, 1], 0.0, *UNIT).shape == (0, 3)  # it touches one corner
