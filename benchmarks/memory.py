"""Peak memory of a render of a large run, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.film import filming, run_of
from benchmarks.timing import Row
from detangle import save
from detangle.stage.layer_morph import LayerMorphScene

POINTS, LAYERS, STEPS = 4_000, 4, 1_000
LIMIT = 1200.0
"""Megabytes."""


def rows() -> list[Row]:
    """Render all layers of a run of 1,000 recorded steps, and ask for the process's peak."""
    with TemporaryDirectory() as folder:
        path = save(run_of(POINTS, LAYERS, STEPS), Path(folder, "run"))
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.memory"],
            env={**os.environ, "DETANGLE_RUN": str(path)},
            capture_output=True,
            text=True,
            check=True,
        )
    megabytes = float(done.stdout.split()[-1])
    what = f"peak memory, {POINTS:,} points x {LAYERS} layers x {STEPS:,} steps"
    return [Row(what, megabytes, None, most=LIMIT, unit="MB")]


class Hurried(LayerMorphScene):
    """The layer film at a tenth of its length, the last layer at half of it."""

    pace = 0.1

    def show_layer(self, k: int) -> None:
        """Take time for the last layer: an encoder holds as much as it ever does."""
        type(self).pace = 0.5 if k == LAYERS else 0.1
        super().show_layer(k)


def peak() -> float:
    """Render in this process and return the most memory it ever held, in megabytes."""
    from resource import RUSAGE_SELF, getrusage  # there is none on Windows

    with filming(encode=True):
        Hurried().render()
    unit = 1 if sys.platform == "darwin" else 1024
    return getrusage(RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    print(peak())
