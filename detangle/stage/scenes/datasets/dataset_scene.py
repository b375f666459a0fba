"""Scenes that show how a dataset is made: its points come into the plane, one after another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from manim import Animation, Mobject
from numpy.typing import ArrayLike

from detangle import datasets
from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.geometry.motions import Travel
from detangle.geometry.polylines import Polylines
from detangle.look.layout import WIDE, Area
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.carry import Carry
from detangle.stage.motion.restyle import DotStyle, Restyle, count_seen
from detangle.stage.motion.tween import Appear, follow
from detangle.stage.panels.facts import Fact, Facts
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.axes import plot_area
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.plane import Plane, PlaneCloud
from detangle.stage.plot.view import View
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.scene import StageScene
from detangle.stage.scenes.shows import Shows, instead
from detangle.stage.text.number import Number
from detangle.stage.words import load
from detangle.stage.words.markup import Markup, escape

ONE_ABOVE_THE_OTHER, SIDE_BY_SIDE = (0.4, 0.6), (0.54, 0.46)
"""Fractions of the panels that facts and lens take, beside the stage or below it."""
OUTLINE = 0.5
"""Stroke width of outlines, as a fraction of a curve's."""
DOT_TIME = 0.08
"""Fraction of the time for all dots that one of them takes to come."""


def is_generated(run: Trajectory) -> bool:
    """Return True if a run's points lie in the plane, as a generator made them."""
    setup = run.setup
    made = setup.dataset in datasets.GENERATORS and not setup.data_hash
    return made and run.widths[0] == 2 and not set(datasets.DEFAULTS) & {*setup.dataset_parameters}


