"""One of several planes side by side: a heading, the plane, and lines of numbers below it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import UP, Group, Mobject

from detangle.analysis.layer_motions import LayerMotion, extent, layer_motions
from detangle.geometry.motions import InTurn, Motion
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.run.trajectory import Trajectory
from detangle.stage.plot.axes import BOTTOM_MARGIN
from detangle.stage.plot.lines import SMOOTH_SAMPLES
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View
from detangle.stage.text.backdrop import MARGIN, backed
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import baseline, fit_width, stand, words

HEAD = 0.02
"""Units of a heading's height, for each point of the captions' font size."""
ROW = 0.0155
"""Units of each line's height below the plane, for each point of the captions' font size."""
WORD_GAP = 0.2
"""Units between a number and its word, where sizes are not scaled."""


class RunPanel:
    """A run's plane among others.

    Parameters
    ----------
    name
        The heading.
    trajectory
        The run.
    area
        Where it all goes.
    theme
        Colours and sizes.
    lines
        How many lines of text have room below the plane.
    layer
        Whose plane it is at first; 0 is the input's.
    bare
        Whether ticks and axis names are left out, which makes the plane larger.
    """

    def __init__(
        self,
        name: str,
        trajectory: Trajectory,
        area: Area,
        theme: Theme,
        lines: int = 0,
        bare: bool = False,
        layer: int = 0,
    ) -> None:
        self.trajectory, self.theme, self.bare = trajectory, theme, bare
        self.snapshot: Snapshot = trajectory.at()
        self.points = trajectory.points.astype(np.float64)
        self.plot, self.foot = panel_parts(area, theme, lines, bare)
        head = HEAD * theme.caption_size
        samples = 2 if self.snapshot.activation.piecewise_linear else SMOOTH_SAMPLES
        coords = self.snapshot.layer(layer, self.points)
        view = View.fit(coords, self.plot)
        self.plane = Plane(coords, trajectory.labels, view, theme, layer=layer)
        self.plane.add_grid(samples)
        x = float(self.plot.center[0])
        room = 2 * min(x - area.left, area.right - x) - 2 * MARGIN
        title = fit_width(words(name, theme.caption_size, theme.text), room)
        base = self.plot.top + head - ROW * theme.caption_size
        title.set_x(x).shift((base + 0.17 * head - baseline(title)) * UP)
        self.heading = backed(title, theme)

    @property
    def frame(self) -> list[Mobject]:
        """What stands still: the plot, and its heading."""
        plane = self.plane
        plot = [plane.reference, plane.axes, plane.border] if self.bare else plane.scenery
        return [*plot, self.heading]

    def row(self, line: int, number: Number | None, label: str) -> Group:
        """Set a number and a word on a line below the plane, from its left edge on."""
        text = words(label, self.theme.caption_size, self.theme.muted)
        height = ROW * self.theme.caption_size
        base = self.foot.top - (line + 0.95) * height
        start = self.plot.left
        if number is not None:
            number.stand_at([start, base, 0.0])
            start = number.get_right()[0] + WORD_GAP
        stand(text, start, base)
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

    def motion(self, k: int, part: str) -> Motion:
        """Return one part of layer k: its motions in turn."""
        motions = tuple(step.motion for step in self.parts(k)[part])
        return motions[0] if len(motions) == 1 else InTurn(motions)

    def view_of(self, *layers: int) -> View:
        """Return a view of all that points pass on their way through some layers."""
        ways = [
            extent(layer_motions(self.snapshot, k), self.snapshot.layer(k - 1, self.points))
            for k in layers
        ]
        return View.fit(np.concatenate(ways), self.plot)


def panel_parts(area: Area, theme: Theme, lines: int, bare: bool) -> tuple[Area, Area]:
    """Divide an area: the largest square for the plane, in the middle, and the lines below it.

    Beside and below the plane there is a margin for its ticks, unless it is bare.
    """
    head = HEAD * theme.caption_size
    foot = (lines + 0.3) * ROW * theme.caption_size if lines else 0.0
    margin = 0.0 if bare else BOTTOM_MARGIN
    side = min(area.width - margin, area.height - head - margin - foot)
    left = area.center[0] + margin / 2 - side / 2
    top = area.top - head - (area.height - head - side - margin - foot) / 2
    below = top - side - margin
    plot = Area(left, top - side, left + side, top)
    return plot, Area(plot.left, below - foot, area.right, below)
