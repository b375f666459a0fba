"""Line strings: cutting them at zeros, and joining loose segments to them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detangle.geometry.chains import chains
from detangle.geometry.polylines import Polylines, lattice


def _length(lines: Polylines) -> float:
    steps = np.linalg.norm(np.diff(lines.vertices, axis=0), axis=1)
    return float(steps[lines.joined()].sum())


def test_lengths_must_use_up_the_vertices() -> None:
    with pytest.raises(ValueError, match="3 vertices, lengths add up to 2"):
        Polylines(np.zeros((3, 2)), np.array([2]))


def test_only_vertices_of_one_line_are_joined() -> None:
    lines = Polylines(np.zeros((5, 2)), np.array([2, 3]))
    np.testing.assert_array_equal(lines.joined(), [True, False, True, True])


@given(st.integers(0, 10_000))
def test_a_split_puts_vertices_on_the_zero_and_changes_no_line(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = Polylines(rng.normal(size=(12, 2)), np.array([5, 4, 3]))
    normal, offset = rng.normal(size=2), rng.normal()
    cut = lines.split(lines.vertices @ normal + offset)
    values = cut.vertices @ normal + offset
    across = values[:-1] * values[1:] < -1e-12
    assert not (across & cut.joined()).any()
    assert _length(cut) == pytest.approx(_length(lines))
    assert len(cut.lengths) == 3
    new = np.abs(values) < 1e-12
    assert new.sum() == len(cut.vertices) - len(lines.vertices)


def test_a_vertex_on_the_zero_is_not_doubled() -> None:
    lines = Polylines(np.array([[-1.0, 0], [0, 0], [1, 0]]), np.array([3]))
    np.testing.assert_array_equal(lines.split(lines.vertices[:, 0]).vertices, lines.vertices)


def test_a_lattice_goes_through_the_multiples_of_its_step() -> None:
    lines = lattice(np.array([-0.9, 0.1]), np.array([0.9, 0.4]), 0.5, samples=3)
    assert set(lines.lengths) == {3}
    upright, level = lines.vertices[:15].reshape(5, 3, 2), lines.vertices[15:].reshape(2, 3, 2)
    np.testing.assert_allclose(upright[:, 0, 0], [-1, -0.5, 0, 0.5, 1])
    np.testing.assert_allclose(level[:, 0, 1], [0, 0.5])
    np.testing.assert_allclose(level[0, :, 0], [-1, 0, 1])


def _segments(
    found: np.ndarray[tuple[int], np.dtype[np.int64]], lengths: list[int]
) -> set[frozenset[int]]:
    parts = np.split(found, np.cumsum(lengths)[:-1])
    return {frozenset(map(int, pair)) for part in parts for pair in pairwise(part)}


@given(st.sets(st.frozensets(st.integers(0, 12), min_size=2, max_size=2), max_size=30))
def test_chains_use_every_segment_once(segments: set[frozenset[int]]) -> None:
    given_segments = np.array([sorted(s) for s in segments], dtype=np.int64).reshape(-1, 2)
    found = chains(given_segments, directed=False)
    assert int((found.lengths - 1).sum()) == len(segments)
    assert _segments(found.indices, list(found.lengths)) == segments
    degrees = np.bincount(given_segments.ravel(), minlength=1)
    parts = [part for part in np.split(found.indices, np.cumsum(found.lengths)[:-1]) if len(part)]
    ends = {int(end) for part in parts for end in part[[0, -1]] if part[0] != part[-1]}
    assert ends == set(np.flatnonzero(degrees % 2))  # elsewhere they go on, or are closed


def test_directed_chains_are_closed_rings() -> None:
    ring = np.array([[0, 1], [2, 0], [1, 2], [5, 4], [4, 3], [3, 5]])
    found = chains(ring, directed=True)
    first, second = np.split(found.indices, [found.lengths[0]])
    np.testing.assert_array_equal(first, [0, 1, 2, 0])
    np.testing.assert_array_equal(np.roll(second[:-1], -list(second).index(3)), [3, 5, 4])


def test_nothing_joins_to_nothing() -> None:
    lines = chains(np.zeros((0, 2), dtype=np.int64), directed=False).polylines(np.zeros((4, 2)))
    assert lines.vertices.shape == (0, 2)
    assert lines.lengths.shape == (0,)