class DatasetScene(StageScene):
    """The plane of a run's dataset, which is made once more from the run's recipe.

    It lets the points come, and says how many there are; subclasses show how they are drawn. Words
    that begin with the name of a dataset are for its runs alone: `moons.points.title`.
    """

    shows = Shows("points of the plane as their generator makes them", is_generated, "moons")
    beats: ClassVar[Beats] = ("points", "question")
    words = load("datasets.all")

    plane: Plane

    @classmethod
    def may_speak_of(cls) -> Iterable[str]:
        """Name what a class may have words of: its own beats, and all parameters of datasets."""
        parameters = map(datasets.defaults, datasets.GENERATORS)
        return [*super().may_speak_of(), *(name for names in parameters for name in names)]

    def check_run(self) -> None:
        """Refuse a run of other points, and one whose recipe no longer makes its points."""
        super().check_run()
        setup = self.trajectory.setup
        self.dataset = datasets.make(setup.dataset, setup.dataset_parameters)
        if self.class_names:
            names = self.trajectory.class_names
            self.dataset = replace(self.dataset, class_names=names, test=None)
        self.parameters: dict[str, Any] = dict(self.dataset.parameters)
        if not np.array_equal(self.dataset.points, self.trajectory.points):
            raise DetangleError(
                f"this run's points are not those that {setup.dataset} makes from its recipe; "
                f"{instead(self.trajectory)}"
            )

    def setup(self) -> None:
        """Build the plane; nothing is beside it yet."""
        super().setup()
        self.find_run()
        self.points, self.labels = self.dataset.points.astype(np.float64), self.dataset.labels
        seen = np.concatenate([self.points, self.extent()])
        view = View.fit(seen, plot_area(self.layout.stage))
        self.plane = Plane(self.points, self.labels, view, self.theme)
        self.style = DotStyle.of(self.plane.cloud)
        self.facts = Facts((), self.slots["facts"], self.theme)
        self.lens: Lens | None = None
        self.aids: list[Mobject] = []

    def divide(self) -> dict[str, Area]:
        """Name the places beside the plane: facts have a part of the panels, or all, as a page."""
        layout = self.layout
        if layout.frame.width > WIDE * layout.frame.height:
            facts, lens = layout.panels.rows(ONE_ABOVE_THE_OTHER, layout.gap)
        else:
            facts, lens = layout.panels.columns(SIDE_BY_SIDE, layout.gap)
        return {"page": layout.panels, "facts": facts, "lens": lens}

    def extent(self) -> FloatArray:
        """Return what must be in view beside the points, (M, 2)."""
        return np.zeros((0, 2))

    def figures(self) -> dict[str, Any]:
        """Return what the words may name: the dataset's parameters, and how many points it has."""
        return {**self.parameters, "n": len(self.points)}

    def key_of(self, key: str) -> str:
        """Return the key of the words for this dataset alone, if there are any, or else the key."""
        own = f"{self.dataset.name}.{key}"
        return own if own in self.words else key

    def text(self, key: str, **values: object) -> Markup:
        """Return words of the scene, filled in with the figures and these values."""
        return super().text(self.key_of(key), **{**self.figures(), **values})

    def show_points(self) -> None:
        """Let the points come, those of each class in their order."""
        with self.beat("points"):
            self.clear_plane()
            facts = self.page(*self.counts())
            facts.numbers["points"].set_value(0)
            self.tell(*facts.lines)
            self.let_come(self.style, self.times, facts.numbers["points"])

    def show_question(self) -> None:
        """Show the whole dataset alone, and say which class is which."""
        with self.beat("question", hold=self.theme.long_hold):
            self.put_dots()
            self.leave_only(*self.plane.scenery, self.plane.cloud)
            self.lens, self.aids = None, []
            self._complete()
            self.tell(*self.page(*self.legend(), slot="page").lines)

    @property
    def times(self) -> FloatArray:
        """When each point comes, (N,) from 0 to 1: its rank in its class."""
        times = np.empty(len(self.labels))
        for k in range(self.dataset.n_classes):
            times[self.labels == k] = np.linspace(0, 1, int((self.labels == k).sum()))
        return times

    @property
    def told(self) -> list[str]:
        """The dataset's parameters that there are words of, in the order of the words."""
        keys = [key.removesuffix(".fact") for key in self.words if key.endswith(".fact")]
        return [key for key in keys if key in self.parameters]

    def fact(self, key: str, **given: Any) -> Fact:
        """Return a fact with the words `KEY.fact`, and `KEY.note` after it, if it has both."""
        keys = [self.key_of(f"{key}.{part}") for part in ("fact", "note")]
        text, note = (self.text(k) if k in self.words else "" for k in keys)
        return Fact(key, **{"text": text, "note": note, **given})

    def counts(self) -> list[Fact]:
        """Tell how many points there are, and the parameters."""
        return [self.fact("points", count=len(self.points)), *map(self.fact, self.told)]

    def legend(self) -> list[Fact]:
        """Tell which class is which, how many points it has, and the dataset's parameters."""
        counts = np.bincount(self.labels, minlength=self.dataset.n_classes).tolist()
        classes = [
            Fact(f"class{k}", escape(name), self.text("class.note", count=counts[k]), label=k)
            for k, name in enumerate(self.dataset.class_names)
        ]
        return classes + [self.fact(key, apart=key == self.told[0]) for key in self.told]

    def page(self, *facts: Fact, slot: str = "facts") -> Facts:
        """Make room for facts, none of which is told yet; a page of other facts goes."""
        names = [fact.name for fact in facts]
        if self.facts not in self.mobjects or list(self.facts.lines) != names:
            self.empty("facts", "page")
            self.facts = Facts(facts, self.slots[slot], self.theme)
            self.add(self.fill(slot, self.facts))
        return self.facts

    def tell(self, *names: str) -> None:
        """Let facts of the page appear."""
        if new := self.facts.tell(*names):
            self.briefly(*map(Appear, new))

    def clear_plane(self, style: DotStyle | None = None) -> None:
        """Show the plane without points, in the style that they have when they come."""
        self.vanish(self.plane.cloud, fraction=0.5)  # a film has left them there
        (style or self.style).hidden().dress(self.plane.cloud)
        self.show(*self.plane.scenery, fraction=0.5)

    def put_dots(self, there: ArrayLike = True, style: DotStyle | None = None) -> None:
        """Show the points with which a beat begins, if the beats before it were not shown."""
        if self.plane.cloud not in self.mobjects:
            (style or self.style).hidden(~np.asarray(there, dtype=bool)).dress(self.plane.cloud)
        self.show(*self.plane.scenery, self.plane.cloud, fraction=0.5)

    def outline(self, lines: Polylines) -> PlacedLines[View]:
        """Draw thin lines in the plane: edges, rims, whatever points are drawn in or on."""
        width = OUTLINE * self.theme.line_width
        return PlacedLines(lines, self.plane.view, color=self.theme.muted, width=width)

    def put_aside(self) -> None:
        """Fade out what has helped the beat before."""
        old, self.aids = self.aids, []
        self.vanish(*old, fraction=0.5)
        if self.lens is not None:
            self.lens.forget(*old)

    def look_closer(self, coords: FloatArray, *clouds: PlaneCloud) -> Lens:
        """Show a part of the plane larger, below the facts, and some clouds in it."""
        self.lens = Lens(self.slots["lens"], coords, self.plane.view, self.theme, self.text("lens"))
        self.show(*self.lens.frame, *map(self.lens.twin, clouds))
        return self.lens

    def change(self, cloud: PlaneCloud, style: DotStyle, **kwargs: Any) -> list[Animation]:
        """Give the dots of a cloud another style, in the plane and in the lens alike."""
        clouds = [cloud] if self.lens is None else [cloud, *self.lens.twins_of(cloud)]
        return [Restyle(each, style, **kwargs) for each in clouds]

    def let_come(
        self,
        style: DotStyle,
        times: FloatArray,
        number: Number,
        *,
        fraction: float = DOT_TIME,
        moves: float = 1.0,
        before: int = 0,
    ) -> None:
        """Let points come, each at its time, and count them.

        Parameters
        ----------
        style
            The style in which they come.
        times, fraction
            As of `Restyle`.
        number
            What counts them.
        moves
            The run time, as a multiple of the theme's `move`.
        before
            How many of those that are there are not counted.
        """
        coming = self.change(self.plane.cloud, style, times=times, fraction=fraction)
        counted = follow(number, lambda: count_seen(self.plane.cloud) - before)
        self.play(*coming, counted, run_time=self.seconds(moves * self.theme.move))

    def _complete(self) -> None:
        """Bring all points to where and how they are in the dataset, if beats were left out."""
        cloud, brief = self.plane.cloud, self.seconds(self.theme.appear)
        if not np.array_equal(cloud.coords, self.points):
            self.play(Carry([cloud], Travel(self.points), self.plane.view, run_time=brief))
        if not DotStyle.of(cloud).equal(self.style):
            self.play(Restyle(cloud, self.style, run_time=brief))
