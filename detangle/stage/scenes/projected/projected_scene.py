"""Layers of any width, each in the plane in which its points vary most."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.analysis.separation import (
    SeparatingLine,
    best_lines_by_direction,
    separating_hyperplane,
)
from detangle.geometry.grand_tour import PlaneRotation
from detangle.geometry.motions import Travel
from detangle.geometry.projection import Projection, aligned
from detangle.look.layout import Area
from detangle.stage.motion.planes import develop, flow, project, rename, undevelop, unname
from detangle.stage.motion.tween import Vanish
from detangle.stage.panels.legend import Legend, place_legend
from detangle.stage.panels.width_row import WidthRow
from detangle.stage.plot.axes import plot_area, with_tick_room
from detangle.stage.plot.decision import half_plane
from detangle.stage.plot.lines import TrialLine
from detangle.stage.plot.projected_plane import ProjectedPlane
from detangle.stage.plot.view import View
from detangle.stage.scenes.scene import StageScene
from detangle.stage.scenes.shows import Shows
from detangle.stage.words import load

LINE_HEIGHT = 0.0155
"""Height of a line in the panel above the loss, units for each point of the font size."""
POSITION_TOLERANCE = 1e-9
"""Distance up to which points are where they should be, as a fraction of the largest coordinate."""
MOST_LAYERS = 10
"""Layers whose widths can be read in one line."""
SIDE = 8
"""Pixels along each side of the handwritten digits."""
SIDE_NAMES = ("w", "r_1")
"""Names of the axes at the end: the normal of the cut, and the first component of the rest."""


class ProjectedScene(StageScene):
    """Points go from layer to layer; each picture is turned to be most like the one before.

    Slots are the plane's, those of the explained variance, of a note and of the widths of all
    layers, and that of the loss.
    """

    shows = Shows(
        f"runs of up to {MOST_LAYERS} layers (record fewer, such as every second)",
        lambda run: run.depth <= MOST_LAYERS,
        "digits",
    )
    words = load("projected.plane")
    step: ClassVar[float | None] = None
    """The training step that is shown: the recorded one nearest to it. None is the last one."""

    plane: ProjectedPlane

    def setup(self) -> None:
        """Project every layer, and build the plane of the input."""
        super().setup()
        run = self.trajectory
        self.shown_step = int(run.steps[run.record_of(self.step)])
        layers = range(run.depth + 1)
        self.layers = [run.layer_at(k, self.shown_step).astype(np.float64) for k in layers]
        self.points = self.layers[0]
        # Points of the plane are drawn as they lie there.
        self.projections = aligned(self.layers, like=self.points if run.widths[0] == 2 else None)
        area = plot_area(self.slots["plane"])
        self.plot = with_tick_room(area, map(self.extent, layers), self.theme)
        self.plane = self.plane_of(0)
        widths = (*run.widths, len(run.class_names))
        self.widths = WidthRow(widths, self.slots["widths"], self.theme)
        self.facing, self.at_layer = self.projections[0], 0
        self.cut: TrialLine | None = None

    def divide(self) -> dict[str, Area]:
        """Name the places: the legend may need some of the stage beside the plane."""
        size = self.theme.caption_size
        stage, lines = place_legend(self.legend, self.layout, 3 * (LINE_HEIGHT * size,))
        rows = dict(zip(("variance", "note", "widths"), lines, strict=True))
        return {"plane": stage, **rows, "loss": self.layout.loss}

    @cached_property
    def legend(self) -> Legend:
        """The names of the classes."""
        return Legend(self.trajectory.class_names, self.theme)

    @property
    def images(self) -> FloatArray | None:
        """What the points are images of, (N, H, W) from 0 to 1; None if they are no images."""
        run = self.trajectory
        if run.setup.dataset != "digits" or run.widths[0] != SIDE**2:
            return None
        bright = self.points.min() >= 0 and self.points.max() <= 1
        return self.points.reshape(-1, SIDE, SIDE) if bright else None

    def drawn(self, k: int) -> FloatArray:
        """Return the points of layer k as they are drawn, (N, 2)."""
        return self.projections[k].place(self.layers[k])

    def extent(self, k: int) -> FloatArray:
        """Return the coordinates (M, 2) that must be seen in the plane of layer k."""
        return self.drawn(k)

    def plane_of(self, k: int) -> ProjectedPlane:
        """Build the plane of layer k."""
        view, labels = View.fit(self.extent(k), self.plot), self.trajectory.labels
        plane = ProjectedPlane(self.drawn(k), self.images, labels, view, self.theme)
        self.mark_followed(plane)
        return plane

    def show_classes(self) -> None:
        """Show all points in their plane, and some of them as images, if they are any."""
        explained = self.projections[0].explained
        key = "classes" if self.points.shape[1] > 2 else "flat"
        names = self.trajectory.class_names
        about = {**self.about_layer(0), **dict(zip(("first", "second"), names, strict=False))}
        values = {"n": len(self.points), "explained": explained, "classes": len(names)}
        with self.beat(key, **values, **about):
            self.bring_in(0)
            self.note("variance.note", "variance", explained=explained)
            self.develop_images()

    def show_tangle(self) -> None:
        """Draw the best line of the plane, and say whether any could part two classes."""
        if len(self.trajectory.class_names) != 2 or self.points.shape[1] == 1:
            return
        self.bring_in(0)
        labels, coords = self.trajectory.labels, self.drawn(0)
        best = best_lines_by_direction(coords, labels).best
        score: dict[str, Any] = {"right": int(best.right(coords, labels).sum()), "n": len(labels)}
        key = verdict(self.points, coords, labels)
        d = self.points.shape[1]
        with self.beat(key, hold=self.theme.long_hold, d=d, width=d, **score):
            self.tidy()
            self.draw_line(best)
            self.note("line.note", **score)

    def show_training(self) -> None:
        """Let the loss run from the first step to the one that is shown, if it is another."""
        run, end = self.trajectory, self.shown_step
        first = int(run.steps[0])
        if end == first:
            return
        self.bring_in(0)
        widths = list(map(str, run.widths[1:]))
        about: dict[str, Any] = {"widths": " and ".join(widths), "shape": "-".join(widths)}
        loss: dict[str, Any] = {"loss_before": run.loss_at(first), "loss_after": run.loss_at(end)}
        with self.beat("training", steps=end, loss=loss["loss_after"], **loss, **about):
            self.play_loss(end, self.widths, moves=1.2)

    def show_layers(self) -> None:
        """Lead the points straight from the picture of each layer to that of the next."""
        self.bring_in(0)
        self.tidy()
        for k, projection in enumerate(self.projections[1:], start=1):
            explained = projection.explained
            with self.beat("layer", explained=explained, **self.about_layer(k)):
                self.point_at(k)
                self.go_to(k)
                self.note("variance.note", "variance", explained=explained)

    def show_side(self) -> None:
        """Turn the picture until the network's cut is seen from the side, and draw it, if any."""
        if not self.has_cut:
            return
        last, layer, score = len(self.layers) - 1, self.layers[-1], self.score()
        self.bring_in(last)
        weight, bias = self.trajectory.readout_at(self.shown_step)
        normal, offset = weight[1] - weight[0], float(bias[1] - bias[0])
        side = Projection.facing(layer, normal, like=self.drawn(last))
        with self.beat("side", hold=self.theme.long_hold, **score):
            self.point_at(last + 1)
            self.go_to(last)
            way = np.concatenate([self.drawn(last), side.place(layer)])
            self.zoom_to_fit(self.plane.with_margin(way))
            self.turn(self.projections[last], side, SIDE_NAMES)
            line = _upright(side, normal, offset)
            self.draw_line(line)
            self._tint(line)
            self.note("side.note", **score)
            self.develop_images()

    def bring_in(self, k: int) -> None:
        """Have the points on the screen, those of layer k if there are none yet."""
        if k > 0 and not self.is_shown(self.plane.cloud):
            self.plane = self.plane_of(k)
            self.facing, self.at_layer = self.projections[k], k
        self.show(*self.plane.scenery, fraction=0.5)
        self.show(*self.plane.dots, self.legend)

    def tidy(self) -> None:
        """Take away the line and what is said of it, and turn images into dots again."""
        leaving = self.emptied("note")
        if self.cut is not None:
            leaving.append(Vanish(self.cut))
            self.cut = None
        if self.plane.shows_images:
            leaving.append(undevelop(self.plane, self.brief))
        self.briefly(*leaving)

    def go_to(self, k: int) -> None:
        """Tidy, and lead the points straight to the picture of layer k, if they are elsewhere."""
        self.tidy()
        goal = self.drawn(k)
        if not np.allclose(
            self.plane.cloud.coords, goal, atol=POSITION_TOLERANCE * float(np.abs(goal).max())
        ):
            self.zoom_to_fit(np.concatenate([self.plane.cloud.coords, goal]))
            self.empty("variance", "note")
            self.play(flow(self.plane, Travel(goal), self.seconds(self.theme.move)))
        self.facing, self.at_layer = self.projections[k], k

    def zoom_to_fit(self, coords: FloatArray) -> None:
        """Change the scale, if coordinates need it, and say so, within a beat that is open."""
        view = View.fit(coords, self.plane.view.area)
        if not self.plane.view.serves(view):
            self.note("zoom.note", factor=view.unit / self.plane.view.unit)
            self.rescale((self.plane, view))

    def turn(self, start: Projection, end: Projection, names: tuple[str, str]) -> None:
        """Turn the plane onto which the last layer is projected; the axes get other names."""
        way, run_time = PlaneRotation(start, end), self.seconds(self.theme.move)
        self.briefly(unname(self.plane), *self.emptied("variance", "note"))
        self.play(project(self.plane, self.layers[-1], way.place, run_time))
        self.facing, self.at_layer = end, len(self.layers) - 1
        self.briefly(rename(self.plane, names))
        self.note("variance.note", "variance", explained=end.explained)

    def develop_images(self) -> None:
        """Turn some of the points into the images that they are, if they are any."""
        if self.images is not None:
            self.play(develop(self.plane, self.seconds(self.theme.appear)))

    def draw_line(self, line: SeparatingLine) -> None:
        """Draw a line behind the points."""
        self.cut = TrialLine(line, self.plane.view, self.theme)
        self.show(self.cut)

    def point_at(self, layer: int) -> None:
        """Light the width of one layer; the last is that of the class scores."""
        self.light(self.widths, f"layer{layer}")

    @property
    def has_cut(self) -> bool:
        """Whether the last step is a flat cut: between two classes whose scores may differ."""
        run = self.trajectory
        if len(run.class_names) != 2 or not run.has_readout:
            return False
        weight, _ = run.readout_at(self.shown_step)
        return bool((weight[1] != weight[0]).any())

    @property
    def right(self) -> BoolArray:
        """Which points (N,) the network gets right."""
        scores = self.trajectory.scores_at(self.shown_step)
        return np.asarray(scores.argmax(axis=1) == self.trajectory.labels)

    def score(self) -> dict[str, Any]:
        """Count what the network gets right, and what naming the largest class would get."""
        run, n = self.trajectory, len(self.points)
        accuracy = self.right.mean() if run.has_scores else run.accuracy_at(self.shown_step)
        right = round(float(accuracy) * n)
        largest, width = int(np.bincount(run.labels).max()), run.widths[-1]
        counts = {"right": right, "wrong": n - right, "n": n, "largest": largest, "width": width}
        return {**counts, "accuracy": right / n}

    def about_layer(self, k: int) -> dict[str, Any]:
        """Return what the words may say of a layer."""
        width = self.trajectory.widths[k]
        numbers = self.text("one" if width == 1 else "many", n=width)
        return {"k": k, "width": width, "numbers": numbers}

    def _tint(self, line: SeparatingLine) -> None:
        """Tint the sides of the network's own cut in the colours of the classes."""
        tints = [
            half_plane(sign * line.normal, sign * line.offset, self.plane.view).set_fill(
                self.theme.class_color(label), opacity=self.theme.tint
            )
            for label, sign in enumerate((-1.0, 1.0))
        ]
        self.show(*tints)


def verdict(points: FloatArray, coords: FloatArray, labels: IntArray) -> str:
    """Name the words that are true of (N, D) points of two classes and their picture, (N, 2).

    These are `line` if one line separates the picture, else `tangle` if a hyperplane separates the
    points, else `knot`.
    """
    if separating_hyperplane(coords, labels) is not None:
        return "line"
    return "tangle" if separating_hyperplane(points, labels) is not None else "knot"


def _upright(side: Projection, normal: FloatArray, offset: float) -> SeparatingLine:
    """Return the line that a cut is where it is faced; on its positive side is class 1."""
    sign = float(np.sign(normal @ side.components[0]))
    return SeparatingLine(np.array([sign, 0.0]), -sign * side.cut(normal, offset))
