"""A scene of each kind really renders, by Manim's own command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detangle.stage import StageScene
from detangle.stage.scenes.runs import RUN_VARIABLE
from tests.stage.scenes.rendered import FRAMES_A_SECOND, check_film
from tests.stage.scenes.scene_files import kinds
from tests.studio import studio

WITHOUT_TORCH = {"LayerMorph", "WideMorph", "WideReplay"}
"""These are rendered in `test_without_torch.py`."""
KINDS = [(path, scene) for path, scene in kinds() if scene.__name__ not in WITHOUT_TORCH]


@pytest.mark.parametrize(("path", "scene"), KINDS, ids=[scene.__name__ for _, scene in KINDS])
def test_a_kind_of_scene_renders(path: Path, scene: type[StageScene]) -> None:
    folder = studio()
    environment = {key: value for key, value in os.environ.items() if key != RUN_VARIABLE}
    command = [sys.executable, "-m", "manim", "render", "-ql", "--fps", str(FRAMES_A_SECOND)]
    # Whether an animation is like one before takes longer to tell than to draw so few frames.
    command += ["--disable_caching"]
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
    check_film(film)
