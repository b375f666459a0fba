"""Space is seen as by an eye: against rotation matrices written out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from detangle._typing import FloatArray as Array
from detangle.geometry.polylines import box_section
from detangle.stage import Area, View
from detangle.stage.plot.space.view import SpaceView
from detangle.stage.plot.space.viewpoints import edge_azimuths

REGION = Area(-6.0, -3.0, 1.0, 3.0)
clouds = arrays(float, (6, 3), elements=st.floats(-4, 4))
azimuths = st.floats(-360, 360)
elevations = st.floats(0, 90)
centers = st.tuples(*3 * (st.floats(-2, 2),))


def by_hand(view: SpaceView, coords: Array) -> Array:
    """Turn the world under an eye on the third axis, and scale by similar triangles."""
    a, tilt = np.radians(-view.azimuth), np.radians(90 - view.elevation)
    turn = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    lean = np.array([[1, 0, 0], [0, np.cos(tilt), np.sin(tilt)], [0, -np.sin(tilt), np.cos(tilt)]])
    placed = []
    for point in coords:
        x, y, depth = lean @ turn @ (point - np.array(view.center))
        ratio = view.distance / (view.distance - depth)
        middle = (REGION.left + REGION.right) / 2, (REGION.bottom + REGION.top) / 2
        there = view.unit * np.array([x * ratio, y * ratio])
        placed.append([*(there + middle), view.unit * depth])
    return np.array(placed)


@given(clouds, centers, azimuths, elevations, st.floats(0.1, 3))
def test_places_are_those_of_a_rotation_and_similar_triangles(
    coords: Array,
    center: tuple[float, float, float],
    azimuth: float,
    elevation: float,
    unit: float,
) -> None:
    view = SpaceView(REGION, center, unit, azimuth, elevation, 20.0)
    assert_allclose(view.place(coords), by_hand(view, coords), atol=1e-9)
    assert_allclose(view.directions @ view.directions.T, np.eye(3), atol=1e-12)
    assert_allclose(np.cross(*view.directions[:2]), view.directions[2], atol=1e-12)


@given(arrays(float, (6, 2), elements=st.floats(-4, 4)), st.floats(3, 30))
def test_straight_down_the_plane_is_seen_as_through_its_view(plane: Array, far: float) -> None:
    view = View.fit(plane, REGION)
    space = SpaceView.above(view, far)
    flat = np.column_stack([plane, np.zeros(len(plane))])
    assert_allclose(space.place(flat), view.place(plane), atol=1e-9)
    assert_allclose(space.growth(flat), 1)


@given(clouds, azimuths, elevations)
def test_what_is_nearer_to_the_eye_is_higher_and_larger(
    coords: Array, azimuth: float, elevation: float
) -> None:
    view = SpaceView(REGION, (0.0, 0.0, 0.0), 1.0, azimuth, elevation, 20.0)
    along = (coords - view.eye) @ view.directions[2]  # minus the distance in front of the eye
    assert_allclose(view.place(coords)[:, 2], along + 20.0, atol=1e-9)
    assert_allclose(view.growth(coords), 20.0 / -along)


def test_what_is_behind_the_eye_has_no_place() -> None:
    view = SpaceView(REGION, (0.0, 0.0, 0.0), 1.0, 0.0, 0.0, 2.0)
    places = view.place(np.array([[0.0, -1.0, 0.0], [0.0, -3.0, 0.0]]))
    assert np.isfinite(places).all(axis=1).tolist() == [True, False]


@given(clouds, azimuths, st.floats(0, 60))
def test_everything_fits_from_all_sides(coords: Array, start: float, elevation: float) -> None:
    sides = start + np.linspace(0, 50, 5)
    view = SpaceView.fit(coords, REGION, sides, elevation)
    for azimuth in sides:
        placed = replace(view, azimuth=float(azimuth)).place(coords)
        assert (placed[:, 0] >= REGION.left).all()
        assert (placed[:, 0] <= REGION.right).all()
        assert (placed[:, 1] >= REGION.bottom).all()
        assert (placed[:, 1] <= REGION.top).all()


def test_the_way_between_two_views_starts_and_ends_at_them() -> None:
    one = SpaceView(REGION, (0.0, 1.0, 2.0), 0.5, 0.0, 90.0, 5.0)
    other = SpaceView(REGION, (1.0, 0.0, 0.0), 2.0, 50.0, 20.0, 45.0)
    assert one.mix(other, 0.0) == one
    assert one.mix(other, 1.0) == other
    middle = one.mix(other, 0.5)
    assert_allclose((middle.unit, middle.distance), (1.0, 15.0))
    assert (middle.azimuth, middle.elevation) == (25.0, 55.0)
    assert one.turned(30.0).azimuth == 30.0


planes = arrays(float, 3, elements=st.floats(-5, 5)).filter(
    lambda n: bool(np.hypot(n[0], n[1]) > 2 * abs(n[2]) + 0.5)
)


@given(planes, st.floats(-2, 2), centers)
def test_from_its_edge_a_plane_is_a_line(
    normal: Array, offset: float, center: tuple[float, float, float]
) -> None:
    view = SpaceView(REGION, center, 1.0, 0.0, 25.0, 30.0)
    corners = box_section(normal, offset, np.full(3, -4.0), np.full(3, 4.0))
    for azimuth in edge_azimuths(view, normal, offset):
        edge = replace(view, azimuth=azimuth)
        assert normal @ edge.eye + offset == pytest.approx(0, abs=1e-6)
        flat = edge.place(corners)[:, :2]
        if len(flat):
            _, extent, _ = np.linalg.svd(flat - flat.mean(axis=0))
            assert extent[1] < 1e-6 * max(1.0, extent[0])
