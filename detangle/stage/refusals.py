"""What a scene says of a run that it cannot show: what the run is, and which scene shows it."""

from __future__ import annotations

from detangle.errors import DetangleError
from detangle.trajectory import Trajectory


def refusal(shown: str, run: Trajectory, preset: str) -> DetangleError:
    """Return an error of one line.

    Parameters
    ----------
    shown
        Which runs the scene shows.
    run
        The one that it does not.
    preset
        One that it does.
    """
    return DetangleError(
        f"this scene shows {shown}; this run has {about(run)}: {instead(run)}, or try the preset "
        f"{preset} here"
    )


def about(run: Trajectory) -> str:
    """Say what a run has: widths, classes, and whether its weights are known."""
    widths, classes = "-".join(map(str, run.widths)), len(run.class_names)
    return f"widths {widths}, {classes} classes{'' if run.has_network else ' and no weights'}"


def instead(run: Trajectory) -> str:
    """Say which scene shows a run."""
    return f"{'LayerMorph' if is_flat(run) else 'WideMorph'} shows it"


def is_flat(run: Trajectory) -> bool:
    """Whether a run is a network whose input and layers are all 2 wide."""
    return set(run.widths) == {2} and run.has_network
