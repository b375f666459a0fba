"""The film of one run: the points flow through every layer, and a line separates them."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import Mobject

from detangle.analysis.layer_motions import extent, layer_motions
from detangle.analysis.separation import SeparatingLine, best_lines_by_direction
from detangle.look.layout import Area
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.panels.legend import Legend
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.plot.decision import DecisionLine, DecisionRegions
from detangle.stage.plot.trial_line import TrialLine
from detangle.stage.plot.view import View
from detangle.stage.scenes.layers.flow_scene import FlowScene
from detangle.stage.text.formula import LineFormula, ScoresFormula
from detangle.stage.text.typeset import escape
from detangle.stage.words import load

WITHOUT_LOSS = (0.75, 0.25)
"""Shares of formula and note in the upper panel, where the diagram is not below them."""


class LayerMorphScene(FlowScene):
    """Points morph from the input through each layer: W x, + b, activation; then the line.

    It shows any run whose input and layers are 2 wide. With more than two classes there are the
    borders between their regions in place of one line.
    """

    beats: ClassVar[tuple[str, ...]] = ("input", "training", "layers", "readout", "pullback")
    words = load("layer_morph")
    two_classes: ClassVar[bool] = False
    ask_why: ClassVar[bool] = False
    """Whether layer 1 stops before its activation, to show that a line has won nothing so far."""
    in_full: ClassVar[int | None] = None
    """How many layers are shown movement by movement; those after them pass in one beat each."""

    decision: list[Mobject]

    def _upper_panel(self) -> tuple[Area, Area, Area | None]:
        """Give the diagram the place of the loss, where training is not shown."""
        if "training" in self.beats:
            return super()._upper_panel()
        formula, note = self.layout.formula.rows(WITHOUT_LOSS, 0.0)
        return formula, note, self.layout.loss

    def show_input(self) -> None:
        """Show the points, and the grid that will move with them."""
        names = " and ".join(map(escape, self.trajectory.class_names))
        key, n = self.among("input", "inputs"), len(self.points)
        with self.beat(key, n=n, names=names, classes=self.classes):
            self.appear_at_back(*self.absent(*self.plane.scenery), share=0.5)
            legend = self._legend()
            self.appear(*self.absent(self.plane.cloud), legend)
            self.in_panel.append(legend)
            self.appear_behind([self.plane.cloud], self.plane.grid)

    def among(self, two: str, many: str) -> str:
        """Choose words: for two classes, or for more."""
        return two if self.classes == 2 else many

    def _legend(self) -> Legend:
        legend = Legend(self.trajectory.class_names, self.theme)
        panel = self.formula_area.around(self.note_area)  # no note stands beside a legend
        return legend.within(self.formula_area, panel)

    def show_training(self) -> None:
        """Let the loss run from the first step to the one whose network is shown."""
        labels = (self.words["step"], self.words["loss"])
        panel = LossPanel(self.trajectory, self.loss_area, self.theme, labels)
        clock = Clock(self.trajectory, [panel]).at(0)
        end = self.snapshot.step
        loss = self.trajectory.loss_at(end)
        with self.beat("training", steps=round(end), loss=loss):
            self.appear(panel.scenery, panel, *([self.diagram] if self.diagram else []))
            self.play(RunClock(clock, 0, end, run_time=self.seconds(self.theme.move * 1.5)))

    def show_layers(self) -> None:
        """Send the points through each layer in turn."""
        self._prepare()
        for k in range(1, self.snapshot.depth + 1):
            if self.in_full is None or k <= self.in_full:
                self.show_layer(k)
            else:
                self.show_again(k)

    def after_shift(self, k: int) -> None:
        """Show that the best line has only moved along: without a clamp nothing is won."""
        if k > 1 or not self.ask_why or self.classes != 2:
            return
        found = best_lines_by_direction(self.points, self.trajectory.labels).best
        weight, bias = self.snapshot.weights[0], self.snapshot.biases[0]
        # n x + c = 0 and y = W x + b give (W⁻ᵀ n) y + c - (W⁻ᵀ n) b = 0.
        normal = np.asarray(np.linalg.solve(weight.T, found.normal), dtype=np.float64)
        moved = SeparatingLine(normal, found.offset - float(normal @ bias))
        line = TrialLine(moved, self.plane.view, self.theme)
        accuracy = float(moved.right(self.plane.cloud.coords, self.trajectory.labels).mean())
        with self.beat("why", accuracy=accuracy):
            self.appear_behind([self.plane.cloud], line)
        self.vanish(line, share=0.5)

    def show_again(self, k: int) -> None:
        """Move the points through a layer in one beat: what it does is known by now."""
        start = self.snapshot.layer(k - 1, self.points)
        way = extent(layer_motions(self.snapshot, k), start)
        self.zoom(View.fit(way, self.plane.view.area), k)
        with self.beat("again", hold=self.theme.long_hold, k=k):
            self.show_formula(k)
            self.pass_layer(k)
            self.settle(k)

    def _prepare(self) -> None:
        """Show plot, points and grid, unless they are there."""
        self.appear_at_back(*self.absent(*self.plane.scenery), share=0.5)
        self.appear(*self.absent(self.plane.cloud))
        if self.plane.grid not in self.mobjects:
            self.appear_behind([self.plane.cloud], self.plane.grid)
        self.point_at(None)

    def show_readout(self) -> None:
        """Draw the line that is all the last step has."""
        snapshot, plane = self.snapshot, self.plane
        last = snapshot.layer(snapshot.depth, self.points)
        self.zoom(View.fit(last, plane.view.area), snapshot.depth + 1)
        formula = LineFormula if self.classes == 2 else ScoresFormula
        key = self.among("readout", "borders")
        with self.beat(key, hold=self.theme.long_hold, **self.score()):
            self.swap_panel(formula(snapshot, self.formula_area, self.theme))
            self.point_at(snapshot.depth + 1)
            self._decide(snapshot.depth)

    def show_pullback(self) -> None:
        """Send every point home, and draw the same decision where it is a curve."""
        key = self.among("pullback", "pullbacks")
        with self.beat(key, hold=self.theme.long_hold, **self.score()):
            line = self.go_home(self.decision)
            self.swap_panel(self._legend())
            self.point_at(None)
            regions = DecisionRegions(self.snapshot, 0, self.plane.view, self.theme)
            self.decision = [regions, line]
            self.appear_behind([line, self.plane.cloud], regions)

    def _decide(self, layer: int) -> None:
        """Show line and regions in the plane of a layer, behind the points."""
        shown = self.snapshot, layer, self.plane.view, self.theme
        self.decision = [DecisionRegions(*shown), DecisionLine(*shown)]
        for part in reversed(self.decision):
            self.appear_behind(self.plane.moving, part)
