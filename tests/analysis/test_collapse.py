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
    InformationLoss,
    farthest_point_sample,
    forced_errors,
    information_loss,
    jacobian_ranks,
    largest_pile,
)
from detangle.run.snapshot import Snapshot

places = st.tuples(st.integers(0, 3), st.integers(0, 3))


@given(st.lists(st.tuples(places, st.integers(0, 2)), min_size=1, max_size=60))
def test_the_largest_pile_is_the_commonest_place_and_shared_places_force_errors(
    points: list[tuple[tuple[int, int], int]],
) -> None:
    coords = np.array([place for place, _ in points], dtype=np.float32)
    found = largest_pile(coords)
    counts = Counter(place for place, _ in points)
    top = max(counts.values())
    first = min(place for place, count in counts.items() if count == top)
    assert (tuple(found.place), found.count) == (first, top)
    assert (found.members == [place == first for place, _ in points]).all()
    right = {place: Counter(c for p, c in points if p == place).most_common(1) for place in counts}
    expected = len(points) - sum(best[0][1] for best in right.values())
    assert forced_errors(coords, [label for _, label in points]) == expected


def network(activation: str, *layers: tuple[list[list[float]], list[float]]) -> Snapshot:
    weights = tuple(np.array(weight) for weight, _ in layers)
    biases = tuple(np.array(bias) for _, bias in layers)
    return Snapshot(0.0, weights, biases, activations.get(activation), np.eye(2), np.zeros(2))


IDENTITY = ([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0])
POINTS = np.array([[1.0, 2.0], [-1.0, 3.0], [-2.0, -3.0], [-4.0, -5.0], [2.0, -1.0]])


@pytest.mark.parametrize(
    ("snapshot", "places", "ranks", "dead"),
    [
        (network("relu", IDENTITY), 4, [2, 1, 0, 0, 1], 0),
        # the second unit never fires: the first coordinates 1 and 2 are left, and 0
        (network("relu", (IDENTITY[0], [0.0, -10.0])), 3, [1, 0, 0, 0, 1], 1),
        (network("tanh", ([[1.0, 1.0], [2.0, 2.0]], [0.0, 0.0])), 5, [1] * 5, 0),
        *((network(name, IDENTITY, IDENTITY), 5, [2] * 5, 0)
          for name in ("leaky_relu", "tanh", "sigmoid", "identity")),
    ],
)  # fmt: skip
def test_what_a_layer_loses(snapshot: Snapshot, places: int, ranks: list[int], dead: int) -> None:
    layer = snapshot.depth
    assert jacobian_ranks(snapshot, layer, POINTS).tolist() == ranks
    expected = InformationLoss(places, full_rank=ranks.count(2), dead=dead)
    assert information_loss(snapshot, layer, POINTS) == expected


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
    assert len(farthest_point_sample(points, 99)) == 12  # never more than there are
    assert len(set(chosen.tolist())) == count
    for i in range(1, count):
        near = [min(np.linalg.norm(p - points[j]) for j in chosen[:i]) for p in points]
        assert near[chosen[i]] >= max(near) - 1e-12


@given(st.lists(st.sampled_from([0.0, 1.0, 5.0]), min_size=1, max_size=8), st.integers(1, 9))
def test_no_point_is_chosen_twice(places: list[float], count: int) -> None:
    chosen = farthest_point_sample(np.array(places)[:, None], count)
    assert len(set(chosen.tolist())) == len(chosen) == min(count, len(places))
