"""Networks of different widths train side by side on the same points."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import Group

from detangle._typing import FloatArray
from detangle.analysis.regions import regions
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.panels.facts import Fact
from detangle.stage.panels.run_panel import RunPanel
from detangle.stage.plot.decision import Decision
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.compare.panels_scene import PanelsScene
from detangle.stage.text.number import LiveNumber
from detangle.stage.words import load


def pieces_of(panel: RunPanel) -> int:
    """Count the pieces of the input that a panel's network gives to class 1, as far as is seen."""
    rings = regions(panel.snapshot, 0, *panel.plane.view.bounds).rings(1)
    outlines = np.split(rings.vertices, np.cumsum(rings.lengths)[:-1])
    return sum(signed_area(outline) > 0 for outline in outlines)  # holes run clockwise


def signed_area(outline: FloatArray) -> float:
    """Area of a closed outline (V, 2) by the shoelace formula, positive counter-clockwise."""
    x, y = outline.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


class WidthsTrainScene(PanelsScene):
    """The regions of several networks move while they train; then what each has reached."""

    beats: ClassVar[Beats] = ("start", "train", "end")
    words = load("width.holes")
    lines: ClassVar[int] = 2
    bare: ClassVar[bool] = True
    dots: ClassVar[float] = 0.4
    seeds: ClassVar[int] = 64
    """Number of seeds of which each run is the best; see docs/runs.md."""
    training: ClassVar[float] = 4.0
    """Time that the training takes, as a multiple of the theme's `move`."""

    def show_start(self) -> None:
        """Show the same points in every panel."""
        base = np.bincount(self.trajectory.labels).max() / len(self.trajectory.labels)
        with self.beat("start", base=base, count=self._count_in_words()):
            self.reveal_panels()

    def show_train(self) -> None:
        """Let all networks train at once."""
        end = round(min(run.steps[-1] for run in self.trajectories))
        run_time = self.seconds(self.training * self.theme.move)
        right = Fact("right", note=self.words["right"], count=100.0, decimals=1, suffix="%")
        step = Fact("step", note=self.words["step"], count=end)
        with self.beat("train", steps=end):
            rows = self.rows(0, [right] * len(self.panels), digits=2)
            counter = self.rows(1, [step], digits=len(str(end)))
            steps = LiveNumber(counter[0].numbers[0], lambda now: round(now.step))
            clocks, decisions = [], []
            for panel, row in zip(self.panels, rows, strict=True):
                decision = Decision(panel.trajectory.at(0), 0, panel.plane.view, self.theme)
                accuracy = LiveNumber(row.numbers[0], lambda now: 100 * now.accuracy)
                clocks.append(Clock(panel.trajectory, [decision, accuracy, steps]).at(0))
                decisions.append(decision)
            facts = self.fill("row 0", Group(*rows)), self.fill("row 1", Group(*counter))
            self.show(*facts, fraction=0.5)
            self.show(*decisions)
            self.play(*(RunClock(clock, 0, end, run_time=run_time) for clock in clocks))

    def show_end(self) -> None:
        """Say what each has reached."""
        pairs = zip(self.runs, self.trajectories, strict=True)
        accuracies = ", ".join(f"{name} {run.accuracy[-1]:.1%}" for name, run in pairs)
        with self.beat("end", hold=self.theme.long_hold, accuracies=accuracies, seeds=self.seeds):
            pieces = [pieces_of(panel) for panel in self.panels]
            facts = [Fact("pieces", note=self._pieces(count), count=count) for count in pieces]
            self.put("row 1", Group(*self.rows(1, facts)))

    def _pieces(self, count: int) -> str:
        return self.words["piece" if count == 1 else "pieces"]

    def _count_in_words(self) -> str:
        """Write how many networks there are: in words, up to nine."""
        count = len(self.runs)
        return self.words["numbers"].split()[count] if count < 10 else str(count)
