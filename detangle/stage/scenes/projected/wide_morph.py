"""The film of any run: its layers, as wide as they are, projected to the plane."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

import numpy as np
from manim import LEFT, Group

from detangle._typing import BoolArray, FloatArray
from detangle.geometry.grand_tour import Stop, legs, tour
from detangle.stage.motion.carry import SAMPLES
from detangle.stage.plot.marks import crosses
from detangle.stage.plot.plane import Rings, ring
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.projected.projected_scene import ProjectedScene
from detangle.stage.scenes.runs import Run
from detangle.stage.words import load

RING_GAP = 0.007
"""Units between a ring and what is said of it, for each point of the font size."""


class WideMorphScene(ProjectedScene):
    """Points of any number of features go through layers of any width to their classes.

    It shows any run: of up to ten layers, by any framework, with weights or without. Two classes
    that are told apart by a flat cut are seen from its edge at the end; else nothing is drawn
    between the classes, and the points that the network gets wrong are ringed.
    """

    run: ClassVar[Run] = "digits"
    beats: ClassVar[Beats] = ("classes", "tangle", "training", "layers", "tour", "end", "held_out")
    words = load("wide_morph")
    marks_points = True
    tour: ClassVar[int] = 0
    """Through how many main directions of the last layer the plane turns; 0 or 2: it does not."""

    def show_tour(self) -> None:
        """Turn the plane through further directions of the last layer, and back."""
        last = len(self.layers) - 1
        stops = tour(self.layers[last], self.projections[last], self.tour)
        if len(stops) < 2:
            return
        self.bring_in(last)
        count = max(i for stop in stops for i in stop.components)
        with self.beat("tour", count=count, k=last):
            self.go_to(last)
            self.zoom_to_fit(self._passed(stops))
            for a, b in pairwise(stops):
                first, second = b.components
                self.turn(a.projection, b.projection, (f"p_{first}", f"p_{second}"))
                self.rest(self.theme.hold)

    def _passed(self, stops: list[Stop]) -> FloatArray:
        """Collect where the points pass on a tour, (M, 2)."""
        times = np.linspace(0, 1, SAMPLES)
        ways = [way.place(self.layers[-1], float(t)) for way in legs(stops) for t in times]
        return np.concatenate(ways)

    def show_end(self) -> None:
        """Draw the network's cut where it can be seen, or mark what it gets wrong."""
        if self.has_cut:
            self.show_side()
        else:
            self.show_verdict()

    def show_held_out(self) -> None:
        """Draw points that were never trained on, if there are any, and count what is right."""
        run, last = self.trajectory, len(self.layers) - 1
        found, points, labels = self.held_out(self.shown_step), run.test_points, run.test_labels
        if found is None or points is None or labels is None:
            return
        self.bring_in(last)
        layer = run.at(self.shown_step).layer(last, points.astype(np.float64))
        with self.beat("held_out", hold=self.theme.long_hold, **found):
            self.point_at(last + 1)
            if self.at_layer != last:
                self.go_to(last)
            self.show(crosses(self.facing.place(layer), labels, self.plane.view, self.theme))
            self.note("held_out.note", **found)

    def show_verdict(self) -> None:
        """Say how many points the network gets right, and mark the others."""
        last, score = len(self.layers) - 1, self.score()
        self.bring_in(last)
        known = self.trajectory.has_scores
        key = ("verdict" if score["wrong"] else "perfect") if known else "counted"
        with self.beat(key, hold=self.theme.long_hold, **score):
            self.point_at(last + 1)
            self.go_to(last)
            if key == "verdict":
                self.mark(~self.right)
            else:
                self.note("side.note", **score)

    def mark(self, wrong: BoolArray) -> None:
        """Ring some of the points, (N,), and say what the rings are."""
        line = self.line("wrong.note", wrong=int(wrong.sum()), n=len(wrong))
        sample = ring(self.theme).next_to(line, LEFT, buff=RING_GAP * self.theme.caption_size)
        note, area = Group(sample, line), self.slots["note"]
        self.plane.rings = Rings(self.plane.cloud.coords[wrong], self.plane.view, self.theme)
        self.show(self.plane.rings)
        self.put("note", note.scale(min(1.0, area.width / note.width)).move_to(area.center))
        self.pulse(wrong, self.plane.cloud)
