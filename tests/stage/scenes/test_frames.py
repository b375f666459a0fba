"""Manim is told the frame that is seen, in every shape, and only while a scene is drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import (
    DL,
    DOWN,
    LEFT,
    RIGHT,
    UP,
    UR,
    YELLOW,
    Axes,
    NumberPlane,
    Scene,
    Square,
    config,
    tempconfig,
)

from detangle import Trajectory
from detangle.stage import LayerMorphScene, StageScene
from detangle.stage.inspector import inspect, quietly
from tests.studio import studio

FRAME = "frame_width", "frame_height", "frame_x_radius", "frame_y_radius"
SHAPES = [(240, 240), (180, 320), (240, 180), (420, 180), (854, 480)]
"""Square, upright, 4:3, 21:9, and Manim's low quality, which is not quite 16:9."""
YELLOW_BYTES = YELLOW.to_int_rgba()[:3]
shapes = pytest.mark.parametrize("pixels", SHAPES, ids=lambda pixels: "x".join(map(str, pixels)))


def mark() -> Square:
    return Square(0.5, color=YELLOW, fill_opacity=1, stroke_width=0)


def colored(picture: Any) -> set[str]:
    """Name the corners and edges of a picture that are yellow, two pixels from its border."""
    rows = {"top": 2, "": picture.shape[0] // 2, "bottom": -3}
    columns = {"left": 2, "": picture.shape[1] // 2, "right": -3}
    places = {
        f"{r} {c}".strip(): picture[i, j, :3] for r, i in rows.items() for c, j in columns.items()
    }
    return {name for name, color in places.items() if np.abs(color - YELLOW_BYTES).max() < 30}


def frame() -> tuple[float, ...]:
    """What the configuration says of the frame; and two mobjects that ask it when they are made."""
    return *(config[name] for name in FRAME), NumberPlane().width, Axes().x_length


@pytest.mark.usefixtures("quiet")
@shapes
def test_edges_and_corners_are_where_they_are_seen(pixels: tuple[int, int]) -> None:
    class Marks(StageScene):
        def construct(self) -> None:
            self.drawn = NumberPlane(), Axes(), NumberPlane((-2, 2))
            self.seen = frame()
            self.add(mark().to_corner(UR, buff=0), mark().to_corner(DL, buff=0))
            self.add(*(mark().to_edge(side, buff=0) for side in (LEFT, RIGHT, UP, DOWN)))
            self.wait(0.1)

    with tempconfig({"pixel_width": pixels[0], "pixel_height": pixels[1]}):
        before = frame()
        scene = Marks()
        scene.render()
        assert frame() == before
    expected = {"top right", "bottom left", "left", "right", "top", "bottom"}
    assert colored(scene.stage_camera.pixel_array) == expected
    width, height, *radii = scene.seen[:4]
    assert width / height == pytest.approx(pixels[0] / pixels[1], rel=1e-6)
    assert min(width, height) == pytest.approx(8, rel=1e-6)
    assert radii == pytest.approx([width / 2, height / 2])
    plane, axes, given = scene.drawn
    assert (plane.width, plane.height) == pytest.approx((width, height))
    assert (axes.x_length, axes.y_length) == (round(width) - 2, round(height) - 2)
    assert list(given.x_range[:2]) == [-2, 2]
    camera = scene.stage_camera
    assert (camera.frame_width, camera.frame_height) == pytest.approx((width, height))


@pytest.mark.usefixtures("quiet")
def test_a_frame_that_the_user_has_set_is_kept() -> None:
    class Wide(StageScene):
        def construct(self) -> None:
            assert frame()[:4] == pytest.approx((16.0, 9.0, 8.0, 4.5), rel=1e-2)
            assert self.layout.frame.height == config.frame_height
            self.add(mark().to_corner(UR, buff=0))
            self.wait(0.1)

    with tempconfig({"frame_width": 16.0, "frame_height": 9.0}):
        scene = Wide()
        scene.render()
        assert frame()[:4] == (16.0, 9.0, 8.0, 4.5)
    assert colored(scene.stage_camera.pixel_array) == {"top right"}


@pytest.mark.usefixtures("quiet")
def test_a_scene_that_ends_in_an_error_leaves_the_frame_as_it_was() -> None:
    class Broken(StageScene):
        def construct(self) -> None:
            raise ZeroDivisionError

    class Other(Scene):
        def construct(self) -> None:
            self.add(mark().to_edge(RIGHT, buff=0))

    with tempconfig({"pixel_width": 240, "pixel_height": 240}):
        before = frame()
        with pytest.raises(ZeroDivisionError):
            Broken().render()
        assert frame() == before
        scene = Other()
        scene.render()
    assert scene.mobjects[0].get_right()[0] == pytest.approx(before[2])


def test_a_film_fits_into_a_frame_of_the_users(short_run: Trajectory) -> None:
    own = {"run": short_run, "beats": ("input", "training")}
    settings = {
        "tex_dir": str(studio() / "media" / "Tex"),
        "frame_width": 16.0,
        "frame_height": 9.0,
    }
    with quietly((640, 360), **settings):
        report = inspect(type("Film", (LayerMorphScene,), own), fps=0)
    assert not report.findings
    (scene,) = {play.scene for play in report.plays}
    assert isinstance(scene, StageScene)
    assert scene.layout.frame.height == 9
