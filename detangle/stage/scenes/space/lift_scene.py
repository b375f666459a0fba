"""The film of a layer of three units: the plane is lifted, folded, cut, and brought back."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from manim import Mobject, UpdateFromFunc

from detangle.analysis.separation import best_lines_by_direction
from detangle.geometry.polar import embed
from detangle.look.layout import Area
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.panels.facts import percentage
from detangle.stage.plot.axes import axis_symbols
from detangle.stage.plot.decision import DecisionLine, DecisionRegions
from detangle.stage.plot.lines import TrialLine
from detangle.stage.plot.space.faces import CutPlane, nearer_end
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.layers.plane_scene import PlaneScene
from detangle.stage.scenes.shows import Shows
from detangle.stage.scenes.space.player import SpacePlayer
from detangle.stage.text.formula import LineFormula
from detangle.stage.words import load

ROWS = {"formula": 0.42, "note": 0.17, "diagram": 0.41}
"""Fractions of the panels' height."""


class LiftScene(PlaneScene):
    """The plane rises into space, is folded into a corner and cut there; back home, the cut bends.

    It shows any run of one hidden layer of three units over the plane, with two classes.
    """

    shows = Shows(
        "runs of widths 2-3 (two inputs, one layer of three units) and two classes",
        lambda run: (*run.widths, len(run.class_names)) == (2, 3, 2) and run.has_network,
        "circles",
    )
    beats: ClassVar[Beats] = (
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
    """The readout's plane, once it is there."""

    def setup(self) -> None:
        """Build space, and plan the camera's way through it."""
        super().setup()
        self.player = SpacePlayer(self)
        self.space = self.player.space

    def divide(self) -> dict[str, Area]:
        """Name the places beside the plane: no loss is shown, so the panels are theirs."""
        layout = self.layout
        if layout.formula.left == layout.loss.left:  # one above the other
            rows = layout.panels.rows(tuple(ROWS.values()), 0.0)
            return dict(zip(ROWS, rows, strict=True))
        return layout.slots("diagram", formula=ROWS["formula"], note=ROWS["note"])

    def show_question(self) -> None:
        """Show the points, and the best that a straight line can do."""
        plane, labels = self.plane, self.trajectory.labels
        best = best_lines_by_direction(self.points, labels).best
        names = self.words["and"].join(self.trajectory.class_names)
        accuracy = float(best.right(self.points, labels).mean())
        values: dict[str, Any] = {"accuracy": accuracy, "n": len(labels), "names": names}
        values["encloses"] = self.encloses
        with self.beat("question", hold=self.theme.long_hold, **values):
            self.show(*plane.scenery, fraction=0.5)
            self.show(plane.cloud, self.fill("formula", self.legend()))
            self.in_plane = [TrialLine(best, plane.view, self.theme)]
            self.show(*self.in_plane)
            self.note("question.note", **values)

    def show_space(self) -> None:
        """Look at the plane from the side."""
        with self.beat("space"):
            self.reveal_plane()
            self.write_formula(1)
            self.player.look_aside()

    def show_affine(self) -> None:
        """Step back, lift the sheet by the weights, and slide it by the bias."""
        self.player.enter(0)
        for step in self.player.motions[: self.player.affine]:
            self.player.play(step)

    def show_activation(self) -> None:
        """Clamp or fold each of the three coordinates, or bend them."""
        self.player.enter(self.player.affine)
        for step in self.player.motions[self.player.affine :]:
            self.player.play(step)

    def show_corner(self) -> None:
        """Come closer, and count what is lost."""
        self.player.enter(len(self.player.motions))
        lost = int((self.space.cloud.coords == 0).all(axis=1).sum())
        key = "corner" if self.snapshot.activation.kind == "clamp" else "box"
        with self.beat(key, hold=self.theme.long_hold):
            self.player.come_closer()
            if lost:
                self.note("corner.note", count=lost)

    def show_plane(self) -> None:
        """Let the readout's plane slide to where it is, and count."""
        self.player.enter(len(self.player.motions))
        with self.beat("plane", hold=self.theme.long_hold, **self.score()):
            self.player.come_closer()
            line = LineFormula(self.snapshot, self.slots["formula"], self.theme)
            self.put("formula", line, clear=["note"])
            self.point_at(self.snapshot.depth + 1)
            self._slide_in()
            self._show_curve()

    def show_edge(self) -> None:
        """Turn until the plane is a line."""
        self._show_cut()
        with self.beat("edge", hold=self.theme.long_hold):
            self.player.fly(None, self.player.views.edge, fraction=1.3)

    def show_home(self) -> None:
        """Bring everything back to the input, where the cut is a curve."""
        self._show_cut()
        values = {**self.boundary, "encloses": self.encloses}
        with self.beat("home", hold=self.theme.long_hold, **values):
            self.player.fly_home()
            self.put("formula", self.legend(), Vanish(self.space.sheet), clear=["note"])
            self.point_at(None)
            self._decide()

    @cached_property
    def encloses(self) -> bool:
        """Whether a closed curve parts points from others, and two units could not have drawn one.

        Layers no wider than the input enclose nothing if their activation is monotone (Johnson
        2018).
        """
        curve = self.player.curve
        ends = np.cumsum(curve.lengths)
        first, last = curve.home[ends - curve.lengths], curve.home[ends - 1]
        closed = len(ends) > 0 and bool(np.allclose(first, last))
        parts = len(np.unique(self.snapshot.predict(self.points))) == 2
        return closed and parts and self.snapshot.activation.monotone

    def _new_cut(self, offset: float) -> CutPlane:
        normal, _ = self.snapshot.decision_line()
        width = self.theme.line_width / 2
        self.cut = self.space.cut(normal, offset, self.player.box, width)
        self.player.stand(self.cut)
        return self.cut

    def _slide_in(self) -> None:
        """Slide the plane along its normal, from the nearer end of the corner to its place."""
        labels, (normal, offset) = self.trajectory.labels, self.snapshot.decision_line()
        start = nearer_end(normal, offset, self.player.box)
        cut = self._new_cut(start)
        score = percentage(self.words["right"], self.theme).move_to(self.slots["note"].center)

        def count(_: Mobject) -> None:
            score.numbers[0].set_value(100 * float((cut.sides() == labels).mean()))

        def slide(t: float) -> None:
            cut.move_to_offset((1 - t) * start + t * offset)

        count(score)
        self.add(cut)
        self.put("note", score)
        self.player.turn(None, UpdateFromFunc(score, count), fraction=1.2, change=slide)

    def _show_curve(self) -> None:
        """Draw where the plane cuts the sheet."""
        curve = self.player.curve
        curve.show_at(embed(self.snapshot.layer(1, curve.home[:, :2]), 3), self.space.view)
        self.space.moving.insert(1, curve)
        self.show(curve)

    def _show_cut(self) -> None:
        """Show the plane where it is, and the curve."""
        self.player.enter(len(self.player.motions))
        if self.cut is None:
            self.show(self._new_cut(self.snapshot.decision_line()[1]))
            self._show_curve()

    def _decide(self) -> None:
        """Show the decision in the whole plane, in place of the curve on the sheet."""
        plane, shown = self.plane, (self.snapshot, 0, self.plane.view, self.theme)
        plane.name_axes(axis_symbols(0))
        new = [DecisionRegions(*shown), *plane.scenery, DecisionLine(*shown)]
        run_time = self.seconds(self.theme.appear)
        self.play(*map(Appear, new), Vanish(self.player.curve), run_time=run_time)
