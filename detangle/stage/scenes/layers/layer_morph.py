"""The film of one run: the points flow through every layer, and a line separates them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

import numpy as np
from manim import Mobject, VGroup

from detangle._typing import FloatArray
from detangle.analysis.separation import SeparatingLine
from detangle.look.layout import Area
from detangle.stage.motion.tween import Vanish
from detangle.stage.panels.class_names import names_beside
from detangle.stage.panels.network_diagram import has_room
from detangle.stage.plot.decision import DecisionLine, DecisionRegions
from detangle.stage.plot.lines import TrialLine
from detangle.stage.plot.view import View
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.layers.plane_scene import PlaneScene
from detangle.stage.scenes.layers.player import LayerPlayer
from detangle.stage.scenes.shows import Shows, is_flat
from detangle.stage.text.formula import LineFormula, ScoresFormula
from detangle.stage.words import load

ROOM_FOR_DIAGRAM = 2.4
"""Height in units of the panel above the loss from which on the diagram has room there."""


class LayerMorphScene(PlaneScene):
    """Points morph from the input through each layer: W x, + b, activation; then the line.

    It shows any run whose input and layers are 2 wide. With more than two classes there are the
    borders between their regions in place of one line.
    """

    shows = Shows("runs of 2-wide layers", is_flat, "moons")
    beats: ClassVar[Beats] = (
        "input",
        "training",
        "layers",
        "readout",
        "held_out",
        "pullback",
    )
    needs: ClassVar[Mapping[str, Beats]] = {
        "readout": ("layers",),
        "held_out": ("layers",),
        "pullback": ("layers",),
    }
    words = load("layer_morph")
    marks_points = True
    ask_why: ClassVar[bool] = False
    """Whether layer 1 stops before its activation, to show that a line has won nothing so far."""
    in_full: ClassVar[int | None] = 1
    """How many layers are shown movement by movement; those after them pass in one beat each. None
    shows all of them so."""
    figure: bool = False

    def setup(self) -> None:
        """Prepare the way through the layers; nothing is decided yet."""
        super().setup()
        self.player = LayerPlayer(self)
        self.decision: list[Mobject] = []
        if self.shown == "solo" and self.names is not None:
            self.plane.make_way_for(self.names)

    def divide(self) -> dict[str, Area]:
        """Name the places beside the plane; the diagram is above the loss, if there is room."""
        if not self.figure:
            widths = (*self.trajectory.widths, self.classes)
            places = self.layout.slots("diagram", formula=0.8, note=0.2)
            if not has_room(widths, places["diagram"], self.theme):
                formula, note = self.layout.panels.rows((0.65, 0.35), 0.0)
                places = {"formula": formula, "note": note}
            return {**places, "loss": self.shots["strip"].panel or self.layout.loss}
        if "training" not in self.beats:
            return super().divide()
        slots = self.layout.slots(formula=0.5, note=0.2, diagram=0.3)
        widths = (*self.trajectory.widths, self.classes)
        high = self.layout.formula.height >= ROOM_FOR_DIAGRAM * self.layout.scale
        if high and has_room(widths, slots["diagram"], self.theme):
            return slots
        return self.layout.slots(formula=0.8, note=0.2)

    @cached_property
    def names(self) -> VGroup | None:
        """The classes' names beside their points, where the plane fills the frame; or None."""
        zone = self.shots["solo"].zone
        places = View.fit(self.points, self.layout.frame, zone=zone).place(self.points)
        names = self.trajectory.class_names
        return names_beside(places, self.trajectory.labels, names, zone, self.theme)

    def first_shot(self) -> str:
        """Show the points alone first, where there is room for their classes' names."""
        return "column" if self.figure or self.names is None else "solo"

    def turn_to(self, shot: str, coords: FloatArray) -> None:
        """Take another shot, of some coordinates (M, 2), where the plane fills the frame."""
        if self.figure:
            return
        if self.names is not None:
            self.vanish(self.names, fraction=0.5)
        self.empty("formula")
        self.shot = shot
        self.zoom(self.fit(coords))

    def among(self, two: str, many: str) -> str:
        """Choose words: for two classes, or for more."""
        return two if self.classes == 2 else many

    def show_input(self) -> None:
        """Show the points, and the grid that will move with them."""
        names = self.words["and"].join(self.trajectory.class_names)
        key, n = self.among("input", "inputs"), len(self.points)
        if not self.figure and not self.mobjects:
            self.add(*self.scenery, self.player.grid)  # a film does not begin in the dark
        with self.beat(key, n=n, names=names, classes=self.classes):
            self.show(*self.scenery, fraction=0.5)
            if self.figure or self.names is None:
                self.show(*self.plane.dots, self.fill("formula", self.legend()))
                self.show(self.player.grid)
            else:
                self.show(self.player.grid, *self.plane.dots)
                self.show(self.names, fraction=0.5)

    def show_training(self) -> None:
        """Let the loss run from the first step to the one that is shown, if it is another."""
        first, end = int(self.trajectory.steps[0]), self.snapshot.step
        if end == first:
            return
        before, after = (self.trajectory.loss_at(step) for step in (first, end))
        values = {"steps": round(end - first), "loss_before": before, "loss_after": after}
        self.turn_to("strip", self.points)
        with self.beat("training", **values):
            if self.figure:
                self.play_loss(end, *([self.diagram] if self.diagram else []), moves=1.5)
            else:
                loss = self.play_loss(end, moves=0.8)
        if not self.figure:
            self.vanish(loss, fraction=0.5)

    def show_layers(self) -> None:
        """Send the points through each layer in turn."""
        self.reveal_plane()
        self.show(self.player.grid)
        self.turn_to("column", self.player.way(1))
        self.point_at(None)
        for k in range(1, self.snapshot.depth + 1):
            if self.in_full is not None and k > self.in_full:
                self._pass(k)
                continue
            for step in self.player.play(k):
                if step.key == "shift" and k == 1 and self.ask_why and self.classes == 2:
                    self._ask_why()

    def _ask_why(self) -> None:
        """Show that the best line has only moved along: without a clamp nothing is won."""
        best = self.lines.best
        weight, bias = self.snapshot.weights[0], self.snapshot.biases[0]
        # n x + c = 0 and y = W x + b give (W⁻ᵀ n) y + c - (W⁻ᵀ n) b = 0.
        normal = np.asarray(np.linalg.solve(weight.T, best.normal), dtype=np.float64)
        moved = SeparatingLine(normal, best.offset - float(normal @ bias))
        line = TrialLine(moved, self.plane.view, self.theme)
        right = int(moved.right(self.plane.cloud.coords, self.trajectory.labels).sum())
        values = {**self.score(), "right_by_line": right}
        with self.beat("why", **values):
            self.show(line)
        self.vanish(line, fraction=0.5)

    def _pass(self, k: int) -> None:
        """Move the points through a layer in one beat: what it does is known by now."""
        self.zoom(self.player.view(self.player.way(k)), k=k)
        name = self.snapshot.activation.label
        with self.beat("again" if k > 1 else "passing", hold=self.theme.long_hold, k=k, name=name):
            self.player.pass_through(k)
            self.player.settle(k)

    def show_readout(self) -> None:
        """Draw the line that is all the last step has."""
        snapshot, depth = self.snapshot, self.snapshot.depth
        self.zoom(self.player.view(snapshot.layer(depth, self.points)), k=depth + 1)
        formula = LineFormula if self.classes == 2 else ScoresFormula
        with self.beat(self.among("readout", "borders"), hold=self.theme.long_hold, **self.score()):
            written = formula(snapshot, self.slots["formula"], self.theme)
            self.put_formula(written, layer=depth + 1)
            shown = snapshot, depth, self.plane.view, self.theme
            self.decision = [DecisionRegions(*shown), DecisionLine(*shown)]
            for part in reversed(self.decision):
                self.show(part)

    def show_held_out(self) -> None:
        """Show where points lie that were never trained on, if there are any, and count them."""
        self.tell_held_out()

    def show_pullback(self) -> None:
        """Send every point home, and draw the same decision where it is a curve."""
        key, values = self.among("pullback", "pullbacks"), {**self.score(), **self.boundary}
        with self.beat(key, hold=self.theme.long_hold, **values):
            alone = not self.figure and self.names is not None
            if not self.figure:
                self.shot = "solo" if alone else "column"
                leaving = [*self.decision, *([self.diagram] if self.diagram else [])]
                self.diagram = None  # its place is the plane's, or the legend's
                self.briefly(*self.emptied("formula", "note"), *map(Vanish, leaving))
            self.vanish(*self.decision)
            line = self.player.rewind()
            if not alone:
                self.put("formula", self.legend(), clear=["note"])
            self.point_at(None)
            regions = DecisionRegions(self.snapshot, 0, self.plane.view, self.theme)
            self.decision = [regions, line]
            self.show(regions)
