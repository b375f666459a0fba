"""A network at one moment, against numbers worked out by hand."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from detangle import DetangleError, Snapshot, activations
from detangle.analysis.collapse import jacobian_ranks
from detangle.analysis.layer_motions import layer_motions
from detangle.analysis.regions import regions


def _snapshot() -> Snapshot:
    """Two inputs, two hidden layers of 2 and 3 units, two classes."""
    return Snapshot(
        step=0.0,
        weights=(
            np.array([[1.0, -1.0], [2.0, 0.5]]),
            np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
        ),
        biases=(np.array([0.5, -1.0]), np.array([0.0, 1.0, -10.0])),
        activation=activations.get("relu"),
        readout_weight=np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 5.0]]),
        readout_bias=np.array([0.25, -0.5]),
    )


POINTS = np.array([[1.0, 2.0], [3.0, 1.0]])
# (1, 2): 1 - 2 + .5 = -.5 and 2 + 1 - 1 = 2;  (3, 1): 3 - 1 + .5 = 2.5 and 6 + .5 - 1 = 5.5
AFFINE_1 = [[-0.5, 2.0], [2.5, 5.5]]
LAYER_1 = [[0.0, 2.0], [2.5, 5.5]]
LAYER_2 = [[0.0, 3.0, 0.0], [2.5, 6.5, 0.0]]
SCORES = [[0.25, 2.5], [2.75, 6.0]]


def test_each_part_of_the_network_is_what_it_is_by_hand() -> None:
    network = _snapshot()
    assert network.depth == 2
    assert network.affine(1, POINTS).tolist() == AFFINE_1
    assert network.layer(0, POINTS).tolist() == POINTS.tolist()
    assert network.layer(1, POINTS).tolist() == LAYER_1
    assert network.layer(2, POINTS).tolist() == LAYER_2
    assert network.read(LAYER_2).tolist() == SCORES
    assert network.scores(POINTS).tolist() == SCORES
    assert network.predict(POINTS).tolist() == [1, 1]
    assert network.predict([[0.6, 1.1]]).tolist() == [1]


def test_the_activation_is_the_named_one() -> None:
    network = _snapshot()
    tanh = Snapshot(**{**vars(network), "activation": activations.get("tanh")})
    by_hand = [[math.tanh(z) for z in row] for row in AFFINE_1]
    np.testing.assert_allclose(tanh.layer(1, POINTS), by_hand, rtol=1e-12)
    assert tanh.activate([0.0]).tolist() == [0.0]


def test_class_1_wins_on_the_positive_side_of_the_decision_line() -> None:
    network = _snapshot()
    normal, offset = network.decision_line()
    assert normal.tolist() == [-1.0, 1.0, 5.0]
    assert offset == -0.75
    points = np.random.default_rng(0).normal(scale=4, size=(500, 2))
    side = network.layer(2, points) @ normal + offset
    assert set(network.predict(points)) == {0, 1}
    np.testing.assert_array_equal(network.predict(points), side > 0)


def test_one_line_does_not_separate_three_classes() -> None:
    network = _snapshot()
    three = Snapshot(**{**vars(network), "readout_weight": np.eye(3), "readout_bias": np.zeros(3)})
    with pytest.raises(ValueError, match="two classes, not 3"):
        three.decision_line()


@pytest.mark.parametrize(
    ("use", "line"),
    [
        (lambda n: n.layer(9, np.zeros((1, 2))), "there is no layer 9: the network has 0 to 2"),
        (lambda n: n.layer(-1, np.zeros((1, 2))), "there is no layer -1"),
        (lambda n: n.layer("1", np.zeros((1, 2))), "there is no layer '1'"),
        (lambda n: n.affine(0, np.zeros((1, 2))), "there is no hidden layer 0"),
        (lambda n: n.scores(np.zeros((1, 2)), 3), "there is no layer 3"),
        (lambda n: n.forward(np.zeros((1, 2)), 2, 1), "no way from layer 2 back to layer 1"),
        (lambda n: n.layer(1, np.zeros((1, 5))), "points have shape (1, 5); layer 0 is 2 wide"),
        (lambda n: n.predict(3.0), "points have shape (); layer 0 is 2 wide"),
        (lambda n: layer_motions(n, 0), "there is no hidden layer 0"),
        (lambda n: layer_motions(n, 3), "there is no hidden layer 3: the network has 1 to 2"),
        (lambda n: jacobian_ranks(n, 3, np.zeros((1, 2))), "there is no layer 3"),
        (lambda n: regions(n, -1, (0, 0), (1, 1)), "there is no layer -1"),
    ],
)
def test_a_layer_that_does_not_exist_is_named(use: Any, line: str) -> None:
    with pytest.raises(DetangleError, match=re.escape(line)):
        use(_snapshot())
