"""Each dot changes its look at its own time, and nothing is left of the start at the end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from detangle import DetangleError
from detangle.stage.motion.restyle import DotStyle, Restyle, Scatter, count_seen, swelling
from detangle.stage.motion.stagger import NEVER
from detangle.stage.motion.tween import follow
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.text.number import Number

Array = NDArray[np.float64]


def dots(count: int) -> PointCloud:
    return PointCloud(np.zeros((count, 2)), "#58C4DD", radius=np.linspace(1, 2, count))


def smooth(t: float) -> float:
    return 3 * t**2 - 2 * t**3


def test_a_dot_changes_at_its_own_time_and_others_never() -> None:
    cloud = dots(3)
    whole = DotStyle.of(cloud)
    whole.hidden().dress(cloud)
    change = Restyle(cloud, whole, times=[0.0, 1.0, NEVER], fraction=0.25)
    change.begin()
    for alpha in (0.0, 0.1, 0.25, 0.7, 0.8, 1.0):
        change.interpolate(alpha)
        first, second = np.clip(alpha / 0.25, 0, 1), np.clip((alpha - 0.75) / 0.25, 0, 1)
        expected = [smooth(float(first)), smooth(float(second)), 0.0]
        np.testing.assert_allclose(cloud.rgbas[:, 3], expected, atol=1e-12)
        np.testing.assert_allclose(cloud.radii, whole.radii * expected, atol=1e-12)
    np.testing.assert_array_equal(cloud.rgbas[:2], whole.rgbas[:2])


@given(st.integers(1, 40), st.floats(0.01, 1))
def test_the_end_is_exact_whatever_the_times(count: int, share: float) -> None:
    times = np.random.default_rng(count).random(count)
    cloud = dots(count)
    other = DotStyle.of(cloud).colored("#F7D96F").scaled(1.7)
    change = Restyle(cloud, other, times=times, fraction=share)
    change.begin()
    change.interpolate(0.3)
    change.interpolate(1.0)
    assert DotStyle.of(cloud).equal(other)


def test_hidden_looks_keep_the_others() -> None:
    whole = DotStyle.of(dots(3))
    part = whole.hidden([True, False, True])
    assert part.rgbas[:, 3].tolist() == [0, 1, 0]
    assert part.radii.tolist() == [0, whole.radii[1], 0]
    assert not part.equal(whole)
    assert part.hidden().radii.tolist() == [0, 0, 0]


def test_a_number_follows_what_is_there() -> None:
    cloud = dots(8)
    number = Number(0, size=30, color="#FFFFFF")
    whole = DotStyle.of(cloud)
    whole.hidden().dress(cloud)
    change = Restyle(cloud, whole, times=np.linspace(0, 1, 8), fraction=0.1)
    following = follow(number, lambda: count_seen(cloud))
    change.begin()
    following.begin()
    for alpha, count in ((0.0, 0), (0.06, 1), (0.5, 4), (1.0, 8)):
        change.interpolate(alpha)
        following.interpolate(alpha)
        assert number.value == count


@pytest.mark.parametrize("count", [0, 1, 2, 100])
def test_a_swelling_stream_begins_at_once_and_ends_in_time(count: int) -> None:
    times = swelling(count)
    assert len(times) == count
    if count > 1:
        assert (times[0], times[-1]) == (0, 1)
        gaps = np.diff(times)
        assert (np.diff(gaps) < 1e-12).all()  # faster and faster


@pytest.mark.parametrize("lag", [0.0, 0.25, 1.0])
def test_dots_come_in_as_far_apart_as_manim_lets_things_begin(lag: float) -> None:
    cloud = dots(5)
    whole, order = DotStyle.of(cloud), [4, 3, 0, 1, 2]
    coming = Scatter(cloud, lag, order=order)
    coming.begin()
    assert not cloud.radii.any()
    for alpha in np.linspace(0, 1, 9):
        coming.interpolate(float(alpha))
        # Manim's own rule for the parts of an animation, which ends each at its own time.
        times = [coming.get_sub_alpha(float(alpha), place, 5) for place in order]
        np.testing.assert_allclose(cloud.radii, whole.radii * [smooth(t) for t in times], atol=1e-9)
    assert DotStyle.of(cloud).equal(whole)


def test_a_part_of_a_cloud_may_come_in_by_itself() -> None:
    cloud = dots(6)
    whole = DotStyle.of(cloud)
    coming = Scatter(cloud[:2])
    coming.begin()
    assert cloud.radii.astype(bool).tolist() == [False] * 2 + [True] * 4
    coming.finish()
    np.testing.assert_allclose(cloud.radii, whole.radii)
    with pytest.raises(DetangleError, match="order has shape"):
        Scatter(cloud, order=[1, 2])
