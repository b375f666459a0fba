"""The film of data with noise: the curves, points on them, and how noise moves the points."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from manim.utils.rate_functions import linear

from detangle import datasets
from detangle._typing import FloatArray
from detangle.geometry.motions import StaggeredTravel
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.carry import Carry, least_time
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.tween import Fade
from detangle.stage.panels.facts import Fact
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.view import View
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.datasets.dataset_scene import DatasetScene, is_generated
from detangle.stage.scenes.datasets.noisy_curves import NoisyCurves
from detangle.stage.scenes.shows import Shows
from detangle.stage.words import load
from detangle.stage.words.markup import escape

PUSH_TIME = 0.3
"""Fraction of the time for all points that one of them is pushed."""
REACH, LEAST_REACH = 2.1, 0.03
"""How far the lens sees, in standard deviations of the noise; and the least, in the plane."""


def is_noisy(run: Trajectory) -> bool:
    """Return True if a run's points are generated with noise on them."""
    return is_generated(run) and "noise" in datasets.defaults(run.setup.dataset)


class NoisyCurvesScene(DatasetScene):
    """The curves are drawn, points sit on them, and noise pushes each point to its place.

    It shows any dataset of the plane whose generator has the parameters `noise` and `n_points`: its
    curves are where the points lie without noise.
    """

    shows = Shows("how points with noise are made", is_noisy, "moons", "DatasetScene")
    beats: ClassVar[Beats] = ("curve", "points", "noise", "question")
    words = load("datasets.curves")

    def setup(self) -> None:
        """Make the curves."""
        super().setup()
        width = self.theme.line_width
        self.curves = [
            PlacedLines(shape, self.plane.view, color=self.theme.class_color(k), width=width)
            for k, shape in enumerate(self.parts.shapes)
        ]
        self.inner: list[PlacedLines[View]] = []

    def extent(self) -> FloatArray:
        """Show the curves, too."""
        self.parts = NoisyCurves.of(self.dataset)
        return np.concatenate([shape.vertices for shape in self.parts.shapes])

    def figures(self) -> dict[str, Any]:
        """Count the points on each curve, too."""
        first, second = np.bincount(self.labels, minlength=2)[:2].tolist()
        return {**super().figures(), "first": first, "second": second}

    def show_curve(self) -> None:
        """Draw the curves, each beside its formula."""
        with self.beat("curve"):
            self.clear_plane()
            facts = self.page(*self._formulas(), slot="page")
            for k, curve in enumerate(self.curves):
                self.tell(f"class{k}")
                self.play(Draw(curve, run_time=self.seconds(self.theme.move * 0.6)))
            self.tell(*facts.lines)

    def show_points(self) -> None:
        """Let the points come, each exactly on its curve."""
        with self.beat("points"):
            number = self.page(*self.counts()).numbers["points"]
            number.set_value(0)
            self._put_on_curves(False)
            self._look_at_curve()
            self.tell("points", *(key for key in self.told if key != "noise"))
            self.let_come(self.style, self.times, number)

    def show_noise(self) -> None:
        """Push each point from its curve to its place in the dataset."""
        if self.parameters["noise"] == 0:
            return
        with self.beat("noise", hold=self.theme.long_hold):
            self.page(*self.counts())
            self._put_on_curves(True)
            lens = self.lens or self._look_at_curve()
            self.add(self.plane.make_ghosts())
            dimmed = [Fade(curve, 1.0, self.theme.dim) for curve in [*self.curves, *self.inner]]
            self.briefly(*dimmed)
            measure = lens.remark(self.text("noise.measure"), self.parameters["noise"])
            self.show(measure, fraction=0.5)
            self.tell("noise")
            self._push(lens)

    def _formulas(self) -> list[Fact]:
        """Tell the formula of each class's curve, where it is known, and what its variable is."""
        rows = [
            self.fact(f"class{k}", note=escape(name), label=k)
            for k, name in enumerate(self.dataset.class_names)
        ]
        variable = self.fact("range", apart=True)
        return [*rows, variable] if variable.text else rows

    def _put_on_curves(self, there: bool) -> None:
        """Put the points where they would be without noise, if they are not there yet."""
        if self.plane.cloud not in self.mobjects:
            self.show(*self.plane.scenery, *self.curves, fraction=0.5)
            self.plane.cloud.show_at(self.parts.ideal, self.plane.view)
            self.put_dots(there)

    def _look_at_curve(self) -> Lens:
        """Show a part of the first curve larger, with the points on it."""
        reach = max(REACH * self.parameters["noise"], LEAST_REACH)
        area = self.slots["lens"]
        window = self.parts.window(reach, axis=int(area.height > area.width))
        lens = self.look_closer(window, self.plane.cloud)
        self.inner = [
            lens.lines(shape, self.theme.class_color(k), self.theme.line_width)
            for k, shape in enumerate(self.parts.shapes)
        ]
        self.show(*self.inner)
        return lens

    def _push(self, lens: Lens) -> None:
        """Move all points, in the lens each with the line along which it is pushed."""
        parts, cloud = self.parts, self.plane.cloud
        push = StaggeredTravel(parts.real, self.times, PUSH_TIME)
        least = least_time(lambda t: lens.view.place(push(parts.ideal, t)), peak=1.0)
        timed: dict[str, Any] = {
            "rate_func": linear,
            "run_time": max(self.seconds(1.5 * self.theme.move), least),
        }
        ways = lens.lines(parts.ways, self.theme.structure, self.theme.reference_width)
        self.play(
            Carry([cloud], push, self.plane.view, **timed),
            Carry(lens.twins_of(cloud), push, lens.view, **timed),
            Draw(ways, times=self.times, fraction=PUSH_TIME, **timed),
        )
