"""The base of the films that show how a toy dataset is made."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike, NDArray

from detangle import datasets
from detangle.errors import DetangleError
from detangle.geometry.motions import Travel
from detangle.geometry.polylines import Polylines
from detangle.stage.motion.carry import Carry
from detangle.stage.motion.restyle import DotStyle, Restyle
from detangle.stage.panels.facts import Fact
from detangle.stage.plot.axes import plot_area
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.plane import Plane, PlaneCloud
from detangle.stage.plot.view import View
from detangle.stage.scenes.datasets.lens_scene import LensScene
from detangle.stage.scenes.support import instead
from detangle.stage.text.backdrop import backed
from detangle.stage.text.typeset import escape, words
from detangle.stage.words import load

Array = NDArray[np.float64]

OUTLINE = 0.5
"""Stroke width of outlines, in those of a curve."""
LABEL_GAP = 0.2
"""Units between a line and its name."""


class ToyScene(LensScene):
    """The plane of a run's dataset, which is made once more from the run's recipe, step by step."""

    words = load("datasets.all")
    kinds: ClassVar[tuple[str, ...]] = ()
    """The generators whose datasets the scene can show."""
    remedy: ClassVar[str] = ""
    """A preset that it can show."""
    told_parameters: tuple[str, ...] = ()
    """Facts about the dataset that stand below the legend at the end."""

    def check_run(self) -> None:
        """Refuse runs of other datasets, and points that are not what the recipe makes."""
        recipe = self.trajectory.setup
        if recipe.dataset not in self.kinds or recipe.data_hash:
            raise DetangleError(
                f"this scene shows how {', '.join(self.kinds)} are made, and this run's points are "
                f"{recipe.dataset}{' of your own' * bool(recipe.data_hash)}; "
                f"{instead(self.trajectory)}, or try the preset {self.remedy} here"
            )
        if changed := sorted(set(datasets.DEFAULTS) & set(recipe.dataset_parameters)):
            raise DetangleError(
                f"this scene shows how {recipe.dataset} are made, and this run's points were "
                f"changed or held out afterwards ({', '.join(changed)}); "
                f"{instead(self.trajectory)}, or try the preset {self.remedy} here"
            )
        self.parameters: dict[str, Any] = dict(
            datasets.complete(recipe.dataset, recipe.dataset_parameters)
        )
        self.dataset = datasets.make(recipe.dataset, self.parameters)
        if not np.array_equal(self.dataset.points, self.trajectory.points):
            raise DetangleError(
                f"this run's points are not those that {recipe.dataset} makes from its recipe; "
                f"{instead(self.trajectory)}, or try the preset {self.remedy} here"
            )

    def setup(self) -> None:
        """Build the plane; the panel has facts, and below them a closer look."""
        super().setup()
        self.points, self.labels = self.dataset.points.astype(np.float64), self.dataset.labels
        seen = np.concatenate([self.points, self.extent()])
        view = View.fit(seen, plot_area(self.layout.stage))
        self.plane = Plane(self.points, self.labels, view, self.theme)
        self.looks = DotStyle.of(self.plane.cloud)

    def extent(self) -> Array:
        """Return what must be in view beside the points, (M, 2)."""
        return np.zeros((0, 2))

    def said(self, key: str, **values: Any) -> str:
        """Return words of the table, filled in with the dataset's figures and these values."""
        return self.text(key, **{**self.figures(), **values})

    def clear_plane(self, looks: DotStyle | None = None) -> None:
        """Show the plane without points, whose looks are given for when they come."""
        if self.plane.cloud in self.mobjects:  # a film has left them there
            self.vanish(self.plane.cloud, fraction=0.5)
        (looks or self.looks).hidden().dress(self.plane.cloud)
        self.show(*self.plane.scenery, fraction=0.5)

    def put_dots(
        self, there: ArrayLike, *others: PlaneCloud, looks: DotStyle | None = None
    ) -> None:
        """Show the points with which a beat begins, if the beats before it were not shown."""
        if self.plane.cloud not in self.mobjects:
            gone = ~np.asarray(there, dtype=bool)
            (looks or self.looks).hidden(gone).dress(self.plane.cloud)
        self.show(*self.plane.scenery, *others, self.plane.cloud, fraction=0.5)

    def fact(self, key: str, name: str = "", **given: Any) -> Fact:
        """Return a fact with the words of the table: `KEY.fact`, and `KEY.note` after it."""
        text, note = (self.said(f"{key}.{part}", name=name) for part in ("fact", "note"))
        return Fact(text, note, **given)

    def outline(self, lines: Polylines) -> PlacedLines[View]:
        """Draw thin lines in the plane: edges, rims, whatever points are drawn in or on."""
        width = OUTLINE * self.theme.line_width
        return PlacedLines(lines, self.plane.view, color=self.theme.muted, width=width)

    def label(self, line: PlacedLines[View], markup: str) -> VGroup:
        """Name a straight line that goes up or down from its beginning, beside its middle."""
        text = words(markup, self.theme.caption_size, self.theme.text)
        start, end = line.points[0], line.points[-1]
        side = np.array([end[1] - start[1], start[0] - end[0], 0.0])
        side *= np.sign(side[1] or 1.0) / np.linalg.norm(side)
        reach = abs(side[0]) * text.width / 2 + abs(side[1]) * text.height / 2
        text.move_to((start + end) / 2 + side * (reach + LABEL_GAP))
        return backed(text, self.theme)

    def show_question(self) -> None:
        """Show the whole dataset alone, and say which class is which."""
        with self.beat("question", hold=self.theme.long_hold, **self.figures()):
            self.put_dots(np.ones_like(self.labels))
            self.leave_only(*self.plane.scenery, self.plane.cloud)
            self._complete()
            legend = self.open_page(self.legend(), self.layout.panels)
            self.tell(*legend.lines)

    def _complete(self) -> None:
        """Let all points be where and how they are in the dataset, if beats were left out."""
        cloud, brief = self.plane.cloud, self.seconds(self.theme.appear)
        if not np.array_equal(cloud.coords, self.points):
            travel = Travel(self.points)
            self.play(Carry([cloud], travel, self.plane.view, run_time=brief))
        if not DotStyle.of(cloud).equal(self.looks):
            self.play(Restyle(cloud, self.looks, run_time=brief))

    def legend(self) -> dict[str, Fact]:
        """Tell which class is which, how many points it has, and the dataset's parameters."""
        counts = np.bincount(self.labels, minlength=self.dataset.n_classes).tolist()
        classes = {
            f"class {k}": Fact(escape(name), self.said("class.note", count=counts[k]), label=k)
            for k, name in enumerate(self.dataset.class_names)
        }
        told = self.told_parameters
        return {**classes, **{key: self.fact(key, apart=key == told[0]) for key in told}}

    def figures(self) -> dict[str, Any]:
        """Return what the words may name: the dataset's parameters, and how many points it has."""
        return {**self.parameters, "n": len(self.points)}
