"""Every scene that comes along stands up to the inspector, in every theme and shape."""

from __future__ import annotations

import importlib.util
import inspect as introspection
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from detangle.stage import StageScene, Theme
from tests.inspector import inspect, report

SCENES = Path(__file__).parents[2] / "scenes"
OTHERS = [
    (Theme.paper(), "16:9"),
    (Theme.dark(), "9:16"),
    (Theme.dark(), "1:1"),
]


def scenes() -> Iterator[type[StageScene]]:
    """All scenes of the files in `scenes/`, in their order."""
    for path in sorted(SCENES.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"inspected_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for found in vars(module).values():
            if _is_scene(found) and found.__module__ == module.__name__:
                yield found


def _is_scene(thing: object) -> TypeGuard[type[StageScene]]:
    return introspection.isclass(thing) and issubclass(thing, StageScene)


every_scene = pytest.mark.parametrize("scene", list(scenes()), ids=lambda scene: scene.__name__)


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
