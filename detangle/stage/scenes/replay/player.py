"""Planes, a loss curve and numbers under one clock, while a network is trained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
from manim import LEFT

from detangle._typing import AnyFloatArray, FloatArray
from detangle.look.layout import Area
from detangle.run.moment import Moment
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.panels.layer_panel import ReplayPanel
from detangle.stage.panels.legend import Legend
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.panels.replay_numbers import ReplayNumbers
from detangle.stage.plot.view import View
from detangle.stage.scenes.replay.layout import ReplayLayout, plot_of
from detangle.stage.scenes.replay.pacing import (
    Part,
    part_values,
    part_views,
    replay_parts,
    replay_warp,
)
from detangle.stage.scenes.scene import StageScene
from detangle.stage.words import load

P = TypeVar("P", bound=ReplayPanel)

LOSS_TOLERANCE = 1e-4
"""Relative difference up to which two losses are those of the same points."""
LEGEND_ROW = 0.023
"""Units that a row of the legend takes, for each point of its font size."""
LEGEND_GAP = 0.35
"""Units between columns of the legend."""


class ReplayScene(StageScene, Generic[P]):
    """Layers of a network, a plane each, and the loss, while the network is trained.

    Subclasses say what the planes show, and in `setup` make the player.
    """

    words = load("replay.replay")
    replay_seconds: ClassVar[float] = 24.0
    """How long the training takes, at pace 1 and without rests; longer if dots were too fast."""
    in_parts: ClassVar[bool] = True
    """Whether the training is shown part by part, each a beat with a scale of its own."""

    player: ReplayPlayer[P]

    @property
    def areas(self) -> Sequence[Area]:
        """Where in the frame it draws, below the title."""
        return [self.layout.body]

    def recorded(self) -> Sequence[AnyFloatArray]:
        """Return the points of each plane at every recorded step, (S, N, 2)."""
        raise NotImplementedError

    def displacements(self) -> Sequence[FloatArray]:
        """Return for each plane how far a point moves at most between two records, (S - 1,)."""
        raise NotImplementedError

    def plots(self, plots: Sequence[Area]) -> Sequence[Area]:
        """Return what is left of the plots where they must keep room for longer ticks."""
        return plots

    def panel(self, i: int, moment: Moment, view: View) -> P:
        """Build a plane."""
        raise NotImplementedError

    def show_training(self) -> None:
        """Let the training run, part by part."""
        self.player.play()


class ReplayPlayer(Generic[P]):
    """Everything that follows the training of a scene's run, and the beats of the training.

    Parameters
    ----------
    scene
        The scene; from now on its `plane` is the first of these.
    places
        Where everything goes.
    legend
        A legend that stays beside the planes; None for one that goes when the numbers come.

    Attributes
    ----------
    parts
        What is shown one after the other.
    views
        The views of each plane, one a part.
    planes, curve, numbers
        The panels of the clock.
    warp
        When each step is shown.
    """

    def __init__(
        self, scene: ReplayScene[P], places: ReplayLayout, legend: Legend | None = None
    ) -> None:
        run, theme, words = scene.trajectory, scene.theme, scene.words
        self.scene, self.places, self.legend_stays = scene, places, legend is not None
        self.parts = replay_parts(run, scene.in_parts)
        plots = scene.plots([plot_of(area) for area in places.planes])
        pairs = zip(scene.recorded(), plots, strict=True)
        self.views = [part_views(recorded, self.parts, plot) for recorded, plot in pairs]
        at_end = not {"start", "decision", "training"} & set(scene.beats)
        first = self.parts[-1].end if at_end else self.parts[0].start
        moment, part = Moment(run, first), -1 if at_end else 0
        self.planes = [scene.panel(i, moment, view[part]) for i, view in enumerate(self.views)]
        scene.plane = self.planes[0].plane
        for panel in self.planes:
            scene.mark_followed(panel.plane)
        self.legend = legend or self._legend()
        seconds = scene.seconds(scene.replay_seconds)
        self.warp = replay_warp(run, self.parts, self.views, scene.displacements(), seconds)
        speeds = float(self.warp.speeds.min()), float(self.warp.speeds.max())
        self.numbers = ReplayNumbers(places.numbers, theme, words, run, speeds, places.columns)
        names = words["step"], words["curve" if is_of_batches(run) else "loss"]
        self.curve = LossPanel(run, places.curve, theme, names, with_numbers=False)
        self.clock = Clock(run, [*self.planes, self.curve, self.numbers], self.warp).at(first)

    def _legend(self) -> Legend:
        """Say which class is which, in as many rows as there is room for."""
        place, size = self.places.numbers, self.scene.theme.caption_size
        legend = Legend(self.scene.trajectory.class_names, self.scene.theme)
        pitch = LEGEND_ROW * size
        rows = min(max(int(place.height / pitch), 1), len(legend))
        legend.in_rows(rows, pitch, LEGEND_GAP)
        if legend.width > place.width or legend.height > place.height:
            whole = place.around(self.places.curve)  # the curve comes later
            place = whole.inset(place.left - whole.left, 0.0, 0.0, 0.0)
            legend.in_width(place.width, pitch, (LEGEND_GAP / 2, LEGEND_GAP))
            legend.scale(min(1.0, place.height / legend.height, place.width / legend.width))
        return legend.move_to((place.left, place.center[1], 0.0), aligned_edge=LEFT)

    def play(self) -> None:
        """Let the training run, part by part, each in a beat and at one scale."""
        theme = self.scene.theme
        for i, part in enumerate(self.parts):
            hold = theme.hold if part is self.parts[-1] else theme.long_hold
            values = {**part_values(self.scene.trajectory, part), **self._speeds(part)}
            with self.scene.beat(part.key, hold=hold, **values):
                self._rescale([views[i] for views in self.views])
                self.show()
                self.scene.play(RunClock(self.clock, part.start, part.end))

    def _speeds(self, part: Part) -> dict[str, float]:
        """Return how many steps a second pass in a part and in the whole, on average."""
        steps, warp = self.scene.trajectory.steps, self.warp
        lasting = warp.time_of(part.end) - warp.time_of(part.start)
        usual = float(steps[-1] - steps[0]) / warp.duration
        return {"speed": (part.end - part.start) / lasting, "usual_speed": usual}

    def _rescale(self, goals: Sequence[View]) -> None:
        """Change the scale of the planes that the next part does not fit into."""
        pairs = zip(self.planes, goals, strict=True)
        due = [(panel, goal) for panel, goal in pairs if panel.view != goal]
        for panel, goal in due:
            panel.reach(goal)
        if due:
            self.scene.rescale(*((panel.plane, goal) for panel, goal in due))

    def show_planes(self) -> None:
        """Show all planes and their points."""
        planes = self.planes
        self.scene.show(*(thing for p in planes for thing in (*p.scenery, p.plane.ticks)))
        self.scene.show(*(thing for p in planes for thing in (*p.plane.dots, *p.numbers)))

    def show(self) -> None:
        """Show all that belongs to a replay."""
        self.show_planes()
        (self.scene.show if self.legend_stays else self.scene.vanish)(self.legend, fraction=0.5)
        self.scene.show(self.curve.scenery, self.numbers.scenery, *self.clock.live)

    def now(self) -> dict[str, Any]:
        """Return what the words may say of the network that is shown, at a recorded step."""
        now, run = self.clock.moment, self.scene.trajectory
        n, held_out = len(run.points), now.test_accuracy
        test_n = 0 if held_out is None or run.test_labels is None else len(run.test_labels)
        return {
            "step": now.recorded_step,
            "loss": now.loss,
            "right": round(now.accuracy * n),
            "n": n,
            "largest": int(np.bincount(run.labels).max()),
            "test_n": test_n,
            "test_right": round((held_out or 0.0) * test_n),
        }


def is_of_batches(run: Trajectory) -> bool:
    """Return True if the recorded losses of the updates are of batches, not of all points."""
    known = run.steps[run.steps < len(run.batch_loss)]
    return not np.allclose(
        run.batch_loss[known], run.loss[: len(known)], rtol=LOSS_TOLERANCE, atol=0.0
    )
