"""A run of wide layers: the points of each, in the plane in which they differ most."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detangle.analysis.separation import (
    SeparatingLine,
    best_lines_by_direction,
    separating_hyperplane,
)
from detangle.geometry.grand_tour import PlaneRotation
from detangle.geometry.projection import Projection
from detangle.stage.motion.planes import project, rename, unname
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.plot.decision import half_plane
from detangle.stage.plot.trial_line import TrialLine
from detangle.stage.scenes.projected.projected_base import ProjectedBase
from detangle.stage.text.typeset import escape

Array = NDArray[np.float64]

SIDE_NAMES = ("w", "r_1")
"""Names of the axes at the end: the normal of the cut, and the first component of the rest."""


class ProjectedScene(ProjectedBase):
    """Two classes of images: tangled in the plane of their pixels, apart in the last layer's."""

    def show_classes(self) -> None:
        """Show all images as points in their plane, and some of them as what they are."""
        share = self.projections[0].explained
        with self.beat("classes", n=len(self.points), share=share, **self.about_classes()):
            self.meet(0)
            self.tell(0, "share.note", share=share)
            self.develop()

    def about_classes(self) -> dict[str, Any]:
        """Return what the words may say of the classes."""
        names = [escape(name) for name in self.trajectory.class_names]
        return {"first": names[0], "second": names[1], "classes": len(names)}

    def about_layer(self, k: int) -> dict[str, Any]:
        """Return what the words may say of a layer."""
        return {"k": k, "width": self.trajectory.widths[k]}

    def show_tangle(self) -> None:
        """Draw the best line of the plane, and say whether any line could do it."""
        self.meet(0)
        labels, coords = self.trajectory.labels, self.drawn(0)
        best = best_lines_by_direction(coords, labels).best
        right, n = int(best.right(coords, labels).sum()), len(labels)
        values = {"right": right, "n": n, "d": self.points.shape[1]}
        key = verdict(self.points, coords, labels)
        with self.beat(key, hold=self.theme.long_hold, **values):
            self.tidy()
            self._draw_line(best)
            self.tell(1, "line.note", right=right, n=n)

    def show_training(self) -> None:
        """Let the loss run from the first step to the one whose network is shown."""
        self.meet(0)
        labels = (self.words["step"], self.words["loss"])
        panel = LossPanel(self.trajectory, self.loss_area, self.theme, labels)
        clock = Clock(self.trajectory, [panel]).at(0)
        run, end = self.trajectory, self.moment
        widths = list(map(str, run.widths[1:]))
        words = {"widths": " and ".join(widths), "shape": "-".join(widths)}
        with self.beat("training", hold=None, steps=end, loss=run.loss_at(end), **words):
            self.show(panel.scenery, panel, self.widths)
            self.play(RunClock(clock, 0, end, run_time=self.seconds(self.theme.move * 1.2)))

    def show_layers(self) -> None:
        """Lead the points from the picture of each layer to that of the next."""
        self.meet(0)
        self.tidy()
        for k in range(1, len(self.layers)):
            self.show_layer(k)

    def show_layer(self, k: int) -> None:
        """Lead the points straight from the picture of layer k - 1 to that of layer k."""
        share = self.projections[k].explained
        with self.beat("layer", share=share, **self.about_layer(k)):
            self.point_at(k)
            self.go_to(k)
            self.tell(0, "share.note", share=share)

    def show_side(self) -> None:
        """Turn the picture until the network's cut is seen from the side, and draw it."""
        last = len(self.layers) - 1
        self.meet(last)
        normal, offset = self.decision
        layer, coords = self.layers[last], self.drawn(last)
        side = Projection.facing(layer, normal, like=coords)
        with self.beat("side", hold=self.theme.long_hold, **self.score()):
            self.point_at(last + 1)
            self.tidy()
            self.go_to(last)
            self.make_room(self.plane.with_margin(np.concatenate([coords, side.place(layer)])))
            self.play(unname(self.plane), *self.unnote(0, 1), run_time=self.brief)
            self.turn(layer, self.projections[last], side)
            self.play(rename(self.plane, SIDE_NAMES), run_time=self.brief)
            self.tell(0, "share.note", share=side.explained)
            self._draw_line(_upright(side, normal, offset))
            self._tint(_upright(side, normal, offset))
            self.tell(1, "side.note", **self.score())
            self.develop()

    @property
    def decision(self) -> tuple[Array, float]:
        """Normal (D_K,) and offset of the cut between the two classes in the last layer."""
        weight, bias = self.trajectory.readout_at(self.moment)
        return weight[1] - weight[0], float(bias[1] - bias[0])

    def turn(self, layer: Array, start: Projection, end: Projection) -> None:
        """Turn the plane onto which a layer is projected."""
        turning = PlaneRotation(start, end)
        self.play(project(self.plane, layer, turning.place, self.seconds(self.theme.move)))

    def _draw_line(self, line: SeparatingLine) -> None:
        """Draw a line behind the points."""
        self.cut = TrialLine(line, self.plane.view, self.theme)
        self.show(self.cut)

    def _tint(self, line: SeparatingLine) -> None:
        """Tint the sides of the network's own cut in the colours of the classes."""
        tints = [
            half_plane(sign * line.normal, sign * line.offset, self.plane.view).set_fill(
                self.theme.class_color(label), opacity=self.theme.tint
            )
            for label, sign in enumerate((-1.0, 1.0))
        ]
        self.show(*tints)


def verdict(points: Array, coords: Array, labels: NDArray[np.int64]) -> str:
    """Name the words that are true of a picture of two classes.

    Parameters
    ----------
    points
        (N, D) the points.
    coords
        (N, 2) their picture.
    labels
        (N,) 0 or 1.

    Returns
    -------
    `line` if one line separates the picture, else `tangle` if a flat cut separates the points, else
    `knot`.
    """
    if separating_hyperplane(coords, labels) is not None:
        return "line"
    return "tangle" if separating_hyperplane(points, labels) is not None else "knot"


def _upright(side: Projection, normal: Array, offset: float) -> SeparatingLine:
    """Return the line that a cut is where it is faced; on its positive side is class 1."""
    sign = float(np.sign(normal @ side.components[0]))
    return SeparatingLine(np.array([sign, 0.0]), -sign * side.cut(normal, offset))
