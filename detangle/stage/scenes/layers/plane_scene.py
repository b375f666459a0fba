"""A scene with the points of a run in the plane of its input, and the network beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from manim import Animation, Mobject

from detangle._typing import FloatArray
from detangle.analysis.layer_motions import flat_pictures
from detangle.analysis.separation import (
    BestLines,
    best_lines_by_direction,
    separating_hyperplane,
)
from detangle.look.layout import Area
from detangle.stage.motion.carry import FASTEST, SWEEPING
from detangle.stage.motion.planes import mark, rename, rescale, unmark, unname
from detangle.stage.motion.restyle import light
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.panels.legend import Legend
from detangle.stage.panels.network_diagram import NetworkDiagram
from detangle.stage.plot.axes import column_names, plot_area, with_tick_room
from detangle.stage.plot.decision import shape_in_view
from detangle.stage.plot.marks import crosses
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View
from detangle.stage.scenes.layers.shots import Shot, shots, title_scrim
from detangle.stage.scenes.runs import wants_boxes
from detangle.stage.scenes.scene import StageScene, fading_ghosts
from detangle.stage.text.formula import LayerFormula

CAMERA = 0.37
"""Time of a change of scale where the plane fills the frame, as a fraction of the theme's `move`.
"""


class PlaneScene(StageScene):
    """The plane of a run's input, notes, and a diagram of the network at one training step."""

    step: ClassVar[float | None] = None
    """The training step whose network is shown; None is the last one."""

    plane: Plane
    fastest: float = FASTEST
    """Scene units that a dot may move in a second."""
    shot: str
    """The wanted shot, which the next change of scale takes; `shown` is the one on the screen."""

    def setup(self) -> None:
        """Build the plane, and the network at the step that is shown."""
        if wants_boxes(self.follow):
            self.figure = True
        super().setup()
        self.snapshot = self.trajectory.at(self.step)
        self.points = self.trajectory.points.astype(np.float64)
        self.shot = self.shown = self.first_shot()
        self.home = self.first_view()
        columns = column_names(self.trajectory)
        self.plane = Plane(
            self.points, self.trajectory.labels, self.home, self.theme, columns=columns
        )
        self.mark_followed(self.plane)
        self.diagram = self.new_diagram()
        self.formula: LayerFormula | None = None
        self.in_plane: list[Mobject] = []

    @property
    def areas(self) -> Sequence[Area]:
        """Where in the frame it draws: all of it where the plane fills the frame."""
        return super().areas if self.figure else (self.layout.frame,)

    def first_shot(self) -> str:
        """Name the first shot, where the plane fills the frame."""
        return "column"

    def first_view(self) -> View:
        """Return the view of the points: in a box with ticks, or of all the frame."""
        if self.figure:
            area = plot_area(self.layout.stage)
            shown = flat_pictures(self.snapshot, self.points)
            pictures = [*shown, np.concatenate(shown)]
            return View.fit(self.points, with_tick_room(area, pictures, self.theme))
        return self.fit(self.points)

    def fit(self, coords: FloatArray) -> View:
        """Return the view of some coordinates (M, 2) in the plot, or in the zone of the shot."""
        if self.figure:
            return self.plane.view.fitted(coords)
        return View.fit(coords, self.layout.frame, zone=self.shots[self.shot].zone)

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
        larger = formula.around(self.slots["note"]) if self.figure else self.layout.panels
        return legend.within(formula, larger)

    @cached_property
    def shots(self) -> Mapping[str, Shot]:
        """How the frame is divided, where the plane fills it."""
        return shots(self.layout, self.theme)

    @property
    def scenery(self) -> list[Mobject]:
        """What stands still: that of the plane, and the scrims on which text stands over it."""
        if self.figure:
            return self.plane.scenery
        return [*self.plane.scenery, self.title_scrim, *self.shots[self.shown].scrims]

    @cached_property
    def title_scrim(self) -> Mobject:
        """What the title stands on where the plane fills the frame."""
        return title_scrim(self.layout, self.theme)

    def reveal_plane(self) -> None:
        """Show the plot, then the points."""
        self.show(*self.scenery, fraction=0.5)
        self.show(*self.plane.dots)

    def point_at(self, layer: int | None) -> None:
        """Light one layer of the diagram, or all of it, where there is a place for it."""
        if self.diagram is not None and (self.figure or self.shown == "column"):
            self.light(self.diagram, *self.diagram.parts_of(layer))

    def write_formula(self, k: int) -> None:
        """Write layer k's formula, and point at the layer in the diagram."""
        self.formula = LayerFormula(self.snapshot, k, self.slots["formula"], self.theme).lit()
        self.put_formula(self.formula, unname(self.plane), layer=k)

    def put_formula(self, formula: Mobject, *others: Animation, layer: int | None) -> None:
        """Put something into the place of the formula, and point at a layer in the diagram."""
        if self.figure:
            self.put("formula", formula, *others, clear=["note"])
            self.point_at(layer)
            return
        # Over a plane that fills the frame little is said at a time: it may change together.
        lit = [light(self.diagram, *self.diagram.parts_of(layer))] if self.diagram else []
        self.briefly(*self.emptied("formula", "note"), *others)
        self.fill("formula", formula)
        self.briefly(Appear(formula), *lit)

    @contextmanager
    def sweep(self) -> Iterator[None]:
        """Let the points move faster for a while: a gesture of the whole network."""
        before, self.fastest = self.fastest, SWEEPING
        yield
        self.fastest = before

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
        """Change the scale, if the view needs it: a beat of its own only where there are boxes."""
        if self.figure:
            key = "zoom_out" if view.unit < self.plane.view.unit else "zoom_in"
            self.rescale_if_needed((self.plane, view), key=key, **values)
        elif self.shot != self.shown or not self.plane.view.serves(view):
            self.empty("note")
            self.rescale((self.plane, view))

    def rescale(self, *views: tuple[Plane, View]) -> None:
        """Show the plane through another view; a plane that fills the frame takes the shot, too."""
        if self.figure:
            super().rescale(*views)
            return
        ((plane, view),) = views
        symbols, old, new = plane.symbols, *(self.shots[s].scrims for s in (self.shown, self.shot))
        self.shown = self.shot
        run_time = self.seconds(CAMERA * self.theme.move)
        left, come = set(old) - set(new), set(new) - set(old)
        leaving = [unmark(plane), unname(plane), *fading_ghosts(plane), *map(Vanish, left)]
        for change in (*leaving, *(entering := [*map(Appear, come)])):
            change.set_run_time(run_time)
        with self.sweep():
            self.play(rescale(plane, view, run_time, self.fastest), *leaving, *entering)
        self.briefly(mark(plane), *([rename(plane, symbols)] if symbols else []))
