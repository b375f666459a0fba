"""The film of any run: its layers, as wide as they are, projected to the plane."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from manim import LEFT, Group
from numpy.typing import NDArray

from detangle.geometry.grand_tour import Stop, legs, tour
from detangle.stage.motion.carry import SAMPLES
from detangle.stage.motion.planes import rename, unname
from detangle.stage.motion.restyle import pulse
from detangle.stage.plot.plane import Rings, ring
from detangle.stage.scenes.projected.projected_scene import Array, ProjectedScene
from detangle.stage.scenes.runs import Run
from detangle.stage.text.typeset import words
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
    beats: ClassVar[tuple[str, ...]] = ("classes", "tangle", "training", "layers", "tour", "end")
    words = load("wide_morph")
    tour: ClassVar[int] = 0
    """Through how many main directions of the last layer the plane turns; 0 or 2: it does not."""

    def show_classes(self) -> None:
        """Show all points in their plane."""
        share, n = self.projections[0].explained, len(self.points)
        key = "classes" if self.points.shape[1] > 2 else "flat"
        with self.beat(key, n=n, share=share, **self.about_layer(0), **self.about_classes()):
            self.meet(0)
            self.tell(0, "share.note", share=share)
            self.develop()

    def show_tangle(self) -> None:
        """Draw the best line of the plane, where there are two classes and a plane."""
        if len(self.trajectory.class_names) == 2 and self.points.shape[1] > 1:
            super().show_tangle()

    def show_training(self) -> None:
        """Let the loss run to the step that is shown, where there is more than one."""
        if self.moment > 0:
            super().show_training()

    def show_tour(self) -> None:
        """Turn the plane through further directions of the last layer, and back."""
        last = len(self.layers) - 1
        stops = tour(self.layers[last], self.projections[last], self.tour)
        if len(stops) < 2:
            return
        self.meet(last)
        count = max(i for stop in stops for i in stop.components)
        with self.beat("tour", count=count, k=last):
            self.tidy()
            self.go_to(last)
            self.make_room(self._passed(stops))
            for a, b in pairwise(stops):
                self._go_on(a, b)

    def _passed(self, stops: list[Stop]) -> Array:
        """Collect where the points pass on a tour, (M, 2)."""
        times = np.linspace(0, 1, SAMPLES)
        ways = [way.place(self.layers[-1], float(t)) for way in legs(stops) for t in times]
        return np.concatenate(ways)

    def _go_on(self, a: Stop, b: Stop) -> None:
        """Turn the plane from one stop of a tour to the next, and name its directions."""
        self.play(unname(self.plane), *self.unnote(0, 1), run_time=self.brief)
        self.turn(self.layers[-1], a.projection, b.projection)
        names = [f"p_{i}" for i in b.components]
        self.play(rename(self.plane, (names[0], names[1])), run_time=self.brief)
        self.tell(0, "share.note", share=b.projection.explained)
        self.rest(self.theme.hold)

    def show_end(self) -> None:
        """Draw the network's cut where it can be seen, or mark what it gets wrong."""
        if len(self.trajectory.class_names) == 2 and self.trajectory.has_readout:
            self.show_side()
        else:
            self.show_verdict()

    def show_verdict(self) -> None:
        """Say how many points the network gets right, and mark the others."""
        last, score = len(self.layers) - 1, self.score()
        self.meet(last)
        known = self.trajectory.has_scores
        key = ("verdict" if score["wrong"] else "perfect") if known else "counted"
        with self.beat(key, hold=self.theme.long_hold, **score):
            self.point_at(last + 1)
            self.tidy()
            self.go_to(last)
            if known and score["wrong"]:
                self._mark(~self.right)
            else:
                self.tell(1, "side.note", **score)

    def _mark(self, wrong: NDArray[np.bool_]) -> None:
        """Ring some of the points, and say what the rings are."""
        said = self.words["wrong.note"].format(wrong=int(wrong.sum()), n=len(wrong))
        line = words(said, self.theme.caption_size, self.theme.text)
        sample = ring(self.theme).next_to(line, LEFT, buff=RING_GAP * self.theme.caption_size)
        self.plane.rings = Rings(self.plane.cloud.coords[wrong], self.plane.view, self.theme)
        self.show(self.plane.rings)
        self.put_note(1, Group(sample, line))
        run_time = self.seconds(self.theme.appear)
        self.play(pulse(self.plane.cloud, wrong, run_time=run_time))

    def about_layer(self, k: int) -> dict[str, Any]:
        """Return what the words may say of a layer."""
        width = self.trajectory.widths[k]
        numbers = self.words["one" if width == 1 else "many"].format(n=width)
        return {"k": k, "width": width, "numbers": numbers}
