"""A scene with a plane on it, through whose points the layers of a network move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from manim import Animation, Mobject
from numpy.typing import NDArray

from detangle.analysis.layer_motions import LayerMotion, extent, layer_motions
from detangle.look.layout import Area
from detangle.stage.motion.carry import way_through
from detangle.stage.motion.planes import flow, mark, rename, rescale, rewind, unmark, unname
from detangle.stage.motion.restyle import light, pulse
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.panels.network_diagram import NetworkDiagram, has_room
from detangle.stage.plot.axes import axis_symbols, plot_area
from detangle.stage.plot.decision import DecisionLine, half_plane
from detangle.stage.plot.lines import SMOOTH_SAMPLES
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View
from detangle.stage.scenes.scene import StageScene
from detangle.stage.scenes.support import is_flat, refusal
from detangle.stage.text.formula import LayerFormula, input_name
from detangle.stage.text.typeset import fit_width, words

Array = NDArray[np.float64]


UPPER_SHARES = (0.5, 0.2, 0.3)
"""Shares of that panel for formula, note and diagram."""
WITHOUT_DIAGRAM = (0.8, 0.2)
"""Shares of formula and note where the diagram has no room."""
ROOM_FOR_DIAGRAM = 2.4
"""Height of the panel above the loss from which on the network's diagram has room there."""


