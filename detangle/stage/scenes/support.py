"""What a scene says of a run that it cannot show: what the run is, and which scene shows it."""

from __future__ import annotations

import sys
from typing import NoReturn

from detangle.errors import DetangleError
from detangle.run.trajectory import Trajectory

MOST_LAYERS = 10
"""Hidden layers whose widths can be read in one line."""


def refusal(shown: str, run: Trajectory, preset: str, other: str = "") -> DetangleError:
    """Return an error of one line.

    Parameters
    ----------
    shown
        Which runs the scene shows.
    run
        The one that it does not.
    preset
        One that it does.
    other
        Another scene that shows it.
    """
    scenes = instead(run).replace(" shows", f" and {other} show") if other else instead(run)
    return DetangleError(
        f"this scene shows {shown}; this run has {about(run)}: {scenes}, or try the preset "
        f"{preset} here"
    )


def about(run: Trajectory) -> str:
    """Say what a run has: widths, classes, and whether its weights are known."""
    widths, steps = "-".join(map(str, run.widths)), len(run.steps)
    more = ["no weights"] * (not run.has_network) + ["one recorded step"] * (steps == 1)
    return ", ".join([f"widths {widths}", f"{len(run.class_names)} classes", *more])


def instead(run: Trajectory) -> str:
    """Say which scene shows a run."""
    if is_flat(run):
        return "LayerMorph shows it"
    return f"{'WideMorph' if run.depth <= MOST_LAYERS else 'WideReplay'} shows it"


def is_flat(run: Trajectory) -> bool:
    """Whether a run is a network whose input and layers are all 2 wide."""
    return set(run.widths) == {2} and run.has_network


def refuse(scene: type, error: DetangleError) -> NoReturn:
    """End the program with one line, as Manim would print a traceback of an exception."""
    sys.stderr.write(f"{scene.__name__}: {error}\n")
    raise SystemExit(2) from None
