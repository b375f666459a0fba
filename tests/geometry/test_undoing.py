"""Undone motions lead back to where they began."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detangle import PRESETS, obtain
from detangle.analysis.layer_motions import layer_motions
from detangle.errors import DetangleError
from detangle.geometry.motions import Bend, Clamp, InTurn, Shift, Turn
from detangle.geometry.undoing import undone


@pytest.mark.parametrize("preset", ["moons_tanh", "moons_leaky"])
def test_a_whole_network_is_undone(preset: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    run = obtain(PRESETS[preset].recipe, cache=tmp_path_factory.mktemp("runs"))
    network = run.at()
    points = run.points.astype(np.float64)
    steps = [step for k in (1, 2) for step in layer_motions(network, k)]
    here = points
    for step in steps:
        here = step.motion(here, 1.0)
    np.testing.assert_allclose(here, network.layer(2, points), atol=1e-12)
    for step in reversed(steps):
        here = undone(step.motion, here, network.activation)
    np.testing.assert_allclose(here, points, atol=1e-6)


def test_relu_cannot_be_undone() -> None:
    with pytest.raises(DetangleError, match="clamp of relu cannot be undone"):
        undone(Clamp(0), np.zeros((1, 2)), "relu")


def test_a_collapse_cannot_be_undone() -> None:
    with pytest.raises(DetangleError, match="lose a direction"):
        undone(Turn(0.3, np.diag([1.0, 0.0])), np.ones((1, 2)), "tanh")


def test_what_has_no_inverse_here_is_refused() -> None:
    with pytest.raises(DetangleError, match="bend of gelu"):
        undone(Bend(np.abs), np.ones((1, 2)), "gelu")


@given(arrays(float, (5, 2), elements=st.floats(-3, 3)), st.floats(0, 1))
def test_movements_in_turn_end_where_their_composition_does(points: np.ndarray, t: float) -> None:
    first, second = Shift(np.array([1.0, -2.0])), Clamp(1)
    both = InTurn((first, second))
    np.testing.assert_allclose(both(points, 1.0), second(first(points, 1.0), 1.0))
    np.testing.assert_allclose(both(points, 0.0), points)
    np.testing.assert_allclose(both(points, 0.5), first(points, 1.0))
    assert InTurn(())(points, t) is points
