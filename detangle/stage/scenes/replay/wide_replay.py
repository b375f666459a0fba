"""The film of any training: the points of the last layers glide in one basis that is carried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from detangle._typing import AnyFloatArray, BoolArray, FloatArray
from detangle.analysis.projected import project_layers
from detangle.look.layout import Area
from detangle.run.moment import Moment
from detangle.stage.panels.layer_panel import WidePanel
from detangle.stage.panels.legend import Legend, place_legend
from detangle.stage.panels.replay_numbers import PITCH, is_held_out
from detangle.stage.plot.axes import with_tick_room
from detangle.stage.plot.plane import Rings
from detangle.stage.plot.view import View
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.replay.layout import WIDE, ReplayLayout
from detangle.stage.scenes.replay.player import ReplayPlayer, ReplayScene
from detangle.stage.scenes.runs import Run
from detangle.stage.scenes.shows import Shows
from detangle.stage.words import load

COUNT_OF_NUMBERS = 4
"""Step, loss, fraction of right points, and speed; one more where points are held out."""
MOST_PLANES = 4
"""Planes that have room beside each other."""
CLOSE_UP = 3.0
"""An untrained layer is seen larger at first if that makes it larger by this factor."""


class WideReplayScene(ReplayScene[WidePanel]):
    """Points of the last layers, projected, while the network learns; loss and accuracy beside.

    It shows any run of at least two recorded steps. From each of them to the next the points go
    straight.
    """

    run: ClassVar[Run] = "digits"
    beats: ClassVar[Beats] = ("start", "training", "end")
    shows = Shows("runs of at least two recorded steps", lambda run: len(run.steps) > 1, "digits")
    words = load("replay.wide")
    marks_points = True
    last: ClassVar[int] = 1
    """How many of the last layers are shown."""

    def setup(self) -> None:
        """Build the planes, the curve and the numbers; a single plane has the stage for itself."""
        super().setup()
        run = self.trajectory
        count = min(self.last, run.depth + 1, MOST_PLANES)
        legend = Legend(run.class_names, self.theme) if count == 1 else None
        self.layers = project_layers(run, range(run.depth + 1 - count, run.depth + 1))
        places = self._beside(legend) if legend else ReplayLayout.of(self.layout, count)
        self.player = ReplayPlayer(self, places, legend)

    def recorded(self) -> list[AnyFloatArray]:
        """Return the projected points of each layer at every recorded step, (S, N, 2)."""
        return [layer.pictures for layer in self.layers]

    def displacements(self) -> list[FloatArray]:
        """Return for each layer how far a point moves at most between two records, (S - 1,)."""
        return [layer.moved for layer in self.layers]

    def plots(self, plots: Sequence[Area]) -> list[Area]:
        """Keep room beside the plots for the ticks of layers that are very small or very large."""
        pairs = zip(plots, self.layers, strict=True)
        return [with_tick_room(plot, layer.pictures, self.theme) for plot, layer in pairs]

    def panel(self, i: int, moment: Moment, view: View) -> WidePanel:
        """Build the plane of a layer, magnified if its points are very close at the start."""
        layer = self.layers[i]
        name = self.words["layer" if layer.layer else "input"].format(k=layer.layer)
        labels = self.words["explained"], self.words["explained_short"]
        if "start" in self.beats:
            first = layer.coordinates_at(int(self.trajectory.steps[0]))
            own = View.fit(first, view.area)
            view = own if own.unit > CLOSE_UP * view.unit else view
        return WidePanel(layer, moment, view, self.theme, name, labels)

    def _beside(self, legend: Legend) -> ReplayLayout:
        """Give a single plane the stage, and put a legend and the numbers beside it."""
        frame = self.layout.frame
        columns = 1 if frame.width > WIDE * frame.height else 2
        count = COUNT_OF_NUMBERS + is_held_out(self.trajectory)
        height = -(-count // columns) * PITCH * self.theme.caption_size
        stage, (numbers,) = place_legend(legend, self.layout, (height,))
        return ReplayLayout((stage,), numbers, self.layout.loss, columns)

    @property
    def width(self) -> int:
        """The width of the widest layer that is shown."""
        run = self.trajectory
        widths: list[int] = [run.points.shape[1], *run.widths]
        return max(widths[layer.layer] for layer in self.layers)

    def show_start(self) -> None:
        """Show the points before the training."""
        layers = [panel.layer for panel in self.player.planes]
        many = self.words["which.many" if len(layers) > 1 else "which.one"]
        which = many.format(first=layers[0], k=layers[-1])
        with self.beat("start", which=which, width=self.width, **self.player.now()):
            self.player.show_planes()
            self.show(self.player.legend)

    def show_end(self) -> None:
        """Ring what the network gets wrong, if it is known, and hold."""
        wrong, now = self._wrong(), self.player.now()
        count = int(wrong.sum())
        values = {**now, "wrong": count, "right": now["n"] - count} if count else now
        key = "marked" if count else "end"
        with self.beat(key, hold=self.theme.long_hold, width=self.width, **values):
            self.player.show()
            if count:
                shown = ((p.cloud.coords[wrong], p.view, self.theme) for p in self.player.planes)
                self.show(*(Rings(*ring) for ring in shown))

    def _wrong(self) -> BoolArray:
        """Return which points (N,) are wrong at the step that is shown; none if it is not known."""
        run = self.trajectory
        if not run.has_scores:
            return np.zeros(len(run.labels), dtype=bool)
        scores = run.scores_at(self.player.clock.moment.step)
        return np.asarray(scores.argmax(axis=1) != run.labels)
