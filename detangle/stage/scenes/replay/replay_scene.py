"""The film of a training: all layers side by side while the network learns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import numpy as np

from detangle.analysis.displacement import movements
from detangle.run.snapshot import Snapshot
from detangle.stage.motion.carry import least_time
from detangle.stage.motion.fades import Fade
from detangle.stage.motion.time_warp import Warp
from detangle.stage.motion.train_clock import Replay
from detangle.stage.panels.layer_panel import LayerPanel
from detangle.stage.panels.replay_numbers import ReplayNumbers
from detangle.stage.scenes.replay.replay_base import Array, Recorded, ReplayBase
from detangle.stage.scenes.replay.replay_layout import ReplayLayout
from detangle.stage.scenes.replay.replay_parts import told
from detangle.stage.scenes.support import is_flat, refusal
from detangle.stage.scenes.transitions import Glide
from detangle.stage.words import load

MOST_LAYERS = 3
"""Hidden layers that have room side by side with the input."""
LIT = 1.75
"""How much stronger the regions' tints are at the end."""


class TrainingReplayScene(ReplayBase):
    """Input and layers side by side, the loss below them, while training runs.

    It shows any run of up to three hidden layers whose input and layers are all 2 wide.
    """

    beats: ClassVar[tuple[str, ...]] = ("start", "decision", "training", "end")
    words = load("replay.training")

    planes: Sequence[LayerPanel]
    replay: Replay

    def check_run(self) -> None:
        """Refuse runs that do not lie in the plane, or do not fit side by side."""
        run = self.trajectory
        if not is_flat(run) or run.depth > MOST_LAYERS or len(run.steps) < 2:
            shown = f"runs of one to {MOST_LAYERS} 2-wide layers and at least two recorded steps"
            raise refusal(shown, run, "moons", other="WideReplay" * (len(run.steps) > 1))

    def lay_out(self) -> ReplayLayout:
        """Say where everything goes."""
        return ReplayLayout.of(self.layout, self.trajectory.depth + 1)

    def recorded(self) -> Iterator[Recorded]:
        """Yield the points of each layer at each recorded step, (S, N, 2)."""
        yield from (self.trajectory.layer(k) for k in range(self.trajectory.depth + 1))

    def moved(self) -> list[Array]:
        """Return how far the quickest point of each layer goes in each interval, (S - 1,)."""
        still = np.zeros(len(self.trajectory.steps) - 1)
        return [still, *movements(self.trajectory)]

    def make_planes(self, part: int) -> Sequence[LayerPanel]:
        """Build the planes of input and layers, as they are at the start or at the end."""
        shown = self.trajectory.at(self.first_step)
        return [self._panel(k, shown, part) for k in range(self.trajectory.depth + 1)]

    def make_clock(self, numbers: ReplayNumbers, warp: Warp) -> Replay:
        """Put everything that shows the training under one clock."""
        return Replay(self.trajectory, self.planes, self.curve, numbers, warp)

    def _panel(self, k: int, shown: Snapshot, part: int) -> LayerPanel:
        run, name = self.trajectory, self.words["layer" if k else "input"].format(k=k)
        coords, view = shown.layer(k, run.points), self.views[k][part]
        return LayerPanel(k, coords, run.labels, shown, view, self.theme, name)

    @property
    def snapshot(self) -> Snapshot:
        """The network that is shown."""
        return self.planes[0].snapshot

    def show_start(self) -> None:
        """Show the same points in the input and in every layer of the untrained network."""
        with self.beat("start", n=len(self.trajectory.points), depth=self.trajectory.depth):
            first = self.planes[0]
            scenery = [*first.scenery, first.plane.ticks]
            self.appear_behind([*self._shown(first.cloud)], *self.absent(*scenery))
            self.appear(*self.absent(first.cloud), self.legend)
            for before, panel in zip(self.planes, self.planes[1:], strict=False):
                self._enter(before, panel)

    def _enter(self, before: LayerPanel, panel: LayerPanel) -> None:
        """Let the points of one plane come out of those of the one before."""
        clouds = [shown.cloud for shown in self.planes if shown.cloud in self.mobjects]
        self.appear_behind(clouds, *panel.scenery)
        if before.view.area.bottom != panel.view.area.bottom:
            self.appear(panel.cloud, panel.plane.ticks)
            return
        start, end = before.cloud.coords.copy(), panel.cloud.coords.copy()
        least = least_time(
            lambda t: before.view.mix(panel.view, t).place((1 - t) * start + t * end)
        )
        run_time = max(self.seconds(self.theme.move / 2), least)
        # Where it leaves, the old cloud would show twice: it comes back as the new one goes.
        back = Fade(before.cloud, 0.0, 1.0, run_time=run_time / 2)
        self.play(back, Glide(panel.cloud, start, before.view, panel.view, run_time=run_time))
        self.appear_behind([*clouds, panel.cloud], panel.plane.ticks)

    def show_decision(self) -> None:
        """Draw the line in the last layer, what it is in those before, and the loss."""
        with self.beat(
            "decision", hold=self.theme.long_hold, **told(self.trajectory, self.parts[0])
        ):
            self._bring_planes()
            for panel in reversed(self.planes):
                tints, line, cloud = panel.parts
                self.appear_behind([cloud], *self.absent(tints, line))
            self._bring_all()

    def show_end(self) -> None:
        """Hold what has been learned."""
        with self.beat("end", hold=self.theme.long_hold, **self.now()):
            self._bring_all()
            self.brighten()

    def brighten(self) -> None:
        """Make the regions of both sides stronger."""
        tints = [panel.decision.tints for panel in self.planes]
        run_time = self.seconds(self.theme.move / 2)
        self.play(*(Fade(tint, 1.0, LIT) for tint in tints), run_time=run_time)
