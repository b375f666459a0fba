"""A scene with the points of a run in the plane of its input, and the network beside them."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from manim import Animation, Mobject

from detangle._typing import FloatArray
from detangle.analysis.layer_motions import extent, layer_motions
from detangle.analysis.separation import (
    BestLines,
    best_lines_by_direction,
    separating_hyperplane,
)
from detangle.look.layout import Area
from detangle.stage.motion.planes import unname
from detangle.stage.motion.restyle import light
from detangle.stage.panels.legend import Legend
from detangle.stage.panels.network_diagram import NetworkDiagram
from detangle.stage.plot.axes import column_names, plot_area, with_tick_room
from detangle.stage.plot.decision import shape_in_view
from detangle.stage.plot.marks import crosses
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View
from detangle.stage.scenes.layers.scrims import scrims
from detangle.stage.scenes.scene import StageScene
from detangle.stage.text.formula import LayerFormula


class PlaneScene(StageScene):
    """The plane of a run's input, notes, and a diagram of the network at one training step."""

    step: ClassVar[float | None] = None
    """The training step whose network is shown; None is the last one."""

    plane: Plane

    def setup(self) -> None:
        """Build the plane, and the network at the step that is shown."""
        super().setup()
        self.snapshot = self.trajectory.at(self.step)
        self.points = self.trajectory.points.astype(np.float64)
        self.home = self.first_view()
        columns = column_names(self.trajectory)
        self.plane = Plane(
            self.points, self.trajectory.labels, self.home, self.theme, columns=columns
        )
        self.mark_followed(self.plane)
        self.diagram = self.new_diagram()
        self.formula: LayerFormula | None = None
        self.in_plane: list[Mobject] = []

    def first_view(self) -> View:
        """Return the view of the points: in a box with ticks, or of all the frame."""
        stage = self.layout.stage
        if self.figure:
            area = with_tick_room(plot_area(stage), self.pictures(), self.theme)
            return View.fit(self.points, area)
        return View.fit(self.points, self.layout.frame, zone=stage)

    def pictures(self) -> list[FloatArray]:
        """Return the coordinates (M, 2) that the plane may show: each layer, all ways, and all."""
        found, snapshot = [self.points], self.snapshot
        for k, widths in enumerate(pairwise(self.trajectory.widths), start=1):
            if widths == (2, 2):
                before = snapshot.layer(k - 1, self.points)
                found += [
                    extent(layer_motions(snapshot, k), before),
                    snapshot.layer(k, self.points),
                ]
        return [*found, np.concatenate(found)]

    def divide(self) -> dict[str, Area]:
        """Name the places beside the plane: the diagram has that of the loss."""
        return self.layout.slots("diagram", formula=0.75, note=0.25)

    def new_diagram(self) -> NetworkDiagram | None:
        """Draw the network that is shown, where the diagram has a place."""
        area = self.slots.get("diagram")
        return NetworkDiagram(self.snapshot, area, self.theme) if area else None

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return len(self.trajectory.class_names)

    def score(self) -> dict[str, Any]:
        """Count what the network gets right, and what a line or the largest class would get."""
        labels = self.trajectory.labels
        right = self.snapshot.predict(self.points) == labels
        return {
            "accuracy": right.mean(),
            "right": int(right.sum()),
            "n": len(right),
            "largest": int(np.bincount(labels).max()),
            **(self.by_line if self.classes == 2 else {}),
        }

    @cached_property
    def by_line(self) -> dict[str, Any]:
        """What a straight line can do in the input, for two classes."""
        labels = self.trajectory.labels
        return {
            "right_by_line": int(self.lines.right.max()),
            "separable": separating_hyperplane(self.points, labels) is not None,
        }

    @cached_property
    def lines(self) -> BestLines:
        """The best straight lines in the input, for two classes."""
        return best_lines_by_direction(self.points, self.trajectory.labels)

    @cached_property
    def boundary(self) -> dict[str, Any]:
        """What the decision boundary is like in the input, as far as it is in view."""
        return shape_in_view(self.snapshot, 0, self.home)

    def legend(self) -> Legend:
        """Return the names of the classes, in the place of formula and note."""
        formula = self.slots["formula"]
        legend = Legend(self.trajectory.class_names, self.theme)
        return legend.within(formula, formula.around(self.slots["note"]))

    @cached_property
    def scenery(self) -> list[Mobject]:
        """What stands still: that of the plane, and the scrims on which text stands over it."""
        return [*self.plane.scenery, *([] if self.figure else scrims(self.layout, self.theme))]

    def reveal_plane(self) -> None:
        """Show the plot, then the points."""
        self.show(*self.scenery, fraction=0.5)
        self.show(*self.plane.dots)

    def point_at(self, layer: int | None) -> None:
        """Light one layer of the diagram, or all of it."""
        if self.diagram is not None:
            self.light(self.diagram, *self.diagram.parts_of(layer))

    def write_formula(self, k: int) -> None:
        """Write layer k's formula, and point at the layer in the diagram."""
        self.formula = LayerFormula(self.snapshot, k, self.slots["formula"], self.theme).lit()
        self.put("formula", self.formula, unname(self.plane), clear=["note"])
        self.point_at(k)

    def lit(self, part: str) -> list[Animation]:
        """Light a part of the formula, where there is one."""
        return [light(self.formula, part, run_time=self.brief)] if self.formula else []

    def tell_held_out(self) -> None:
        """Draw points that were never trained on in the last layer, as a beat, if there are any."""
        found, points = self.held_out(self.snapshot.step), self.trajectory.test_points
        labels = self.trajectory.test_labels
        if found is None or points is None or labels is None:
            return
        last = self.snapshot.layer(self.snapshot.depth, points.astype(np.float64))
        drawn = crosses(last, labels, self.plane.view, self.theme)
        with self.beat("held_out", hold=self.theme.long_hold, **found):
            self.show(drawn)
            self.note("held_out.note", **found)
        self.vanish(drawn, fraction=0.5)

    def zoom(self, view: View, **values: int) -> None:
        """Change the scale, if the view needs it: as a beat of its own where there are boxes."""
        if not self.figure:
            if not self.plane.view.serves(view):
                self.empty("note")
                self.rescale((self.plane, view))
            return
        key = "zoom_out" if view.unit < self.plane.view.unit else "zoom_in"
        self.rescale_if_needed((self.plane, view), key=key, **values)
