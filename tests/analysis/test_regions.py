"""Decision regions, against the network itself and closed forms."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.path import Path as Outline
from numpy.typing import ArrayLike

from detangle import activations
from detangle._typing import BoolArray, FloatArray
from detangle.analysis.regions import Regions, linear_regions, regions
from detangle.errors import DetangleError
from detangle.run.snapshot import Snapshot

LOW, HIGH = np.array([-2.0, -1.5]), np.array([2.0, 1.5])
AREA = 12.0
SLIVER = 1e-10  # cells of less area may be within rounding of a tie
SHARP = ("relu", "leaky_relu", "identity")
SMOOTH = ("tanh", "sigmoid", "gelu")
SEEDS = st.integers(0, 10**6)


def _snapshot(
    activation: str, layers: list[tuple[ArrayLike, ArrayLike]], weight: ArrayLike, bias: ArrayLike
) -> Snapshot:
    return Snapshot(
        step=0.0,
        weights=tuple(np.array(w, float) for w, _ in layers),
        biases=tuple(np.array(b, float) for _, b in layers),
        activation=activations.get(activation),
        readout_weight=np.array(weight, float),
        readout_bias=np.array(bias, float),
    )


def _network(
    seed: int, widths: tuple[int, ...], activation: str, n_classes: int = 2, scale: float = 1.0
) -> Snapshot:
    rng = np.random.default_rng(seed)
    sizes = (2, *widths)
    layers: list[tuple[ArrayLike, ArrayLike]] = [
        (scale * rng.normal(size=(after, before)), 0.5 * rng.normal(size=after))
        for before, after in pairwise(sizes)
    ]
    readout = scale * rng.normal(size=(n_classes, sizes[-1]))
    return _snapshot(activation, layers, readout, -readout @ np.full(sizes[-1], 0.3))


def _cross(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])


def _area(corners: FloatArray) -> float:
    return float(_cross(corners, np.roll(corners, -1, axis=0)).sum() / 2)


def _check_cells(snapshot: Snapshot) -> None:
    """Each cell is convex, runs counter-clockwise, and the network gives it the cell's class."""
    cells, classes = linear_regions(snapshot, 0, LOW, HIGH)
    rng = np.random.default_rng(0)
    areas = []
    for index, owner in enumerate(classes):
        corners = cells.polygon(index)
        areas.append(_area(corners))
        sides = np.roll(corners, -1, axis=0) - corners
        assert (_cross(sides, np.roll(sides, -1, axis=0)) > -1e-9).all()
        inside = rng.dirichlet(np.ones(len(corners)), size=3) @ corners
        scores = snapshot.scores(inside)
        behind = scores.max(axis=1) - scores[:, owner]
        assert areas[-1] < SLIVER or (behind <= 1e-9 * (1 + np.abs(scores).max())).all()
    assert sum(areas) == pytest.approx(AREA, rel=1e-9)


def _check_outlines(snapshot: Snapshot, layer: int = 0, tolerance: float = 1e-9) -> None:
    """The outlines add up, hold the right places, and the boundary is a tie."""
    found = regions(snapshot, layer, LOW, HIGH)
    classes = range(found.n_classes)
    assert sum(found.area(c) for c in classes) == pytest.approx(AREA, rel=tolerance)
    places = np.random.default_rng(1).uniform(LOW, HIGH, size=(400, 2))
    scores = snapshot.scores(places, layer)
    spread = max(float(np.ptp(scores)), 1e-12)
    ties = _gap(snapshot.scores(found.boundary.vertices, layer))
    assert (ties < 1e-6 * spread).all()
    clear = places[_gap(scores) > 0.02 * spread]
    owner = snapshot.scores(clear, layer).argmax(axis=1)
    for c in classes:
        np.testing.assert_array_equal(_covers(found, c, clear), owner == c)


def _gap(scores: FloatArray) -> FloatArray:
    """How far the two best scores are apart, (N,)."""
    best = np.sort(scores, axis=1)
    return np.asarray(best[:, -1] - best[:, -2])


def _covers(found: Regions, index: int, places: FloatArray) -> BoolArray:
    """Count windings of a class's rings around places: 1 inside, 0 outside."""
    rings = found.rings(index)
    inside = np.zeros(len(places), dtype=int)
    for ring in np.split(rings.vertices, np.cumsum(rings.lengths)[:-1]):
        if len(ring) > 2:
            inside += int(np.sign(_area(ring))) * Outline(ring).contains_points(places)
    return np.asarray(inside == 1)


@settings(max_examples=40)
@given(
    SEEDS,
    st.lists(st.integers(1, 7), min_size=1, max_size=3).map(tuple),
    st.sampled_from(SHARP),
    st.integers(1, 5),
    st.sampled_from([1.0, 1.0, 1e-6, 1e6]),
)
def test_polygons_are_those_of_the_network(
    seed: int, widths: tuple[int, ...], activation: str, n_classes: int, scale: float
) -> None:
    snapshot = _network(seed, widths, activation, n_classes, scale)
    _check_cells(snapshot)
    if n_classes > 1 and scale == 1:
        _check_outlines(snapshot)


