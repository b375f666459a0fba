"""Some dots of a cloud change as a cloud of their own would, and the others stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from manim import (
    BLUE,
    DOWN,
    RED,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    Mobject,
    Restore,
    Scene,
    there_and_back,
)

from detangle import DetangleError
from detangle.stage import Area, Plane, PointCloud, Theme, View

PLACES = np.random.default_rng(0).normal(size=(30, 2))
CHOSEN = np.arange(30) % 3 == 0
Change = Callable[[PointCloud], Any]


def cloud(which: Any = slice(None)) -> PointCloud:
    return PointCloud(PLACES[which], BLUE, radius=np.linspace(0.05, 0.2, 30)[which], holes=0.4)


def same(a: PointCloud, b: PointCloud, rows: Any = slice(None)) -> bool:
    pairs = [(x.points, x.rgbas, x.seen_radii, x.holes) for x in (a, b)]
    return all(np.allclose(mine[rows], theirs) for mine, theirs in zip(*pairs, strict=True))


@pytest.mark.parametrize(
    "change",
    [
        lambda part: part.set_color(RED),
        lambda part: part.shift(UP + RIGHT),
        lambda part: part.scale(2),
        lambda part: part.scale(0).shift(UP),
        lambda part: part.rotate(1).set_opacity(0.3),
        lambda part: part.set_radius(0.3).move_to(DOWN).set_color_by_gradient(RED, BLUE),
    ],
)
def test_it_changes_as_a_cloud_of_its_own(change: Change) -> None:
    whole, own, others = cloud(), cloud(CHOSEN), cloud(~CHOSEN)
    change(whole.where(CHOSEN))
    change(own)
    assert same(whole, own, CHOSEN)
    assert same(whole, others, ~CHOSEN)


@pytest.mark.parametrize(
    "play",
    [
        lambda part: part.animate.set_color(RED).shift(UP),
        lambda part: part.animate(run_time=0.5, rate_func=there_and_back).scale(3),
        lambda part: Indicate(part, color=RED),
        lambda part: LaggedStart(part.animate.scale(0.5), run_time=0.5),
        lambda part: FadeIn(part, shift=UP),
    ],
)
@pytest.mark.usefixtures("quiet")
def test_an_animation_of_it_is_that_of_a_cloud_of_its_own(
    play: Callable[[PointCloud], Animation],
) -> None:
    whole, own = cloud(), cloud(CHOSEN)
    seen: list[bool] = []

    class Both(Scene):
        def construct(self) -> None:
            self.add(whole, own)
            watch = Mobject()
            watch.add_updater(lambda _: seen.append(same(whole, own, CHOSEN)))
            self.add(watch)
            self.play(play(own), play(whole.where(CHOSEN)))

    scene = Both()
    scene.render()
    assert len(seen) > 1
    assert all(seen)
    assert same(whole, own, CHOSEN)
    assert same(whole, cloud(~CHOSEN), ~CHOSEN)
    shown = scene.get_mobject_family_members()
    assert {mobject for mobject in shown if isinstance(mobject, PointCloud)} == {whole, own}


@pytest.mark.usefixtures("quiet")
def test_it_is_drawn_while_it_moves() -> None:
    frames: list[np.ndarray] = []

    class Moving(Scene):
        def construct(self) -> None:
            def draw() -> None:
                self.renderer.update_frame(self)
                frames.append(self.renderer.get_frame())

            whole = PointCloud([[0, 0], [3, 0]], BLUE, radius=0.4)
            self.add(whole)
            self.play(whole[1].animate.set_color(RED).shift(2 * UP))
            draw()
            part = whole.where([False, True])
            part.save_state()
            self.play(part.animate.scale(0.1))
            self.play(Restore(part))
            draw()
            self.play(FadeOut(part))
            draw()

    Moving().render()

    def at(frame: np.ndarray, x: float, y: float) -> list[int]:
        height, width = frame.shape[:2]
        column, row = width / 2 + x * height / 8, height / 2 - y * height / 8
        return [int(value) for value in frame[int(row), int(column), :3]]

    assert at(frames[0], 3, 2) == [252, 98, 85]
    assert at(frames[0], 3, 0) == [0, 0, 0]
    assert np.array_equal(frames[0], frames[1])
    assert at(frames[2], 3, 2) == [0, 0, 0]
    assert at(frames[2], 0, 0) == [88, 196, 221]


def test_parts_of_parts_and_of_planes() -> None:
    whole = cloud()
    whole[10:][[0, -1]][1].set_color(RED)
    assert np.flatnonzero((whole.rgbas != cloud().rgbas).any(axis=1)).tolist() == [29]
    view = View.fit(PLACES, Area(-3, -3, 3, 3))
    plane = Plane(PLACES, np.zeros(30, int), view, Theme.dark()).scale(0.5)
    part, before = plane.cloud.where(CHOSEN), plane.cloud.seen_radii
    assert np.allclose(part.get_center(), plane.cloud.copy()[CHOSEN].copy().get_center())
    part.scale(2)
    assert np.allclose(plane.cloud.seen_radii, before * np.where(CHOSEN, 2, 1))


@pytest.mark.parametrize("rows", [30, [1, 99], "all", [True], [0.5]])
def test_dots_that_do_not_exist_are_named(rows: Any) -> None:
    with pytest.raises(DetangleError, match="names no dots of 30"):
        cloud()[rows]
    with pytest.raises(DetangleError, match="mask is"):
        cloud().where([0, 1])
