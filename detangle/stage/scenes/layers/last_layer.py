"""The last layer is a logistic regression: a line fails on the input and succeeds on features."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from manim import DOWN, LEFT, RIGHT, Group, Mobject, VGroup

from detangle.analysis.separation import (
    DIRECTIONS,
    SeparatingLine,
    logistic_regression,
)
from detangle.stage.motion.line_search import LineSearch, turn_line
from detangle.stage.motion.planes import rename
from detangle.stage.plot.axes import axis_symbols
from detangle.stage.plot.decision import DecisionLine, LogOdds, ProbabilityShade
from detangle.stage.plot.lines import TrialLine
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.layers.plane_scene import PlaneScene
from detangle.stage.scenes.layers.player import LayerPlayer
from detangle.stage.scenes.shows import Shows, is_flat_pair
from detangle.stage.text.formula import LineFormula
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import fit_width, formula, words
from detangle.stage.words import load

COUNT_SCALE = 2.4
"""Size of the counted fraction, as a multiple of the captions'."""
SWING_TIME = 2.6
"""Time that the line swings, as a multiple of the theme's `move`."""


class LastLayerScene(PlaneScene):
    """A line swings and fails, logistic regression fails; on the last layer's features it works.

    It shows any run whose input and layers are 2 wide, with two classes.
    """

    shows = Shows("runs of 2-wide layers and two classes", is_flat_pair, "moons")
    beats: ClassVar[Beats] = (
        "search",
        "shade",
        "network",
        "features",
        "separate",
        "held_out",
        "pullback",
    )
    needs: ClassVar[Mapping[str, Beats]] = {
        "separate": ("features",),
        "held_out": ("separate",),
        "pullback": ("features",),
    }
    words = load("last_layer")
    marks_points = True

    def setup(self) -> None:
        """Prepare the way through the layers; no line is there yet."""
        super().setup()
        self.player = LayerPlayer(self)
        self.trial: TrialLine | None = None
        self.decision: list[Mobject] = []

    def show_search(self) -> None:
        """Let a line swing around, count, and stop at the best one."""
        points, labels = self.points, self.trajectory.labels
        found = self.lines
        best = found.best.right(points, labels)
        values = {
            **self.by_line,
            "n": len(best),
            "wrong": int((~best).sum()),
            "accuracy": best.mean(),
        }
        self.trial = TrialLine(found.best, self.plane.view, self.theme)
        numbers = self._numbers()
        with self.beat("search", **values):
            self.reveal_plane()
            run_time = self.seconds(SWING_TIME * self.theme.move)
            search = LineSearch(self.trial, found, points, labels, *numbers, run_time=run_time)
            self.show(self.trial)
            self.show(self.fill("formula", self._counter(numbers)), fraction=0.5)
            self.play(search)
        with self.beat("best", tried=DIRECTIONS, hold=self.theme.long_hold, **values):
            self.note("best.note", **values)
            self.pulse(~best, self.plane.cloud)

    def show_shade(self) -> None:
        """Fit a logistic regression to the input, and shade its probability."""
        line = logistic_regression(self.points, self.trajectory.labels)
        right = line.right(self.points, self.trajectory.labels)
        name = self.trajectory.class_names[1]
        values = {
            "accuracy": right.mean(),
            "right": int(right.sum()),
            "n": len(right),
            "name": name,
        }
        with self.beat("shade", **values):
            self.reveal_plane()
            self._write_odds("x")
            self._settle(line)
            self._shade(line.values)
            self.note("shade.note", **values)

    def show_network(self) -> None:
        """Light the last layer of the network's diagram."""
        with self.beat("network", hold=self.theme.long_hold, **self.score()):
            self.reveal_plane()
            self.point_at(None)
            self._write_odds(f"h_{self.snapshot.depth}")
            self.point_at(self.snapshot.depth + 1)

    def show_features(self) -> None:
        """Let the points flow through all layers, without a stop."""
        layers = range(1, self.snapshot.depth + 1)
        self.reveal_plane()
        self.vanish(*self.decision, *([self.trial] if self.trial else []), fraction=0.5)
        self.decision, self.trial = [], None
        self.show(self.player.grid)
        self.zoom(self.player.view(np.concatenate([self.player.way(k) for k in layers])), k=1)
        with self.beat("features", name=self.snapshot.activation.label):
            for k in layers:
                self.player.pass_through(k)
            self.briefly(rename(self.plane, axis_symbols(self.snapshot.depth)))

    def show_separate(self) -> None:
        """Draw the last layer's own line there, and its shade."""
        depth, score = self.snapshot.depth, self.score()
        self.zoom(self.player.view(self.snapshot.layer(depth, self.points)), k=depth)
        with self.beat("separate", hold=self.theme.long_hold, **score):
            line = LineFormula(self.snapshot, self.slots["formula"], self.theme)
            self.put("formula", line, clear=["note"])
            self.point_at(depth + 1)
            self.decision = [DecisionLine(self.snapshot, depth, self.plane.view, self.theme)]
            self.show(*self.decision)
            self._shade_decision(depth)
            self.note("separate.note", **score)

    def show_held_out(self) -> None:
        """Show where points lie that were never trained on, if there are any, and count them."""
        self.tell_held_out()

    def show_pullback(self) -> None:
        """Carry the points home, and draw the same decision and shade there."""
        with self.beat("pullback", hold=self.theme.long_hold, **self.score(), **self.boundary):
            self.vanish(*self.decision)
            self.decision = [self.player.rewind()]
            self.point_at(None)
            self.put("formula", self.legend(), clear=["note"])
            self._shade_decision(0)

    def _numbers(self) -> tuple[Number, Number]:
        size, color = self.theme.caption_size, self.theme.text
        style: dict[str, Any] = {"decimals": 1, "suffix": "%", "color": color, "whole": 2}
        return Number(0, size=COUNT_SCALE * size, **style), Number(0, size=size, **style)

    def _counter(self, numbers: tuple[Number, Number]) -> Group:
        """Set the two numbers under their names."""
        names = [
            words(self.words[key], self.theme.caption_size, self.theme.muted)
            for key in ("now", "so_far")
        ]
        area = self.slots["formula"]
        rows = VGroup(names[0], numbers[0], VGroup(names[1], numbers[1]))
        numbers[1].next_to(names[1], RIGHT, buff=0.3 * numbers[0].pitch)
        rows.arrange(DOWN, buff=0.9 * numbers[0].pitch, aligned_edge=LEFT)
        rows.scale(min(1.0, area.height / rows.height))
        return Group(rows.move_to(area.center))

    def _write_odds(self, name: str) -> None:
        """Write P(class 1) of a logistic regression on what is called `name`."""
        area = self.slots["formula"]
        line = formula(f"p = sigma (w dot {name} + b)", self.theme.formula_size, self.theme.text)
        self.put("formula", fit_width(line, area.width).move_to(area.center), clear=["note"])

    def _settle(self, line: SeparatingLine) -> None:
        """Show the fitted line: the swinging one turns into it, if it is there."""
        if self.trial is not None:
            self.play(turn_line(self.trial, line, run_time=self.seconds(self.theme.appear)))
            return
        self.trial = TrialLine(line, self.plane.view, self.theme)
        self.show(self.trial)

    def _shade(self, log_odds: LogOdds) -> None:
        """Lay a shade behind all else."""
        shade = ProbabilityShade(log_odds, self.plane.view, self.theme)
        self.show(shade)
        self.decision.append(shade)

    def _shade_decision(self, layer: int) -> None:
        """Lay the network's own probability behind a layer's plane."""
        self._shade(lambda coords: np.diff(self.snapshot.scores(coords, layer)).ravel())
