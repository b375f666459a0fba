"""Peak memory of a render of a large run, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.film import filming, run_of
from benchmarks.timing import Row
from detangle import save
from detangle.geometry.motions import Shift
from detangle.stage.motion.planes import flow
from detangle.stage.scenes.layers.layer_morph import LayerMorphScene

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
    """The layer film at a fiftieth of its length, and at its end two seconds of full motion."""

    pace = 0.02

    def construct(self) -> None:
        """Show every beat, then move all that is there for as long as an encoder looks ahead."""
        super().construct()
        self.play(flow(self.plane, Shift(np.array([0.1, 0.1])), run_time=2.0))


def peak() -> float:
    """Render in this process and return the most memory it ever held, in megabytes."""
    with filming(encode=True):
        Hurried().render()
    status = Path("/proc/self/status")
    if status.exists():  # the figure of getrusage counts the parent's memory at the fork, too
        line = next(line for line in status.read_text().splitlines() if "VmHWM" in line)
        return int(line.split()[1]) * 1024 / 1e6
    from resource import RUSAGE_SELF, getrusage  # there is none on Windows

    return getrusage(RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


if __name__ == "__main__":
    print(peak())