class FlowScene(StageScene):
    """The plane of a run's input, and the beats of one layer's motion through it."""

    step: ClassVar[float | None] = None
    """The training step whose network is shown; None is the last one."""

    two_classes: ClassVar[bool] = True
    """Whether it shows two classes alone, which one line tells apart."""
    with_grid: ClassVar[bool] = True
    """Whether a grid moves with the points."""

    def check_run(self) -> None:
        """Refuse runs that do not lie in the plane."""
        run, wanted = self.trajectory, " and two classes" * self.two_classes
        if not is_flat(run) or (self.two_classes and len(run.class_names) != 2):
            raise refusal(f"runs of 2-wide layers{wanted}", run, "moons")

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return len(self.trajectory.class_names)

    def setup(self) -> None:
        """Build the plane and the network of the moment that is shown."""
        super().setup()
        self.snapshot = self.trajectory.at(self.step)
        self.points = self.trajectory.points.astype(np.float64)
        self.loss_area = self.layout.loss
        view = View.fit(self.points, plot_area(self.layout.stage))
        self.plane = Plane(self.points, self.trajectory.labels, view, self.theme)
        if self.with_grid:
            sharp = self.snapshot.activation.piecewise_linear
            self.plane.add_grid(2 if sharp else SMOOTH_SAMPLES)
        self.formula_area, self.note_area, below = self._upper_panel()
        self.diagram = NetworkDiagram(self.snapshot, below, self.theme) if below else None
        self.formula: LayerFormula | None = None
        self.in_panel: list[Mobject] = []
        self.note: Mobject | None = None

    def show_layer(self, k: int) -> None:
        """Move the points from layer k - 1 to layer k: W x, + b, activation, a beat each."""
        start = self.snapshot.layer(k - 1, self.points)
        motions = layer_motions(self.snapshot, k)
        self.zoom(View.fit(extent(motions, start), self.plane.view.area), k)
        self.show_formula(k)
        for motion in motions:
            self._show_motion(motion, k)
            if motion.key == "shift":
                self.after_shift(k)
        self.settle(k)

    def after_shift(self, k: int) -> None:
        """Say something of the layer before its activation; nothing, by default."""

    def pass_layer(self, k: int) -> None:
        """Move the points through a layer without a stop, within a beat that is open."""
        for step in layer_motions(self.snapshot, k):
            lit = (
                []
                if self.formula is None
                else [light(self.formula, step.part, run_time=self._brief)]
            )
            self.play(flow(self.plane, step.motion, self.seconds(self.theme.move / 2)), *lit)

    def go_home(self, leaving: Sequence[Mobject] = ()) -> DecisionLine:
        """Play the way through all layers backwards, with the decision's line, which is returned.

        No layer can do this: it is known where each point has come from.
        """
        plane, snapshot = self.plane, self.snapshot
        self.vanish(*leaving)
        layers = range(1, snapshot.depth + 1)
        motions = [step.motion for k in layers for step in layer_motions(snapshot, k)]
        view = View.fit(self.points, plane.view.area)
        line = DecisionLine(snapshot, 0, view, self.theme)
        homes = (plane.grid.home, line.home, self.points)
        ways = [way_through(home, motions) for home in homes]
        line.show_at(ways[1][-1], plane.view)
        plane.moving = [plane.grid, line, plane.cloud]
        self.appear_behind([plane.cloud], line)
        self.play(unname(plane), run_time=self._brief)
        self.rescale(View.fit(np.concatenate(ways[2]), plane.view.area))
        lasts = np.cumsum([len(layer_motions(snapshot, k)) for k in layers]) - 1
        for i in reversed(range(len(motions))):
            if i in lasts:
                self.point_at(int(np.flatnonzero(lasts == i)[0]) + 1)
            starts = [way[i] for way in ways]
            brief = self.seconds(self.theme.move / 3)
            self.play(rewind(plane, motions[i], starts, brief))
        self.rescale(view)
        self.play(rename(plane, axis_symbols(0)), run_time=self._brief)
        plane.moving.remove(plane.grid)
        self.vanish(plane.grid, share=0.5)
        return line

    def score(self) -> dict[str, float]:
        """Count what the shown network gets right: a share, a number, and of how many."""
        right = self.snapshot.predict(self.points) == self.trajectory.labels
        return {"accuracy": right.mean(), "right": int(right.sum()), "n": len(right)}

    def zoom(self, view: View, k: int) -> None:
        """Change the scale, if it must, as a moment of its own."""
        plane = self.plane
        if plane.view.serves(view):
            return
        factor = view.unit / plane.view.unit
        key = "zoom_out" if factor < 1 else "zoom_in"
        with self.beat(key, k=k, factor=factor):
            self._clear_note()
            self.rescale(view)

    def rescale(self, view: View) -> None:
        """Show the plane through another view; ticks hold for one scale only."""
        self.play(unmark(self.plane), *self._leaving_ghosts(), run_time=self._brief)
        self.play(rescale(self.plane, view, self.seconds(self.theme.move * 0.7)))
        self.play(mark(self.plane), run_time=self._brief)

    def _show_motion(self, step: LayerMotion, k: int) -> None:
        activation = self.snapshot.activation
        values: dict[str, Any] = {
            "k": k,
            "map": f"W_{k} {input_name(k)}",
            "name": activation.label,
            "slope": activation.negative_slope,
        }
        if step.motion.creases:
            self._show_crease(step, values)
            return
        with self.beat(step.key, **values):
            self._begin_motion(step.part)
            self.play(flow(self.plane, step.motion, self.seconds(self.theme.move)))

    def _show_crease(self, step: LayerMotion, values: Mapping[str, Any]) -> None:
        """Tint the half plane that is going to be clamped or folded, and count its points."""
        plane, key, (coordinate,) = self.plane, step.key, step.motion.creases
        chosen = plane.cloud.coords[:, coordinate] < 0
        tint = half_plane(-np.eye(2)[coordinate], 0.0, plane.view)
        tint.set_fill(self.theme.highlight, opacity=self.theme.tint)
        count = int(chosen.sum())
        with self.beat(key, hold=self.theme.long_hold, count=count, **values):
            self._begin_motion("activation")
            self.appear_behind(plane.back_to_front, tint)
            self._write_note(self.words[f"{key}.note"].format(count=count, **values))
            self.play(pulse(plane.cloud, chosen, run_time=self.seconds(self.theme.appear)))
            self.play(flow(plane, step.motion, self.seconds(self.theme.move)))
            # Where many ghosts lie on each other they look like points: the clamp must be seen.
            self.play(Vanish(tint), *self._leaving_ghosts(), run_time=self._brief)

    def settle(self, k: int) -> None:
        """Name the coordinates of the layer that is reached, and count what it has lost."""
        self.play(rename(self.plane, axis_symbols(k)), run_time=self._brief)
        lost = int((self.plane.cloud.coords == 0).all(axis=1).sum())
        if lost:
            self._write_note(self.words["lost"].format(count=lost))
            self.rest(self.theme.hold)

    def show_formula(self, k: int) -> None:
        """Write layer k's formula in the panel, and point at the layer in the diagram."""
        new = LayerFormula(self.snapshot, k, self.formula_area, self.theme).lit()
        self.swap_panel(new, unname(self.plane))
        self.point_at(k)
        self.formula = new

    def point_at(self, layer: int | None) -> None:
        """Light one layer of the diagram, or all of it."""
        if self.diagram is None:
            return
        if self.diagram in self.mobjects:
            self.play(light(self.diagram, *self.diagram.parts_of(layer), run_time=self._brief))
        else:
            self.appear(self.diagram.lit(*self.diagram.parts_of(layer)), share=0.5)

    def _upper_panel(self) -> tuple[Area, Area, Area | None]:
        """Divide the panel above the loss: formula, note, and the diagram where there is room."""
        panel = self.layout.formula
        if panel.height < ROOM_FOR_DIAGRAM * self.layout.scale:
            formula, note = panel.rows(WITHOUT_DIAGRAM, 0.0)
            return formula, note, None
        formula, note, below = panel.rows(UPPER_SHARES, 0.0)
        if not has_room((*self.trajectory.widths, self.classes), below, self.theme):
            formula, note = panel.rows(WITHOUT_DIAGRAM, 0.0)
            return formula, note, None
        return formula, note, below

    def swap_panel(self, new: Mobject, *others: Animation) -> None:
        """Let something else take the place above the loss: first the old goes, then it comes."""
        leaving = [*map(Vanish, self.in_panel), *others]
        if leaving:
            self.play(*leaving, run_time=self._brief)
        self.play(Appear(new), run_time=self._brief)
        self.in_panel, self.note = [new], None

    def _begin_motion(self, part: str) -> None:
        """Light a part of the formula, and leave faint copies of the points where they are.

        The copies let a still tell the motion, too; those of the motion before fade out.
        """
        changes = self._leaving_ghosts()
        if self.formula is not None:
            changes.append(light(self.formula, part, run_time=self._brief))
        if changes:
            self.play(*changes, run_time=self._brief)
        self.add(self.plane.make_ghosts())
        self.bring_to_front(self.plane.cloud)

    @property
    def _brief(self) -> float:
        return self.seconds(self.theme.appear / 2)

    def _write_note(self, markup: str) -> None:
        """Write a line below the formula, in place of the one that is there."""
        old = self.note
        if old is not None:
            self.in_panel.remove(old)
            self.vanish(old, share=0.4)
        self.appear(self._noted(markup), share=0.5)

    def _clear_note(self) -> None:
        """Take the line below the formula away: it was about what came before."""
        if self.note is not None:
            self.in_panel.remove(self.note)
            self.vanish(self.note, share=0.4)
            self.note = None

    def _noted(self, markup: str) -> Mobject:
        """Make the line that is below the formula from now on."""
        area = self.note_area
        note = fit_width(words(markup, self.theme.caption_size, self.theme.text), area.width)
        self.note = note.move_to(area.center)
        self.in_panel.append(self.note)
        return self.note

    def _leaving_ghosts(self) -> list[Animation]:
        old, self.plane.ghosts = self.plane.ghosts, None
        return [] if old is None else [Vanish(old)]
