"""Runs by what a user calls them: a file, with or without its suffix, or a preset."""

from __future__ import annotations

from pathlib import Path

from detangle.presets import PRESETS, is_preset
from detangle.run.file import existing, load
from detangle.run.trajectory import Trajectory
from detangle.train.record import cached_path, load_or_train


def find_run(name: str) -> tuple[Path, Trajectory]:
    """Find a run and its file; a preset is trained once.

    Raises
    ------
    DetangleError
        If there is no such file or preset.
    """
    path = existing(name)
    if path.exists() or not is_preset(name):
        return path, load(path)
    run = load_or_train(PRESETS[name].recipe, progress=True)
    return cached_path(run.recipe), run
