"""The film of a training: all layers side by side while the network learns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from manim import LEFT, Mobject

from detangle.errors import DetangleError
from detangle.snapshot import Snapshot
from detangle.stage.fades import Fade
from detangle.stage.layer_panel import LayerPanel
from detangle.stage.legend import Legend
from detangle.stage.loss_panel import LossPanel
from detangle.stage.match_cut import Glide
from detangle.stage.morph import least_time
from detangle.stage.replay import Replay, Replaying
from detangle.stage.replay_layout import ReplayLayout, plot_of
from detangle.stage.replay_numbers import ReplayNumbers
from detangle.stage.replay_pace import part_views, replay_warp
from detangle.stage.replay_parts import replay_parts, told
from detangle.stage.replay_words import REPLAY_WORDS
from detangle.stage.scene import StageScene

MOST_LAYERS = 3
"""Hidden layers that have room side by side with the input."""
LEGEND_ROW = 0.023
"""Units that a row of the legend takes, for each point of its font size."""
LEGEND_GAP = 0.35
"""Units between columns of the legend."""
LIT = 1.75
"""How much stronger the regions' tints are at the end."""


class TrainingReplayScene(StageScene):
    """Input and layers side by side, the loss below them, while training runs.

    It shows any run of up to three hidden layers whose input and layers are all 2 wide.
    """

    beats: ClassVar[tuple[str, ...]] = ("start", "decision", "training", "end")
    words: ClassVar[Mapping[str, str]] = REPLAY_WORDS
    replay_seconds: ClassVar[float] = 24.0
    """How long the training takes, at pace 1 and without rests; longer if dots were too fast."""
    in_parts: ClassVar[bool] = True
    """Whether the training is shown part by part, each a beat with a scale of its own."""

    def check_run(self) -> None:
        """Refuse runs that do not lie in the plane, or do not fit side by side."""
        run = self.trajectory
        if set(run.widths) != {2} or run.depth > MOST_LAYERS or len(run.steps) < 2:
            raise DetangleError(
                f"this scene shows runs of one to {MOST_LAYERS} 2-wide layers and at least two "
                f"recorded steps; this run has widths {'-'.join(map(str, run.widths))} and "
                f"{len(run.steps)} recorded steps; try the preset moons"
            )

    def setup(self) -> None:
        """Build the planes, the curve and the numbers, all at the first recorded step."""
        super().setup()
        run = self.trajectory
        self.places = self.lay_out()
        self.layout = self.places.frame
        self.parts = replay_parts(run, self.in_parts)
        plots = [plot_of(region) for region in self.places.planes]
        self.views = [part_views(run, k, self.parts, plot) for k, plot in enumerate(plots)]
        self.planes = [self._panel(k) for k in range(run.depth + 1)]
        self.plane = self.planes[0].plane
        self.legend = self._legend()
        self.replay = self._replay()
        self.replay.show(self.snapshot.step)

    def _replay(self) -> Replay:
        """Put everything that shows the training under one clock."""
        run, theme = self.trajectory, self.theme
        warp = replay_warp(run, self.parts, self.views[1:], self.seconds(self.replay_seconds))
        speeds = float(warp.speeds.min()), float(warp.speeds.max())
        place, columns = self.places.numbers, self.places.columns
        numbers = ReplayNumbers(place, theme, self.words, run.steps[-1], speeds, columns)
        both, names = (numbers.step, numbers.loss), (self.words["step"], self.words["loss"])
        self.curve = LossPanel(run, self.places.curve, theme, names, numbers=both)
        return Replay(run, self.planes, self.curve, numbers, warp)

    def _legend(self) -> Mobject:
        """Say which class is which, in as many rows as there is room for."""
        place, legend = self.places.numbers, Legend(self.trajectory.class_names, self.theme)
        pitch = LEGEND_ROW * self.theme.caption_size
        rows = min(max(int(place.height / pitch), 1), len(legend))
        legend.in_rows(rows, pitch, LEGEND_GAP)
        return legend.move_to((place.left, place.center[1], 0.0), aligned_edge=LEFT)

    def lay_out(self) -> ReplayLayout:
        """Say where everything goes."""
        return ReplayLayout.of(self.layout, self.trajectory.depth + 1)

    @property
    def begins_at_end(self) -> bool:
        """Whether only the trained network is shown, and none of the beats before."""
        return not {"start", "decision", "training"} & set(self.beats)

    def _panel(self, k: int) -> LayerPanel:
        run, part = self.trajectory, -1 if self.begins_at_end else 0
        shown = run.at(self.parts[-1].end if self.begins_at_end else self.parts[0].start)
        name = self.words["layer" if k else "input"].format(k=k)
        coords = shown.layer(k, run.points)
        return LayerPanel(k, coords, run.labels, shown, self.views[k][part], self.theme, name)

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

    def _shown(self, *mobjects: Mobject) -> list[Mobject]:
        return [mobject for mobject in mobjects if mobject in self.mobjects]

    def _enter(self, before: LayerPanel, panel: LayerPanel) -> None:
        """Let the points of one plane come out of those of the one before."""
        clouds = [shown.cloud for shown in self.planes if shown.cloud in self.mobjects]
        self.appear_behind(clouds, *panel.scenery)
        if before.view.region.bottom != panel.view.region.bottom:
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

    def show_training(self) -> None:
        """Let the training run, part by part."""
        for i, part in enumerate(self.parts):
            self._zoom(i)
            last = i == len(self.parts) - 1
            hold = self.theme.hold if last else self.theme.long_hold
            with self.beat(part.key, hold=hold, **told(self.trajectory, part)):
                self._bring_all()
                self.bring_to_front(*self.replay.parts)  # what lies over them is drawn each frame
                self.play(Replaying(self.replay, part.start, part.end))

    def _zoom(self, i: int) -> None:
        """Change the scale of the planes that the next part does not fit into."""
        leaving = [p for p in self.planes if p.view != self.views[p.layer][i]]
        if not leaving:
            return
        factors = {p.layer: self.views[p.layer][i].unit / p.view.unit for p in leaving}
        layer = min(factors, key=lambda k: factors[k])
        with self.beat("zoom_out", k=layer, factor=factors[layer]):
            brief = self.seconds(self.theme.appear / 2)
            self.play(*(panel.plane.unmark() for panel in leaving), run_time=brief)
            run_time = self.seconds(self.theme.move * 0.7)
            self.play(*(p.rescale(self.views[p.layer][i], run_time) for p in leaving))
            self.play(*(panel.plane.mark() for panel in leaving), run_time=brief)

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

    def now(self) -> dict[str, Any]:
        """Return what the words may say of the network that is shown, at a recorded step."""
        run = self.trajectory
        record = run.record_of(self.snapshot.step)
        return {
            "step": int(run.steps[record]),
            "loss": float(run.loss[record]),
            "right": round(float(run.accuracy[record]) * len(run.points)),
            "n": len(run.points),
        }

    def _bring_planes(self) -> None:
        """Show all planes and their points, if they are not there."""
        scenery = [thing for p in self.planes for thing in (*p.scenery, p.plane.ticks)]
        clouds = [panel.cloud for panel in self.planes]
        absent = self.absent(*scenery)
        if absent:
            self.appear_behind(self._shown(*clouds), *absent)
        self.appear(*self.absent(*clouds))

    def _bring_all(self) -> None:
        """Show all that belongs to a replay, if it is not there."""
        self._bring_planes()
        if self.legend in self.mobjects:
            self.vanish(self.legend, share=0.5)
        numbers = self.replay.numbers
        everything = [self.curve.scenery, numbers.scenery, *self.replay.parts]
        absent = self.absent(*everything)
        if absent:
            self.appear_behind([p.cloud for p in self.planes], *absent)
