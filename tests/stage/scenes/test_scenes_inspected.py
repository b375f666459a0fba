"""Every scene that comes along stands up to the inspector, watched along."""

from __future__ import annotations

import pytest

from detangle.stage import StageScene
from tests.inspector import inspect, report
from tests.stage.scenes.scene_files import scenes


@pytest.mark.parametrize(
    "scene", [scene for _, scene in scenes()], ids=lambda scene: scene.__name__
)
def test_a_scene_is_sound_along_each_play(scene: type[StageScene]) -> None:
    findings = inspect(scene)
    assert not findings, "\n" + report(findings)
