"""The best straight line, against trying them all."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detangle import datasets
from detangle.analysis.lines import Line, line_at, logistic, sweep

COORDS = st.integers(-20, 20).map(float)


@given(
    st.integers(2, 12).flatmap(
        lambda n: st.tuples(
            arrays(float, (n, 2), elements=COORDS), arrays(int, n, elements=st.integers(0, 1))
        )
    )
)
def test_no_cut_in_any_direction_is_better(data: tuple[np.ndarray, np.ndarray]) -> None:
    points, labels = data
    found = sweep(points, labels, directions=16)
    for index, angle in enumerate(found.angles):
        along = points @ [np.cos(angle), np.sin(angle)]
        heights = np.unique(along)
        cuts = [heights[0] - 1, *(heights[:-1] + heights[1:]) / 2, heights[-1] + 1]
        best = max(int(((along > cut) == labels.astype(bool)).sum()) for cut in cuts)
        # Heights that differ by rounding alone are one cut for one of us and two for the other.
        gaps = np.diff(heights)
        if (gaps > 1e-9).all():
            assert found.right[index] == best
            line = found.line(index)
            assert int(line.right(points, labels).sum()) == best


def test_separable_points_are_separated() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 5.0], [1.0, 5.0]])
    best = sweep(points, [0, 0, 1, 1]).best
    assert best.right(points, [0, 0, 1, 1]).all()


def test_the_moons_are_not_separable() -> None:
    moons = datasets.moons()
    found = sweep(moons.points, moons.labels)
    assert 0.85 < found.right.max() / len(moons) < 0.95
    assert found.best.right(moons.points, moons.labels).sum() == found.right.max()


def test_logistic_regression_has_no_gradient_left() -> None:
    moons = datasets.moons()
    line = logistic(moons.points, moons.labels)
    odds = moons.points.astype(float) @ line.normal + line.offset
    error = 1 / (1 + np.exp(-odds)) - moons.labels
    gradient = np.append(error @ moons.points, error.sum()) / len(moons)
    assert np.abs(gradient).max() < 1e-4


def test_a_line_at_an_angle_has_a_unit_normal() -> None:
    line = line_at(np.pi / 2, -1.0)
    np.testing.assert_allclose(line.values([[7.0, 3.0]]), [2.0])
    assert Line(np.array([0.0, 2.0]), -2.0).right([[0.0, 3.0], [0.0, 0.0]], [1, 0]).all()
