"""Which run a scene shows."""

from __future__ import annotations

import os
from pathlib import Path

from detangle.errors import DetangleError
from detangle.presets import PRESETS, is_preset
from detangle.recipe import Recipe
from detangle.run.file import existing, load
from detangle.run.trajectory import Trajectory
from detangle.train.record import load_or_train

RUN_VARIABLE = "DETANGLE_RUN"
"""Environment variable that names a trajectory file, in place of a scene's own run."""

Run = str | Path | Recipe | Trajectory


def resolve_run(run: Run) -> Trajectory:
    """Find the run of a scene; a recipe is trained once and then read from the cache.

    Parameters
    ----------
    run
        A preset's name, the path of a trajectory file, a recipe, or the trajectory itself. The
        environment variable `DETANGLE_RUN`, if it is set, comes first.

    Raises
    ------
    DetangleError
        If there is no such file or preset.
    """
    named: Run = os.environ.get(RUN_VARIABLE) or run
    if isinstance(named, Trajectory):
        return named
    if isinstance(named, Recipe):
        return load_or_train(named, progress=True)
    path = existing(named)
    if path.is_file() or not is_preset(str(named)):
        return load(path)
    return load_or_train(PRESETS[str(named)].recipe, progress=True)


def refuse_other_run() -> None:
    """Refuse a run that the environment names, where a scene shows several of its own.

    Raises
    ------
    DetangleError
        If `DETANGLE_RUN` is set.
    """
    if os.environ.get(RUN_VARIABLE):
        raise DetangleError(
            f"this scene shows runs of its own; unset {RUN_VARIABLE}, or show yours by LayerMorph, "
            "TrainingReplay or WideMorph"
        )
