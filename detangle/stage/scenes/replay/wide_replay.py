"""The film of any training: the points of the last layers glide in one basis that is carried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from detangle._typing import AnyFloatArray, BoolArray, FloatArray
from detangle.analysis.projected import ProjectedLayer, project_layers
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.stage.panels.layer_panel import WidePanel
from detangle.stage.panels.legend import Legend, place_legend
from detangle.stage.panels.replay_numbers import PITCH
from detangle.stage.plot.axes import with_tick_room
from detangle.stage.plot.plane import Rings
from detangle.stage.plot.view import View
from detangle.stage.scenes.replay.layout import WIDE, ReplayLayout
from detangle.stage.scenes.replay.player import ReplayPlayer
from detangle.stage.scenes.runs import Run, Shows
from detangle.stage.scenes.scene import StageScene
from detangle.stage.words import load

NUMBERS = 4
"""Step, loss, fraction of right points, and speed."""
MOST = 4
"""Planes that have room beside each other."""
CLOSER = 3.0
"""An untrained layer is seen larger at first if that makes it larger by this factor."""


@dataclass(frozen=True, eq=False)
class WideLayers:
    """Some layers, each projected.

    Parameters
    ----------
    layers
        The layers.
    theme, words
        Colours and sizes, and the names of the planes.
    close_up
        A step at which a layer may be seen larger than its view shows it; None for never.
    """

    layers: Sequence[ProjectedLayer]
    theme: Theme
    words: Mapping[str, str]
    close_up: int | None

    def recorded(self) -> list[AnyFloatArray]:
        """Return the pictures of each at every recorded step, (S, N, 2)."""
        return [layer.pictures for layer in self.layers]

    def displacements(self) -> list[FloatArray]:
        """Return for each how far a point goes at most in each recorded interval, (S - 1,)."""
        return [layer.moved for layer in self.layers]

    def plots(self, plots: Sequence[Area]) -> list[Area]:
        """Keep room beside the plots for the ticks of layers that are very small or very large."""
        pairs = zip(plots, self.layers, strict=True)
        return [with_tick_room(plot, layer.pictures, self.theme) for plot, layer in pairs]

    def panel(self, i: int, moment: Moment, view: View) -> WidePanel:
        """Build the plane of a layer; points that would hardly be told apart are seen larger."""
        layer = self.layers[i]
        name = self.words["layer" if layer.layer else "input"].format(k=layer.layer)
        labels = self.words["share"], self.words["share_short"]
        if self.close_up is not None:
            own = View.fit(layer.coordinates_at(self.close_up), view.area)
            view = own if own.unit > CLOSER * view.unit else view
        return WidePanel(layer, moment, view, self.theme, name, labels)


class WideReplayScene(StageScene):
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

    replay_seconds: ClassVar[float] = 24.0
    """How long the training takes, at pace 1 and without rests; longer if dots were too fast."""
    in_parts: ClassVar[bool] = True
    """Whether the training is shown part by part, each a beat with a scale of its own."""

    def setup(self) -> None:
        """Build the planes, the curve and the numbers; a single plane has the stage for itself."""
        super().setup()
        run = self.trajectory
        count = min(self.last, run.depth + 1, MOST)
        legend = Legend(run.class_names, self.theme) if count == 1 else None
        layers = project_layers(run, range(run.depth + 1 - count, run.depth + 1))
        close_up = int(run.steps[0]) if "start" in self.beats else None
        self.player = ReplayPlayer(
            self,
            WideLayers(layers, self.theme, self.words, close_up),
            ReplayLayout.of(self.layout, count) if legend is None else self._beside(legend),
            in_parts=self.in_parts,
            seconds=self.seconds(self.replay_seconds),
            legend=legend,
        )
        self.plane = self.player.planes[0].plane

    def _beside(self, legend: Legend) -> ReplayLayout:
        """Give a single plane the stage, and put a legend and the numbers beside it."""
        frame = self.layout.frame
        columns = 1 if frame.width > WIDE * frame.height else 2
        height = NUMBERS / columns * PITCH * self.theme.caption_size
        layout, (numbers,) = place_legend(legend, self.layout, (height,))
        return ReplayLayout(layout, (layout.stage,), numbers, layout.loss, columns)

    @property
    def areas(self) -> Sequence[Area]:
        """Where in the frame it draws, below the title."""
        return [self.layout.body]

    def show_start(self) -> None:
        """Show the points before the training."""
        layers = [panel.layer for panel in self.player.planes]
        many = self.words["which.many" if len(layers) > 1 else "which.one"]
        with self.beat(
            "start", which=many.format(first=layers[0], k=layers[-1]), **self.player.now()
        ):
            self.player.show_planes()
            self.show(self.player.legend)

    def show_training(self) -> None:
        """Let the training run, part by part."""
        self.player.play()

    def show_end(self) -> None:
        """Ring what the network gets wrong, if it is known, and hold."""
        wrong, now = self._wrong(), self.player.now()
        values = {**now, "wrong": int(wrong.sum()), "right": now["n"] - int(wrong.sum())}
        values = values if wrong.any() else now
        with self.beat("marked" if wrong.any() else "end", hold=self.theme.long_hold, **values):
            self.player.show()
            if wrong.any():
                shown = ((p.cloud.coords[wrong], p.view, self.theme) for p in self.player.planes)
                self.show(*(Rings(*ring) for ring in shown))

    def _wrong(self) -> BoolArray:
        """Return which points (N,) are wrong at the step that is shown; none if it is not known."""
        run = self.trajectory
        if not run.has_scores:
            return np.zeros(len(run.labels), dtype=bool)
        scores = run.scores_at(self.player.clock.moment.step)
        return np.asarray(scores.argmax(axis=1) != run.labels)
