"""Every scene that comes along stands up to the inspector, in every theme and shape."""

from __future__ import annotations

import pytest

from detangle.stage import StageScene, Theme
from tests.inspector import inspect, report
from tests.stage.scenes.scene_files import scenes

OTHERS = [
    (Theme.paper(), "16:9"),
    (Theme.dark(), "9:16"),
    (Theme.dark(), "1:1"),
]

every_scene = pytest.mark.parametrize(
    "scene", [scene for _, scene in scenes()], ids=lambda scene: scene.__name__
)


@every_scene
def test_a_scene_is_sound_along_each_play(scene: type[StageScene]) -> None:
    findings = inspect(scene)
    assert not findings, "\n" + report(findings)


@every_scene
@pytest.mark.parametrize(("theme", "shape"), OTHERS, ids=["paper", "upright", "square"])
def test_a_scene_is_sound_in_other_themes_and_shapes(
    scene: type[StageScene], theme: Theme, shape: str
) -> None:
    findings = inspect(scene, theme=theme, shape=shape, along=False)
    assert not findings, "\n" + report(findings)
