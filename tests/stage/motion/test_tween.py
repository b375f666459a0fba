"""Fades look like Manim's own, and skipped animations end where drawn ones do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import (
    UP,
    Animation,
    Circle,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    Square,
    tempconfig,
)
from numpy.typing import NDArray

from detangle import Trajectory
from detangle.stage import LayerMorphScene, PointCloud
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.paint.camera import StageCamera


def things() -> Group:
    square = Square(fill_opacity=0.4, stroke_opacity=0.8)
    cloud = PointCloud([(-1, 0), (1, 0)], radius=0.3, opacity=[0.5, 1.0])
    return Group(square, Circle().shift(UP), cloud)


def picture(mobject: Mobject, animation: Animation, alpha: float) -> NDArray[Any]:
    animation.begin()
    animation.interpolate(alpha)
    camera = StageCamera()
    camera.reset()
    camera.capture_mobjects([mobject])
    return camera.pixel_array.astype(int)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("alpha", [0.0, 0.3, 0.8, 1.0])
@pytest.mark.parametrize(
    ("fade", "peer", "options"),
    [(Appear, FadeIn, {}), (Appear, FadeIn, {"shift": UP}), (Vanish, FadeOut, {})],
)
def test_a_fade_looks_like_manims(
    fade: type[Animation], peer: type[Animation], options: dict[str, Any], alpha: float
) -> None:
    ours, other = things(), things()
    drawn = picture(ours, fade(ours, **options), alpha)
    expected = picture(other, peer(other, **options), alpha)
    assert np.abs(drawn - expected).max() <= 1


def test_what_has_vanished_looks_as_before() -> None:
    mobject = things()
    before = [part.get_fill_opacities().copy() for part in mobject[:2]]
    fade = Vanish(mobject)
    fade.begin()
    fade.finish()
    assert not mobject[0].get_fill_opacity()
    fade.interpolate(0)
    after = [part.get_fill_opacities() for part in mobject[:2]]
    np.testing.assert_array_equal(before, after)


@pytest.mark.usefixtures("quiet")
def test_a_still_is_the_last_frame_of_the_film(short_run: Trajectory, tmp_path: Path) -> None:
    class Short(LayerMorphScene):
        run = short_run
        pace = 0.05

    def last(settings: dict[str, Any]) -> NDArray[Any]:
        with tempconfig({"media_dir": str(tmp_path), **settings}):
            scene = Short()
            scene.render()
            return np.asarray(scene.renderer.get_frame())

    film = last({})
    still = last({"dry_run": False, "save_last_frame": True, "format": "png"})
    np.testing.assert_array_equal(film, still)
