"""The film of a training that fails, and of what the layers have lost by then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np
from manim import Mobject

from detangle._typing import BoolArray
from detangle.analysis.collapse import forced_errors, largest_pile
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.restyle import focus
from detangle.stage.motion.tween import Vanish
from detangle.stage.panels.legend import class_counts
from detangle.stage.panels.loss_panel import LEVEL_SPACE, ReferenceLine
from detangle.stage.plot.plane import Rings
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.replay.layout import ReplayLayout
from detangle.stage.scenes.replay.training_replay import TrainingReplayScene, is_shown
from detangle.stage.scenes.shows import Shows
from detangle.stage.words import load

PILE_RING = 3.4
"""Radius of the ring around a pile of points, in radii of a dot."""
FAILED_FROM = 0.95
"""A run has failed if its loss ends above this fraction of what guessing costs."""


def has_failed(run: Trajectory) -> bool:
    """Return True for a run that ends about as well as guessing."""
    guess = np.log(len(run.class_names))
    return bool(run.loss[-1] >= FAILED_FROM * guess)


def clamps(run: Trajectory) -> bool:
    """Return True for a ReLU run that a training's replay shows."""
    return is_shown(run) and run.at().activation.kind == "clamp"


class FailedReplayScene(TrainingReplayScene):
    """A training that ends where guessing would, and the points that lie in one place by then.

    It shows ReLU runs whose loss ends near ln C. What a run does not have, such as a unit that is
    0 for every point, is left out.
    """

    beats: ClassVar[Beats] = (
        "start",
        "decision",
        "training",
        "guess",
        "dead",
        "pile",
        "tie",
        "end",
    )
    shows = Shows(
        "ReLU runs of 2-wide layers whose loss ends near that of guessing",
        lambda run: clamps(run) and has_failed(run),
        "notebook",
        like="TrainingReplayScene",
        untrained=clamps,
    )
    words = load("replay.failed")
    marks_points = False
    replay_seconds: ClassVar[float] = 16.0

    marks: Sequence[Mobject] = ()
    """What points at the dots that stand out: how many of each class they are, and rings."""

    def places(self) -> ReplayLayout:
        """Keep room beside the curve for the name of a level."""
        places = super().places()
        return replace(places, curve=places.curve.inset(0.0, 0.0, LEVEL_SPACE, 0.0))

    def show_guess(self) -> None:
        """Compare the loss to what guessing costs: ln C."""
        classes = len(self.trajectory.class_names)
        name = self.words["level"].format(classes=classes)
        level = ReferenceLine(self.player.curve, float(np.log(classes)), name, self.theme)
        values = {"classes": classes, "guess": float(np.log(classes)), **self.player.now()}
        with self.beat("guess", hold=self.theme.long_hold, **values):
            self.player.show()
            self.show(level)

    def show_dead(self) -> None:
        """Point out a unit that is 0 for every point."""
        found = next(self._dead_units(), None)
        if found is None:
            return
        k, unit = found
        outputs = self.trajectory.layer(k)[:, :, unit]
        before = int((outputs[0] > 0).sum())
        everything = np.ones(len(self.trajectory.points), dtype=bool)
        values = {"k": k, "unit": unit + 1, "count": before, **self.player.now()}
        with self.beat("dead", hold=self.theme.long_hold, **values):
            self._point_at(k, everything, only=True)

    def show_pile(self) -> None:
        """Point out the place of a layer where the most points lie, and whose they are."""
        piles = {p.layer: largest_pile(p.cloud.coords) for p in self.player.planes[1:]}
        k = max(piles, key=lambda layer: piles[layer].count)
        counts = self._by_class(piles[k].members)
        if np.count_nonzero(counts) < 2:
            return
        values = {"k": k, "count": piles[k].count, "most": max(counts), **self.player.now()}
        with self.beat("pile", hold=self.theme.long_hold, whose=self._whose(counts), **values):
            self._point_at(k, piles[k].members)

    def show_tie(self) -> None:
        """Point out the points at the last layer's origin, if its units are the scores."""
        last = self.player.planes[-1]
        tied = (last.cloud.coords == 0).all(axis=1)
        if self.trajectory.architecture.readout != "identity" or not tied.any():
            return
        classes = len(self.trajectory.class_names)
        values = {"k": last.layer, "count": int(tied.sum()), "classes": classes}
        with self.beat("tie", hold=self.theme.long_hold, **values, **self.player.now()):
            self._point_at(last.layer, tied)

    def show_end(self) -> None:
        """Let all points stand out again, and hold."""
        now, last = self.now(), self.player.planes[-1].cloud.coords
        forced = forced_errors(last, self.trajectory.labels)
        values = {**now, "wrong": now["n"] - now["right"], "count": forced}
        with self.beat("end", hold=self.theme.long_hold, **values):
            self.player.show()
            self._focus([np.ones_like(last[:, 0], dtype=bool)] * len(self.player.planes))
            self.brighten()

    def _dead_units(self) -> Iterator[tuple[int, int]]:
        """Yield layer and index of each unit that is 0 for every point."""
        for panel in self.player.planes[1:]:
            for unit in np.flatnonzero((panel.cloud.coords == 0).all(axis=0)):
                yield panel.layer, int(unit)

    def _by_class(self, members: BoolArray) -> list[int]:
        labels = self.trajectory.labels[members]
        return [int(n) for n in np.bincount(labels, minlength=len(self.trajectory.class_names))]

    def _whose(self, counts: list[int]) -> str:
        names = self.trajectory.class_names
        parts = [f"{n} {name}" for n, name in zip(counts, names, strict=True) if n]
        return self.words["and"].join(parts)

    def _point_at(self, k: int, chosen: BoolArray, *, only: bool = False) -> None:
        """Let some points stand out, in one plane or in all, and count them by class above it."""
        self.player.show()
        none = np.zeros_like(chosen)
        self._focus([none if only and p.layer != k else chosen for p in self.player.planes])
        counts = class_counts(self._by_class(chosen), self.theme)
        self.player.planes[k].put_aside(counts)
        self.marks = [counts, *([] if only else self._rings(chosen))]
        self.show(*self.marks, fraction=0.5)
        pulsing = [self.player.planes[k]] if only else self.player.planes
        self.pulse(chosen, *(panel.cloud for panel in pulsing))

    def _rings(self, chosen: BoolArray) -> Iterator[Mobject]:
        """Yield a ring in each plane in which all the chosen points lie at one place."""
        for panel in self.player.planes:
            places = panel.cloud.coords[chosen]
            if (places == places[0]).all():
                yield Rings(places[:1], panel.view, self.theme, PILE_RING)

    def _focus(self, chosen: Sequence[BoolArray]) -> None:
        """Let other points stand out than before."""
        pairs = zip(self.player.planes, chosen, strict=True)
        labels, theme = self.trajectory.labels, self.theme
        changes = [focus(panel.cloud, labels, mask, theme) for panel, mask in pairs]
        self.briefly(*changes, *map(Vanish, self.marks))
        self.marks = ()
