"""Rings and spheres are where the definition puts them, linked and nested, and in as many parts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree
from scipy.stats import kstest

from detangle.datasets import linked_rings, nested_spheres

Points = NDArray[np.float64]

# The definition of D-II, written out: where each pair stands, and the class of its ring A.
PAIRS = [
    ((3, 3, 3), 0),
    ((-3, -3, 3), 1),
    ((-3, 3, -3), 0),
    ((3, -3, -3), 1),
    ((0, 0, 0), 0),
    ((-3, -3, -3), 0),
    ((3, 3, -3), 1),
    ((-3, 3, 3), 0),
    ((3, -3, 3), 1),
]
NESTS = [(0, 0, 0), *itertools.product((-3, 3), repeat=3)]
CLASS_OF_RADIUS = {1.0: 0, 1.05: 0, 2.0: 1, 2.05: 1, 0.5: 1}


def parts(points: Points, reach: float) -> int:
    """Count the parts of points that are joined when closer than a distance."""
    pairs = KDTree(points).query_pairs(reach, output_type="ndarray")
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (len(points),) * 2)
    return int(connected_components(links, directed=False)[0])


@given(st.integers(0, 2**32), st.integers(3, 40), st.floats(0, 1))
def test_rings_lie_on_their_circles(seed: int, n: int, jitter: float) -> None:
    data = linked_rings(seed=seed, n_circle=n, jitter=jitter)
    assert data.points.shape == (36 * n, 3)
    pair, ring, radius = (data.columns[key] for key in ("pair", "ring", "radius"))
    still = linked_rings(n_circle=n, jitter=0.0)
    moved = data.points.astype(np.float64) - still.points
    assert np.abs(moved).max() <= jitter + 1e-5
    centres, first = np.array([c for c, _ in PAIRS]), np.array([k for _, k in PAIRS])
    np.testing.assert_array_equal(data.labels, np.where(ring == 0, first[pair], 1 - first[pair]))
    x, y, z = (still.points.astype(np.float64) - centres[pair]).T
    x -= np.where(ring == 0, 2.2, 0.0)
    up, across = np.where(ring == 0, (y, z), (z, y))
    np.testing.assert_allclose(np.hypot(x, up), radius.astype(np.float64), atol=1e-5)
    np.testing.assert_allclose(across, 0, atol=1e-6)
    circles = {(int(p), int(q), float(r)) for p, q, r in zip(pair, ring, radius, strict=True)}
    assert circles == set(itertools.product(range(9), (0, 1), (2.5, 2.2)))
    angles = np.sort(np.arctan2(up, x).reshape(36, n), axis=1)  # one circle after the other
    np.testing.assert_allclose(np.diff(angles), 2 * np.pi / n, atol=1e-4)


def test_the_jitter_is_uniform() -> None:
    moved = linked_rings(seed=1).points.astype(np.float64) - linked_rings(jitter=0.0).points
    for coordinate in moved.T:
        assert kstest(coordinate, "uniform", args=(-0.7, 1.4)).pvalue > 0.01


def test_the_rings_of_a_pair_are_linked() -> None:
    data = linked_rings(n_circle=200, jitter=0.0)
    pair, ring, radius = (data.columns[key] for key in ("pair", "ring", "radius"))
    for index in range(9):
        a, b = (
            data.points[(pair == index) & (ring == which) & (radius == 2.5)].astype(np.float64)
            for which in (0, 1)
        )
        assert abs(linking_number(a, b)) == pytest.approx(1, abs=0.01)


def linking_number(a: Points, b: Points) -> float:
    """Gauss's integral over two closed curves, by the midpoints of their pieces."""
    (u, du), (v, dv) = (((c + np.roll(c, -1, 0)) / 2, np.roll(c, -1, 0) - c) for c in (a, b))
    between = u[:, None] - v[None]
    volume = (between * np.cross(du[:, None], dv[None])).sum(axis=2)
    return float((volume / np.linalg.norm(between, axis=2) ** 3).sum() / (4 * np.pi))


def test_each_ring_is_a_loop() -> None:
    # Cut at one place, what is left of a loop is one part; cut at two, it is two.
    data = linked_rings(n_circle=200, jitter=0.1)
    pair, ring = data.columns["pair"], data.columns["ring"]
    for index, which in itertools.product(range(9), (0, 1)):
        own = data.points[(pair == index) & (ring == which)].astype(np.float64)
        along = own[:, 0] - PAIRS[index][0][0] - (2.2 if which == 0 else 0.0)
        assert parts(own, 0.4) == 1
        assert parts(own[along < 2.0], 0.4) == 1
        assert parts(own[np.abs(along) < 2.0], 0.4) == 2


def test_with_little_jitter_all_rings_stay_apart() -> None:
    # A point is moved within a box; boxes of two rings can only meet if the circles are closer
    # than twice the jitter along every axis. The docstring promises that for 0.24.
    data = linked_rings(n_circle=800, jitter=0.0)
    which = 2 * data.columns["pair"].astype(int) + data.columns["ring"].astype(int)
    trees = [KDTree(data.points[which == k]) for k in range(18)]
    nearest = min(
        np.min(trees[j].query(data.points[which == k], p=np.inf)[0])
        for j, k in itertools.combinations(range(18), 2)
    )
    between = np.pi * 2.5 / 800  # the nearest places may lie half a step from the points
    assert nearest - between > 2 * 0.24
    assert nearest < 2 * 0.25


@given(st.integers(0, 2**32), st.integers(1, 40))
def test_spheres_have_their_radii_and_classes(seed: int, n: int) -> None:
    data = nested_spheres(seed=seed, n_sphere=n)
    assert data.points.shape == (45 * n, 3)
    nest, radius = data.columns["nest"], data.columns["radius"]
    distance = np.linalg.norm(data.points.astype(np.float64) - np.array(NESTS)[nest], axis=1)
    np.testing.assert_allclose(distance, radius.astype(np.float64), atol=1e-5)
    for index, r in itertools.product(range(9), CLASS_OF_RADIUS):
        own = (nest == index) & (radius == r)
        assert own.sum() == n
        assert set(data.labels[own].tolist()) == {CLASS_OF_RADIUS[r]}


def test_spheres_are_covered_evenly_and_turned_at_random() -> None:
    data = nested_spheres(seed=4, n_sphere=400)
    directions = []
    for index, r in itertools.product(range(9), CLASS_OF_RADIUS):
        own = (data.columns["nest"] == index) & (data.columns["radius"] == r)
        unit = (data.points[own].astype(np.float64) - NESTS[index]) / r
        directions.append(unit[0])
        for axis in unit.T:  # by Archimedes, each coordinate of a sphere's points is uniform
            assert kstest(axis, "uniform", args=(-1, 2)).statistic < 0.02
        gaps = np.asarray(KDTree(unit).query(unit, k=2)[0])[:, 1]
        assert gaps.min() > 0.5 * np.sqrt(4 * np.pi / 400)
    assert len(np.unique(np.round(directions, 6), axis=0)) == 45


@pytest.mark.parametrize(("n", "reach"), [(100, 0.9), (200, 0.5), (200, 1.0)])
def test_nests_have_nine_and_eighteen_parts(n: int, reach: float) -> None:
    data = nested_spheres(n_sphere=n)
    found = [parts(data.points[data.labels == k].astype(np.float64), reach) for k in (0, 1)]
    assert found == [9, 18]
