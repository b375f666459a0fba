"""A scene of one beat, small enough to be inspected in a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np

from detangle import Trajectory
from detangle.stage import LossPanel, Plane, PlaneCloud, PointCloud, StageScene, View
from detangle.stage.plot.axes import plot_area
from detangle.stage.text.typeset import Line, words
from tests.inspector.inspection import inspect

Show = Callable[["Tiny"], None]


class Tiny(StageScene):
    """A scene of one beat, which shows what a test wants."""

    beats: ClassVar[tuple[str, ...]] = ("only",)
    words: ClassVar[Mapping[str, str]] = {
        "only.title": "Only one beat",
        "only.caption": "Only this is shown, and for long enough.",
    }
    drawn: ClassVar[Any]
    hold: ClassVar[float] = 2.2
    plane: Plane

    def show_only(self) -> None:
        with self.beat("only", hold=self.hold):
            type(self).drawn(self)

    @property
    def view(self) -> View:
        return View.fit(self.trajectory.points.astype(float), plot_area(self.layout.stage))

    def cloud(self) -> PlaneCloud:
        run = self.trajectory
        return PlaneCloud(run.points.astype(float), run.labels, self.view, self.theme)


def found(run_: Trajectory, show: Show, **options: Any) -> set[str]:
    """Names of the checks that find something in a scene."""
    attributes = {"run": run_, "drawn": staticmethod(show)}
    scene = type("Shown", (Tiny,), attributes)
    findings = inspect(scene, **options)
    return {finding.check for finding in findings}


def label(text: str = "Label", size: float = 30, color: str = "#FFFFFF") -> Line:
    return words(text, size, color)


def dots(*places: tuple[float, float], color: str = "#58C4DD") -> PointCloud:
    return PointCloud(np.array(places, dtype=float), color, radius=0.06)


def panel_of(scene: Tiny) -> LossPanel:
    return LossPanel(scene.trajectory, scene.layout.panels, scene.theme)
