"""The worked examples of the documentation run as they stand, from their own text."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import av
import pytest
from manim import tempconfig

from detangle.run.schema import SCHEMA
from detangle.stage.scenes.runs import RUN_VARIABLE
from tests.studio import studio

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLES = sorted(DOCS.glob("from_*.md"))
BLOCK = re.compile(r"```(python|sh)\n(.*?)```", flags=re.DOTALL)


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_an_example_leads_to_a_film(path: Path, tmp_path: Path) -> None:
    blocks = BLOCK.findall(path.read_text())
    assert {language for language, _ in blocks} == {"python", "sh"}
    for language, text in blocks:
        # Fewer frames a second than a reader gets: the pictures are the same.
        run(language, text.replace(" -ql", " -ql --fps 2"), tmp_path)
    films = list(tmp_path.glob("media/videos/*/*/*.mp4"))
    assert films
    for film in films:
        with av.open(str(film)) as container:
            last = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)][-1]
        assert last.std() > 10


OWN_SCENES = re.findall(
    r"```python\n(.*?)```", (DOCS / "own_scenes.md").read_text(), flags=re.DOTALL
)


@pytest.mark.parametrize("number", range(len(OWN_SCENES)))
def test_a_scene_of_ones_own_is_short_and_draws(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = OWN_SCENES[number]
    assert len(text.splitlines()) <= 30
    script = tmp_path / "talk.py"
    script.write_text(text)
    monkeypatch.chdir(studio())  # runs that other tests have trained lie below
    settings = {"frame_rate": 2, "pixel_width": 320, "pixel_height": 180, "dry_run": True}
    with tempconfig({**settings, "media_dir": "media", "progress_bar": "none"}):
        scene = runpy.run_path(str(script))["Talk"]()
        scene.render()
    assert scene.camera.pixel_array[..., :3].std() > 5


def test_the_page_of_the_format_lists_every_array() -> None:
    rows = [line.strip("| ").split(" | ") for line in (DOCS / "format.md").read_text().splitlines()]
    listed = {row[0].strip("`"): row[1:] for row in rows if len(row) == 6 and "`" in row[0]}
    for spec in SCHEMA:
        axes = ", ".join(spec.axes.split())
        shape = f"({axes},)" if axes == spec.axes else f"({axes})"
        words = [shape, spec.dtype, spec.unit or "none", spec.about, spec.absent or "never"]
        assert listed[spec.key] == words
    assert len(listed) == len(SCHEMA)


def test_the_files_of_the_errands_are_there() -> None:
    text = (DOCS.parent / "CONTRIBUTING.md").read_text()
    for path in re.findall(r"`((?:detangle|tests|scenes|docs)/[\w/]+\.\w+)`", text):
        assert (DOCS.parent / path).is_file(), path


def run(language: str, text: str, folder: Path) -> None:
    """Run one block of an example in a folder, as a reader would."""
    binaries = Path(sys.executable).parent
    environment = {
        **{key: value for key, value in os.environ.items() if key != RUN_VARIABLE},
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "KERAS_HOME": str(folder),  # Keras writes its settings there
    }
    command = [sys.executable, "-c", text] if language == "python" else ["sh", "-e", "-c", text]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{text}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
