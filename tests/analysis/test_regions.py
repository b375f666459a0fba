"""Decision regions, against the network itself, closed forms and contourpy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from contourpy import contour_generator
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.path import Path as Outline

from detangle import Dataset, Trajectory, activations
from detangle._typing import FloatArray
from detangle.analysis.regions import Regions, regions
from detangle.errors import DetangleError
from detangle.run.snapshot import Snapshot

LOW, HIGH = np.array([-2.0, -1.5]), np.array([2.0, 1.5])
AREA = 12.0
SLIVER = 1e-10  # pieces of less area may be within rounding of a tie
RELU = activations.get("relu")
SHARP = ("relu", "leaky_relu", "identity")
SMOOTH = ("tanh", "sigmoid", "gelu")


def _network(
    seed: int, widths: tuple[int, ...], activation: str, n_classes: int = 2, scale: float = 1.0
) -> Snapshot:
    rng = np.random.default_rng(seed)
    sizes = (2, *widths)
    pairs = list(zip(sizes[1:], sizes, strict=False))
    readout = scale * rng.normal(size=(n_classes, sizes[-1]))
    return Snapshot(
        step=0.0,
        weights=tuple(scale * rng.normal(size=pair) for pair in pairs),
        biases=tuple(0.5 * rng.normal(size=width) for width in widths),
        activation=activations.get(activation),
        readout_weight=readout,
        readout_bias=-readout @ np.full(sizes[-1], 0.3),
    )


def _gap(scores: FloatArray) -> FloatArray:
    """How far the two best scores are apart, (N,)."""
    best = np.sort(scores, axis=1)
    return np.asarray(best[:, -1] - best[:, -2])


def _inside(corners: FloatArray, rng: np.random.Generator, count: int = 3) -> FloatArray:
    shares = rng.dirichlet(np.ones(len(corners)), size=count)
    return np.asarray(shares @ corners)


def _check_pieces(found: Regions, snapshot: Snapshot, layer: int) -> None:
    """Each piece is convex, runs counter-clockwise, and the network gives it the piece's class."""
    assert found.pieces is not None
    rng = np.random.default_rng(0)
    total = 0.0
    for index, owner in enumerate(found.pieces.classes):
        corners = found.pieces.polygon(index)
        total += (area := _area(corners))
        turns = _cross(
            *(np.roll(corners, -k, axis=0) - np.roll(corners, 1 - k, axis=0) for k in (1, 2))
        )
        assert (turns > -1e-9).all()
        scores = snapshot.scores(_inside(corners, rng), layer)
        behind = scores.max(axis=1) - scores[:, owner]
        assert area < SLIVER or (behind <= 1e-9 * (1 + np.abs(scores).max())).all()
    assert total == pytest.approx(AREA, rel=1e-9)


def _cross(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])


def _area(corners: FloatArray) -> float:
    return float(_cross(corners, np.roll(corners, -1, axis=0)).sum() / 2)


def _check_outlines(found: Regions, snapshot: Snapshot, layer: int, areas: float) -> None:
    """The outlines add up, hold the right places, and the boundary is a tie."""
    classes = range(found.n_classes)
    assert sum(found.area(c) for c in classes) == pytest.approx(AREA, rel=areas)
    places = np.random.default_rng(1).uniform(LOW, HIGH, size=(400, 2))
    scores = snapshot.scores(places, layer)
    spread = max(float(np.ptp(scores)), 1e-12)
    ties = snapshot.scores(found.boundary.vertices, layer)
    if len(ties):
        assert (_gap(ties) < 1e-6 * spread).all()
    clear = places[_gap(scores) > 0.02 * spread]
    owner = snapshot.scores(clear, layer).argmax(axis=1)
    for c in classes:
        np.testing.assert_array_equal(_covers(found, c, clear), owner == c)


def _covers(found: Regions, index: int, places: FloatArray) -> FloatArray:
    """Count windings of a class's rings around places: 1 inside, 0 outside."""
    rings = found.rings(index)
    inside = np.zeros(len(places), dtype=int)
    for ring in np.split(rings.vertices, np.cumsum(rings.lengths)[:-1]):
        if len(ring) > 2:
            inside += int(np.sign(_area(ring))) * Outline(ring).contains_points(places)
    return np.asarray(inside == 1)


@settings(max_examples=40)
@given(
    st.integers(0, 10**6),
    st.lists(st.integers(1, 7), min_size=1, max_size=3).map(tuple),
    st.sampled_from(SHARP),
    st.integers(1, 5),
)
def test_polygons_are_those_of_the_network(
    seed: int, widths: tuple[int, ...], activation: str, n_classes: int
) -> None:
    snapshot = _network(seed, widths, activation, n_classes)
    found = regions(snapshot, 0, LOW, HIGH)
    _check_pieces(found, snapshot, 0)
    if n_classes > 1:
        _check_outlines(found, snapshot, 0, areas=1e-9)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from(SMOOTH), st.integers(2, 4))
def test_smooth_outlines_are_those_of_the_network(
    seed: int, activation: str, n_classes: int
) -> None:
    snapshot = _network(seed, (4, 3), activation, n_classes)
    found = regions(snapshot, 0, LOW, HIGH)
    # Where three classes meet, a gap of less than a square of the grid is left.
    _check_outlines(found, snapshot, 0, areas=1e-9 if n_classes == 2 else 2e-3)


