"""How the points of a plane go through the layers of a network, movement by movement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from manim import Mobject

from detangle._typing import FloatArray
from detangle.analysis.layer_motions import LayerMotion, extent, layer_motions
from detangle.geometry.polylines import rectangle
from detangle.run.snapshot import Snapshot
from detangle.stage.motion.planes import flow, pasts, rename, rewind, unname
from detangle.stage.motion.tween import Vanish
from detangle.stage.plot.axes import axis_symbols
from detangle.stage.plot.decision import DecisionLine
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.view import SAME_SCALE, View
from detangle.stage.scenes.layers.clamp import PileUp, Shutter
from detangle.stage.scenes.layers.plane_scene import PlaneScene
from detangle.stage.scenes.scene import fading_ghosts
from detangle.stage.text.formula import input_name
from detangle.stage.words.markup import Markup

FARTHEST = 6.0
"""How far at most the lattice goes from the origin, in widths of what is seen first."""

PILE = 0.6
"""Time in which bars grow, as a fraction of the theme's `appear`."""
FAR_LINE = 4.0
"""How much farther than the view the decision is followed, where its pieces are exact."""


class LayerPlayer:
    """Carries points and grid of a scene's plane through its network.

    Parameters
    ----------
    scene
        The scene. It has slots for a formula and a note, and words for each movement.
    """

    def __init__(self, scene: PlaneScene) -> None:
        self.scene, self.plane, self.snapshot = scene, scene.plane, scene.snapshot
        smooth = not self.snapshot.activation.piecewise_linear
        reach = None if scene.figure else self.reach()
        self.grid = self.plane.add_grid(smooth=smooth, reach=reach)

    def motions(self, k: int) -> list[LayerMotion]:
        """Return the movements of layer k, in order."""
        return layer_motions(self.snapshot, k)

    def way(self, k: int) -> FloatArray:
        """Return all coordinates (M, 2) that the points pass in layer k."""
        return extent(self.motions(k), self.snapshot.layer(k - 1, self.scene.points))

    def view(self, coords: FloatArray) -> View:
        """Return a view of some coordinates (M, 2), in the place of the plane."""
        return self.scene.fit(coords)

    def reach(self) -> FloatArray:
        """Return places of the input, (M, 2), that a layer brings to the corners of the frame.

        So its lattice fills the frame on the way. Only places where all units are active are known.
        """
        home, snapshot = self.scene.home, self.snapshot
        farthest = FARTHEST * np.ptp(np.stack(home.bounds), axis=0).max()
        found = [np.zeros((0, 2))]
        for k in range(1, snapshot.depth + 1):
            corners = rectangle(*self.view(self.way(k)).bounds).vertices
            here = np.vstack([corners, *pulled_back(snapshot, k, corners)])
            for layer in range(k - 1, 0, -1):
                here = np.vstack([np.zeros((0, 2)), *pulled_back(snapshot, layer, here.clip(0))])
            found.append(here)
        return np.clip(np.vstack(found), -farthest, farthest)

    def play(self, k: int) -> Iterator[LayerMotion]:
        """Move the points through layer k, a beat for each movement, which is yielded after it."""
        self.scene.zoom(self.view(self.way(k)), k=k)
        self.scene.write_formula(k)
        for step in self.motions(k):
            self._play_step(step, k)
            yield step
        self.settle(k)

    def pass_through(self, k: int) -> None:
        """Move the points through layer k without a stop, within a beat that is open."""
        scene, plane = self.scene, self.plane
        run_time = scene.seconds(scene.theme.move / 2)
        scene.write_formula(k)
        with scene.sweep():
            for step in self.motions(k):
                moving, shutters = plane.moving, self._shutters(step)
                if shutters:
                    scene.show(*shutters, fraction=0.3)
                plane.moving = [*shutters, *moving]
                movement = flow(plane, step.motion, run_time, fastest=scene.fastest)
                scene.play(movement, *scene.lit(step.part))
                plane.moving = moving
                scene.vanish(*shutters, fraction=0.3)

    def settle(self, k: int) -> None:
        """Name the coordinates of layer k, which is reached, and count what it has lost."""
        self.scene.briefly(rename(self.plane, axis_symbols(k)))
        lost = int((self.plane.cloud.coords == 0).all(axis=1).sum())
        if lost:
            self.scene.note("lost", count=lost)
            self.scene.rest(self.scene.theme.hold)
        if not self.scene.figure and k < self.snapshot.depth:
            self._step_closer(k)

    def _step_closer(self, k: int) -> None:
        """Show what layer k has left as large as fits, unless the next layer needs the room."""
        view = self.view(self.snapshot.layer(k, self.scene.points))
        if view.unit > SAME_SCALE * max(self.view(self.way(k + 1)).unit, self.plane.view.unit):
            self.scene.zoom(view)

    def rewind(self) -> DecisionLine:
        """Play the way through all layers backwards, with the decision's line, which is returned.

        No layer can do this: it is known where each point has come from.
        """
        scene, plane = self.scene, self.plane
        layers = range(1, self.snapshot.depth + 1)
        steps = [(k, step.motion) for k in layers for step in self.motions(k)]
        home = scene.home
        exact = self.snapshot.activation.piecewise_linear and not scene.figure
        line = DecisionLine(self.snapshot, 0, home.wider(FAR_LINE if exact else 1.0), scene.theme)
        plane.moving = [self.grid, line, *plane.dots]
        before = pasts(plane, [motion for _, motion in steps])
        line.show_at(before[-1][1], plane.view)
        scene.show(line)
        scene.briefly(unname(plane))
        pointed, run_time = None, scene.seconds(scene.theme.move / 3)
        if scene.figure:
            scene.rescale((plane, self.view(np.concatenate([points for *_, points in before]))))
        with scene.sweep():
            for (k, motion), sources in zip(reversed(steps), before[-2::-1], strict=True):
                if k != pointed:
                    if not scene.figure:
                        scene.zoom(self.view(self.way(k)))
                    scene.point_at(k)
                pointed = k
                scene.play(rewind(plane, motion, sources, run_time, fastest=scene.fastest))
        scene.rescale((plane, home))
        scene.briefly(rename(plane, axis_symbols(0)))
        plane.moving.remove(self.grid)
        scene.vanish(self.grid, fraction=0.5)
        return line

    def _play_step(self, step: LayerMotion, k: int) -> None:
        """Play one movement as a beat."""
        scene, activation = self.scene, self.snapshot.activation
        values: dict[str, Any] = {
            "k": k,
            "map": Markup(f"W_{k} {input_name(k)}"),
            "name": activation.label,
            "slope": activation.negative_slope,
        }
        if step.motion.creases:
            self._play_fold(step, values)
            return
        with scene.beat(step.key, **values):
            self._begin(step.part)
            scene.play(flow(self.plane, step.motion, scene.seconds(scene.theme.move)))

    def _play_fold(self, step: LayerMotion, values: dict[str, Any]) -> None:
        """Tint the half-plane that is going to be folded, count its points, and fold it."""
        scene, plane, (coordinate,) = self.scene, self.plane, step.motion.creases
        chosen = plane.cloud.coords[:, coordinate] < 0
        values = {**values, "count": int(chosen.sum()), "n": len(chosen)}
        leaving: list[Mobject] = list(shutters := self._shutters(step))
        with scene.beat(step.key, hold=scene.theme.long_hold, **values):
            self._begin(step.part)
            note = scene.fill("note", scene.line(f"{step.key}.note", **values))
            scene.show(*shutters, note, fraction=0.5)
            if chosen.any():
                scene.pulse(chosen, plane.cloud)
            moving = plane.moving
            plane.moving = [*shutters, *moving]
            scene.play(flow(plane, step.motion, scene.seconds(scene.theme.move)))
            plane.moving = moving
            if values["slope"] == 0 and chosen.any():
                labels = scene.trajectory.labels
                coords = plane.cloud.coords
                bars = PileUp(coords, labels, chosen, coordinate, plane.view, scene.theme)
                scene.play(bars.growing(scene.seconds(PILE * scene.theme.appear)))
                leaving.append(bars)
        # Many ghosts on top of each other look like points: the clamp must be seen.
        scene.briefly(*map(Vanish, leaving), *scene.emptied("note"), *fading_ghosts(plane))

    def _shutters(self, step: LayerMotion) -> list[Placed[View]]:
        """Return what shows which half of the plane a movement is going to fold, if it does."""
        creases, plane = step.motion.creases, self.plane
        found = (Shutter(crease, plane.view, plane.theme).items for crease in creases)
        return [item for items in found for item in items]

    def _begin(self, part: str) -> None:
        """Light a part of the formula, and leave faint copies of the points where they are.

        The copies let a still show the movement, too; those of the movement before fade out.
        """
        self.scene.briefly(*fading_ghosts(self.plane), *self.scene.lit(part))
        self.scene.add(self.plane.make_ghosts())


def pulled_back(snapshot: Snapshot, k: int, places: FloatArray) -> list[FloatArray]:
    """Return where layer k's weights and bias bring to these places, (M, 2), if they can."""
    weight, bias = snapshot.weights[k - 1], snapshot.biases[k - 1]
    if np.linalg.matrix_rank(weight) < len(weight):
        return []
    return [np.asarray(np.linalg.solve(weight, (places - bias).T).T, dtype=np.float64)]
