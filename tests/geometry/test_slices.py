"""The polygon of a plane in a box, against the definitions and closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from detangle.geometry.slices import Array, slice_box

entries = st.floats(-5, 5).map(lambda value: round(value, 3))
normals = arrays(float, 3, elements=entries).filter(lambda n: np.linalg.norm(n) > 0.1)
LOW, HIGH = np.array([-1.0, 0.0, -2.0]), np.array([2.0, 1.5, 3.0])
UNIT = np.zeros(3), np.ones(3)


def area(corners: Array) -> float:
    spokes = corners[1:] - corners[0]
    return float(np.linalg.norm(np.cross(spokes[:-1], spokes[1:]).sum(axis=0)) / 2)


@given(normals, st.floats(-20, 20))
def test_corners_lie_in_the_plane_and_on_edges_of_the_box(normal: Array, offset: float) -> None:
    corners = slice_box(normal, offset, LOW, HIGH)
    assert_allclose(corners @ normal + offset, 0, atol=1e-9)
    assert (corners >= LOW - 1e-9).all()
    assert (corners <= HIGH + 1e-9).all()
    on_sides = np.isclose(corners, LOW) | np.isclose(corners, HIGH)
    assert (on_sides.sum(axis=1) >= 2).all()


@given(normals, st.floats(-20, 20))
def test_the_polygon_is_there_just_if_the_plane_parts_the_box(normal: Array, offset: float) -> None:
    vertices = np.array(np.meshgrid(*zip(LOW, HIGH, strict=True))).reshape(3, 8).T
    heights = vertices @ normal + offset
    assume(np.abs(heights).min() > 1e-3)
    found = slice_box(normal, offset, LOW, HIGH)
    assert (len(found) > 2) == (heights.min() < 0 < heights.max())


@given(normals, st.floats(-5, 5))
def test_the_polygon_turns_left_at_each_corner(normal: Array, offset: float) -> None:
    corners = slice_box(normal, offset, LOW, HIGH)
    ways = np.roll(corners, -1, axis=0) - corners
    turns = np.cross(ways, np.roll(ways, -1, axis=0)) @ normal
    assert (turns > -1e-6).all()


def test_the_middle_of_a_cube_is_a_regular_hexagon() -> None:
    corners = slice_box([1, 1, 1], -1.5, *UNIT)
    sides = np.linalg.norm(np.roll(corners, 1, axis=0) - corners, axis=1)
    assert_allclose(sides, np.full(6, np.sqrt(0.5)))
    assert area(corners) == pytest.approx(3 * np.sqrt(3) / 4)


def test_a_corner_of_a_cube_is_cut_off_by_a_triangle() -> None:
    corners = slice_box([-1, -1, -1], 0.5, *UNIT)
    assert len(corners) == 3
    assert area(corners) == pytest.approx(np.sqrt(3) / 2 * 0.5**2)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_wall_is_a_rectangle(axis: int) -> None:
    corners = slice_box(np.eye(3)[axis], 0.0, LOW - 1, HIGH)
    sides = np.delete(HIGH - LOW + 1, axis)
    assert len(corners) == 4
    assert area(corners) == pytest.approx(sides.prod())


def test_a_plane_through_corners_alone_has_each_of_them_once() -> None:
    corners = slice_box([1, -1, 0], 0.0, *UNIT)
    assert len(corners) == 4
    assert area(corners) == pytest.approx(np.sqrt(2))


def test_a_plane_beside_the_box_has_no_polygon() -> None:
    assert slice_box([1, 0, 0], -2.5, *UNIT).shape == (0, 3)
    assert slice_box([1, 1, 1], 0.0, *UNIT).shape == (0, 3)  # it touches one corner
