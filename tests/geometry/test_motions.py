"""Motions against the definitions; inverses lead back to where the points began."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detangle import PRESETS, activations, load_or_train
from detangle._typing import AnyFloatArray, FloatArray
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
    Turn(0.3, np.diag([1.0, 0.0])),
    Travel(np.zeros((60, 2))),
    InTurn((Shift(np.ones(2)), Clamp(0))),
]


SPACE = np.random.default_rng(1).normal(size=(60, 3))
STRAIGHT: list[tuple[Motion, FloatArray, AnyFloatArray]] = [
    (Shift(np.array([2.0, -3.0])), POINTS, POINTS + np.array([2, -3])),
    *((Clamp(1, s), POINTS, np.where(POINTS < 0, POINTS * [1, s], POINTS)) for s in (0, 0.01, -1)),
    *(
        (Bend(f), POINTS, f(POINTS))
        for f in (activations.get(n).function for n in activations.names())
    ),
    (Bend(np.tanh, width=2), SPACE, np.hstack([np.tanh(SPACE[:, :2]), SPACE[:, 2:]])),
    (Travel(POINTS[::-1]), POINTS, POINTS[::-1]),
]


@pytest.mark.parametrize(("motion", "start", "end"), STRAIGHT, ids=lambda m: type(m).__name__)
def test_points_go_straight_and_evenly_to_the_definition(
    motion: Motion, start: FloatArray, end: FloatArray
) -> None:
    for t in TIMES:
        np.testing.assert_allclose(motion(start, t), (1 - t) * start + t * end, atol=1e-15)


@given(PLACES, st.floats(0, 1))
def test_motions_in_turn_end_where_their_composition_does(points: FloatArray, t: float) -> None:
    first, second = Shift(np.array([1.0, -2.0])), Clamp(1)
    both = InTurn((first, second))
    np.testing.assert_allclose(both(points, 1.0), second(first(points, 1.0), 1.0))
    np.testing.assert_allclose(both(points, 0.0), points)
    np.testing.assert_allclose(both(points, 0.5), first(points, 1.0))
    assert InTurn(())(points, t) is points
    clamps = InTurn((Clamp(0), Clamp(1)))
    np.testing.assert_array_equal(clamps(points, 1), np.maximum(points, 0))


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
    with pytest.raises(DetangleError, match=r"no inverse: it merges points|lose a direction: they"):
        motion.inverse(POINTS)


@pytest.mark.parametrize("motion", [*MOTIONS[:-1], *MERGING[:3]], ids=lambda m: type(m).__name__)
def test_motions_fold_space_at_their_creases_alone(motion: Motion) -> None:
    """The slopes on both sides of an axis differ where it is a crease, and only there."""
    for coordinate in (0, 1):
        step = 1e-6 * np.eye(2)[coordinate]
        on_axis = np.where(np.arange(2) == coordinate, 0.0, 0.7)[None]
        ahead, here, behind = (motion(on_axis + side * step, 1.0) for side in (1, 0, -1))
        folded = bool(np.abs(ahead - 2 * here + behind).max() > 1e-8)
        assert folded == (coordinate in motion.creases)
    assert InTurn((motion, motion)).creases == 2 * motion.creases


@pytest.mark.parametrize("preset", ["moons_tanh", "moons_leaky"])
def test_a_whole_network_is_inverted(preset: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    run = load_or_train(PRESETS[preset].recipe, cache=tmp_path_factory.mktemp("runs"))
    network = run.at()
    points = run.points.astype(np.float64)
    whole = InTurn(tuple(step.motion for k in (1, 2) for step in layer_motions(network, k)))
    there = whole(points, 1.0)
    np.testing.assert_allclose(there, network.layer(2, points), atol=1e-12)
    np.testing.assert_allclose(whole.inverse(there), points, atol=1e-6)
