"""A round piece of a lattice holds all points, and its lines end on its rim."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from detangle.geometry.round_lattice import SIDES, Array, round_lattice

clouds = arrays(float, (9, 2), elements=st.floats(-10, 10)).filter(
    lambda points: bool((np.ptp(points, axis=0) > 0.1).all())
)


def rim_of(points: Array) -> tuple[Array, Array]:
    """Middle and radii, read off the last line."""
    rim = round_lattice(points, 0.5).vertices[-SIDES - 1 :]
    return (rim.max(axis=0) + rim.min(axis=0)) / 2, np.ptp(rim, axis=0) / 2


@given(clouds)
def test_all_points_lie_inside(points: Array) -> None:
    middle, radii = rim_of(points)
    assert ((((points - middle) / radii) ** 2).sum(axis=1) < 1).all()
    assert_allclose(middle, (points.min(axis=0) + points.max(axis=0)) / 2, atol=1e-9)
    assert_allclose(radii[0] / radii[1], np.ptp(points[:, 0]) / np.ptp(points[:, 1]))


@given(clouds, st.integers(2, 5))
def test_lines_follow_the_lattice_and_end_on_the_rim(points: Array, samples: int) -> None:
    step = 0.5
    lines = round_lattice(points, step, samples)
    middle, radii = rim_of(points)
    strings = np.split(lines.vertices, np.cumsum(lines.lengths)[:-1])
    for string in strings[:-1]:
        assert len(string) == samples
        (axis,) = np.flatnonzero(np.ptp(string, axis=0) == 0)[:1]
        assert_allclose(string[0, axis] / step, np.round(string[0, axis] / step), atol=1e-9)
        ends = (string[[0, -1]] - middle) / radii
        assert_allclose((ends**2).sum(axis=1), 1, atol=1e-6)
    crossed = sum(
        int(np.ceil((middle[a] + radii[a]) / step) - np.floor((middle[a] - radii[a]) / step)) - 1
        for a in (0, 1)
    )
    assert len(strings) - 1 == crossed
    assert_allclose(strings[-1][0], strings[-1][-1], atol=1e-9)
