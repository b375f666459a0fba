"""The film of a layer of three units: the plane is lifted, folded, cut, and brought back."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from manim import Mobject, UpdateFromFunc

from detangle.analysis.separation import best_lines_by_direction
from detangle.geometry.polar import embed
from detangle.stage.motion.space import fly_home
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.panels.legend import Legend
from detangle.stage.plot.axes import axis_symbols
from detangle.stage.plot.decision import DecisionLine, DecisionRegions
from detangle.stage.plot.space.faces import CutPlane, nearer_end
from detangle.stage.plot.space.view import SpaceView
from detangle.stage.plot.trial_line import TrialLine
from detangle.stage.scenes.space.fold_scene import FoldScene
from detangle.stage.text.formula import LineFormula
from detangle.stage.text.number import PercentLabel
from detangle.stage.text.typeset import escape
from detangle.stage.words import load


class LiftScene(FoldScene):
    """The plane rises into space, is folded into a corner and cut there; back home, the cut bends.

    It shows any run of one hidden layer of three units over the plane, with two classes.
    """

    beats: ClassVar[tuple[str, ...]] = (
        "question",
        "space",
        "affine",
        "activation",
        "corner",
        "plane",
        "edge",
        "home",
    )
    words = load("lift")

    cut: CutPlane | None = None

    def show_question(self) -> None:
        """Show the points, and the best that a straight line can do."""
        plane, labels = self.plane, self.trajectory.labels
        best = best_lines_by_direction(self.points, labels).best
        names = " and ".join(map(escape, self.trajectory.class_names))
        accuracy = float(best.right(self.points, labels).mean())
        values: dict[str, Any] = {"accuracy": accuracy, "n": len(labels), "names": names}
        with self.beat(self._told("question"), hold=self.theme.long_hold, **values):
            self.show(*plane.scenery, fraction=0.5)
            legend = self.fill("formula", self._legend())
            self.show(plane.cloud, legend)
            line = TrialLine(best, plane.view, self.theme)
            self.show(line)
            self.flat.append(line)
            self.note("question.note", **values)

    def show_plane(self) -> None:
        """Let the readout's plane slide to where it is, and count."""
        self.enter_space(len(self.motions))
        with self.beat("plane", hold=self.theme.long_hold, **self.score()):
            self.come_closer()
            line = LineFormula(self.snapshot, self.slots["formula"], self.theme)
            self.put("formula", line, clear=["note"])
            self.point_at(self.snapshot.depth + 1)
            self._slide_in()
            self._show_curve()

    def show_edge(self) -> None:
        """Turn until the plane is a line."""
        self._be_cut()
        with self.beat("edge", hold=self.theme.long_hold):
            self.go(None, self.ways.edge, fraction=1.3)

    def show_home(self) -> None:
        """Bring everything back to the input, where the cut is a curve."""
        self._be_cut()
        space = self.space
        with self.beat(self._told("home"), hold=self.theme.long_hold):
            self.play(*self.leaving(*space.still), run_time=self.brief)
            self._fly_home()
            self.put("formula", self._legend(), Vanish(space.sheet), clear=["note"])
            self.point_at(None)
            self._decide()

    @cached_property
    def encloses(self) -> bool:
        """Whether the decision is a closed curve, and two units could not have drawn one.

        Layers no wider than the input enclose nothing if their activation is monotone (Johnson
        2018).
        """
        ends = np.cumsum(self.curve.lengths)
        first, last = self.curve.home[ends - self.curve.lengths], self.curve.home[ends - 1]
        closed = len(ends) > 0 and bool(np.allclose(first, last))
        return closed and self.snapshot.activation.monotone

    def _told(self, key: str) -> str:
        return key if self.encloses else f"{key}_open"

    def _legend(self) -> Legend:
        legend = Legend(self.trajectory.class_names, self.theme)
        return legend.move_to(self.slots["formula"].center)

    def _slide_in(self) -> None:
        """Slide the plane along its normal, from the nearer end of the corner to its place."""
        labels, (normal, offset) = self.trajectory.labels, self.snapshot.decision_line()
        start = nearer_end(normal, offset, self.box)
        cut = self.cut = self.space.cut(normal, start, self.box, self.theme.line_width / 2)
        score = PercentLabel(self.words["right"], self.slots["note"], self.theme)

        def count(_: Mobject) -> None:
            score.set_fraction(float((cut.sides() == labels).mean()))

        def slide(t: float) -> None:
            cut.move_to_offset((1 - t) * start + t * offset)

        count(score)
        self.bring(cut)
        self.put("note", score)
        self.turn(None, UpdateFromFunc(score, count), fraction=1.2, change=slide)

    def _show_curve(self) -> None:
        """Draw where the plane cuts the sheet."""
        home = self.curve.home[:, :2]
        self.curve.show_at(embed(self.snapshot.layer(1, home), 3), self.space.view)
        self.space.moving.insert(1, self.curve)
        self.bring(self.curve)
        self.show(self.curve)

    def _be_cut(self) -> None:
        """Show the plane where it is, unless it is there."""
        self.enter_space(len(self.motions))
        if self.cut is None:
            plane = self.snapshot.decision_line()
            self.cut = self.space.cut(*plane, self.box, self.theme.line_width / 2)
            self.bring(self.cut)
            self.show(self.cut)
            self._show_curve()

    def _decide(self) -> None:
        """Show the decision in the whole plane, in place of the curve on the sheet."""
        plane, shown = self.plane, (self.snapshot, 0, self.plane.view, self.theme)
        plane.name_axes(axis_symbols(0))
        new = [DecisionRegions(*shown), *plane.scenery, DecisionLine(*shown)]
        self.add(*new)
        self.bring_to_front(self.curve, plane.cloud)
        self.play(*map(Appear, new), Vanish(self.curve), run_time=self.seconds(self.theme.appear))

    def _fly_home(self) -> None:
        """Lead everything home, while the camera rises until it looks straight down."""
        above = SpaceView.above(self.plane.view, self.ways.near.distance)
        self.play(fly_home(self.space, above, self.seconds(1.4 * self.theme.move)))
        self.leave_space()
