"""What all replays share: planes, a loss curve and numbers under one clock, and the beats of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
from manim import LEFT, Mobject
from numpy.typing import NDArray

from detangle.look.layout import Area
from detangle.run.moment import Moment
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.planes import mark, rescale, unmark
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.panels.layer_panel import ReplayPanel
from detangle.stage.panels.legend import Legend
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.panels.replay_numbers import ReplayNumbers
from detangle.stage.scenes.replay.replay_layout import ReplayLayout, plot_of
from detangle.stage.scenes.replay.replay_pace import part_views, replay_warp
from detangle.stage.scenes.replay.replay_parts import replay_parts, told
from detangle.stage.scenes.scene import StageScene

Array = NDArray[np.float64]
Recorded = NDArray[np.floating]

SAME = 1e-4
"""Share by which two losses of the same points may differ."""
LEGEND_ROW = 0.023
"""Units that a row of the legend takes, for each point of its font size."""
LEGEND_GAP = 0.35
"""Units between columns of the legend."""


def is_of_batches(run: Trajectory) -> bool:
    """Whether the recorded losses of the updates are of batches, and not of all points."""
    known = run.steps[run.steps < len(run.batch_loss)]
    return not np.allclose(run.batch_loss[known], run.loss[: len(known)], rtol=SAME, atol=0.0)


class ReplayBase(StageScene):
    """Planes in which points move while training runs."""

    replay_seconds: ClassVar[float] = 24.0
    """How long the training takes, at pace 1 and without rests; longer if dots were too fast."""
    in_parts: ClassVar[bool] = True
    """Whether the training is shown part by part, each a beat with a scale of its own."""

    planes: Sequence[ReplayPanel]
    replay: Clock

    def setup(self) -> None:
        """Build the planes, the curve and the numbers, all at the first recorded step."""
        super().setup()
        run = self.trajectory
        self.places = self.lay_out()
        self.whole, self.layout = self.layout, self.places.frame
        self.parts = replay_parts(run, self.in_parts)
        plots = [plot_of(area) for area in self.places.planes]
        pairs = zip(self.recorded(), self.with_room(plots), strict=True)
        self.views = [part_views(recorded, self.parts, plot) for recorded, plot in pairs]
        first = Moment(run, self.first_step)
        self.planes = self.make_planes(first, -1 if self.begins_at_end else 0)
        self.plane = self.planes[0].plane
        self.legend = self.make_legend()
        self.replay = self._replay().at(self.first_step)

    def with_room(self, plots: Sequence[Area]) -> Sequence[Area]:
        """Keep room beside the plots for ticks that are longer than usual."""
        return plots

    def lay_out(self) -> ReplayLayout:
        """Say where everything goes."""
        raise NotImplementedError

    def recorded(self) -> Iterator[Recorded]:
        """Yield for each plane where its points are at each recorded step, (S, N, 2)."""
        raise NotImplementedError

    def moved(self) -> list[Array]:
        """Return for each plane (S - 1,), how far a point goes at most in each interval."""
        raise NotImplementedError

    def make_planes(self, moment: Moment, part: int) -> Sequence[ReplayPanel]:
        """Build the planes at a moment, seen as in one of the parts, or as at the end, -1."""
        raise NotImplementedError

    def _replay(self) -> Clock:
        """Make the curve, the numbers and their clock."""
        run, theme = self.trajectory, self.theme
        seconds = self.seconds(self.replay_seconds)
        warp = replay_warp(run, self.parts, self.views, self.moved(), seconds)
        speeds = float(warp.speeds.min()), float(warp.speeds.max())
        place, columns = self.places.numbers, self.places.columns
        last = run.steps[-1]
        self.numbers = ReplayNumbers(place, theme, self.words, last, speeds, columns)
        names = self.words["step"], self.words["curve" if is_of_batches(run) else "loss"]
        self.curve = LossPanel(run, self.places.curve, theme, names, with_numbers=False)
        return Clock(run, [*self.planes, self.curve, self.numbers], warp)

    def make_legend(self) -> Mobject:
        """Say which class is which, in as many rows as there is room for."""
        place, legend = self.places.numbers, Legend(self.trajectory.class_names, self.theme)
        pitch = LEGEND_ROW * self.theme.caption_size
        rows = min(max(int(place.height / pitch), 1), len(legend))
        legend.in_rows(rows, pitch, LEGEND_GAP)
        if legend.width > place.width or legend.height > place.height:
            whole = place.around(self.places.curve)  # the curve comes later
            place = whole.inset(place.left - whole.left, 0.0, 0.0, 0.0)
            legend.in_width(place.width, pitch, (LEGEND_GAP / 2, LEGEND_GAP))
            legend.scale(min(1.0, place.height / legend.height, place.width / legend.width))
        return legend.move_to((place.left, place.center[1], 0.0), aligned_edge=LEFT)

    @property
    def begins_at_end(self) -> bool:
        """Whether only the trained network is shown, and none of the beats before."""
        return not {"start", "decision", "training"} & set(self.beats)

    @property
    def first_step(self) -> int:
        """The step that is shown first."""
        return self.parts[-1].end if self.begins_at_end else self.parts[0].start

    def show_training(self) -> None:
        """Let the training run, part by part."""
        for i, part in enumerate(self.parts):
            self._zoom(i)
            last = i == len(self.parts) - 1
            hold = self.theme.hold if last else self.theme.long_hold
            with self.beat(part.key, hold=hold, **told(self.trajectory, part)):
                self._bring_all()
                self.bring_to_front(*self.replay.live)  # what lies over them is drawn each frame
                self.play(RunClock(self.replay, part.start, part.end))

    def _zoom(self, i: int) -> None:
        """Change the scale of the planes that the next part does not fit into."""
        goals = {p.layer: v[i] for p, v in zip(self.planes, self.views, strict=True)}
        leaving = [p for p in self.planes if p.view != goals[p.layer]]
        if not leaving:
            return
        factors = {p.layer: goals[p.layer].unit / p.view.unit for p in leaving}
        layer = min(factors, key=lambda k: factors[k])
        with self.beat("zoom_out", k=layer, factor=factors[layer]):
            brief = self.seconds(self.theme.appear / 2)
            self.play(*(unmark(panel.plane) for panel in leaving), run_time=brief)
            run_time = self.seconds(self.theme.move * 0.7)
            for panel in leaving:
                panel.reach(goals[panel.layer])
            self.play(*(rescale(p.plane, goals[p.layer], run_time) for p in leaving))
            self.play(*(mark(panel.plane) for panel in leaving), run_time=brief)

    def now(self) -> dict[str, Any]:
        """Return what the words may say of the network that is shown, at a recorded step."""
        now, n = self.replay.moment, len(self.trajectory.points)
        right = round(now.accuracy * n)
        return {"step": now.recorded_step, "loss": now.loss, "right": right, "n": n}

    def _bring_planes(self) -> None:
        """Show all planes and their points, if they are not there."""
        scenery = [thing for p in self.planes for thing in (*p.scenery, p.plane.ticks)]
        clouds = [panel.cloud for panel in self.planes]
        self.show(*scenery)
        labels = [label for panel in self.planes for label in panel.numbers]
        self.show(*clouds, *labels)

    def _bring_all(self) -> None:
        """Show all that belongs to a replay, if it is not there."""
        self._bring_planes()
        self.leave_room()
        self.show(self.curve.scenery, self.numbers.scenery, *self.replay.live)

    def leave_room(self) -> None:
        """Take away what stands where the numbers go."""
        self.vanish(self.legend, fraction=0.5)
