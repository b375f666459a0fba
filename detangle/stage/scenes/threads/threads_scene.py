"""Every point as a thread through the planes of all layers: a film, and a poster as its still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from manim import LEFT, RIGHT, UP, Mobject

from detangle._typing import BoolArray
from detangle.analysis.regions import regions
from detangle.analysis.separation import separating_hyperplane
from detangle.analysis.stations import Station, flat_cut, stations
from detangle.look.layout import WIDE, Area
from detangle.stage.panels.legend import Legend
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.scene import StageScene
from detangle.stage.scenes.threads.panes import Pane
from detangle.stage.scenes.threads.picture import RAMP, Picture
from detangle.stage.text.typeset import baseline, fit_width, words
from detangle.stage.words import load
from detangle.stage.words.markup import Markup

TITLE_FACTOR, TITLE_BASE = 1.25, 0.1
"""Size of the title, as a multiple of the theme's; height of its base line in its area."""
NAMES, BESIDE, FOOT, GAP = 0.5, 0.85, 0.45, 0.25
"""Units for the names of the layers below panes and beside them, for each line at the foot, and
from there to panes that are one below the other."""
CLASSES_APART = 0.9
"""Room between two classes at the foot, at least, as a fraction of a line's height; at most twice
that."""
FASTEST = 5.5
"""Units a second that a point moves at most; else the threads are drawn in the theme's `move`."""
APPEARING = 1.5
"""Time in which all panes appear, as a multiple of the theme's `appear`."""


