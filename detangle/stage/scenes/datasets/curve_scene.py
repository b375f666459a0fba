"""The film of moons, circles and spirals: two curves, points on them, and noise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from manim.utils.rate_functions import linear
from numpy.typing import ArrayLike, NDArray

from detangle.geometry.polylines import Polylines
from detangle.stage.motion.carry import FASTEST, Carry
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.restyle import count_seen
from detangle.stage.motion.tween import Fade, follow
from detangle.stage.panels.facts import Fact
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.view import View
from detangle.stage.scenes.datasets.noisy_curves import NoisyCurves
from detangle.stage.scenes.datasets.toy_scene import ToyScene
from detangle.stage.text.typeset import escape
from detangle.stage.words import load

Array = NDArray[np.float64]

PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "moons": (),
    "circles": ("factor",),
    "spirals": ("turns",),
}
"""What the curves depend on."""
DOT_SHARE = 0.08
"""The part of the time for all dots that one of them takes to come."""
REACH, LEAST_REACH = 2.1, 0.03
"""How far the lens sees, in standard deviations of the noise; and the least, in the plane."""


class NoisyCurvesScene(ToyScene):
    """Two curves are drawn, points sit on them, and noise pushes each point to its place."""

    kinds: ClassVar[tuple[str, ...]] = ("moons", "circles", "spirals")
    remedy: ClassVar[str] = "moons"
    beats: ClassVar[tuple[str, ...]] = ("curve", "points", "noise", "question")
    words = load("datasets.curves")

    def setup(self) -> None:
        """Make the curves, and the points on them."""
        super().setup()
        self.kind = self.dataset.name
        self.told_parameters = (*PARAMETERS[self.kind], "noise")
        self.curves = [self._curve(k, shape) for k, shape in enumerate(self.parts.shapes)]
        self.inner: list[PlacedLines[View]] = []

    def extent(self) -> Array:
        """Show the curves, too."""
        self.parts = NoisyCurves.of(self.dataset, self.parameters)
        return np.concatenate([shape.vertices for shape in self.parts.shapes])

    def figures(self) -> dict[str, Any]:
        """Count the points on each curve, too."""
        first, second = np.bincount(self.labels, minlength=2).tolist()
        return {**super().figures(), "first": first, "second": second}

    def show_curve(self) -> None:
        """Draw the two curves, each beside its formula."""
        with self.beat(f"{self.kind}.curve", **self.figures()):
            self.clear_plane()
            self.open_page(self._formulas(), self.layout.panels)
            for k, curve in enumerate(self.curves):
                self.tell(f"class {k}")
                run_time = self.seconds(self.theme.move * 0.6)
                self.play(Draw(curve, run_time=run_time))
            self.tell("range")

    def show_points(self) -> None:
        """Let the points come, each exactly on its curve."""
        with self.beat("points", **self.figures()):
            number = self.open_page(self._counts()).numbers["n_points"]
            number.set_value(0)
            self._put_on_curves(False)
            self._look_at_curve()
            self.tell(*PARAMETERS[self.kind], "n_points")
            cloud, counted = self.plane.cloud, follow(number, lambda: count_seen(self.plane.cloud))
            timed: dict[str, Any] = {"times": self.parts.times, "fraction": DOT_SHARE}
            coming = self.change(cloud, self.looks, **timed)
            self.play(*coming, counted, run_time=self.seconds(self.theme.move))

    def show_noise(self) -> None:
        """Push each point from its curve to its place in the dataset."""
        if self.parameters["noise"] == 0:
            return
        with self.beat("noise", hold=self.theme.long_hold, **self.figures()):
            self.open_page(self._counts())
            self._put_on_curves(True)
            lens = self.lens or self._look_at_curve()
            self._leave_copies(lens)
            measure = lens.remark(self.said("noise.measure"), self.parameters["noise"])
            self.show(measure, fraction=0.5)
            self.tell("noise")
            self._push(lens)

    def _formulas(self) -> dict[str, Fact]:
        """Tell the formula of each class's curve."""
        rows = {
            f"class {k}": Fact(self.said(f"{self.kind}.{k}.fact"), escape(name), label=k)
            for k, name in enumerate(self.dataset.class_names)
        }
        return {**rows, "range": Fact(self.said(f"{self.kind}.range.fact"), apart=True)}

    def _counts(self) -> dict[str, Fact]:
        """Tell how many points there are, and the parameters."""
        count = self.fact("n_points", count=len(self.points))
        facts = {key: self.fact(key) for key in self.told_parameters}
        return {"n_points": count, **facts}

    def _curve(self, k: int, shape: Polylines) -> PlacedLines[View]:
        color, width = self.theme.class_color(k), self.theme.line_width
        return PlacedLines(shape, self.plane.view, color=color, width=width)

    def _put_on_curves(self, there: ArrayLike) -> None:
        """Put the points where they would be without noise, if they are not there yet."""
        if self.plane.cloud not in self.mobjects:
            self.show(*self.plane.scenery, *self.curves, fraction=0.5)
            self.plane.cloud.show_at(self.parts.ideal, self.plane.view)
            self.put_dots(np.broadcast_to(there, self.labels.shape))

    def _look_at_curve(self) -> Lens:
        """Show a part of the first curve larger, with the points on it."""
        reach = max(REACH * self.parameters["noise"], LEAST_REACH)
        upright = self.lens_area.height > self.lens_area.width
        lens = self.look_closer(self.parts.window(reach, axis=int(upright)))
        self.inner = [
            lens.lines(shape, self.theme.class_color(k), self.theme.line_width)
            for k, shape in enumerate(self.parts.shapes)
        ]
        self.show(*self.inner)
        return lens

    def _leave_copies(self, lens: Lens) -> None:
        """Dim the curves, and leave faint copies of the points on them."""
        self.add(self.plane.make_ghosts())
        self.bring_to_front(self.plane.cloud, lens.field)
        dimmed = [Fade(curve, 1.0, self.theme.dim) for curve in [*self.curves, *self.inner]]
        self.play(*dimmed, run_time=self.seconds(self.theme.appear / 2))

    def _push(self, lens: Lens) -> None:
        """Move all points, in the lens each with the line that it is pushed along."""
        cloud, parts = self.plane.cloud, self.parts
        twin = self.twins[id(cloud)]
        trail = lens.lines(parts.pushes, self.theme.structure, self.theme.reference_width)
        trail.show_at(np.repeat(parts.ideal, 2, axis=0), lens.view)
        self.add(trail)
        self.bring_to_front(twin)
        least = parts.wave().least_time(parts.ideal, lens.view.unit, FASTEST)
        timed: dict[str, Any] = {
            "rate_func": linear,
            "run_time": max(self.seconds(1.5 * self.theme.move), least),
        }
        self.play(
            Carry([cloud], parts.wave(), self.plane.view, **timed),
            Carry([twin], parts.wave(), lens.view, **timed),
            Carry([trail], parts.trail(), lens.view, **timed),
        )
