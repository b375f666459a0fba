"""Piles of points are counted as they are."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detangle.analysis.collapse import forced_errors, largest_pile

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
    assert found.by_class(labels, 3) == [owners[label] for label in range(3)]


def test_shared_places_force_errors() -> None:
    coords = np.array([[0.0, 0.0]] * 5 + [[1.0, 0.0]] * 2 + [[2.0, 2.0]])
    labels = [0, 0, 0, 1, 1, 1, 0, 1]
    assert forced_errors(coords, labels) == 2 + 1 + 0
    assert forced_errors(np.arange(8.0)[:, None], labels) == 0
