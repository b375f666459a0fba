"""Every scene that comes along is sound in an upright frame, and one of each kind in a square."""

from __future__ import annotations

import pytest

from detangle.stage import StageScene, Theme
from tests.inspector import inspect, report
from tests.stage.scenes.scene_files import kinds, scenes


def named(found: list[type[StageScene]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("scene", found, ids=[scene.__name__ for scene in found])


@named([scene for _, scene in scenes()])
def test_a_scene_is_sound_on_upright_paper(scene: type[StageScene]) -> None:
    findings = inspect(scene, theme=Theme.paper(), shape="9:16", along=False)
    assert not findings, "\n" + report(findings)


@named([scene for _, scene in kinds()])
def test_a_kind_of_scene_is_sound_in_a_square(scene: type[StageScene]) -> None:
    findings = inspect(scene, theme=Theme.flat(), shape="1:1", along=False)
    assert not findings, "\n" + report(findings)