class ThreadsScene(StageScene):
    """The planes of all layers stand one behind the other, and every point draws its way.

    It shows any run. Where weights are known, the threads pass half way between two planes through
    the points before the activation, at a scale of its own as in every plane. On each plane lies
    the network's decision, as far as the plane shows it: in layers of one or two units, and in a
    last layer of two classes, which is seen from the edge of the cut. Points that the network gets
    wrong are ringed in the last plane.
    """

    beats: ClassVar[Beats] = ("panes", "threads", "end")
    words = load("threads")
    figure = False
    step: ClassVar[float | None] = None
    """The training step that is shown: the recorded one nearest to it. None is the last one."""

    def setup(self) -> None:
        """Draw everything."""
        super().setup()
        run, texts = self.trajectory, [self.text("input")]
        texts += [self.text("layer", k=k) for k in range(1, run.depth + 1)]
        area, step = self.slots["panes"], self.shown_step
        self.picture = Picture(run, step, self.stations, area, self.theme, down=self.down)
        self.names = self.picture.names(texts)
        self.rings = self.picture.rings(self.wrong)
        for text in (*self.names, *self.foot):
            text.set_z_index(self.text_depth)

    @property
    def areas(self) -> Sequence[Area]:
        """Where in the frame it draws, below the title."""
        return (self.layout.body,)

    @cached_property
    def shown_step(self) -> int:
        """The recorded step that is shown."""
        return int(self.trajectory.steps[self.trajectory.record_of(self.step)])

    @cached_property
    def stations(self) -> list[Station]:
        """Where the points are on their way."""
        return stations(self.trajectory, self.shown_step)

    @property
    def down(self) -> bool:
        """Whether the threads go down: in frames that are higher than wide."""
        return self.layout.frame.height > WIDE * self.layout.frame.width

    def divide(self) -> dict[str, Area]:
        """Divide what is below the title: panes, with room for their names, and the foot."""
        body, unit = self.layout.body, self.layout.scale
        height = self._lay_foot(body, FOOT * unit)
        left, low = (BESIDE * unit, GAP * unit) if self.down else (0.0, NAMES * unit)
        return {"panes": body.inset(left, height + low, 0.0, 0.0)}

    def _lay_foot(self, body: Area, pitch: float) -> float:
        """Put the classes and the note side by side, or below each other; return their height."""
        legend, note = self.foot
        rows = legend.in_width(
            body.width, pitch, (CLASSES_APART * pitch, 2 * CLASSES_APART * pitch)
        )
        beside = rows == 1 and legend.width + note.width + self.layout.gap <= body.width
        note.move_to((body.right if beside else body.left, body.bottom + pitch / 2, 0))
        note.align_to((body.right if beside else body.left, 0, 0), RIGHT if beside else LEFT)
        lines = rows if beside else rows + 1
        top = body.bottom + (lines - 1 / 2) * pitch
        legend.shift((body.left + self.theme.radius(0), top, 0) - legend[0][0].get_center())
        return lines * pitch

    @cached_property
    def foot(self) -> tuple[Legend, Mobject]:
        """Which class is which, and what the picture shows."""
        size, width = self.theme.tick_size, self.layout.body.width
        legend = Legend(self.trajectory.class_names, replace(self.theme, caption_size=size))
        wide, known = max(self.trajectory.widths) > 2, self.trajectory.has_scores
        key = f"foot{'_wide' * wide}{'_unknown' * (not known)}.note"
        note = words(self.text(key, **self.about), size, self.theme.muted)
        return legend, fit_width(note, width)

    def make_title(self, text: Markup) -> Mobject | None:
        """Return the title in the middle, as large as on a poster."""
        area, theme = self.layout.title, self.theme
        title = fit_width(words(text, TITLE_FACTOR * theme.title_size, theme.text), area.width)
        title.move_to((area.center[0], 0, 0)).set_z_index(self.text_depth)
        return title.shift((area.bottom + TITLE_BASE * area.height - baseline(title)) * UP)

    def show_panes(self) -> None:
        """Let the panes appear one after the other, then the points of the input."""
        with self.beat("panes", **self.about):
            self.reveal_panes(fraction=APPEARING / len(self.names))
            self.show(self.picture.clouds[0])

    def show_threads(self) -> None:
        """Let every point draw its way through all layers."""
        self.reveal_panes()
        self.show(self.picture.clouds[0])
        with self.beat("threads", **self.about):
            self.show(*self.foot, fraction=0.5)
            way = float(self.picture.passed[-1]) / (1 - RAMP)
            least = way / (FASTEST * self.layout.scale)
            run_time = self.seconds(max(self.theme.move, least))
            self.play(self.picture.draw_threads(run_time))

    def show_end(self) -> None:
        """Draw the decision back through all planes, and ring what is wrong."""
        self.reveal_panes()
        self.show(self.picture.strands, *self.picture.clouds, *self.foot)
        key = "end" if self.two_classes else "many"
        with self.beat(key, hold=self.theme.long_hold, **self.about):
            if self.picture.lines is not None:
                self.play(self.picture.draw_lines(self.seconds(self.theme.move / 2)))
            if self.wrong.any():
                self.show(self.rings)

    def reveal_panes(self, fraction: float = 0.5) -> None:
        """Show the panes and the names of their layers, from the input on."""
        for glass, name in zip(self.picture.glass, self.names, strict=True):
            self.show(glass, name, fraction=fraction)

    @cached_property
    def about(self) -> dict[str, Any]:
        """What the words may say of the run: counts at the step that is shown."""
        run, n = self.trajectory, len(self.trajectory.labels)
        accuracy = 1 - self.wrong.mean() if run.has_scores else run.accuracy_at(self.shown_step)
        right = round(float(accuracy) * n)
        return {
            "n": n,
            "right": right,
            "wrong": n - right,
            "largest": int(np.bincount(run.labels).max()),
            "classes": len(run.class_names),
            "depth": run.depth,
            "width": max(run.widths),
            **(self._cuts(done=right == n) if self.two_classes else {}),
        }

    @property
    def two_classes(self) -> bool:
        """Whether a single flat cut could part the classes."""
        return len(self.trajectory.class_names) == 2

    def _cuts(self, *, done: bool) -> dict[str, Any]:
        """Say whether any flat cut parts two classes, in the input and in the last layer.

        Where the network's own cut has done it, no solver is asked: it has a tolerance.
        """
        labels, ends = self.trajectory.labels, (self.stations[0], self.stations[-1])
        first, last = (separating_hyperplane(s.points, labels) is not None for s in ends)
        own = done and flat_cut(self.trajectory, self.shown_step) is not None
        return {"separable": first, "tangled": not (last or own), **self._shape()}

    def _shape(self) -> dict[str, Any]:
        """Say what the decision is like in the input, where it is a straight line at the end."""
        run, start = self.trajectory, self.stations[0].coords
        known = run.has_network and flat_cut(run, self.shown_step) is not None
        if not known or run.widths[0] != 2 or run.widths[-1] == 1:
            return {"pieces": 0, "bend": 0.0}
        pane = Pane.fit(start, np.zeros(2), np.eye(2))
        found = regions(run.at(self.shown_step), 0, *pane.bounds)
        return {"pieces": len(found.boundary.lengths), "bend": found.bend / pane.size}

    @cached_property
    def wrong(self) -> BoolArray:
        """Which points (N,) the network gets wrong; none if it is not known."""
        run = self.trajectory
        if not run.has_scores:
            return np.zeros(len(run.labels), dtype=bool)
        return np.asarray(run.scores_at(self.shown_step).argmax(axis=1) != run.labels)
