"""Which run a scene shows: its own, or the one that the environment names."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from detangle._typing import IntArray
from detangle.errors import DetangleError, nearest, shortened
from detangle.recipe import Recipe
from detangle.run.points import find_points
from detangle.run.trajectory import Trajectory
from detangle.stage.folders import runs_folder
from detangle.train.record import find_run, load_or_train

RUN_VARIABLE = "DETANGLE_RUN"
"""Environment variable that names a trajectory file, in place of a scene's own run."""

RUNS_VARIABLE = "DETANGLE_RUNS"
"""Environment variable with a JSON object of several runs by their names, in place of a scene's."""

FOLLOW_VARIABLE = "DETANGLE_FOLLOW"
"""Environment variable with a JSON list of points, in place of those that a scene follows."""

FIGURE_VARIABLE = "DETANGLE_FIGURE"
"""Environment variable that, if it is set, asks for planes in boxes with ticks, as in print."""

NAMES_LENGTH, SHORT_NAMES = 48, (12, 9)
"""Characters of all classes' names together that are shown, where that still tells them apart; and
of each name in any case, in wide frames and in upright ones."""

MOST_FOLLOWED = 12
"""Points whose names have room beside each other."""

Run = str | Path | Recipe | Trajectory

OWN_RUNS = (
    "this scene shows runs of its own: leave out --run and --data (or unset DETANGLE_RUN and "
    "DETANGLE_RUNS), or show yours by LayerMorph, TrainingReplay, WideMorph or SideBySide"
)
SEVERAL_RUNS = (
    "this scene compares runs, and one is given: add another, --run A --run B, or show it by "
    "LayerMorph or WideMorph"
)
"""Why a scene does not show a single run that is named."""


def resolve_run(run: Run, before: Callable[[Trajectory], object] | None = None) -> Trajectory:
    """Find the run of a scene; a recipe is trained once and then read from Manim's `media_dir`.

    Parameters
    ----------
    run
        A preset's name, the path of a trajectory file, a recipe, or the trajectory itself. The
        environment variable `DETANGLE_RUN`, if it is set, comes first.
    before
        As of `load_or_train`, if the run must be trained.

    Raises
    ------
    DetangleError
        If there is no such file or preset.
    """
    return resolve_own(os.environ.get(RUN_VARIABLE) or run, before)


def resolve_own(run: Run, before: Callable[[Trajectory], object] | None = None) -> Trajectory:
    """Return the run that a scene names, whatever the environment names; see `resolve_run`."""
    if isinstance(run, Trajectory):
        return run
    if isinstance(run, Recipe):
        return load_or_train(run, cache=runs_folder(), progress=True, before=before)
    return find_run(run, cache=runs_folder(), before=before)[1]


def is_own() -> bool:
    """Return True if a scene shows the run that it names itself: the environment names no other."""
    return not os.environ.get(RUN_VARIABLE)


def refuse_other_run() -> None:
    """Refuse a run that the environment names, where a scene shows several of its own.

    Raises
    ------
    DetangleError
        If `DETANGLE_RUN` or `DETANGLE_RUNS` is set.
    """
    for variable in (RUN_VARIABLE, RUNS_VARIABLE):
        if os.environ.get(variable):
            raise DetangleError(OWN_RUNS)


def refuse_several_runs() -> None:
    """Refuse several runs that the environment names, where a scene shows one.

    Raises
    ------
    DetangleError
        If `DETANGLE_RUNS` is set.
    """
    if os.environ.get(RUNS_VARIABLE):
        raise DetangleError("this scene shows one run; SideBySide compares two or three")


def several_runs(own: Mapping[str, Run]) -> Mapping[str, Run]:
    """Return the runs that a scene compares by their names: the environment's, or its own.

    Raises
    ------
    DetangleError
        If the environment names a single one.
    """
    if os.environ.get(RUN_VARIABLE):
        raise DetangleError(SEVERAL_RUNS)
    given: dict[str, Run] | None = json.loads(os.environ.get(RUNS_VARIABLE, "null"))
    return given or own


def wants_boxes(followed: Sequence[int | str]) -> bool:
    """Return True if a scene's planes must stand in boxes, whatever it would do otherwise.

    The user may ask for it; and the names of points that are followed move with them, so that they
    need a plot without other text in it.
    """
    asked = any(os.environ.get(name) for name in (FIGURE_VARIABLE, FOLLOW_VARIABLE))
    return asked or bool(followed)


def followed(run: Trajectory, own: Sequence[int | str], *, able: bool) -> IntArray:
    """Find the points of a run that a scene follows.

    Parameters
    ----------
    run
        The run.
    own
        Rows and names that the scene names; the environment variable `DETANGLE_FOLLOW`, if it is
        set, comes first.
    able
        Whether the scene marks points at all.

    Returns
    -------
    (M,) their indices.

    Raises
    ------
    DetangleError
        If a point is not there, there are too many, or the scene does not mark any.
    """
    given = os.environ.get(FOLLOW_VARIABLE)
    wanted = list(own) if given is None else json.loads(given)
    if not wanted:
        return np.array([], dtype=np.int64)
    if not able:
        raise DetangleError(
            "this scene does not follow points; LayerMorph, LastLayer, TrainingReplay, WideMorph "
            "and WideReplay do"
        )
    found = find_points(run, wanted)
    if len(found) > MOST_FOLLOWED:
        raise DetangleError(
            f"follow names {len(found)} points; there is room for the names of {MOST_FOLLOWED}"
        )
    return found


def with_class_names(
    run: Trajectory, names: Mapping[str, str], *, upright: bool = False
) -> Trajectory:
    """Return a run with other names of its classes; the middle of very long ones is left out.

    Parameters
    ----------
    run
        The run.
    names
        What classes are called, by their names in the run; the others keep theirs.
    upright
        Whether the frame is higher than wide: there is less room in a line.

    Raises
    ------
    DetangleError
        If the run has no class of such a name.
    """
    for name in names:
        if name not in run.class_names:
            raise DetangleError(
                f"class_names: the run has no class {name!r}: {nearest(str(name), run.class_names)}"
            )
    most = max(NAMES_LENGTH // len(run.class_names), SHORT_NAMES[int(upright)])
    given = tuple(names.get(name, name) for name in run.class_names)
    short = tuple(shortened(name, most) for name in given)
    shown = short if len(set(short)) == len(set(given)) else given
    return run if shown == run.class_names else replace(run, class_names=shown)
