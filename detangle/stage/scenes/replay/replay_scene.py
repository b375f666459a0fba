"""The film of a training: all layers side by side while the network learns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import numpy as np

from detangle.analysis.displacement import max_displacements
from detangle.run.moment import Moment
from detangle.run.snapshot import Snapshot
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.carry import glide
from detangle.stage.motion.tween import Fade
from detangle.stage.panels.layer_panel import LayerPanel
from detangle.stage.scenes.replay.replay_base import Array, Recorded, ReplayBase
from detangle.stage.scenes.replay.replay_layout import ReplayLayout
from detangle.stage.scenes.replay.replay_parts import told
from detangle.stage.scenes.support import Shows, is_flat
from detangle.stage.words import load

MOST_LAYERS = 3
"""Hidden layers that have room side by side with the input."""
LIT = 1.75
"""How much stronger the regions' tints are at the end."""


def is_shown(run: Trajectory) -> bool:
    """Return True for a run whose layers lie in the plane, and fit side by side."""
    return is_flat(run) and run.depth <= MOST_LAYERS and len(run.steps) > 1


class TrainingReplayScene(ReplayBase):
    """Input and layers side by side, the loss below them, while training runs.

    It shows any run of up to three hidden layers whose input and layers are all 2 wide.
    """

    beats: ClassVar[tuple[str, ...]] = ("start", "decision", "training", "end")
    shows = Shows(
        f"runs of one to {MOST_LAYERS} 2-wide layers and at least two recorded steps",
        is_shown,
        "moons",
        like="WideReplayScene",
    )
    words = load("replay.training")

    planes: Sequence[LayerPanel]

    def lay_out(self) -> ReplayLayout:
        """Say where everything goes."""
        return ReplayLayout.of(self.layout, self.trajectory.depth + 1)

    def recorded(self) -> Iterator[Recorded]:
        """Yield the points of each layer at each recorded step, (S, N, 2)."""
        yield from (self.trajectory.layer(k) for k in range(self.trajectory.depth + 1))

    def moved(self) -> list[Array]:
        """Return how far the quickest point of each layer goes in each interval, (S - 1,)."""
        still = np.zeros(len(self.trajectory.steps) - 1)
        return [still, *max_displacements(self.trajectory)]

    def make_planes(self, moment: Moment, part: int) -> Sequence[LayerPanel]:
        """Build the planes of input and layers."""
        names = [self.words["layer" if k else "input"] for k in range(len(self.views))]
        return [
            LayerPanel(k, moment, view[part], self.theme, name.format(k=k))
            for k, (view, name) in enumerate(zip(self.views, names, strict=True))
        ]

    @property
    def snapshot(self) -> Snapshot:
        """The network that is shown."""
        return self.replay.moment.snapshot

    def show_start(self) -> None:
        """Show the same points in the input and in every layer of the untrained network."""
        with self.beat("start", n=len(self.trajectory.points), depth=self.trajectory.depth):
            first = self.planes[0]
            scenery = [*first.scenery, first.plane.ticks]
            self.show(*scenery)
            self.show(first.cloud, self.legend)
            for before, panel in zip(self.planes, self.planes[1:], strict=False):
                self._enter(before, panel)

    def _enter(self, before: LayerPanel, panel: LayerPanel) -> None:
        """Let the points of one plane come out of those of the one before."""
        self.show(*panel.scenery)
        if before.view.area.bottom != panel.view.area.bottom:
            self.show(panel.cloud, panel.plane.ticks)
            return
        start, brief = before.cloud.coords, self.seconds(self.theme.move / 2)
        coming = glide(panel.cloud, start, before.view, panel.view, brief)
        # Where it leaves, the old cloud would show twice: it comes back as the new one goes.
        back = Fade(before.cloud, 0.0, 1.0, run_time=coming.run_time / 2)
        self.play(back, coming)
        self.show(panel.plane.ticks)

    def show_decision(self) -> None:
        """Draw the line in the last layer, what it is in those before, and the loss."""
        with self.beat(
            "decision", hold=self.theme.long_hold, **told(self.trajectory, self.parts[0])
        ):
            self._bring_planes()
            for panel in reversed(self.planes):
                tints, line, _ = panel.live
                self.show(tints, line)
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
