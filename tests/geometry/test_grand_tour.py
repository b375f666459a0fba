"""Planes turn the shortest way: between pictures, on a tour, and through a whole training."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import subspace_angles
from scipy.stats import ortho_group

from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.geometry.grand_tour import (
    MAX_ROTATION_PER_RECORD,
    PlaneRotation,
    aligned_backwards,
    legs,
    rotate_subspace,
    tour,
)
from detangle.geometry.projection import Projection

SEEDS = st.integers(0, 10_000)


def frame(seed: int, width: int = 6, count: int = 2) -> FloatArray:
    axes: FloatArray = ortho_group.rvs(width, random_state=seed)
    return axes[:count]


@given(SEEDS, SEEDS, st.integers(1, 3), st.floats(0.01, 1.5))
def test_a_plane_turns_by_no_more_than_it_may(
    one: int, other: int, count: int, most: float
) -> None:
    start, end = frame(one, count=count), frame(other + 20_000, count=count)
    between = rotate_subspace(start, end, most)
    np.testing.assert_allclose(between @ between.T, np.eye(count), atol=1e-9)
    whole = subspace_angles(start.T, end.T).max()
    gone, left = (subspace_angles(a.T, between.T).max() for a in (start, end))
    assert gone == pytest.approx(min(most, whole), abs=1e-6)
    assert gone + left == pytest.approx(whole, abs=1e-6)


def test_all_of_a_plane_is_seen_at_once() -> None:
    for width in (1, 2):
        end = Projection.of(np.random.default_rng(0).normal(size=(9, width))).components
        np.testing.assert_array_equal(rotate_subspace(-end, end, 0.01), end)


def overtaking(count: int = 400) -> list[FloatArray]:
    """A third direction overtakes the second within a few records, and nothing else moves."""
    rng = np.random.default_rng(4)
    base = rng.normal(size=(60, 6))
    base = np.linalg.qr(base - base.mean(axis=0))[0] * [9, 3, 3, 1, 1, 1]  # not correlated
    turned = ortho_group.rvs(6, random_state=9)
    t = np.linspace(-1, 1, count)
    return [base * [1, 1 - 0.5 * s, 1 + 0.5 * s, 1, 1, 1] @ turned for s in t]


def movements(layers: list[FloatArray], projections: list[Projection]) -> FloatArray:
    pictures = [p.place(h) for p, h in zip(projections, layers, strict=True)]
    return np.array([np.linalg.norm(b - a, axis=1).max() for a, b in pairwise(pictures)])


def test_nothing_jumps_where_one_direction_overtakes_another() -> None:
    layers = overtaking()[::-1]
    found = aligned_backwards(layers, Projection.of(layers[0]))
    own = np.array([np.linalg.norm(b - a, axis=1).max() for a, b in pairwise(layers)])
    reach = max(float(np.linalg.norm(h, axis=1).max()) for h in layers)
    assert (movements(layers, found) <= own + MAX_ROTATION_PER_RECORD * reach).all()
    plain = [Projection.of(h) for h in layers]
    assert movements(layers, plain).max() > 10 * movements(layers, found).max()
    for a, b in pairwise(found):
        assert (
            subspace_angles(a.components.T, b.components.T).max() <= MAX_ROTATION_PER_RECORD + 1e-9
        )
    assert found[-1].explained == pytest.approx(plain[-1].explained, abs=1e-6)


@given(SEEDS)
def test_a_layer_that_turns_as_a_whole_stands_still(seed: int) -> None:
    """What a layer's units are called, and which of them are mirrored, says nothing."""
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(30, 5)) * [5, 3, 1, 0.5, 0.2]
    layers = [points @ ortho_group.rvs(5, random_state=seed + i) for i in range(4)]
    found = aligned_backwards(layers, Projection.of(layers[0]), limit=np.pi)
    assert movements(layers, found).max() < 1e-7


@pytest.mark.parametrize("width", [1, 2])
def test_narrow_layers_and_dead_ones_are_carried_too(width: int) -> None:
    rng = np.random.default_rng(1)
    layers = [rng.normal(size=(20, width)), np.zeros((20, width)), rng.normal(size=(20, width))]
    found = aligned_backwards(layers, Projection.of(layers[0]))
    assert [p.explained for p in found] == pytest.approx([1.0, 0.0, 1.0])


def cloud(seed: int, width: int = 6) -> FloatArray:
    rng = np.random.default_rng(seed)
    spread = rng.normal(size=(40, width)) * 3.0 ** -np.arange(width)
    return np.asarray(spread @ ortho_group.rvs(width, random_state=seed) + rng.normal(size=width))


@given(SEEDS)
def test_a_rotation_is_even_and_each_of_its_pictures_a_projection(seed: int) -> None:
    points = cloud(seed)
    start, end = Projection.of(points), Projection.facing(points, np.arange(1.0, 7.0))
    way = PlaneRotation(start, end)
    np.testing.assert_allclose(way.place(points, 0), start.place(points), atol=1e-9)
    np.testing.assert_allclose(way.place(points, 1), end.place(points), atol=1e-9)
    frames = [way.components(t) for t in np.linspace(0, 1, 11)]
    for axes in frames:
        np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-9)
    steps = [float(np.linalg.norm(b - a)) for a, b in pairwise(frames)]
    assert max(steps) == pytest.approx(min(steps), rel=1e-6, abs=1e-9)


def test_a_mirror_image_is_turned_over() -> None:
    points = cloud(3, width=2)
    start = Projection.of(points)
    end = Projection(start.mean, start.components * [[1], [-1]], start.ratio)
    way = PlaneRotation(start, end)
    np.testing.assert_allclose(way.place(points, 1), end.place(points), atol=1e-9)
    assert abs(np.linalg.det(way.components(0.5))) < 1e-9


def test_planes_of_other_dimensions_are_refused() -> None:
    space = Projection.of(cloud(0), 3)
    with pytest.raises(DetangleError, match="components have shapes"):
        PlaneRotation(space, space)


@given(SEEDS, st.integers(3, 6))
def test_a_tour_shows_each_of_the_main_directions(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(40, 6)) * [6, 5, 4, 3, 2, 1] @ ortho_group.rvs(6, random_state=seed)
    start = Projection.of(points, like=rng.normal(size=(40, 2)))
    stops = tour(points, start, count)
    assert stops[0].projection is start
    assert stops[-1].projection is start
    assert {i for stop in stops for i in stop.components} == set(range(1, count + 1))
    variances = np.linalg.eigvalsh(np.cov(points.T))[::-1]
    for stop in stops[1:-1]:
        axes, ratio = stop.projection.components, stop.projection.ratio
        np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-9)
        for i, share in zip(stop.components, ratio, strict=True):
            if i > 2:  # the first two share their plane: they may be turned within it
                assert share == pytest.approx(variances[i - 1] / variances.sum(), abs=1e-9)
    for a, b in pairwise(stops[:-1]):
        kept = [x == y for x, y in zip(a.components, b.components, strict=True)]
        assert kept.count(True) == 1
    ways = [(way.start, way.end) for way in legs(stops)]
    assert ways == [(a.projection, b.projection) for a, b in pairwise(stops)]


@pytest.mark.parametrize(("width", "count"), [(2, 5), (1, 5), (6, 2)])
def test_two_directions_need_no_tour(width: int, count: int) -> None:
    points = np.random.default_rng(0).normal(size=(20, width))
    stops = tour(points, Projection.of(points), count)
    assert len(stops) == 1
    assert legs(stops) == []
