"""One of several planes side by side: a heading, the plane, and lines of numbers below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from manim import LEFT, UP, Group, Mobject

from detangle.geometry import InTurn
from detangle.snapshot import Snapshot
from detangle.stage.grid import SMOOTH_SAMPLES
from detangle.stage.layer_motions import LayerMotion, extent, layer_motions
from detangle.stage.layout import Region
from detangle.stage.morph import Flow
from detangle.stage.number import Number
from detangle.stage.plane import Plane
from detangle.stage.plot import plot_region
from detangle.stage.text import baseline, fit_width, words
from detangle.stage.theme import Theme
from detangle.stage.view import View
from detangle.trajectory import Trajectory

HEAD = 0.017
"""Units of a heading's height, for each point of the captions' font size."""
ROW = 0.0155
"""Units of each line's height below the plane, for each point of the captions' font size."""
WORD_GAP = 0.2
"""Units between a number and its word, where sizes are not scaled."""
SHARP = ("relu", "leaky_relu", "identity")
"""Activations that keep straight pieces of lines straight."""


class Panel:
    """A run's plane among others.

    Parameters
    ----------
    name
        The heading.
    trajectory
        The run.
    region
        Where it all goes.
    theme
        Colours and sizes.
    lines
        How many lines of text have room below the plane.
    step
        The training step whose network is shown; None is the last one.
    """

    def __init__(
        self,
        name: str,
        trajectory: Trajectory,
        region: Region,
        theme: Theme,
        lines: int,
        step: float | None = None,
    ) -> None:
        self.trajectory, self.theme = trajectory, theme
        self.snapshot: Snapshot = trajectory.at(step)
        self.points = trajectory.points.astype(np.float64)
        head, foot = HEAD * theme.caption_size, lines * ROW * theme.caption_size
        self.foot = Region(region.left, region.bottom, region.right, region.bottom + foot)
        room = region.inset(0, foot, 0, head)
        self.plot = _square(plot_region(room))
        samples = 2 if self.snapshot.activation in SHARP else SMOOTH_SAMPLES
        view = View.fit(self.points, self.plot)
        self.plane = Plane(self.points, trajectory.labels, view, theme, samples)
        title = fit_width(words(name, theme.caption_size, theme.text), region.width)
        x, base = self.plot.center[0], self.plot.top + head - ROW * theme.caption_size
        title.set_x(x).shift((base + 0.1 * head - baseline(title)) * UP)
        self.heading = title

    @property
    def frame(self) -> list[Mobject]:
        """What stands still: the plot, and its heading."""
        return [*self.plane.scenery, self.heading]

    def row(self, line: int, number: Number | None, label: str) -> Group:
        """Set a number and a word on a line below the plane, from its left edge on."""
        text = words(label, self.theme.caption_size, self.theme.muted)
        height = ROW * self.theme.caption_size
        base = self.foot.top - (line + 0.7) * height
        start = self.plot.left
        if number is not None:
            number.stand_at([start, base, 0.0])
            start = number.get_right()[0] + WORD_GAP
        text.move_to((start, 0, 0), aligned_edge=LEFT).shift((base - baseline(text)) * UP)
        made = Group(*([] if number is None else [number]), text)
        over = made.get_right()[0] - self.foot.right
        if over > 0:
            fit = (made.width - over) / made.width
            made.scale(fit, about_point=np.array([self.plot.left, base, 0.0]))
        return made

    def parts(self, k: int) -> Mapping[str, list[LayerMotion]]:
        """Split layer k into its three parts: linear, shift, activation."""
        motions = layer_motions(self.snapshot, k)
        names = ("linear", "shift", "activation")
        return {name: [m for m in motions if m.part == name] for name in names}

    def view_of(self, *layers: int) -> View:
        """Return a view of all that points pass on their way through some layers."""
        ways = [
            extent(layer_motions(self.snapshot, k), self.snapshot.layer(k - 1, self.points))
            for k in layers
        ]
        return View.fit(np.concatenate(ways), self.plot)

    def flow(self, motions: Sequence[LayerMotion], run_time: float) -> Flow:
        """Carry everything along some movements, one after the other; grids fold exactly."""
        for step in motions:
            coordinate = getattr(step.motion, "coordinate", None)
            if coordinate is not None:
                self.plane.grid.crease(coordinate, self.plane.view)
        return self.plane.flow(InTurn(tuple(step.motion for step in motions)), run_time)


def _square(region: Region) -> Region:
    """Return the largest square of a region, at its top and in its middle."""
    side = min(region.width, region.height)
    left = region.left + (region.width - side) / 2
    return Region(left, region.top - side, left + side, region.top)
