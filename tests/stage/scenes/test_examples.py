"""The examples of the documentation and the README's five lines run as they stand."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from manim import Scene

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.py"))


def scenes_in(namespace: dict[str, object]) -> list[Any]:
    """Return the scenes that a script defines itself."""
    values = [value for value in namespace.values() if isinstance(value, type)]
    return [v for v in values if issubclass(v, Scene) and v.__module__ == "<run_path>"]


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_an_example_draws(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # runs that it trains are cached here
    scenes = scenes_in(runpy.run_path(str(path)))
    assert scenes
    for scene in scenes:
        drawn = type(scene.__name__, (scene,), {"pace": 0.1})()
        drawn.render()
        assert drawn.camera.pixel_array[..., :3].std() > 1


@pytest.mark.usefixtures("quiet")
def test_the_talk_of_the_readme_draws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    (talk,) = [block for block in blocks if "class MyTalk" in block]
    script = tmp_path / "my_talk.py"
    script.write_text(talk)
    (scene,) = scenes_in(runpy.run_path(str(script)))
    type("Quick", (scene,), {"pace": 0.1})().render()


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    (use,) = [block for block in blocks if "run.layer(2)" in block]
    script = tmp_path / "use.py"
    script.write_text(use)
    namespace = runpy.run_path(str(script))
    assert namespace["run"].layer(2).shape == (801, 500, 2)
    assert (tmp_path / "runs" / "again.safetensors").is_file()
