"""Which runs a scene shows, and what it says of one that it does not show."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detangle.datasets import DEFAULTS
from detangle.errors import DetangleError
from detangle.run.trajectory import Trajectory

GENERAL = ("LayerMorphScene", "WideMorphScene", "WideReplayScene")
"""Scenes that show the most runs; one of them is named where another scene refuses a run."""


@dataclass(frozen=True)
class Shows:
    """Which runs a scene shows.

    Parameters
    ----------
    what
        The runs, in words.
    test
        Returns True for each of them.
    preset
        The name of a preset that is one of them.
    like
        Name of a scene of the same kind that shows more runs.
    untrained
        Returns True for each of them before it is trained; None is `test`, where this does not
        depend on how the training ends.
    """

    what: str
    test: Callable[[Trajectory], bool]
    preset: str
    like: str = ""
    untrained: Callable[[Trajectory], bool] | None = None

    def check(self, run: Trajectory, name: str = "this run", *, trained: bool = True) -> None:
        """Refuse a run that the scene does not show, in one line that says which scene does.

        Parameters
        ----------
        run
            The run.
        name
            What it is called in that line.
        trained
            False for a run after a single update: it is refused if it will not be shown however its
            training ends.

        Raises
        ------
        DetangleError
            If the run fails the test.
        """
        test = self.test if trained else self.untrained or self.test
        if not test(run):
            way = next((f"{way}, or " for way in _showing(run, self.like)), "")
            raise DetangleError(
                f"this scene shows {self.what}; {name} has {about(run, trained=trained)}: {way}try "
                f"the preset {self.preset} here"
            )


ANY = Shows("any run", lambda _: True, "moons")


def about(run: Trajectory, *, trained: bool = True) -> str:
    """Describe a run: points, widths, classes, activation, loss, and what it lacks."""
    facts = [
        _points_of(run),
        f"widths {'-'.join(map(str, run.widths))}",
        f"{len(run.class_names)} classes",
        f"activation {run.architecture.activation}",
        *[f"final loss {run.loss[-1]:.3f}"] * trained,
        *["no weights"] * (not run.has_network),
        *["one recorded step"] * (len(run.steps) == 1),
    ]
    return ", ".join(facts)


def _points_of(run: Trajectory) -> str:
    """Name the dataset of a run, and what was done with its points."""
    setup = run.setup
    changed = [name for name in DEFAULTS if name in setup.dataset_parameters]
    own = " of your own" * bool(setup.data_hash)
    return f"points {setup.dataset}{own}{' with ' * bool(changed)}{' and '.join(changed)}"


def instead(run: Trajectory) -> str:
    """Say which scene shows a run."""
    return next(_showing(run), "no scene shows it")


def _showing(run: Trajectory, like: str = "") -> Iterator[str]:
    stage = importlib.import_module("detangle.stage")
    for name in filter(None, (like, *GENERAL)):
        if getattr(stage, name).shows.test(run):
            yield f"{name.removesuffix('Scene')} shows it"


def is_flat(run: Trajectory) -> bool:
    """Return True for a network whose input and layers are all 2 wide."""
    return set(run.widths) == {2} and run.has_network


def is_flat_pair(run: Trajectory) -> bool:
    """Return True for such a network with two classes."""
    return is_flat(run) and len(run.class_names) == 2
