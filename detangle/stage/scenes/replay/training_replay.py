"""The film of a training: all layers side by side while the network learns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from detangle._typing import AnyFloatArray, FloatArray
from detangle.analysis.displacement import max_displacements
from detangle.look.layout import Area
from detangle.run.moment import Moment
from detangle.run.snapshot import Snapshot
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.carry import glide
from detangle.stage.motion.tween import Fade
from detangle.stage.panels.layer_panel import LayerPanel
from detangle.stage.plot.axes import with_tick_room
from detangle.stage.plot.decision import shape_in_view
from detangle.stage.plot.view import View
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.replay.layout import ReplayLayout
from detangle.stage.scenes.replay.pacing import extremes, replay_parts
from detangle.stage.scenes.replay.player import ReplayPlayer, ReplayScene
from detangle.stage.scenes.shows import Shows, is_flat
from detangle.stage.words import load

MOST_LAYERS = 3
"""Hidden layers that have room side by side with the input."""
END_TINT = 1.75
"""How much stronger the regions' tints are at the end."""


def is_shown(run: Trajectory) -> bool:
    """Return True for a run whose layers lie in the plane, and fit side by side."""
    return is_flat(run) and run.depth <= MOST_LAYERS and len(run.steps) > 1


class TrainingReplayScene(ReplayScene[LayerPanel]):
    """Input and layers side by side, the loss below them, while training runs.

    It shows any run of up to three hidden layers whose input and layers are all 2 wide.
    """

    beats: ClassVar[Beats] = ("start", "decision", "training", "end")
    shows = Shows(
        f"runs of one to {MOST_LAYERS} 2-wide layers and at least two recorded steps",
        is_shown,
        "moons",
        like="WideReplayScene",
    )
    words = load("replay.training")
    marks_points = True

    def setup(self) -> None:
        """Build the planes, the curve and the numbers, all at the first step that is shown."""
        super().setup()
        self.player = ReplayPlayer(self, self.places())

    def places(self) -> ReplayLayout:
        """Return where everything goes."""
        return ReplayLayout.of(self.layout, self.trajectory.depth + 1)

    def recorded(self) -> list[AnyFloatArray]:
        """Return the points of input and layers at every recorded step, (S, N, 2)."""
        return [self.trajectory.layer(k) for k in range(self.trajectory.depth + 1)]

    def displacements(self) -> list[FloatArray]:
        """Return for each how far a point moves at most between two records, (S - 1,)."""
        return [np.zeros(len(self.trajectory.steps) - 1), *max_displacements(self.trajectory)]

    def plots(self, plots: Sequence[Area]) -> list[Area]:
        """Keep room beside the plots for the ticks of layers that are very small or very large."""
        parts = replay_parts(self.trajectory, self.in_parts)
        pictures = ([extremes(layer[p.records]) for p in parts] for layer in self.recorded())
        pairs = zip(plots, pictures, strict=True)
        return [with_tick_room(plot, seen, self.theme) for plot, seen in pairs]

    def panel(self, i: int, moment: Moment, view: View) -> LayerPanel:
        """Build the plane of a layer; 0 is the input."""
        name = self.words["layer" if i else "input"].format(k=i)
        return LayerPanel(i, moment, view, self.theme, name)

    @property
    def snapshot(self) -> Snapshot:
        """The network that is shown."""
        return self.player.clock.moment.snapshot

    def now(self) -> dict[str, Any]:
        """Return what the words may say of the network, and of its boundary in the input."""
        boundary = shape_in_view(self.snapshot, 0, self.player.planes[0].view)
        return {**self.player.now(), **boundary}

    def show_start(self) -> None:
        """Show the same points in the input and in every layer, at the first recorded step."""
        with self.beat("start", depth=self.trajectory.depth, **self.player.now()):
            first, *_ = self.player.planes
            self.show(*first.scenery, first.plane.ticks)
            self.show(*first.plane.dots, self.player.legend)
            for before, panel in pairwise(self.player.planes):
                self._enter(before, panel)

    def _enter(self, before: LayerPanel, panel: LayerPanel) -> None:
        """Let the points of one plane come out of those of the one before."""
        self.show(*panel.scenery)
        if before.view.area.bottom != panel.view.area.bottom:
            self.show(*panel.plane.dots, panel.plane.ticks)
            return
        start, run_time = before.cloud.coords, self.seconds(self.theme.move / 2)
        coming = glide(panel.cloud, start, before.view, panel.view, run_time)
        # Where it leaves, the old cloud would show twice: it comes back as the new one goes.
        back = Fade(before.cloud, 0.0, 1.0, run_time=coming.run_time / 2)
        self.play(back, coming)
        self.show(panel.plane.ticks, *panel.plane.dots)

    def show_decision(self) -> None:
        """Draw the line in the last layer, what it is in those before, and the loss."""
        with self.beat("decision", hold=self.theme.long_hold, **self.now()):
            self.player.show_planes()
            for panel in reversed(self.player.planes):
                self.show(*panel.decision)
            self.player.show()

    def show_end(self) -> None:
        """Hold what has been learned."""
        with self.beat("end", hold=self.theme.long_hold, **self.now()):
            self.player.show()
            self.brighten()

    def brighten(self) -> None:
        """Make the regions of both sides stronger."""
        tints = [panel.decision.tints for panel in self.player.planes]
        run_time = self.seconds(self.theme.move / 2)
        self.play(*(Fade(tint, 1.0, END_TINT) for tint in tints), run_time=run_time)