@pytest.mark.parametrize("layer", [0, 1, 2])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_every_plane_of_a_network_has_its_regions(layer: int, activation: str) -> None:
    snapshot = _network(7, (2, 2), activation)
    _check_outlines(regions(snapshot, layer, LOW, HIGH), snapshot, layer, areas=1e-9)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_the_last_layer_is_cut_by_a_straight_line(activation: str) -> None:
    snapshot = _network(3, (2, 2), activation)
    found = regions(snapshot, 2, LOW, HIGH)
    normal, offset = snapshot.decision_line()
    assert found.boundary.lengths.tolist() == [2]
    np.testing.assert_allclose(found.boundary.vertices @ normal + offset, 0, atol=1e-12)


def test_one_unit_makes_a_strip() -> None:
    """Class 1 wins where max(0, x) > 1/2: the boundary is x = 1/2."""
    snapshot = Snapshot(
        0.0, (np.array([[1.0, 0]]),), (np.zeros(1),), RELU, np.array([[0.0], [1]]),
        np.array([0.5, 0]),
    )  # fmt: skip
    found = regions(snapshot, 0, LOW, HIGH)
    np.testing.assert_allclose(found.boundary.vertices[:, 0], 0.5)
    assert sorted(found.boundary.vertices[:, 1]) == [-1.5, 1.5]
    assert found.area(1) == pytest.approx(1.5 * 3)


def test_three_units_make_a_triangle() -> None:
    """Class 0 wins inside: no unit is above 1 there. Its area is known."""
    angles = np.pi / 2 + np.arange(3) * 2 * np.pi / 3
    normals = np.column_stack([np.cos(angles), np.sin(angles)])
    snapshot = Snapshot(
        0.0, (normals,), (np.full(3, -0.5),), RELU, np.array([[0.0] * 3, [1] * 3]),
        np.array([1e-12, 0]),
    )  # fmt: skip
    found = regions(snapshot, 0, LOW, HIGH)
    assert found.area(0) == pytest.approx(3 * np.sqrt(3) * 0.5**2, abs=1e-6)


@pytest.mark.parametrize("name", ["moons", "spirals", "circles", "holes", "notebook"])
def test_presets(trained: Callable[[str], tuple[Dataset, Trajectory]], name: str) -> None:
    snapshot = trained(name)[1].at()
    found = regions(snapshot, 0, LOW, HIGH)
    _check_pieces(found, snapshot, 0)
    places = np.random.default_rng(2).uniform(LOW, HIGH, size=(2000, 2))
    assert found.area(1) / AREA == pytest.approx(snapshot.predict(places).mean(), abs=0.04)


def test_contourpy_sees_the_same_line() -> None:
    snapshot = _network(11, (8, 8), "relu")
    found = regions(snapshot, 0, LOW, HIGH)
    x, y = np.linspace(-2, 2, 401), np.linspace(-1.5, 1.5, 301)
    nodes = np.stack(np.meshgrid(x, y), axis=-1)
    scores = snapshot.scores(nodes.reshape(-1, 2))
    lead = (scores[:, 1] - scores[:, 0]).reshape(301, 401)
    seen = [np.asarray(line) for line in contour_generator(x, y, lead).lines(0.0)]
    length = sum(float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum()) for line in seen)
    steps = np.linalg.norm(np.diff(found.boundary.vertices, axis=0), axis=1)
    assert float(steps[found.boundary.joined()].sum()) == pytest.approx(length, rel=0.01)
    share = float((lead > 0).mean())
    assert found.area(1) / AREA == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_tie_everywhere_goes_to_the_first_class(activation: str) -> None:
    snapshot = Snapshot(
        0.0,
        (np.ones((2, 2)),),
        (np.zeros(2),),
        activations.get(activation),
        np.zeros((3, 2)),
        np.zeros(3),
    )
    found = regions(snapshot, 0, LOW, HIGH)
    assert [found.area(c) for c in range(3)] == pytest.approx([AREA, 0, 0])
    assert len(found.boundary.lengths) == 0
    assert snapshot.predict(np.zeros((1, 2)))[0] == 0


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh"])
def test_dead_units_and_zero_weights_do_no_harm(activation: str) -> None:
    dead = Snapshot(
        0.0,
        (np.zeros((2, 2)), np.array([[0.0, 0], [1, 1]])),
        (np.array([-1.0, 0]), np.array([-5.0, 0])),
        activations.get(activation),
        np.eye(2),
        np.array([0.0, 0.2]),
    )
    found = regions(dead, 0, LOW, HIGH)
    winner = int(dead.predict(np.zeros((1, 2)))[0])
    assert found.area(winner) == pytest.approx(AREA)
    assert found.area(1 - winner) == pytest.approx(0)


def test_equal_units_cut_once() -> None:
    twins = _network(5, (4,), "relu")
    weight = np.repeat(twins.weights[0][:1], 4, axis=0)
    same = Snapshot(
        0.0,
        (weight,),
        (np.full(4, 0.1),),
        RELU,
        twins.readout_weight,
        twins.readout_bias,
    )
    found = regions(same, 0, LOW, HIGH)
    _check_pieces(found, same, 0)
    assert found.pieces is not None
    assert found.pieces.cells.count <= 3


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_size_of_the_weights_does_not_matter(scale: float) -> None:
    snapshot = _network(9, (6, 5), "relu", 3, scale)
    _check_pieces(regions(snapshot, 0, LOW, HIGH), snapshot, 0)


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
