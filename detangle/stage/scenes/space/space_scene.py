"""A scene that goes from the plane of the input into the space of a layer of three units."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from manim import Animation, Mobject

from detangle.analysis.layer_motions import extent, layer_motions
from detangle.geometry.motions import Motion
from detangle.geometry.polar import embed
from detangle.geometry.polylines import elliptic_grid
from detangle.look.layout import Area
from detangle.stage.motion.space import Leave, fly
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.plot.decision import visible_regions
from detangle.stage.plot.lines import SMOOTH_SAMPLES, PlacedLines
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.space.faces import CutPlane
from detangle.stage.plot.space.frame import corner, corner_box, floor_and_axes, reach_of_axes, wall
from detangle.stage.plot.space.space import Space
from detangle.stage.plot.space.view import SpaceView
from detangle.stage.plot.space.viewpoints import Sights, viewpoints
from detangle.stage.scenes.layers.plane_scene import PlaneScene
from detangle.stage.scenes.support import Shows

NAMES = ("h_(1,1)", "h_(1,2)", "h_(1,3)")
"""Of the three coordinates, in Typst math."""
FRACTIONS = (0.42, 0.17, 0.41)
"""Of the panels' height: formula, note, diagram."""


class SpaceScene(PlaneScene):
    """The plane of a run's input, and the space into which its one layer lifts it."""

    shows = Shows(
        "runs of widths 2-3 (two inputs, one layer of three units) and two classes",
        lambda run: (*run.widths, len(run.class_names)) == (2, 3, 2) and run.has_network,
        "circles",
    )

    def setup(self) -> None:
        """Build space, and plan the camera's way through it."""
        super().setup()
        self.motions = layer_motions(self.snapshot, 1)
        samples = 2 if self.snapshot.activation.piecewise_linear else SMOOTH_SAMPLES
        self.sheet = elliptic_grid(self.points, self.plane.view.step / 2, samples)
        sights = self._sights()
        self.ways = viewpoints(self.layout.stage, sights)
        above = SpaceView.above(self.plane.view, self.ways.wide.distance)
        self.space = Space(self.points, self.trajectory.labels, self.sheet, above, self.theme)
        self.around = floor_and_axes(self.passed, NAMES, self.ways.wide, self.theme)
        self.corner = corner(self.box, NAMES, self.ways.near, self.theme)
        self.flat: list[Mobject] = []
        self.passing: list[Placed[SpaceView]] = []

    @cached_property
    def curve(self) -> PlacedLines[SpaceView]:
        """Where the readout's plane cuts the sheet, as a line on the sheet."""
        line = visible_regions(self.snapshot, 0, self.plane.view).boundary
        return self.space.on_sheet(line, self.theme.highlight, self.theme.line_width)

    def enter_space(self, reached: int) -> None:
        """Let the points lie in space, a number of the layer's motions behind them."""
        if self.space.cloud in self.mobjects:
            return
        plane = self.plane
        flat = [m for m in (*plane.scenery, *plane.back_to_front, *self.flat) if m in self.mobjects]
        if reached:
            self._skip_to(reached, flat)
            return
        if self.plane.cloud in flat:  # the same picture: nobody sees the change
            flat.remove(self.plane.cloud)
            self.remove(self.plane.cloud)
            self.add(self.space.cloud)
        new = [thing for thing in self.space.moving if thing not in self.mobjects]
        self.bring(*self.space.moving)
        self.play(*map(Vanish, flat), *map(Appear, new), run_time=self.brief)

    def leave_space(self) -> None:
        """Let the points lie in the plane again, where the camera has just brought them."""
        self.remove(self.space.cloud)
        self.add(self.plane.cloud)

    def bring(self, *things: Placed[SpaceView]) -> None:
        """Put things that are going to appear where they belong between the others."""
        self.space.stand(*(thing for thing in things if thing not in self.space.shown))
        fronts = [thing.front for thing in things if isinstance(thing, CutPlane)]
        self.add(*things, *fronts)
        self.bring_to_front(*(thing for thing in self.space.order if thing in self.mobjects))

    def leaving(self, *things: Placed[SpaceView], **options: Any) -> list[Animation]:
        """Return the animations by which things go; until then the camera sees them."""
        seen = [thing for thing in things if thing in self.mobjects]
        return [Leave(thing, self.space, **options) for thing in seen]

    def turn(
        self, motion: Motion | None, *others: Animation, fraction: float = 1.0, **options: Any
    ) -> None:
        """Play a motion, or none, while the camera turns on."""
        view = self.space.view.turned(self.ways.turn)
        self.go(motion, view, *others, fraction=fraction, **options)

    def go(
        self,
        motion: Motion | None,
        view: SpaceView,
        *others: Animation,
        fraction: float = 1.0,
        **options: Any,
    ) -> None:
        """Play a motion, or none, while the camera goes to a view; others take as long."""
        run_time = self.seconds(self.theme.move * fraction)
        flight = fly(self.space, motion, view, run_time, **options)
        self.play(flight, *others, run_time=flight.run_time)

    def _skip_to(self, reached: int, flat: Sequence[Mobject]) -> None:
        """Show space as it is after some of the motions, where a film does not show these."""
        self.vanish(*flat, fraction=0.5)
        for step in self.motions[:reached]:
            self.space.move(step.motion)
        near = reached == len(self.motions)
        self.space.look(self.ways.near if near else self.ways.wide)
        new = [*(self.corner if near else self.around), *self.space.moving]
        self.bring(*new)
        self.play(*map(Appear, new), run_time=self.seconds(self.theme.appear))

    def _sights(self) -> Sights:
        """Collect what the camera must be able to see."""
        flat = np.concatenate([self.points, self.sheet.vertices])
        ends, weight = self.snapshot.layer(1, flat), self.snapshot.weights[0]
        self.box = low, high = corner_box(ends)
        self.passed = extent(self.motions, embed(flat, 3))
        tips = [np.diag(reach) for reach in reach_of_axes(self.passed)]
        across = np.cross(weight[:, 0], weight[:, 1])
        return Sights(
            flat=embed(flat, 3),
            passed=np.concatenate([self.passed, *tips]),
            kept=np.concatenate([ends, *(wall(axis, low, high) for axis in range(3))]),
            across=across / max(float(np.linalg.norm(across)), 1e-12),
            plane=self.snapshot.decision_line(),
            moves=len(self.motions),
        )

    def divide(self) -> dict[str, Area]:
        """Name the places beside the plane: no loss is shown, so the panels are theirs."""
        layout = self.layout
        if layout.formula.left != layout.loss.left:  # side by side
            return layout.slots("diagram", formula=FRACTIONS[0], note=FRACTIONS[1])
        return dict(
            zip(("formula", "note", "diagram"), layout.panels.rows(FRACTIONS, 0.0), strict=True)
        )
