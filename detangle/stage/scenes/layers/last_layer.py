"""The last layer is a logistic regression: a line fails on the input and succeeds on features."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from manim import DOWN, LEFT, RIGHT, Group, Mobject, VGroup

from detangle._typing import FloatArray
from detangle.analysis.layer_motions import extent, layer_motions
from detangle.analysis.regions import scores_from
from detangle.analysis.separation import (
    DIRECTIONS,
    SeparatingLine,
    best_lines_by_direction,
    logistic_regression,
)
from detangle.look.layout import Area
from detangle.stage.motion.line_search import LineSearch, turn_line
from detangle.stage.motion.planes import rename
from detangle.stage.motion.restyle import pulse
from detangle.stage.panels.legend import Legend
from detangle.stage.plot.axes import axis_symbols
from detangle.stage.plot.decision import DecisionLine, LogOdds, ProbabilityShade
from detangle.stage.plot.trial_line import TrialLine
from detangle.stage.plot.view import View
from detangle.stage.scenes.layers.flow_scene import FlowScene
from detangle.stage.text.formula import LineFormula
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import escape, fit_width, formula, words
from detangle.stage.words import load

BIG = 2.4
"""Size of the counted share, as a multiple of the captions'."""
SWING = 2.6
"""How long the line swings, in the theme's maps."""


