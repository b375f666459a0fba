"""Backgrounds lie behind what they surround, and what else others add is in front of the film."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from manim import (
    BLUE_E,
    RED,
    BackgroundRectangle,
    FadeIn,
    FullScreenRectangle,
    ImageMobject,
    Rectangle,
    ScreenRectangle,
    Square,
)

from detangle.look.depth import BACK, Depth
from detangle.stage import Area, Plane, PointCloud, StageScene, Theme, View
from detangle.stage.text.typeset import words

pytestmark = pytest.mark.usefixtures("quiet")
SPOTS = np.array([[0.0, 0.0], [1.5, 1.5], [-1.5, -1.5]])
DOT = np.array([0x58, 0xC4, 0xDD])


def shows(color: Any, construct: Callable[[Any], object], **attributes: Any) -> bool:
    """Whether a colour is in the middle of the last frame of a scene."""
    scene: StageScene = type("Own", (StageScene,), {"construct": construct, **attributes})()
    scene.render()
    height, width = scene.stage_camera.pixel_array.shape[:2]
    middle = scene.stage_camera.pixel_array[height // 2, width // 2, :3].astype(int)
    return bool(np.abs(middle - color).max() < 12)


def dots(scene: Any) -> Any:
    """A cloud of a film, with a dot in the middle."""
    view = View(Area(-3, -3, 3, 3), (0.0, 0.0), 1.0)
    cloud = Plane(SPOTS, np.zeros(3, dtype=int), view, scene.theme).cloud
    assert cloud.z_index == Depth.POINTS
    return cloud


GROUNDS: dict[str, Callable[[], Any]] = {
    "full screen": lambda: FullScreenRectangle(fill_color=BLUE_E, fill_opacity=1),
    "rectangle": lambda: Rectangle(color=BLUE_E, width=5, height=4, fill_opacity=1),
    "16 to 9": lambda: ScreenRectangle(height=6, color=BLUE_E, fill_opacity=0.5),
    "image": lambda: ImageMobject(np.full((9, 9, 3), 90, np.uint8)).scale(100),
}


def test_a_film_s_dots_are_seen_on_nothing() -> None:
    assert Theme.dark().class_color(0) == "#58C4DD"
    assert shows(DOT, lambda scene: scene.add(dots(scene)))


@pytest.mark.filterwarnings("ignore:'mode' parameter:DeprecationWarning")  # Manim's, of pillow
@pytest.mark.parametrize("name", GROUNDS)
def test_a_ground_that_was_there_before_lies_behind(name: str) -> None:
    ground = GROUNDS[name]
    assert shows(DOT, lambda scene: scene.add(ground(), dots(scene)))
    assert shows(DOT, lambda scene: (scene.add(ground()), scene.show(dots(scene))))
    assert not shows(DOT, lambda scene: (scene.add(dots(scene)), scene.add(ground())))
    assert shows(DOT, lambda scene: (scene.add(dots(scene)), scene.bring_to_back(ground())))


def test_a_ground_that_fades_in_before_the_film_lies_behind() -> None:
    def construct(scene: Any) -> None:
        scene.play(FadeIn(GROUNDS["full screen"]()), run_time=0.5)
        scene.show(dots(scene))

    assert shows(DOT, construct)


def test_minus_one_is_behind_and_what_is_small_stays_in_front() -> None:
    square = Square(0.3, color=RED, fill_opacity=1)
    assert not shows(DOT, lambda scene: (scene.add(square), scene.add(dots(scene))))
    behind = square.copy().set_z_index(-1)
    assert shows(DOT, lambda scene: (scene.add(dots(scene)), scene.add(behind)))
    outline = Square(3)
    shows(DOT, lambda scene: (scene.add(outline), scene.add(dots(scene))))
    assert outline.z_index == 0
    assert min(Depth) > BACK
    assert max(Depth) < 0


def test_what_is_brought_to_the_front_is_in_front_of_others() -> None:
    def construct(scene: Any) -> None:
        cloud = dots(scene)
        scene.add(cloud, GROUNDS["rectangle"]())
        scene.bring_to_front(cloud)

    assert shows(DOT, construct)


def test_rectangles_behind_texts_and_clouds_hide_neither() -> None:
    def behind_text(scene: Any) -> None:
        line = scene.fill("formula", words("■", 90, "#58C4DD")).move_to((0, 0, 0))
        scene.add(line.add_background_rectangle(color=RED, opacity=1, buff=1))

    def behind_dots(scene: Any) -> None:
        scene.add(dots(scene).add_background_rectangle(color=RED, opacity=1, buff=1))

    def behind_any(scene: Any) -> None:
        cloud = PointCloud(SPOTS, "#58C4DD")
        scene.add(cloud.add_background_rectangle(color=RED, opacity=1, buff=1))

    for construct in (behind_text, behind_dots, behind_any):
        assert shows(DOT, construct)
    line = words("■", 90, "#58C4DD").move_to((0, 0, 0))
    ground = BackgroundRectangle(line, fill_opacity=1)
    assert shows(DOT, lambda scene: scene.add(dots(scene), ground, line))


def test_a_background_rectangle_has_the_colour_of_the_scene() -> None:
    def construct(scene: Any) -> None:
        scene.add(dots(scene), BackgroundRectangle(Square(2), fill_opacity=1))

    assert shows((255, 255, 255), construct, theme=Theme.paper())
