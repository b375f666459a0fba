"""What layers forget, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from detangle import activations
from detangle.analysis.forgetting import forgotten, jacobian_ranks
from detangle.run.snapshot import Snapshot


def network(activation: str, *layers: tuple[list[list[float]], list[float]]) -> Snapshot:
    weights = tuple(np.array(weight) for weight, _ in layers)
    biases = tuple(np.array(bias) for _, bias in layers)
    return Snapshot(0.0, weights, biases, activations.get(activation), np.eye(2), np.zeros(2))


IDENTITY = ([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0])
POINTS = np.array([[1.0, 2.0], [-1.0, 3.0], [-2.0, -3.0], [-4.0, -5.0], [2.0, -1.0]])


def test_relu_keeps_a_quadrant_and_merges_another() -> None:
    relu = network("relu", IDENTITY)
    np.testing.assert_array_equal(jacobian_ranks(relu, 1, POINTS), [2, 1, 0, 0, 1])
    found = forgotten(relu, 1, POINTS)
    assert (found.places, found.full_rank, found.dead) == (4, 1, 0)


@pytest.mark.parametrize("activation", ["leaky_relu", "tanh", "sigmoid", "identity"])
def test_an_activation_with_an_inverse_keeps_everything(activation: str) -> None:
    found = forgotten(network(activation, IDENTITY, IDENTITY), 2, POINTS)
    assert (found.places, found.full_rank, found.dead) == (5, 5, 0)


def test_a_unit_that_never_fires_is_dead() -> None:
    dead = network("relu", ([[1.0, 0.0], [0.0, 1.0]], [0.0, -10.0]))
    found = forgotten(dead, 1, POINTS)
    assert found.dead == 1
    assert found.full_rank == 0
    assert found.places == 3  # the first coordinates 1 and 2, and 0


def test_a_singular_matrix_loses_a_direction_everywhere() -> None:
    flat = network("tanh", ([[1.0, 1.0], [2.0, 2.0]], [0.0, 0.0]))
    np.testing.assert_array_equal(jacobian_ranks(flat, 1, POINTS), np.ones(5))


def test_the_rank_is_that_of_a_difference_quotient() -> None:
    rng = np.random.default_rng(3)
    relu = network("relu", *((rng.normal(size=(2, 2)).tolist(), [0.3, -0.2]) for _ in range(3)))
    points = rng.normal(size=(40, 2))
    ranks = jacobian_ranks(relu, 3, points)
    for point, rank in zip(points, ranks, strict=True):
        moved = [
            (relu.layer(3, [point + d]) - relu.layer(3, [point - d]))[0] / 2e-6
            for d in 1e-6 * np.eye(2)
        ]
        assert np.linalg.matrix_rank(np.array(moved), tol=1e-6) == rank
