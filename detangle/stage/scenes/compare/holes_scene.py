"""Networks of different widths train side by side on the same points."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from manim import Group

from detangle import datasets
from detangle._typing import IntArray
from detangle.errors import DetangleError
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.panels.facts import Fact
from detangle.stage.plot.decision import Decision
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.compare.panels_scene import PanelsScene
from detangle.stage.scenes.compare.pieces import outlines
from detangle.stage.text.number import LiveNumber
from detangle.stage.words import load

MOST = 0.5
"""A network catches a hole if it puts more than this fraction of its points into class 1."""


class WidthsTrainScene(PanelsScene):
    """The regions of several networks move while they train; then what each has reached."""

    beats: ClassVar[Beats] = ("start", "train", "end")
    words = load("width.holes")
    lines: ClassVar[int] = 2
    bare: ClassVar[bool] = True
    dots: ClassVar[float] = 0.4
    seeds: ClassVar[int] = 0
    """Number of seeds of which each run is the best; 0 says nothing of it."""
    training: ClassVar[float] = 4.0
    """Time that the training takes, as a multiple of the theme's `move`."""

    def check_run(self) -> None:
        """Refuse runs that have no two steps in common."""
        super().check_run()
        if self.end <= self.first:
            raise DetangleError(
                f"this scene shows runs that train side by side: these have no steps in common "
                f"after step {self.first}"
            )

    def show_start(self) -> None:
        """Show the points in every panel."""
        with self.beat("start", **self.about):
            self.reveal_panels()

    def show_train(self) -> None:
        """Let all networks train at once."""
        first, end = self.first, self.end
        run_time = self.seconds(self.training * self.theme.move)
        right = Fact("right", note=self.words["right"], count=100.0, decimals=1, suffix="%")
        step = Fact("step", note=self.words["step"], count=end)
        with self.beat("train", **self.about):
            rows = self.rows(0, [right] * len(self.panels), digits=2)
            counter = self.rows(1, [step], digits=len(str(end)))
            steps = LiveNumber(counter[0].numbers[0], lambda now: round(now.step))
            clocks, decisions = [], []
            for panel, row in zip(self.panels, rows, strict=True):
                decision = Decision(panel.trajectory.at(first), 0, panel.plane.view, self.theme)
                accuracy = LiveNumber(row.numbers[0], lambda now: 100 * now.accuracy)
                clocks.append(Clock(panel.trajectory, [decision, accuracy, steps]).at(first))
                decisions.append(decision)
            facts = self.fill("row 0", Group(*rows)), self.fill("row 1", Group(*counter))
            self.show(*facts, fraction=0.5)
            self.show(*decisions)
            self.play(*(RunClock(clock, first, end, run_time=run_time) for clock in clocks))

    def show_end(self) -> None:
        """Say what each has reached."""
        with self.beat("end", hold=self.theme.long_hold, **self.about):
            facts = [Fact("pieces", note=self._pieces(n), count=n) for n in self.pieces]
            self.put("row 1", Group(*self.rows(1, facts)))

    @property
    def first(self) -> int:
        """The step from which on all runs are recorded."""
        return max(int(run.steps[0]) for run in self.trajectories)

    @property
    def end(self) -> int:
        """The step up to which all runs are recorded."""
        return min(int(run.steps[-1]) for run in self.trajectories)

    @cached_property
    def pieces(self) -> list[int]:
        """Into how many pieces of the input, as far as is seen, each network puts class 1."""
        shown = zip(self.panels, self.trajectories, strict=True)
        return [len(outlines(run.at(self.end), panel.plane.view)) for panel, run in shown]

    @cached_property
    def about(self) -> dict[str, Any]:
        """What the words may say of the runs."""
        runs, ends = self.trajectories, [run.accuracy_at(self.end) for run in self.trajectories]
        pairs = zip(self.compared, ends, strict=True)
        largest = [np.bincount(run.labels).max() / len(run.labels) for run in runs]
        holes, caught = self._caught()
        return {
            "count": self._in_words(len(runs)),
            "all_count": self._in_words(len(runs)).capitalize(),
            "holes": holes,
            "holes_in_words": self._in_words(holes),
            "all_holes": self._in_words(holes).capitalize(),
            "caught": caught,
            "caught_first": caught[0] if caught else 0,
            "caught_last": caught[-1] if caught else 0,
            "base": largest[0],
            "one_base": len(set(largest)) == 1,
            "named": all(
                name == _widths(run) for name, run in zip(self.compared, runs, strict=True)
            ),
            "depths": sorted({run.depth for run in runs}),
            "units": [max(run.widths[1:]) for run in runs],
            "pieces": self.pieces,
            "accuracies": ", ".join(f"{name} {fraction:.1%}" for name, fraction in pairs),
            "seeds": self.seeds,
            "steps": self.end,
        }

    def _caught(self) -> tuple[int, list[int]]:
        """Count the holes, and those of which each network puts most points into class 1.

        There are none where the points are not those of a disk with holes.
        """
        found = [holes_of(run) for run in self.trajectories]
        if any(not holes for holes in found) or len({len(holes) for holes in found}) > 1:
            return 0, []
        caught = []
        for run, holes in zip(self.trajectories, found, strict=True):
            guessed = run.at(self.end).predict(run.points) == 1
            caught.append(sum(guessed[hole].mean() > MOST for hole in holes))
        return len(found[0]), caught

    def _pieces(self, count: int) -> str:
        return self.words["piece" if count == 1 else "pieces"]

    def _in_words(self, count: int) -> str:
        """Write a number: in words, up to nine."""
        return self.words["numbers"].split()[count] if count < 10 else str(count)


def holes_of(run: Trajectory) -> list[IntArray]:
    """Return which points lie in each hole of a disk, if a run is on one; else nothing."""
    setup = run.setup
    if setup.dataset != "holes" or setup.data_hash or run.made_by:
        return []
    made = datasets.make("holes", setup.dataset_parameters)
    if not np.array_equal(made.points, run.points):
        return []
    hole = made.columns["hole"]
    return [np.flatnonzero(hole == k) for k in range(int(hole.max()) + 1)]


def _widths(run: Trajectory) -> str:
    return "-".join(map(str, run.widths[1:]))