@settings(max_examples=25)
@given(SEEDS, st.sampled_from(SMOOTH), st.integers(2, 4))
def test_smooth_outlines_are_those_of_the_network(
    seed: int, activation: str, n_classes: int
) -> None:
    # Where three classes meet, a gap of less than a square of the grid is left.
    tolerance = 1e-9 if n_classes == 2 else 2e-3
    _check_outlines(_network(seed, (4, 3), activation, n_classes), tolerance=tolerance)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_every_plane_of_a_network_has_its_regions(activation: str) -> None:
    snapshot = _network(7, (2, 2), activation)
    for layer in (0, 1, 2):
        _check_outlines(snapshot, layer)
    normal, offset = snapshot.decision_line()
    line = regions(snapshot, 2, LOW, HIGH).boundary
    assert line.lengths.tolist() == [2]
    np.testing.assert_allclose(line.vertices @ normal + offset, 0, atol=1e-12)


_THREE = np.pi / 2 + np.arange(3) * 2 * np.pi / 3
_TRIANGLE = np.column_stack([np.cos(_THREE), np.sin(_THREE)])
_DEAD: list[tuple[ArrayLike, ArrayLike]] = [
    (np.zeros((2, 2)), [-1, 0]),
    ([[0, 0], [1, 1]], [-5, 0]),
]


@pytest.mark.parametrize(
    ("snapshot", "areas"),
    [
        # class 1 wins where max(0, x) > 1/2
        (_snapshot("relu", [([[1, 0]], [0])], [[0], [1]], [0.5, 0]), [7.5, 4.5]),
        # class 0 wins where no unit fires: in a triangle
        (
            _snapshot("relu", [(_TRIANGLE, [-0.5] * 3)], [[0] * 3, [1] * 3], [1e-12, 0]),
            [3 * np.sqrt(3) / 4, AREA - 3 * np.sqrt(3) / 4],
        ),
        # a tie goes to the first class
        *(
            (_snapshot(name, [(np.ones((2, 2)), [0, 0])], np.zeros((3, 2)), [0] * 3), [AREA, 0, 0])
            for name in ("relu", "tanh")
        ),
        # units that are the same for all points
        *((_snapshot(n, _DEAD, np.eye(2), [0, 0.2]), [0, AREA]) for n in ("relu", "leaky_relu")),
        (_snapshot("tanh", _DEAD, np.eye(2), [0, 0.2]), [0, AREA]),
    ],
)
def test_closed_forms(snapshot: Snapshot, areas: list[float]) -> None:
    found = regions(snapshot, 0, LOW, HIGH)
    assert [found.area(c) for c in range(len(areas))] == pytest.approx(areas, abs=1e-6)
    assert (len(found.boundary.lengths) == 0) == (max(areas) == AREA)


def test_equal_units_cut_once() -> None:
    same = _snapshot("relu", [([[0.3, -0.7]] * 4, [0.1] * 4)], [[1, 2, 3, 4], [4, 1, 1, 1]], [0, 1])
    assert linear_regions(same, 0, LOW, HIGH)[0].count <= 3


@pytest.mark.parametrize(
    ("layer", "high", "message"),
    [
        (1, HIGH, "layer 1 is 3 wide"),
        (4, HIGH, "no layer 4: the network has 0 to 2"),
        (0, LOW, "is empty"),
    ],
)
def test_what_has_no_regions_is_refused(layer: int, high: FloatArray, message: str) -> None:
    with pytest.raises(DetangleError, match=message):
        regions(_network(0, (3, 2), "relu"), layer, LOW, high)


@pytest.mark.parametrize(("shift", "bend"), [(0.0, 4 / np.sqrt(20)), (9.0, 0.0)])
def test_a_boundary_bends_where_a_unit_is_clamped(shift: float, bend: float) -> None:
    # y = relu(x + shift) - shift: a corner at the origin, or a straight line through it.
    layer = (np.eye(2), [shift, 9.0])
    network = _snapshot("relu", [layer], [[0, 0], [-1, 1]], [0, shift - 9])
    assert regions(network, 0, (-2, -2), (2, 2)).bend == pytest.approx(bend, abs=1e-9)


def test_borders_of_three_classes_that_meet_are_straight() -> None:
    angle = 2 * np.pi * np.arange(3) / 3
    readout = np.column_stack([np.cos(angle), np.sin(angle)])
    network = _snapshot("identity", [(np.eye(2), [0, 0])], readout, [0, 0, 0])
    assert regions(network, 0, (-1, -1), (1, 1)).bend == pytest.approx(0, abs=1e-9)
