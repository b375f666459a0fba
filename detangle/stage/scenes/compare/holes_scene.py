"""Networks of different widths train side by side on the same points."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from detangle.analysis.regions import regions
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.panels.run_panel import RunPanel
from detangle.stage.plot.decision import Decision
from detangle.stage.scenes.compare.panels_scene import PanelsScene
from detangle.stage.text.number import LiveNumber, Number
from detangle.stage.words import load


def pieces_of(panel: RunPanel) -> int:
    """Count the pieces of the input that a panel's network gives to class 1, as far as is seen."""
    low, high = panel.plane.view.bounds
    rings = regions(panel.snapshot, 0, low, high).rings(1)
    ends = np.cumsum(rings.lengths)
    outlines = [rings.vertices[end - n : end] for end, n in zip(ends, rings.lengths, strict=True)]
    return sum(signed_area(outline) > 0 for outline in outlines)  # holes run clockwise


def signed_area(outline: NDArray[np.float64]) -> float:
    """Area of a closed outline (V, 2) by the shoelace formula, positive counter-clockwise."""
    x, y = outline.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


class WidthsTrainScene(PanelsScene):
    """The regions of several networks move while they train; then what each has reached."""

    beats: ClassVar[tuple[str, ...]] = ("start", "train", "end")
    words = load("width.holes")
    lines: ClassVar[int] = 2
    bare: ClassVar[bool] = True
    dots: ClassVar[float] = 0.4
    seeds: ClassVar[int] = 64
    """Of how many seeds each run is the best; see docs/runs.md."""
    training: ClassVar[float] = 4.0
    """How long the training runs, in the theme's maps."""

    def show_start(self) -> None:
        """Show the same points in every panel."""
        base = np.bincount(self.trajectory.labels).max() / len(self.trajectory.labels)
        with self.beat("start", base=base, count=self._count_in_words()):
            self.show(*(part for panel in self.panels for part in panel.frame), fraction=0.5)
            self.show(*(panel.plane.cloud for panel in self.panels))

    def show_train(self) -> None:
        """Let all networks train at once."""
        end = float(min(run.steps[-1] for run in self.trajectories))
        decisions = [
            Decision(panel.trajectory.at(0), 0, panel.plane.view, self.theme)
            for panel in self.panels
        ]
        shares = [self._number(1.0) for _ in self.trajectories]  # the widest that it gets
        with self.beat("train", steps=round(end)):
            rows = [
                panel.row(0, share, self.words["right"])
                for panel, share in zip(self.panels, shares, strict=True)
            ]
            size, color = self.theme.caption_size, self.theme.text
            step = Number(0, size=size, color=color, whole=len(str(round(end))))
            counter = self.counter = self.panels[0].row(1, step, self.words["step"])
            accuracies = [LiveNumber(share, lambda now: 100 * now.accuracy) for share in shares]
            steps = LiveNumber(step, lambda now: round(now.step))
            clocks = [
                Clock(run, [decision, accuracy, steps]).at(0)
                for run, decision, accuracy in zip(
                    self.trajectories, decisions, accuracies, strict=True
                )
            ]
            self.show(*rows, counter, fraction=0.5)
            self.show(*decisions)
            run_time = self.seconds(self.training * self.theme.move)
            self.play(*(RunClock(clock, 0, end, run_time=run_time) for clock in clocks))

    def show_end(self) -> None:
        """Say what each has reached."""
        pairs = zip(self.runs, self.trajectories, strict=True)
        accuracies = ", ".join(f"{name} {run.accuracy[-1]:.1%}" for name, run in pairs)
        with self.beat("end", hold=self.theme.long_hold, accuracies=accuracies, seeds=self.seeds):
            pieces = [pieces_of(panel) for panel in self.panels]
            style: dict[str, Any] = {"size": self.theme.caption_size, "color": self.theme.text}
            rows = [
                panel.row(self.lines - 1, Number(count, **style), self._pieces(count))
                for panel, count in zip(self.panels, pieces, strict=True)
            ]
            self.vanish(self.counter, fraction=0.4)
            self.show(*rows, fraction=0.5)

    def _pieces(self, count: int) -> str:
        return self.words["piece" if count == 1 else "pieces"]

    def _count_in_words(self) -> str:
        """Write how many networks there are: in words, up to nine."""
        count = len(self.runs)
        return self.words["numbers"].split()[count] if count < 10 else str(count)

    def _number(self, share: float) -> Number:
        size, color = self.theme.caption_size, self.theme.text
        return Number(100 * share, decimals=1, suffix="%", whole=2, size=size, color=color)
