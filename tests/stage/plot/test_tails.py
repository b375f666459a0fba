"""Tails lie on the way that the points went, and no farther back than they are long."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Scene
from numpy.typing import NDArray

from detangle.geometry.motions import Shift
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.motion.carry import Carry
from detangle.stage.plot.tails import LAYERS, Tails
from detangle.stage.plot.view import View

THEME = Theme.dark()
VIEW = View(Area(-4, -3, 4, 3), (0.0, 0.0), 2.0)
LABELS = np.array([0, 1, 1])


def circle(angle: float) -> NDArray[np.float64]:
    """Three points of radius 0.5, 1 and 1.5, turned by an angle."""
    return np.outer([0.5, 1, 1.5], [np.cos(angle), np.sin(angle)])


def went(tails: Tails, angles: NDArray[np.float64]) -> Tails:
    for angle in angles.tolist():
        tails.show_at(circle(angle), VIEW)
    return tails


def longest(tails: Tails) -> list[NDArray[np.float64]]:
    """The whole tail of each point, in units of the frame."""
    ways = []
    for *_, last in tails.lines:
        ways += np.split(last.points[:, :2], len(last.lengths))
    return ways


def test_they_begin_at_the_points_and_lie_on_their_ways() -> None:
    tails = went(Tails(circle(0), LABELS, VIEW, THEME), np.linspace(0, 2, 400))
    for way, head in zip(longest(tails), VIEW.place(circle(2))[:, :2], strict=True):
        np.testing.assert_allclose(way[0], head, atol=1e-9)
        radius = np.linalg.norm(way, axis=1)
        np.testing.assert_allclose(radius, np.linalg.norm(head), rtol=1e-3)
        length = np.linalg.norm(np.diff(way, axis=0), axis=1).sum()
        assert length == pytest.approx(THEME.tail_length, rel=0.01)


def test_a_point_without_a_place_has_none_and_leaves_the_others_theirs() -> None:
    whole, holey = Tails(circle(0), LABELS, VIEW, THEME), Tails(circle(0), LABELS, VIEW, THEME)
    for angle in np.linspace(0, 2, 60):
        whole.show_at(circle(angle), VIEW)
        holey.show_at(np.vstack([circle(angle)[:2], [[np.nan, 0]]]), VIEW)
    for one, other in zip(longest(whole)[:2], longest(holey)[:2], strict=True):
        np.testing.assert_array_equal(one, other)


def test_they_do_not_depend_on_the_frame_rate() -> None:
    slow, fast = (
        went(Tails(circle(0), LABELS, VIEW, THEME), np.linspace(0, 2, frames))
        for frames in (30, 240)
    )
    for one, other in zip(longest(slow), longest(fast), strict=True):
        np.testing.assert_allclose(one, other, atol=0.02)


def test_no_longer_than_the_way_itself() -> None:
    tails = went(Tails(circle(0), LABELS, VIEW, THEME), np.linspace(0, 0.1, 50))
    for way, radius in zip(longest(tails), (1, 2, 3), strict=True):
        length = np.linalg.norm(np.diff(way, axis=0), axis=1).sum()
        assert length == pytest.approx(0.1 * radius, rel=0.01)


def test_they_stay_at_rest_and_forget_on_request() -> None:
    tails = went(Tails(circle(0), LABELS, VIEW, THEME), np.linspace(0, 2, 100))
    before = longest(tails)
    went(tails, np.full(50, 2.0))
    np.testing.assert_array_equal(longest(tails), before)
    tails.forget(VIEW)
    assert max(np.ptp(way, axis=0).max() for way in longest(tails)) == 0


def test_what_is_past_is_not_kept() -> None:
    tails = went(Tails(circle(0), LABELS, VIEW, THEME), np.linspace(0, 60, 6000))
    assert len(tails.past) < 200


def test_they_fade_and_keep_the_class_s_colour() -> None:
    tails = Tails(circle(0), LABELS, VIEW, THEME)
    assert len(tails) == 2 * LAYERS
    for label in (0, 1):
        lines = tails.lines[label]
        assert {line.get_color().to_hex().upper() for line in lines} == {THEME.class_color(label)}
        together = 1 - np.prod([1 - line.rgbas[0, 3] for line in lines])
        assert together == pytest.approx(THEME.tail)
        widths = [line.stroke_width for line in lines]
        assert widths == sorted(widths, reverse=True)
        for line in lines:
            np.testing.assert_array_equal(line.clip, VIEW.area.box)


@pytest.mark.usefixtures("quiet")
def test_a_flow_takes_them_along() -> None:
    tails = Tails(circle(0), LABELS, VIEW, THEME)

    class Moving(Scene):
        def construct(self) -> None:
            self.play(Carry([tails], Shift(np.array([1.0, 0.0])), VIEW, run_time=1))

    Moving().render()
    for way, end in zip(longest(tails), circle(0) + np.array([1, 0]), strict=True):
        head = VIEW.place(end[None])[0, :2]
        np.testing.assert_allclose(way[[0, -1]], [head, head - [THEME.tail_length, 0]], atol=1e-9)
