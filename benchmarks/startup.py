"""How long a last frame takes from the command line, against importing manim alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import Row, best_times
from detangle import PRESETS, datasets, record, save

SCENE = Path(__file__).parents[1] / "scenes" / "layer_morph.py"


def rows() -> list[Row]:
    """Compare `manim -s` of the layer film, its run recorded and its words typeset before."""
    with TemporaryDirectory() as folder:
        recipe = PRESETS["moons"].recipe
        data = datasets.make(recipe.dataset, recipe.dataset_parameters)
        run = save(record(data, recipe), Path(folder, "run"))
        still = ["-m", "manim", "-s", "--media_dir", folder, str(SCENE), "LayerMorph"]
        ways = {"ours": child(still, run), "import": child(["-c", "import manim"], run)}
        best = best_times(ways, 3)
    return [Row("manim -s, against import manim", best["ours"], best["import"], most=3)]


def child(arguments: list[str], run: Path) -> Callable[[], object]:
    """Return what starts Python with these arguments and waits for its end."""
    command, environment = [sys.executable, *arguments], {**os.environ, "DETANGLE_RUN": str(run)}
    return lambda: subprocess.run(command, env=environment, capture_output=True, check=True)
