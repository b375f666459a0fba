"""How a plane is lifted into the space of a layer of three units, and folded there."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from manim import Animation, Mobject
from manim.utils.rate_functions import smootherstep, squish_rate_func, there_and_back

from detangle.analysis.layer_motions import LayerMotion, extent, layer_motions
from detangle.geometry.motions import Motion
from detangle.geometry.polar import embed
from detangle.geometry.polylines import elliptic_grid
from detangle.stage.motion.restyle import pulse
from detangle.stage.motion.space import Leave, fly, fly_home
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
from detangle.stage.text.formula import input_name
from detangle.stage.words.markup import Markup

NAMES = ("h_(1,1)", "h_(1,2)", "h_(1,3)")
"""Names of the three coordinates, in Typst math."""
EARLY, MIDDLE, LATE, LAST = (0.0, 0.25), (0.15, 0.4), (0.3, 0.8), (0.75, 1.0)
"""Parts of a movement, in which something comes or is pointed at."""
AHEAD = 0.3
"""Fraction of the time by which the camera steps back before the sheet grows."""


class SpacePlayer:
    """Carries points and sheet of a scene's plane through a layer of three units.

    Parameters
    ----------
    scene
        The scene. It has slots for a formula and a note, and words for each movement.

    Attributes
    ----------
    space
        What lies in space.
    views
        The views that the camera goes through.
    box
        Lowest and highest corner of the box in which everything lies at the end.
    """

    def __init__(self, scene: PlaneScene) -> None:
        self.scene, self.plane, self.snapshot = scene, scene.plane, scene.snapshot
        self.motions = layer_motions(self.snapshot, 1)
        self.affine = sum(step.part != "activation" for step in self.motions)
        samples = 2 if self.snapshot.activation.piecewise_linear else SMOOTH_SAMPLES
        sheet = elliptic_grid(scene.points, self.plane.view.step / 2, samples)
        flat = np.concatenate([scene.points, sheet.vertices])
        ends, passed = self.snapshot.layer(1, flat), extent(self.motions, embed(flat, 3))
        self.box = low, high = corner_box(ends)
        weight = self.snapshot.weights[0]
        across = np.cross(weight[:, 0], weight[:, 1])
        tips = [np.diag(reach) for reach in reach_of_axes(passed)]
        sights = Sights(
            flat=embed(flat, 3),
            passed=np.concatenate([passed, *tips]),
            kept=np.concatenate([ends, *(wall(axis, low, high) for axis in range(3))]),
            across=across / max(float(np.linalg.norm(across)), 1e-12),
            plane=self.snapshot.decision_line(),
            moves=len(self.motions),
        )
        self.views = viewpoints(scene.layout.stage, sights)
        above = SpaceView.above(self.plane.view, self.views.wide.distance)
        self.space = Space(scene.points, scene.trajectory.labels, sheet, above, scene.theme)
        self.around = floor_and_axes(passed, NAMES, self.views.wide, scene.theme)
        self.corner = corner(self.box, NAMES, self.views.near, scene.theme)
        self.passing: list[Placed[SpaceView]] = []

    @cached_property
    def curve(self) -> PlacedLines[SpaceView]:
        """Where the readout's plane cuts the sheet, as a line on the sheet."""
        line = visible_regions(self.snapshot, 0, self.plane.view).boundary
        theme = self.scene.theme
        return self.space.on_sheet(line, theme.highlight, theme.line_width)

    def enter(self, reached: int) -> None:
        """Have the points in space, some of the layer's motions behind them."""
        scene, space = self.scene, self.space
        if space.cloud in scene.mobjects:
            return
        flat = [m for m in scene.mobjects if m in (*self.plane.scenery, *scene.in_plane)]
        if reached:
            scene.vanish(*flat, self.plane.cloud, fraction=0.5)
            self._skip_to(reached)
            return
        if self.plane.cloud in scene.mobjects:  # the same picture: nobody sees the change
            scene.remove(self.plane.cloud)
            scene.add(space.cloud)
        new = [thing for thing in space.moving if thing not in scene.mobjects]
        scene.briefly(*map(Vanish, flat), *map(Appear, new))

    def _skip_to(self, reached: int) -> None:
        """Show space after some of the motions, where a film does not show these."""
        for step in self.motions[:reached]:
            self.space.move(step.motion)
        near = reached == len(self.motions)
        self.space.look(self.views.near if near else self.views.wide)
        self.scene.show(*self.stand(*(self.corner if near else self.around)), *self.space.moving)

    def stand(self, *things: Placed[SpaceView]) -> tuple[Placed[SpaceView], ...]:
        """Let the camera see things, which are returned, to be shown."""
        self.space.stand(*(thing for thing in things if thing not in self.space.shown))
        self.scene.add(*(thing.front for thing in things if isinstance(thing, CutPlane)))
        return things

    def leaving(self, *things: Placed[SpaceView], **options: Any) -> list[Animation]:
        """Return the animations by which things go; until then the camera sees them."""
        seen = [thing for thing in things if thing in self.scene.mobjects]
        return [Leave(thing, self.space, **options) for thing in seen]

    def turn(self, motion: Motion | None, *others: Animation, **options: Any) -> None:
        """Play a motion, or none, while the camera turns on."""
        self.fly(motion, self.space.view.turned(self.views.turn), *others, **options)

    def fly(
        self,
        motion: Motion | None,
        view: SpaceView,
        *others: Animation,
        fraction: float = 1.0,
        **options: Any,
    ) -> None:
        """Play a motion, or none, while the camera goes to a view; others take as long."""
        run_time = self.scene.seconds(self.scene.theme.move * fraction)
        flight = fly(self.space, motion, view, run_time, **options)
        self.scene.play(flight, *others, run_time=flight.run_time)

    def look_aside(self) -> None:
        """Look at the plane from the side."""
        self.enter(0)
        scenery = self.stand(*self.around[:-1])
        self.fly(None, self.views.tilted, *coming(*scenery, when=LATE), fraction=1.5)

    def come_closer(self) -> None:
        """Step to the corner in which everything lies, unless that is where we are."""
        if all(wall in self.scene.mobjects for wall in self.corner):
            return
        self._step_on()
        leaving = self.leaving(*self.around, rate_func=within(MIDDLE))
        arriving = coming(*self.stand(*self.corner), when=LATE)
        self.fly(None, self.views.near, *leaving, *arriving)

    def play(self, step: LayerMotion) -> None:
        """Show a motion of the sheet as a beat; the first one sees the camera step back."""
        activation, first = self.snapshot.activation, step is self.motions[0]
        values: dict[str, Any] = {"name": activation.label, "slope": activation.negative_slope}
        if step.motion.creases:
            self._play_fold(step, values)
            return
        with self.scene.beat(step.key, map=Markup(f"W_1 {input_name(1)}"), **values):
            self._step_on(step.part)
            new = [thing for thing in self.around if thing not in self.scene.mobjects]
            self.stand(*self.around)
            self.fly(
                step.motion,
                (self.views.wide if first else self.space.view).turned(self.views.turn),
                *coming(*new, when=LAST),
                fraction=1.5 if first else 1.0,
                delay=AHEAD if first else 0.0,
            )

    def _play_fold(self, step: LayerMotion, values: dict[str, Any]) -> None:
        """Show the wall of a fold, point at what is behind it, and move that."""
        scene, space, (coordinate,) = self.scene, self.space, step.motion.creases
        chosen = space.cloud.coords[:, coordinate] < 0
        values = {**values, "count": int(chosen.sum())}
        with scene.beat(step.key, hold=scene.theme.long_hold, **values):
            self._step_on(step.part)
            plane, ghosts = space.wall(coordinate), space.make_ghosts(chosen)
            self.passing = [plane, ghosts]
            scene.add(*self.stand(*self.passing))
            note = scene.fill("note", scene.line(f"{step.key[:-1]}.note", **values))
            pointing = pulse(
                space.cloud, chosen, rate_func=squish_rate_func(there_and_back, *MIDDLE)
            )
            arriving = coming(plane, note, when=EARLY)
            self.turn(step.motion, *arriving, pointing, fraction=1.15, delay=MIDDLE[1])

    def _step_on(self, part: str | None = None) -> None:
        """Light a part of the formula, and clear what the last step has left."""
        lit = self.scene.lit(part) if part else []
        self.scene.briefly(*self.leaving(*self.passing), *self.scene.emptied("note"), *lit)
        self.passing = []

    def fly_home(self) -> None:
        """Lead everything back into the plane, while the camera rises until it looks down."""
        scene = self.scene
        scene.briefly(*self.leaving(*self.space.still))
        above = SpaceView.above(self.plane.view, self.views.near.distance)
        scene.play(fly_home(self.space, above, scene.seconds(1.4 * scene.theme.move)))
        scene.remove(self.space.cloud)
        scene.add(self.plane.cloud)


def within(part: tuple[float, float]) -> Any:
    """Return the rate function that is done within a part of the time."""
    return squish_rate_func(smootherstep, *part)


def coming(*things: Mobject, when: tuple[float, float]) -> list[Appear]:
    """Let things appear within a part of a movement."""
    return [Appear(thing, rate_func=within(when)) for thing in things]
