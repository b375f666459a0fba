"""A small plane of one layer in a replay: its name, its points, and the decision in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from manim import LEFT, RIGHT, UP, Animation, Mobject
from numpy.typing import NDArray

from detangle.analysis.regions import regions
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.stage.plot.decision import Decision
from detangle.stage.plot.plane import Plane, PlaneCloud
from detangle.stage.plot.view import View
from detangle.stage.text.typeset import baseline, words

Array = NDArray[np.float64]

NAME_ROW = 0.5
"""Units above a plot for its name."""
NAME_BASE = 0.32
"""Height of a name's base line above the plot, as a share of the row that is kept for it."""


DOT = 0.8
"""Dots are smaller than in a plane that has the stage for itself."""


class ReplayPanel:
    """A small plane with a name above it.

    Parameters
    ----------
    layer
        Whose plane it is; 0 is the input.
    plane
        The plane.
    name
        What it is called, Typst markup.
    """

    def __init__(self, layer: int, plane: Plane, name: str) -> None:
        theme, area = plane.theme, plane.view.area
        self.layer, self.plane = layer, plane
        self.name = words(name, theme.caption_size, theme.text)
        corner = (area.left, area.top + NAME_BASE * NAME_ROW, 0.0)
        self.name.move_to(corner, aligned_edge=LEFT)
        self.name.shift((corner[1] - baseline(self.name)) * UP)

    @property
    def cloud(self) -> PlaneCloud:
        """The points."""
        return self.plane.cloud

    @property
    def view(self) -> View:
        """How the plane is shown now."""
        return self.plane.view

    @property
    def scenery(self) -> list[Mobject]:
        """What stands still, back to front; its ticks are `plane.ticks`."""
        plane = self.plane
        return [plane.reference, plane.axes, plane.border, self.name]

    @property
    def parts(self) -> list[Mobject]:
        """What follows the network, back to front."""
        return [*self.plane.moving]

    @property
    def live(self) -> list[Mobject]:
        """Numbers in the row of the name, which follow the network."""
        return []

    def put_aside(self, note: Mobject) -> None:
        """Put something short into the row of the name, at the other end."""
        area = self.view.area
        note.move_to((area.right, self.name.get_center()[1], 0.0), aligned_edge=RIGHT)

    def rescale(self, view: View, run_time: float) -> Animation:
        """Show the plane through another view."""
        return self.plane.rescale(view, run_time)


class LayerPanel(ReplayPanel):
    """The plane of a layer, which shows one network at a time.

    Parameters
    ----------
    layer
        0 is the input.
    coords
        (N, 2) where the points are first.
    labels
        (N,) class indices.
    snapshot
        The network whose decision is shown first.
    view
        How the plane is shown first.
    theme
        Colours and sizes.
    name
        What it is called, Typst markup.
    """

    def __init__(
        self,
        layer: int,
        coords: Array,
        labels: NDArray[np.int64],
        snapshot: Snapshot,
        view: View,
        theme: Theme,
        name: str,
    ) -> None:
        self.snapshot = snapshot
        small = replace(theme, dot_radius=DOT * theme.dot_radius)
        super().__init__(layer, Plane(coords, labels, view, small, name_room=0.0), name)
        self.decision = Decision(snapshot, layer, view, theme)
        self.plane.moving = [self.decision.tints, self.decision.line, self.plane.cloud]

    def show(self, snapshot: Snapshot, coords: Array) -> None:
        """Become the plane of another network."""
        self.snapshot = snapshot
        self.cloud.show_at(coords, self.view)
        self.decision.show_network(snapshot, self.layer)

    def rescale(self, view: View, run_time: float) -> Animation:
        """Show the plane through another view; the decision is found as far as either sees."""
        lows, highs = zip(self.view.bounds, view.bounds, strict=True)
        found = regions(self.snapshot, self.layer, np.min(lows, axis=0), np.max(highs, axis=0))
        self.decision.tints.show_regions(found)
        self.decision.line.show_regions(found)
        return super().rescale(view, run_time)
