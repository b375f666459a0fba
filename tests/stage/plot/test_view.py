"""A view shows everything, stretches nothing, and has round ticks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detangle import DetangleError, Trajectory
from detangle.stage import Area, SpaceView, Theme, View, tracer_cell

REGION = Area(-6.0, -3.0, 1.0, 3.0)
clouds = arrays(np.float64, (7, 2), elements=st.floats(-1e3, 1e3))


@given(clouds)
def test_everything_and_the_origin_are_inside(coords: np.ndarray) -> None:
    view = View.fit(coords, REGION)
    placed = view.place(np.concatenate([coords, np.zeros((1, 2))]))
    assert (placed[:, 0] >= REGION.left).all()
    assert (placed[:, 0] <= REGION.right).all()
    assert (placed[:, 1] >= REGION.bottom).all()
    assert (placed[:, 1] <= REGION.top).all()
    assert (placed[:, 2] == 0).all()


@pytest.mark.parametrize("with_origin", [True, False])
def test_points_without_a_place_do_not_count(with_origin: bool) -> None:
    known = [[1.0, 2.0], [3.0, 5.0]]
    view = View.fit([*known, [np.nan, 9], [-np.inf, 0]], REGION, with_origin=with_origin)
    assert view == View.fit(known, REGION, with_origin=with_origin)
    nowhere = View.fit(np.full((2, 2), np.nan), REGION, with_origin=with_origin)
    assert nowhere == View.fit([[0, 0]], REGION)
    in_space = [[*point, 1.0] for point in known]
    holey = SpaceView.fit([*in_space, [0, np.inf, 0]], REGION, 20, 30)
    assert holey == SpaceView.fit(in_space, REGION, 20, 30)


@given(clouds)
def test_distances_keep_their_ratio(coords: np.ndarray) -> None:
    view = View.fit(coords, REGION)
    placed = view.place(coords)
    before = np.linalg.norm(coords - coords[0], axis=1)
    after = np.linalg.norm(placed - placed[0], axis=1)
    np.testing.assert_allclose(after, before * view.unit, atol=1e-9)


@given(st.floats(1e-6, 1e6))
def test_ticks_are_one_two_or_five_and_not_crowded(extent: float) -> None:
    view = View.fit(np.array([[0.0, 0.0], [extent, extent]]), REGION)
    mantissa = view.step / 10 ** np.floor(np.log10(view.step) + 1e-9)
    assert min(abs(mantissa - m) for m in (1, 2, 5, 10)) < 1e-6
    assert view.step * view.unit > 0.85
    for axis in (0, 1):
        ticks = view.ticks(axis)
        low, high = view.bounds
        assert (ticks >= low[axis] - 1e-9 * extent).all()
        assert (ticks <= high[axis] + 1e-9 * extent).all()
        assert not np.signbit(ticks[ticks == 0]).any()


def test_a_mixed_view_goes_from_one_to_the_other_by_equal_factors() -> None:
    a, b = View(REGION, (0.0, 0.0), 1.0), View(REGION, (2.0, 4.0), 4.0)
    assert a.mix(b, 0.0) == a
    assert a.mix(b, 1.0) == b
    assert [a.mix(b, t).unit for t in (0.25, 0.5)] == [4**0.25, 2.0]


@given(clouds, st.floats(-6, 6), st.floats(0, 1))
def test_all_goes_straight_from_its_old_place_to_its_new_one(
    coords: np.ndarray, power: float, t: float
) -> None:
    """So nothing that is seen before and after is out of sight between."""
    a, b = View(REGION, (1.0, -2.0), 1.0), View(REGION, (0.0, 3.0), float(np.exp(power)))
    start, end = a.place(coords), b.place(coords)
    middle, way = a.mix(b, t).place(coords), end - start
    size = max(1.0, float(np.abs([start, end]).max()))
    fraction = ((middle - start) * way).sum() / max((way * way).sum(), 1e-12)
    assert -1e-6 <= fraction <= 1 + 1e-6
    np.testing.assert_allclose(middle, start + fraction * way, atol=1e-6 * size)


def test_what_is_at_one_place_in_both_views_stays() -> None:
    a, b = View(REGION, (1.0, -2.0), 1.0), View(REGION, (0.0, 3.0), 0.01)
    fixed = (np.array(a.center) * a.unit - np.array(b.center) * b.unit) / (a.unit - b.unit)
    places = [a.mix(b, t).place(fixed[None])[0] for t in (0, 0.2, 0.5, 0.9, 1)]
    np.testing.assert_allclose(places, np.tile(places[0], (5, 1)), atol=1e-9)


@pytest.mark.parametrize("samples", [2, 9])
def test_a_tracer_cell_is_a_closed_square(samples: int) -> None:
    cell = tracer_cell(np.array([-0.3, 0.2]), 0.5, View(REGION, (0, 0), 1), Theme.dark(), samples)
    np.testing.assert_array_equal(cell.coords[0], cell.coords[-1])
    assert cell.lengths.sum() == len(cell.coords) == 4 * samples
    x, y = cell.coords.T
    area = 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))
    assert area == pytest.approx(0.25)


@given(st.floats(1e-6, 1e6), st.floats(-1e3, 1e3), st.floats(0, 1))
def test_coordinates_are_those_that_are_seen_at_a_place(unit: float, x: float, y: float) -> None:
    view = View(Area(-3, -1, 4, 2), (0.5, -2.0), unit)
    places = np.array([[x, y], [y, x]])
    np.testing.assert_allclose(view.place(view.coordinates(places))[:, :2], places, atol=1e-6)


def test_a_view_holds_layers_and_the_ways_between_them(moons: Trajectory) -> None:
    network, points = moons.at(), moons.points.astype(float)
    view = View.for_layers(moons, (0, 2), REGION)
    assert view == View.for_layers(network, range(3), REGION, points=points)
    low, high = view.bounds
    for weight, bias in zip(network.weights, network.biases, strict=True):
        # The linear map, its shift and ReLU's first clamp, by hand.
        linear = points @ weight.T
        shifted = linear + bias
        clamped = np.column_stack([np.maximum(shifted[:, 0], 0), shifted[:, 1]])
        for coords in (points, linear, shifted, clamped):
            assert (coords >= low).all()
            assert (coords <= high).all()
        points = np.maximum(shifted, 0)
    first = View.for_layers(moons, 0, REGION, with_origin=False)
    assert first == View.fit(moons.points, REGION, with_origin=False)


def test_layers_that_no_view_shows_are_named(moons: Trajectory) -> None:
    with pytest.raises(DetangleError, match="there is no layer 7"):
        View.for_layers(moons, (0, 7), REGION)
    with pytest.raises(DetangleError, match="give points="):
        View.for_layers(moons.at(), 0, REGION)
    with pytest.raises(DetangleError, match="layers is empty"):
        View.for_layers(moons, [], REGION)
