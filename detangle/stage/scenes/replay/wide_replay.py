"""The film of any training: the points of the last layers glide in one basis that is carried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from detangle.analysis.projected import ProjectedLayer, project_layers
from detangle.look.layout import Area
from detangle.run.moment import Moment
from detangle.stage.panels.layer_panel import WidePanel
from detangle.stage.panels.legend import Legend, place_legend
from detangle.stage.panels.replay_numbers import PITCH
from detangle.stage.plot.axes import with_tick_room
from detangle.stage.plot.plane import Rings
from detangle.stage.plot.view import View
from detangle.stage.scenes.replay.replay_base import Array, Recorded, ReplayBase
from detangle.stage.scenes.replay.replay_layout import WIDE, ReplayLayout
from detangle.stage.scenes.runs import Run
from detangle.stage.scenes.support import Shows
from detangle.stage.words import load

NUMBERS = 4
"""Step, loss, share of right points, and speed."""
MOST = 4
"""Planes that have room beside each other."""
CLOSER = 3.0
"""An untrained layer is looked at closer if it can be so many times larger."""


class WideReplayScene(ReplayBase):
    """Points of the last layers, projected, while the network learns; loss and accuracy beside.

    It shows any run of at least two recorded steps. From each of them to the next the points go
    straight.
    """

    run: ClassVar[Run] = "digits"
    beats: ClassVar[tuple[str, ...]] = ("start", "training", "end")
    shows = Shows("runs of at least two recorded steps", lambda run: len(run.steps) > 1, "digits")
    words = load("replay.wide")
    last: ClassVar[int] = 1
    """How many of the last layers are shown."""

    planes: Sequence[WidePanel]

    def lay_out(self) -> ReplayLayout:
        """Give a single plane the stage, and several ones a row."""
        run = self.trajectory
        count = min(self.last, run.depth + 1, MOST)
        self.pictured = self._pictured(count)
        self.legend_stays = count == 1
        if not self.legend_stays:
            return ReplayLayout.of(self.layout, count)
        self.legend = Legend(run.class_names, self.theme)
        size, frame = self.theme.caption_size, self.layout.frame
        columns = 1 if frame.width > WIDE * frame.height else 2
        height = NUMBERS / columns * PITCH * size
        layout, (numbers,) = place_legend(self.legend, self.layout, (height,), size)
        return ReplayLayout(layout, (layout.stage,), numbers, layout.loss, columns)

    def _pictured(self, count: int) -> list[ProjectedLayer]:
        depth = self.trajectory.depth
        return project_layers(self.trajectory, range(depth + 1 - count, depth + 1))

    @property
    def areas(self) -> Sequence[Area]:
        """Where in the frame it draws: all of the stage, whatever part the planes take of it."""
        return self.whole.stage, self.layout.panels, *super().areas

    def with_room(self, plots: Sequence[Area]) -> Sequence[Area]:
        """Keep room beside the plots for the ticks of layers that are very small or very large."""
        pairs = zip(plots, self.pictured, strict=True)
        return [with_tick_room(plot, layer.pictures, self.theme) for plot, layer in pairs]

    def recorded(self) -> Iterator[Recorded]:
        """Yield the pictures of each layer that is shown, (S, N, 2)."""
        yield from (layer.pictures for layer in self.pictured)

    def moved(self) -> list[Array]:
        """Return how far the quickest point of each picture goes in each interval, (S - 1,)."""
        return [layer.moved for layer in self.pictured]

    def make_planes(self, moment: Moment, part: int) -> Sequence[WidePanel]:
        """Build the planes of the layers."""
        return [
            self._panel(layer, moment, self._first_view(layer, view[part]))
            for layer, view in zip(self.pictured, self.views, strict=True)
        ]

    def _panel(self, layer: ProjectedLayer, moment: Moment, view: View) -> WidePanel:
        name = self.words["layer" if layer.layer else "input"].format(k=layer.layer)
        shares = self.words["share"], self.words["share_short"]
        return WidePanel(layer, moment, view, self.theme, name, shares)

    def _first_view(self, layer: ProjectedLayer, view: View) -> View:
        """Look closer at an untrained layer whose points would hardly be told apart."""
        own = View.fit(layer.coordinates_at(self.first_step), view.area)
        return own if "start" in self.beats and own.unit > CLOSER * view.unit else view

    def make_legend(self) -> Mobject:
        """Say which class is which: beside the plane to the end, or where numbers come later."""
        return self.legend if self.legend_stays else super().make_legend()

    def leave_room(self) -> None:
        """Take the legend away if it stands where the numbers go."""
        if self.legend_stays:
            self.show(self.legend, fraction=0.5)
        else:
            super().leave_room()

    def show_start(self) -> None:
        """Show the points before the training."""
        layers = [panel.layer for panel in self.planes]
        many = self.words["which.many" if len(layers) > 1 else "which.one"]
        with self.beat("start", which=many.format(first=layers[0], k=layers[-1]), **self.now()):
            self._bring_planes()
            self.show(self.legend)

    def show_end(self) -> None:
        """Ring what the network gets wrong, if it is known, and hold."""
        wrong, now = self._wrong(), self.now()
        values = {**now, "wrong": int(wrong.sum()), "right": now["n"] - int(wrong.sum())}
        values = values if wrong.any() else now
        with self.beat("marked" if wrong.any() else "end", hold=self.theme.long_hold, **values):
            self._bring_all()
            if wrong.any():
                shown = ((p.cloud.coords[wrong], p.view, self.theme) for p in self.planes)
                self.show(*(Rings(*ring) for ring in shown))

    def _wrong(self) -> NDArray[np.bool_]:
        """Tell which points (N,) are wrong at the step that is shown; none if it is not known."""
        run = self.trajectory
        if not run.has_scores:
            return np.zeros(len(run.labels), dtype=bool)
        scores = run.scores_at(self.replay.moment.step)
        return np.asarray(scores.argmax(axis=1) != run.labels)
