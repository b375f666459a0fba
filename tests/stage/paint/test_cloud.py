"""Clouds and strokes among Manim's mobjects and animations."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import (
    BLUE,
    ORIGIN,
    RED,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    MoveToTarget,
    ReplacementTransform,
    Restore,
    Square,
    Transform,
    linear,
)
from manim.utils.hashing import get_json

from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.strokes import Strokes

RNG = np.random.default_rng(0)
PLACES = RNG.normal(size=(40, 2))


def cloud(count: int = 40, **options: object) -> PointCloud:
    return PointCloud(PLACES[:count], BLUE, **options)  # type: ignore[arg-type]


def strokes() -> Strokes:
    return Strokes(PLACES, [10, 0, 25, 5], color=BLUE, width=3)


makers = pytest.mark.parametrize("make", [cloud, strokes])


def halfway(animation: Animation) -> Animation:
    animation.begin()
    animation.interpolate(0.5)
    return animation


def finished(animation: Animation) -> Animation:
    animation.begin()
    animation.finish()
    return animation


@makers
def test_it_moves_as_manim_moves_things(make: Callable[[], Painted]) -> None:
    mobject = make()
    places, rgbas = mobject.points.copy(), mobject.rgbas.copy()
    mobject.shift(RIGHT).scale(2, about_point=ORIGIN)
    assert np.allclose(mobject.points, 2 * (places + RIGHT))
    mobject.move_to(UP)
    assert np.allclose(mobject.get_center(), UP)
    assert mobject.width == pytest.approx(2 * np.ptp(places[:, 0]))
    assert np.array_equal(mobject.rgbas, rgbas)


def test_setting_points_copies_them() -> None:
    mobject, places = cloud(), PLACES.copy()
    mobject.set_points_to(places)
    mobject.scale(3)
    assert np.array_equal(places, PLACES)


@makers
def test_a_copy_is_independent(make: Callable[[], Painted]) -> None:
    mobject = make()
    twin = mobject.copy()
    twin.shift(UP).set_opacity(0.1).set_color(RED)
    assert get_json(mobject) == get_json(make())
    assert get_json(twin) != get_json(mobject)


@makers
def test_fading(make: Callable[[], Painted]) -> None:
    mobject = make().set_opacity(0.8)
    start = mobject.points.copy()
    halfway(FadeIn(mobject, shift=UP, scale=0.5, rate_func=linear))
    assert np.allclose(mobject.rgbas[:, 3], 0.4)
    mobject = make().set_opacity(0.8)
    halfway(FadeOut(mobject, shift=UP, rate_func=linear))
    assert np.allclose(mobject.rgbas[:, 3], 0.4)
    assert np.allclose(mobject.points, start + UP / 2)


@makers
def test_a_transform_passes_through_the_mean(make: Callable[[], Painted]) -> None:
    start, end = make(), make().shift(RIGHT).set_color(RED).set_opacity(0.5).set_clip((0, 0, 2, 2))
    mean = (start.points + end.points) / 2, (start.rgbas + end.rgbas) / 2
    halfway(Transform(start, end, rate_func=linear))
    assert np.allclose(start.points, mean[0])
    assert np.allclose(start.rgbas, mean[1])
    finished(ReplacementTransform(start, end))
    assert get_json(start.points) == get_json(end.points)
    assert start.clip is not None
    assert np.array_equal(start.clip, [0, 0, 2, 2])


def test_discs_become_rings_and_sizes_blend() -> None:
    start, end = cloud(radius=0.1), cloud(radius=0.3, holes=0.5)
    halfway(Transform(start, end, rate_func=linear))
    assert np.allclose(start.radii, 0.2)
    assert 0 < start.holes[0] < end.holes[0]


@makers
def test_animate_become_and_restore(make: Callable[[], Painted]) -> None:
    mobject = make()
    mobject.save_state()
    finished(mobject.animate.shift(UP).scale(2).set_opacity(0.3).set_color(RED).build())
    assert np.allclose(mobject.rgbas[0, 3], 0.3)
    assert mobject.get_color() == RED
    finished(Restore(mobject))
    assert np.allclose(mobject.points, make().points)
    assert np.allclose(mobject.rgbas, make().rgbas)
    mobject.generate_target().shift(UP)
    finished(MoveToTarget(mobject))
    assert np.allclose(mobject.points, make().points + UP)


def test_clouds_of_different_sizes_turn_into_each_other() -> None:
    many, few = cloud(40), cloud(7).shift(RIGHT)
    finished(Transform(many, few))
    visible = many.rgbas[:, 3] > 0
    assert visible.tolist() == [True] * 7 + [False] * 33
    assert np.array_equal(many.points[:7], few.points)
    finished(Transform(few, cloud(40)))
    assert np.allclose(few.points, cloud(40).points)
    assert (few.rgbas[:, 3] == 1).all()


@pytest.mark.parametrize("count", [0, 7])
def test_become_takes_the_other_size(count: int) -> None:
    mobject = cloud(40, clip=(0, 0, 1, 1)).become(cloud(count))
    assert (mobject.rgbas[:, 3] > 0).sum() == count
    assert len(cloud(count).become(cloud(40)).get_all_points()) == 40


def test_what_cannot_turn_into_each_other_says_so() -> None:
    with pytest.raises(TypeError, match="use FadeOut"):
        Transform(cloud(), Square()).begin()
    with pytest.raises(TypeError, match="use FadeOut"):
        Transform(strokes(), cloud()).begin()
    with pytest.raises(TypeError, match="use FadeOut"):
        cloud().become(Square())
    with pytest.raises(ValueError, match="use FadeOut"):
        Transform(strokes(), Strokes(PLACES)).begin()


@given(st.integers(0, 3999), st.sampled_from(["points", "rgbas", "radii", "holes"]))
def test_any_change_of_one_dot_changes_the_hash(index: int, name: str) -> None:
    places = np.random.default_rng(1).normal(size=(4000, 2))
    mobject, changed = PointCloud(places), PointCloud(places)
    array = getattr(changed, name).reshape(4000, -1)
    array[index, -1] += 1e-9
    assert get_json(mobject) == get_json(PointCloud(places))
    assert get_json(mobject) != get_json(changed)


@makers
def test_the_clip_is_part_of_the_hash(make: Callable[[], Painted]) -> None:
    boxes = [(0, 0, 1, 1), (0, 0, 1, 2), None]
    assert len({get_json(make().set_clip(box)) for box in boxes}) == 3
