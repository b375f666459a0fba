"""A run that is on disk becomes a film by Manim's own command, and torch is never loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detangle import Trajectory, save
from tests.stage.scenes.rendered import FRAMES_A_SECOND, check_film
from tests.stage.scenes.test_wide_morph import RUNS

FOLDER = Path(__file__).parents[3] / "scenes"
SCRIPT = """
import runpy, sys
try:
    runpy.run_module("manim", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
assert not {"torch", "pandas"} & {*sys.modules}
"""


@pytest.mark.parametrize("scene", ["LayerMorph", "WideMorph", "WideReplay"])
def test_a_file_is_shown_without_torch(scene: str, tmp_path: Path, short_run: Trajectory) -> None:
    flat = scene == "LayerMorph"
    path = save(short_run if flat else RUNS["residual, two classes"], tmp_path / "run.safetensors")
    file = FOLDER / ("layer_morph.py" if flat else "wide_morph.py")
    options = ["-ql", "--fps", str(FRAMES_A_SECOND), "--media_dir", "out", str(file), scene]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *options],
        cwd=tmp_path,
        env={**os.environ, "DETANGLE_RUN": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (film,) = tmp_path.glob(f"out/videos/*/*/{scene}.mp4")
    captions = check_film(film)
    if flat:
        assert "60 points" in captions
        assert f"{short_run.loss[-1]:.4g}" in captions