class LastLayerScene(FlowScene):
    """A line swings and fails, logistic regression fails; on the last layer's features it works.

    It shows any run whose input and layers are 2 wide, with two classes.
    """

    beats: ClassVar[tuple[str, ...]] = (
        "search",
        "shade",
        "network",
        "features",
        "separate",
        "pullback",
    )
    words = load("last_layer")

    def _upper_panel(self) -> tuple[Area, Area, Area | None]:
        """Give the diagram the place of the loss, which is not shown here."""
        formula_area, note = self.layout.formula.rows((0.75, 0.25), 0.0)
        return formula_area, note, self.layout.loss

    def setup(self) -> None:
        """Find the lines that are going to be shown."""
        super().setup()
        self.candidate: TrialLine | None = None
        self.decision: list[Mobject] = []

    def show_search(self) -> None:
        """Let a line swing around, count, and stop at the best one."""
        found = best_lines_by_direction(self.points, self.trajectory.labels)
        best = found.best.right(self.points, self.trajectory.labels)
        values = {"n": len(best), "wrong": int((~best).sum()), "accuracy": best.mean()}
        line = self.candidate = TrialLine(found.best, self.plane.view, self.theme)
        numbers = self._numbers()
        with self.beat("search", **values):
            self._show_points()
            search = LineSearch(
                line,
                found,
                self.points,
                self.trajectory.labels,
                *numbers,
                run_time=self.seconds(SWING * self.theme.move),
            )
            counter = self._counter(numbers)
            self.appear_behind([self.plane.cloud], line)
            self.appear(counter, share=0.5)
            self.in_panel.append(counter)
            self.play(search)
        with self.beat("best", tried=DIRECTIONS, hold=self.theme.long_hold, **values):
            self._write_note(self.words["best.note"].format(**values))
            self.play(pulse(self.plane.cloud, ~best, run_time=self.seconds(self.theme.appear)))

    def show_shade(self) -> None:
        """Fit a logistic regression to the input, and shade its probability."""
        line = logistic_regression(self.points, self.trajectory.labels)
        accuracy = float(line.right(self.points, self.trajectory.labels).mean())
        with self.beat("shade", accuracy=accuracy):
            self._show_points()
            self.swap_panel(self._odds("x"))
            self._settle_candidate(line)
            self._shade(line.values)
            name = escape(self.trajectory.class_names[1])
            self._write_note(self.words["shade.note"].format(accuracy=accuracy, name=name))

    def show_network(self) -> None:
        """Light the last layer of the network's diagram."""
        with self.beat("network", hold=self.theme.long_hold):
            self._show_points()
            self.point_at(None)
            self.swap_panel(self._odds(f"h_{self.snapshot.depth}"))
            self.point_at(self.snapshot.depth + 1)

    def show_features(self) -> None:
        """Let the points flow through all layers, without a stop."""
        self._show_points()
        leaving = [*self.decision, *([self.candidate] if self.candidate else [])]
        if leaving:
            self.vanish(*leaving, share=0.5)
        self.decision, self.candidate = [], None
        self.appear_behind([self.plane.cloud], self.plane.grid)
        self.zoom(View.fit(self._whole_way(), self.plane.view.area), 1)
        with self.beat("features"):
            for k in range(1, self.snapshot.depth + 1):
                self.show_formula(k)
                self.pass_layer(k)
            self.play(rename(self.plane, axis_symbols(self.snapshot.depth)), run_time=self._brief)

    def show_separate(self) -> None:
        """Draw the last layer's own line there, and its shade."""
        depth = self.snapshot.depth
        last = self.snapshot.layer(depth, self.points)
        self.zoom(View.fit(last, self.plane.view.area), depth)
        with self.beat("separate", hold=self.theme.long_hold, **self.score()):
            self.swap_panel(LineFormula(self.snapshot, self.formula_area, self.theme))
            self.point_at(depth + 1)
            self._decide(depth)
            self._write_note(self.words["separate.note"].format(**self.score()))

    def show_pullback(self) -> None:
        """Carry the points home, and draw the same decision and shade there."""
        with self.beat("pullback", hold=self.theme.long_hold, **self.score()):
            line = self.go_home(self.decision)
            self.point_at(None)
            self.swap_panel(
                Legend(self.trajectory.class_names, self.theme).move_to(self.formula_area.center)
            )
            self.decision = [line]
            self._shade_decision(0)

    def _show_points(self) -> None:
        """Show plot and points, unless they are there."""
        self.appear_at_back(*self.absent(*self.plane.scenery), share=0.5)
        self.appear(*self.absent(self.plane.cloud))

    def _numbers(self) -> tuple[Number, Number]:
        size, color = self.theme.caption_size, self.theme.text
        style: dict[str, Any] = {"decimals": 1, "suffix": "%", "color": color, "whole": 2}
        return Number(0, size=BIG * size, **style), Number(0, size=size, **style)

    def _counter(self, numbers: tuple[Number, Number]) -> Group:
        """Set the two numbers under their names."""
        names = [
            words(self.words[key], self.theme.caption_size, self.theme.muted)
            for key in ("now", "so_far")
        ]
        rows = VGroup(names[0], numbers[0], VGroup(names[1], numbers[1]))
        numbers[1].next_to(names[1], RIGHT, buff=0.3 * numbers[0].pitch)
        rows.arrange(DOWN, buff=0.9 * numbers[0].pitch, aligned_edge=LEFT)
        rows.scale(min(1.0, self.formula_area.height / rows.height))
        return Group(rows.move_to(self.formula_area.center))

    def _odds(self, name: str) -> Mobject:
        """Write P(class 1) of a logistic regression on what is called `name`."""
        line = formula(f"p = sigma (w dot {name} + b)", self.theme.formula_size, self.theme.text)
        return fit_width(line, self.formula_area.width).move_to(self.formula_area.center)

    def _settle_candidate(self, line: SeparatingLine) -> None:
        """Show the fitted line: the swinging one turns into it, if it is there."""
        if self.candidate is None:
            self.candidate = TrialLine(line, self.plane.view, self.theme)
            self.appear_behind([self.plane.cloud], self.candidate)
            return
        self.play(turn_line(self.candidate, line, run_time=self.seconds(self.theme.appear)))

    def _shade(self, log_odds: LogOdds) -> None:
        """Lay a shade behind all else."""
        shade = ProbabilityShade(log_odds, self.plane.view, self.theme)
        self.bring_to_back(shade)
        self.appear(shade)
        self.decision.append(shade)

    def _decide(self, layer: int) -> None:
        """Show the network's line and shade in the plane of a layer."""
        line = DecisionLine(self.snapshot, layer, self.plane.view, self.theme)
        self.appear_behind([self.plane.cloud], line)
        self.decision = [line]
        self._shade_decision(layer)

    def _shade_decision(self, layer: int) -> None:
        """Lay the network's own probability behind a layer's plane."""
        self._shade(lambda coords: np.diff(scores_from(self.snapshot, layer, coords)).ravel())

    def _whole_way(self) -> FloatArray:
        """Collect where the points pass on their way through all layers, (M, 2)."""
        ways, start = [], self.points
        for k in range(1, self.snapshot.depth + 1):
            ways.append(extent(layer_motions(self.snapshot, k), start))
            start = self.snapshot.layer(k, self.points)
        return np.concatenate(ways)
