"""What layers lose: merged points, ranks, dead units; and points far from each other."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detangle import activations
from detangle.analysis.collapse import (
    farthest_point_sample,
    forced_errors,
    information_loss,
    jacobian_ranks,
    largest_pile,
)
from detangle.run.snapshot import Snapshot

places = st.tuples(st.integers(0, 3), st.integers(0, 3))


@given(st.lists(st.tuples(places, st.integers(0, 2)), min_size=1, max_size=60))
def test_the_largest_pile_is_the_commonest_place(
    points: list[tuple[tuple[int, int], int]],
) -> None:
    coords = np.array([place for place, _ in points], dtype=np.float32)
    labels = np.array([label for _, label in points])
    found = largest_pile(coords)
    counts = Counter(place for place, _ in points)
    top = max(counts.values())
    first = min(place for place, count in counts.items() if count == top)
    assert tuple(found.place) == first
    assert found.count == top
    assert (found.members == [place == first for place, _ in points]).all()
    owners = Counter(label for place, label in points if place == first)
    assert np.bincount(labels[found.members], minlength=3).tolist() == [
        owners[label] for label in range(3)
    ]


def test_shared_places_force_errors() -> None:
    coords = np.array([[0.0, 0.0]] * 5 + [[1.0, 0.0]] * 2 + [[2.0, 2.0]])
    labels = [0, 0, 0, 1, 1, 1, 0, 1]
    assert forced_errors(coords, labels) == 2 + 1 + 0
    assert forced_errors(np.arange(8.0)[:, None], labels) == 0


def network(activation: str, *layers: tuple[list[list[float]], list[float]]) -> Snapshot:
    weights = tuple(np.array(weight) for weight, _ in layers)
    biases = tuple(np.array(bias) for _, bias in layers)
    return Snapshot(0.0, weights, biases, activations.get(activation), np.eye(2), np.zeros(2))


IDENTITY = ([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0])
POINTS = np.array([[1.0, 2.0], [-1.0, 3.0], [-2.0, -3.0], [-4.0, -5.0], [2.0, -1.0]])


def test_relu_keeps_a_quadrant_and_merges_another() -> None:
    relu = network("relu", IDENTITY)
    np.testing.assert_array_equal(jacobian_ranks(relu, 1, POINTS), [2, 1, 0, 0, 1])
    found = information_loss(relu, 1, POINTS)
    assert (found.places, found.full_rank, found.dead) == (4, 1, 0)


@pytest.mark.parametrize("activation", ["leaky_relu", "tanh", "sigmoid", "identity"])
def test_an_activation_with_an_inverse_keeps_everything(activation: str) -> None:
    found = information_loss(network(activation, IDENTITY, IDENTITY), 2, POINTS)
    assert (found.places, found.full_rank, found.dead) == (5, 5, 0)


def test_a_unit_that_never_fires_is_dead() -> None:
    dead = network("relu", ([[1.0, 0.0], [0.0, 1.0]], [0.0, -10.0]))
    found = information_loss(dead, 1, POINTS)
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


@given(arrays(float, (12, 2), elements=st.floats(-9, 9), unique=True), st.integers(1, 12))
def test_each_next_one_is_the_farthest_from_those_before(points: np.ndarray, count: int) -> None:
    chosen = farthest_point_sample(points, count)
    assert len(set(chosen.tolist())) == count
    for i in range(1, count):
        near = [min(np.linalg.norm(p - points[j]) for j in chosen[:i]) for p in points]
        assert near[chosen[i]] >= max(near) - 1e-12


def test_never_more_than_there_are() -> None:
    np.testing.assert_array_equal(np.sort(farthest_point_sample([[0.0], [1.0]], 6)), [0, 1])
