"""Lines are drawn from their beginnings, points travel one after another, segments in turn."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from detangle import datasets
from detangle.geometry.motions import StaggeredTravel
from detangle.stage.motion.carry import FASTEST, least_time
from detangle.stage.motion.draw import first_parts
from detangle.stage.scenes.datasets.segments import DOT_TIME, SEGMENT_TIME, Segments

Array = NDArray[np.float64]

LENGTHS = np.array([2, 3, 5])
places = arrays(np.float64, (10, 2), elements=st.floats(-5, 5, width=32))
shares = arrays(np.float64, (3,), elements=st.floats(0, 1, width=32))


def length(line: Array) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


@given(places, shares)
def test_as_much_of_each_line_is_drawn_as_is_asked_for(vertices: Array, parts: Array) -> None:
    drawn = np.split(first_parts(vertices, LENGTHS, parts), np.cumsum(LENGTHS)[:-1])
    whole = np.split(vertices, np.cumsum(LENGTHS)[:-1])
    for now, line, part in zip(drawn, whole, parts, strict=True):
        if part == 0:
            assert np.isnan(now).all()
            continue
        np.testing.assert_array_equal(now[0], line[0])
        scale = max(length(vertices), 1e-9)
        assert abs(length(now) - part * length(line)) < 1e-6 * scale


@given(places, shares)
def test_a_vertex_without_a_place_leaves_other_lines_as_they_are(
    vertices: Array, parts: Array
) -> None:
    holey = vertices.copy()
    holey[LENGTHS[0] // 2] = np.nan
    drawn, expected = (first_parts(given, LENGTHS, parts) for given in (holey, vertices))
    others = slice(LENGTHS[0], None)
    np.testing.assert_allclose(drawn[others], expected[others], atol=1e-6 * length(vertices) + 1e-9)


@example(
    np.array(
        [
            [4.5, 2.2421875],
            [1.140625, 2.69606423],
            [-2.125, 0.0],
            [2.69606423, 2.69606423],
            [0.0, 2.69606423],
            [0.0, 2.69606423],
            *[[2.69606423, 2.69606423]] * 4,
        ]
    )
)
@given(places)
def test_whole_lines_are_exact(vertices: Array) -> None:
    np.testing.assert_array_equal(first_parts(vertices, LENGTHS, np.ones(3)), vertices)


def test_points_that_travel_one_after_another_can_be_followed() -> None:
    travel = StaggeredTravel(np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([0.0, 1.0]), 0.4)
    run_time = least_time(lambda t: 3 * travel(np.zeros((2, 2)), t), peak=1.0)
    path = np.stack([travel(np.zeros((2, 2)), float(t)) for t in np.linspace(0, 1, 2001)])
    speed = np.linalg.norm(np.diff(path, axis=0), axis=2).max() * 3 * 2000 / run_time
    assert 0.98 * FASTEST < speed < 1.02 * FASTEST


def test_segments_know_where_they_start_and_where_their_points_lie() -> None:
    data = datasets.line_segments(seed=4, n_neg=3, n_pos=2, line_length=0.4, n_line_sample=7)
    segments = Segments.of(data, 0.4)
    assert len(segments) == 5
    np.testing.assert_allclose(np.linalg.norm(segments.ends - segments.starts, axis=1), 0.4)
    for k in range(5):
        points = data.points[segments.line_of == k] - segments.starts[k]
        way = (segments.ends[k] - segments.starts[k]) / 0.4
        along = points @ way
        assert (along >= -1e-6).all()
        assert (along <= 0.4 + 1e-6).all()
        np.testing.assert_allclose(points, np.outer(along, way), atol=1e-6)


def test_a_segment_has_its_start_before_its_line_before_its_points() -> None:
    data = datasets.line_segments(n_neg=4, n_pos=4, n_line_sample=9)
    segments = Segments.of(data, 0.1)
    starts = segments.start_times() * (1 - DOT_TIME)
    lines = segments.line_times() * (1 - DOT_TIME)
    points = segments.point_times() * (1 - DOT_TIME)
    assert np.isinf(starts[0])
    assert np.isinf(points[segments.line_of == 0]).all()
    for k in range(1, 8):
        mine = points[segments.line_of == k]
        assert starts[k] < lines[k - 1] < mine.min()
        assert (np.diff(mine) > 0).all()
        assert mine.max() + DOT_TIME <= starts[k] + SEGMENT_TIME + 1e-9
    assert points[np.isfinite(points)].max() + DOT_TIME <= 1 + 1e-9
    first = segments.first_in_order()
    assert first[:9].tolist() == np.linspace(0, 1, 9).tolist()
    assert np.isinf(first[9:]).all()
