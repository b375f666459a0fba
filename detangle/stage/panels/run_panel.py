"""One of several planes side by side: a heading, the plane, and lines of facts below it."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import ORIGIN, Mobject, VGroup

from detangle._typing import FloatArray
from detangle.analysis.layer_motions import extent, flat_pictures, layer_motions
from detangle.geometry.motions import InTurn, Motion
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.trajectory import Trajectory
from detangle.stage.panels.facts import Fact, FactLine
from detangle.stage.plot.axes import BOTTOM_MARGIN, column_names, with_tick_room
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View
from detangle.stage.text.backdrop import MARGIN, backed
from detangle.stage.text.typeset import fit_width, stand, words
from detangle.stage.words.markup import Markup, escape

HEAD = 0.02
"""Units of a heading's height, for each point of the captions' font size."""
HEAD_BASE = 0.0079
"""Height of a heading's base line above the plane, likewise."""
ROW = 0.0155
"""Units of each line's height below the plane, likewise."""
ROW_BASE = 0.95
"""Depth of a line's base line below the line's top, as a fraction of its height."""


class RunPanel:
    """A run's plane among others.

    Parameters
    ----------
    name
        The heading: `Markup`, or plain text.
    trajectory
        The run; its last step is shown.
    area
        Where it all goes.
    theme
        Colours and sizes.
    lines
        How many lines of facts have room below the plane.
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
        *,
        lines: int = 0,
        layer: int = 0,
        bare: bool = False,
    ) -> None:
        self.trajectory, self.theme = trajectory, theme
        self.snapshot = trajectory.at()
        self.points = trajectory.points.astype(np.float64)
        self.plot, self.foot = panel_parts(area, theme, lines, bare=bare)
        if not bare:
            self.plot = with_tick_room(self.plot, flat_pictures(self.snapshot, self.points), theme)
        coords, view = self.coords(layer), self.view_of(layer)
        how: dict[str, Any] = {"layer": layer, "bare": bare, "columns": column_names(trajectory)}
        self.plane = Plane(coords, trajectory.labels, view, theme, **how)
        self.heading = self._heading(name, area)

    @property
    def frame(self) -> list[Mobject]:
        """What stands still: the plot, and its heading."""
        return [*self.plane.scenery, self.heading]

    def coords(self, layer: int) -> FloatArray:
        """Return where the points are in a layer, (N, D)."""
        return self.snapshot.layer(layer, self.points)

    def row(self, line: int, fact: Fact, digits: int = 1) -> FactLine:
        """Set a fact on a line below the plane, from its left edge on.

        Parameters
        ----------
        line
            Counted from 0.
        fact
            The fact.
        digits
            Digits before the point that its number has room for.
        """
        made = FactLine(fact, self.theme, digits=digits)
        base = self.foot.top - (line + ROW_BASE) * ROW * self.theme.caption_size
        start = np.array([self.foot.left, base, 0.0])
        made.shift(start)
        return made.scale(min(1.0, self.foot.width / made.width), about_point=start)

    def motions(self, k: int, *parts: str) -> list[Motion]:
        """Return the motions of some parts of layer k, in order: linear, shift, activation."""
        return [step.motion for step in layer_motions(self.snapshot, k) if step.part in parts]

    def motion(self, k: int, part: str) -> Motion:
        """Return one part of layer k: its motions in turn."""
        motions = self.motions(k, part)
        return motions[0] if len(motions) == 1 else InTurn(tuple(motions))

    def view_of(self, layer: int) -> View:
        """Return a view of all points in a layer."""
        return View.fit(self.coords(layer), self.plot)

    def view_through(self, k: int) -> View:
        """Return a view of all places that points pass on their way through layer k."""
        return View.fit(extent(layer_motions(self.snapshot, k), self.coords(k - 1)), self.plot)

    def _heading(self, name: str, area: Area) -> VGroup:
        """Write the name in the middle above the plane, on a backing."""
        x, size = float(self.plot.center[0]), self.theme.caption_size
        room = 2 * min(x - area.left, area.right - x) - 2 * MARGIN
        markup = name if isinstance(name, Markup) else escape(name)
        title = fit_width(words(markup, size, self.theme.text), room)
        return backed(stand(title, x, self.plot.top + HEAD_BASE * size, ORIGIN), self.theme)


def panel_parts(area: Area, theme: Theme, lines: int, *, bare: bool) -> tuple[Area, Area]:
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
    return Area(left, top - side, left + side, top), Area(left, below - foot, area.right, below)
