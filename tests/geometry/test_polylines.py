"""Line strings: cutting them at zeros, merging segments, grids, and sections of a box."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
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
    positive_part,
)


def _length(lines: Polylines) -> float:
    steps = np.linalg.norm(np.diff(lines.vertices, axis=0), axis=1)
    return float(steps[lines.joined()].sum())


def test_lengths_must_use_up_the_vertices() -> None:
    with pytest.raises(ValueError, match="3 vertices, lengths add up to 2"):
        Polylines(np.zeros((3, 2)), np.array([2]))
    lines = Polylines(np.zeros((5, 2)), np.array([2, 3]))
    assert lines.joined().tolist() == [True, False, True, True]


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
    again = cut.split(np.where(new, 0, values))  # a vertex on the zero is not doubled
    np.testing.assert_array_equal(again.vertices, cut.vertices)


def test_a_lattice_goes_through_the_multiples_of_its_step() -> None:
    lines = lattice(np.array([-0.9, 0.1]), np.array([0.9, 0.4]), 0.5, samples=3)
    assert set(lines.lengths) == {3}
    upright, level = lines.vertices[:15].reshape(5, 3, 2), lines.vertices[15:].reshape(2, 3, 2)
    np.testing.assert_allclose(upright[:, 0, 0], [-1, -0.5, 0, 0.5, 1])
    np.testing.assert_allclose(level[:, 0, 1], [0, 0.5])
    np.testing.assert_allclose(level[0, :, 0], [-1, 0, 1])


def _strings(lines: Polylines) -> list[list[int]]:
    """Line strings whose vertices are their own numbers."""
    parts = np.split(lines.vertices[:, 0].astype(int), np.cumsum(lines.lengths)[:-1])
    return [part.tolist() for part in parts if len(part)]


NUMBERS = np.arange(13.0)[:, None]


@given(st.sets(st.frozensets(st.integers(0, 12), min_size=2, max_size=2), max_size=30))
def test_merged_lines_use_every_segment_once(segments: set[frozenset[int]]) -> None:
    loose = np.array([sorted(s) for s in segments], dtype=np.int64).reshape(-1, 2)
    found = _strings(merge_lines(NUMBERS, loose, directed=False))
    used = [frozenset(pair) for string in found for pair in pairwise(string)]
    assert len(used) == len(segments)
    assert set(used) == segments
    ends = {end for string in found for end in (string[0], string[-1]) if string[0] != string[-1]}
    degrees = np.bincount(loose.ravel(), minlength=1)
    assert ends == set(np.flatnonzero(degrees % 2))  # elsewhere they go on, or are closed


def test_directed_segments_are_merged_to_closed_rings() -> None:
    ring = np.array([[0, 1], [2, 0], [1, 2], [5, 4], [4, 3], [3, 5]])
    found = _strings(merge_lines(NUMBERS, ring, directed=True))
    assert found == [[0, 1, 2, 0], [5, 4, 3, 5]]


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


@given(normals, st.floats(-20, 20))
def test_a_section_is_a_convex_polygon_of_the_plane_and_the_box(
    normal: FloatArray, offset: float
) -> None:
    corners = box_section(normal, offset, LOW, HIGH)
    assert_allclose(corners @ normal + offset, 0, atol=1e-9)
    on_sides = np.isclose(corners, LOW) | np.isclose(corners, HIGH)
    assert (on_sides.sum(axis=1) >= 2).all()
    assert (corners >= LOW - 1e-9).all()
    assert (corners <= HIGH + 1e-9).all()
    sides = np.roll(corners, -1, axis=0) - corners
    turns = np.cross(sides, np.roll(sides, -1, axis=0)) @ normal
    assert (turns > -1e-6).all()
    vertices = np.array(np.meshgrid(*zip(LOW, HIGH, strict=True))).reshape(3, 8).T
    heights = vertices @ normal + offset
    if np.abs(heights).min() > 1e-3:
        assert (len(corners) > 2) == (heights.min() < 0 < heights.max())


@pytest.mark.parametrize(
    ("normal", "offset", "count", "expected"),
    [
        ([1, 1, 1], -1.5, 6, 3 * np.sqrt(3) / 4),  # a regular hexagon
        ([-1, -1, -1], 0.5, 3, np.sqrt(3) / 2 * 0.5**2),  # a corner is cut off
        ([1, 0, 0], -0.3, 4, 1),
        ([0, 0, 2], 0, 4, 1),  # a wall of the cube
        ([1, -1, 0], 0, 4, np.sqrt(2)),  # through corners alone: each of them once
        ([1, 0, 0], -2.5, 0, 0),
        ([1, 1, 1], 0, 0, 0),  # it touches one corner
    ],
)
def test_sections_of_a_cube(
    normal: list[float], offset: float, count: int, expected: float
) -> None:
    corners = box_section(normal, offset, np.zeros(3), np.ones(3))
    assert corners.shape == (count, 3)
    if count:
        spokes = corners[1:] - corners[0]
        area = np.linalg.norm(np.cross(spokes[:-1], spokes[1:]).sum(axis=0)) / 2
        assert area == pytest.approx(expected)


@given(arrays(np.float64, (7, 2), elements=st.floats(-9, 9)), st.floats(0, 6), st.floats(-5, 5))
def test_the_two_parts_of_polygons_make_up_the_whole(
    corners: np.ndarray, angle: float, offset: float
) -> None:
    def area(sides: np.ndarray) -> float:
        return float(np.linalg.det(sides).sum() / 2)

    sides = np.stack([corners, np.roll(corners, -1, axis=0)], axis=1)
    normal = np.array([np.cos(angle), np.sin(angle)])
    values = sides @ normal + offset
    one, other = positive_part(sides, values), positive_part(sides, -values)
    assert area(one) + area(other) == pytest.approx(area(sides), abs=1e-6)
    assert (one @ normal + offset >= -1e-6).all()
    assert (other @ normal + offset <= 1e-6).all()
