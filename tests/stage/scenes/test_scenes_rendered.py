"""A scene of each kind really renders, by Manim's own command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

from detangle.stage import StageScene
from detangle.stage.scenes.runs import RUN_VARIABLE
from tests.inspector import studio
from tests.stage.scenes.scene_files import kinds

FRAMES_A_SECOND = 2
"""Fewer than Manim's low quality has: the pictures are the same, and there are fewer of them."""


@pytest.mark.parametrize(
    ("path", "scene"), list(kinds()), ids=[scene.__name__ for _, scene in kinds()]
)
def test_a_kind_of_scene_renders(path: Path, scene: type[StageScene]) -> None:
    folder = studio()
    environment = {key: value for key, value in os.environ.items() if key != RUN_VARIABLE}
    command = [sys.executable, "-m", "manim", "render", "-ql", "--fps", str(FRAMES_A_SECOND)]
    done = subprocess.run(
        [*command, "--progress_bar", "none", str(path), scene.__name__],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    (film,) = folder.glob(f"media/videos/{path.stem}/*/{scene.__name__}.mp4")
    seconds = check_film(film)
    script = film.with_suffix(".narration.md").read_text()
    assert script.startswith(f"# {scene.__name__}: what to say")
    captions = film.with_suffix(".srt").read_text()
    assert "{" not in captions + script
    assert seconds > 10


def check_film(film: Path) -> float:
    """Look at the first and the last picture, and return the length in seconds."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (854, 480)
        pictures = list(container.decode(stream))
    last = pictures[-1].to_ndarray(format="rgb24")
    assert last.std() > 10  # the film ends on something to be seen
    return len(pictures) / FRAMES_A_SECOND
