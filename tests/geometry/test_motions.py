"""Motions against the definitions; inverses lead back to where the points began."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detangle import PRESETS, activations, load_or_train
from detangle._typing import FloatArray
from detangle.analysis.layer_motions import layer_motions
from detangle.errors import DetangleError
from detangle.geometry.motions import (
    Bend,
    Clamp,
    Flip,
    InTurn,
    Motion,
    Shift,
    StaggeredTravel,
    Still,
    Travel,
    Turn,
    rotation,
)

TIMES = np.linspace(0, 1, 41)
POINTS = np.random.default_rng(0).normal(size=(60, 2))
PLACES = arrays(float, (10, 2), elements=st.floats(-3, 3, allow_subnormal=False))
SHEAR = Turn(0.7, np.array([[2.0, 0.5], [0.5, 1.0]]))
MOTIONS = [
    SHEAR,
    Flip(np.array([0.6, 0.8])),
    Shift(np.array([2.0, -3.0])),
    Clamp(1, 0.01),
    Bend(np.tanh, inverted=np.arctanh),
    Still(),
    InTurn((SHEAR, Clamp(0, 0.5), Shift(np.ones(2)))),
]
MERGING = [
    Clamp(0),
    Clamp(1, -1.0),
    Bend(np.square),
    Travel(np.zeros((60, 2))),
    InTurn((Shift(np.ones(2)), Clamp(0))),
]


def test_a_quarter_turn_is_counter_clockwise() -> None:
    np.testing.assert_allclose(rotation(np.pi / 2) @ [1, 0], [0, 1], atol=1e-15)


def test_the_shift_slides_evenly() -> None:
    offset = np.array([2.0, -3.0])
    for t in TIMES:
        np.testing.assert_allclose(Shift(offset)(POINTS, t), POINTS + t * offset)


@pytest.mark.parametrize("slope", [0.0, 0.01, -1.0])
def test_a_clamp_moves_only_the_negative_side_of_its_coordinate(slope: float) -> None:
    positive = POINTS[:, 1] >= 0
    for t in TIMES[1:]:
        moved = Clamp(1, slope)(POINTS, t)
        np.testing.assert_array_equal(moved[:, 0], POINTS[:, 0])
        np.testing.assert_array_equal(moved[positive], POINTS[positive])
        goal = POINTS[~positive, 1] * slope
        np.testing.assert_allclose(
            moved[~positive, 1], (1 - t) * POINTS[~positive, 1] + t * goal, atol=1e-15
        )


def test_a_clamp_flattens_one_coordinate_of_space() -> None:
    points = np.random.default_rng(0).normal(size=(50, 3))
    moved = InTurn((Clamp(0), Clamp(1), Clamp(2)))(points, 1)
    np.testing.assert_array_equal(moved, np.maximum(points, 0))


@pytest.mark.parametrize("name", activations.names())
def test_a_bend_goes_straight_to_the_activation(name: str) -> None:
    function = activations.get(name).function
    bend, end = Bend(function), function(POINTS)
    np.testing.assert_array_equal(bend(POINTS, 0), POINTS)
    np.testing.assert_array_equal(bend(POINTS, 1), end)
    np.testing.assert_allclose(bend(POINTS, 0.5), (POINTS + end) / 2)


def test_a_bend_of_two_units_leaves_the_third_coordinate_of_space() -> None:
    points = np.random.default_rng(1).normal(size=(20, 3))
    moved = Bend(np.tanh, width=2)(points, 1)
    np.testing.assert_array_equal(moved[:, :2], np.tanh(points[:, :2]))
    np.testing.assert_array_equal(moved[:, 2], points[:, 2])


@given(PLACES, st.floats(0, 1))
def test_motions_in_turn_end_where_their_composition_does(points: FloatArray, t: float) -> None:
    first, second = Shift(np.array([1.0, -2.0])), Clamp(1)
    both = InTurn((first, second))
    np.testing.assert_allclose(both(points, 1.0), second(first(points, 1.0), 1.0))
    np.testing.assert_allclose(both(points, 0.0), points)
    np.testing.assert_allclose(both(points, 0.5), first(points, 1.0))
    assert InTurn(())(points, t) is points


@given(PLACES, st.floats(0.05, 1))
def test_staggered_travel_begins_and_ends_exactly_and_goes_straight(
    target: FloatArray, fraction: float
) -> None:
    start, times = target[::-1].copy(), np.linspace(0, 1, 10)
    travel = StaggeredTravel(target, times, fraction)
    np.testing.assert_array_equal(travel(start, 0.0), start)
    np.testing.assert_array_equal(travel(start, 1.0), target)
    way, middle = target - start, travel(start, 0.4) - start
    np.testing.assert_allclose(way[:, 0] * middle[:, 1], way[:, 1] * middle[:, 0], atol=1e-9)


@pytest.mark.parametrize("motion", MOTIONS, ids=lambda motion: type(motion).__name__)
def test_an_inverse_leads_back(motion: Motion) -> None:
    np.testing.assert_allclose(motion.inverse(motion(POINTS, 1.0)), POINTS, atol=1e-12)


@pytest.mark.parametrize("motion", MERGING, ids=lambda motion: type(motion).__name__)
def test_what_merges_points_has_no_inverse(motion: Motion) -> None:
    with pytest.raises(DetangleError, match="has no inverse: it merges points"):
        motion.inverse(POINTS)


def test_weights_that_lose_a_direction_have_no_inverse() -> None:
    with pytest.raises(DetangleError, match="lose a direction"):
        Turn(0.3, np.diag([1.0, 0.0])).inverse(POINTS)


@pytest.mark.parametrize("motion", [*MOTIONS[:-1], *MERGING[:3]], ids=lambda m: type(m).__name__)
def test_motions_fold_space_at_their_creases_alone(motion: Motion) -> None:
    """The slopes on both sides of an axis differ where it is a crease, and only there."""
    for coordinate in (0, 1):
        step = 1e-6 * np.eye(2)[coordinate]
        on_axis = np.where(np.arange(2) == coordinate, 0.0, 0.7)[None]
        ahead, here, behind = (motion(on_axis + side * step, 1.0) for side in (1, 0, -1))
        folded = bool(np.abs(ahead - 2 * here + behind).max() > 1e-8)
        assert folded == (coordinate in motion.creases)


def test_motions_in_turn_have_the_creases_of_all() -> None:
    assert InTurn((SHEAR, Clamp(1), Bend(np.tanh), Clamp(0))).creases == (1, 0)


@pytest.mark.parametrize("preset", ["moons_tanh", "moons_leaky"])
def test_a_whole_network_is_inverted(preset: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    run = load_or_train(PRESETS[preset].recipe, cache=tmp_path_factory.mktemp("runs"))
    network = run.at()
    points = run.points.astype(np.float64)
    whole = InTurn(tuple(step.motion for k in (1, 2) for step in layer_motions(network, k)))
    there = whole(points, 1.0)
    np.testing.assert_allclose(there, network.layer(2, points), atol=1e-12)
    np.testing.assert_allclose(whole.inverse(there), points, atol=1e-6)
