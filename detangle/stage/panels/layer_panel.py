"""The planes of a replay, each with its name above it: of 2-wide layers, and of wide ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from manim import RIGHT, Mobject

from detangle.analysis.projected import ProjectedLayer
from detangle.analysis.regions import regions
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.stage.panels.facts import percentage
from detangle.stage.plot.decision import Decision
from detangle.stage.plot.plane import Plane, PlaneCloud
from detangle.stage.plot.view import View
from detangle.stage.text.typeset import stand, words

NAME_ROW = 0.5
"""Units above a plot for its name."""
NAME_BASE = 0.32
"""Height of a name's base line above the plot, as a fraction of the row that is kept for it."""


NAME_GAP = 0.3
"""Units at least between a plane's name and the fraction at the other end of its row."""
DOT_FACTOR = 0.8
"""Dots are smaller by this factor than in a plane that has the stage for itself."""


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
        name_line = words(name, theme.caption_size, theme.text)
        self.name = stand(name_line, area.left, area.top + NAME_BASE * NAME_ROW)

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
    def numbers(self) -> list[Mobject]:
        """Numbers in the row of the name, which follow the moment."""
        return []

    @property
    def live(self) -> list[Mobject]:
        """All that follows the moment, back to front."""
        return [*self.plane.moving, *self.numbers]

    def at(self, moment: Moment) -> Self:
        """Become the plane of a moment."""
        raise NotImplementedError

    def put_aside(self, note: Mobject) -> None:
        """Put something short into the row of the name, at the other end."""
        area = self.view.area
        note.move_to((area.right, self.name.get_center()[1], 0.0), aligned_edge=RIGHT)

    def reach(self, view: View) -> None:
        """Get ready to be seen through another view, too."""


class LayerPanel(ReplayPanel):
    """The plane of a 2-wide layer: its points, and the decision in it.

    Parameters
    ----------
    layer
        0 is the input.
    moment
        What it shows first.
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
        moment: Moment,
        view: View,
        theme: Theme,
        name: str,
    ) -> None:
        small = replace(theme, dot_radius=DOT_FACTOR * theme.dot_radius)
        coords, labels = moment.layers[layer], moment.run.labels
        super().__init__(layer, Plane(coords, labels, view, small, name_room=0.0), name)
        self.moment = moment
        self.decision = Decision(moment.snapshot, layer, view, theme)
        self.plane.moving = [self.decision.tints, self.decision.line, self.plane.cloud]

    def at(self, moment: Moment) -> Self:
        """Become the plane of a moment."""
        self.moment = moment
        self.plane.place(moment.layers[self.layer])
        self.decision.at(moment)
        return self

    def reach(self, view: View) -> None:
        """Find the decision as far as either the present view or another one sees."""
        lows, highs = zip(self.view.bounds, view.bounds, strict=True)
        low, high = np.min(lows, axis=0), np.max(highs, axis=0)
        self.decision.show_regions(regions(self.moment.snapshot, self.layer, low, high))


class WidePanel(ReplayPanel):
    """The plane of a wide layer: its points, projected, and how much of it they show.

    Parameters
    ----------
    pictured
        Where the points are.
    moment, view, theme, name
        As of `LayerPanel`.
    words
        What may stand behind the fraction of the variance, Typst markup: the first that has room.
    """

    def __init__(
        self,
        pictured: ProjectedLayer,
        moment: Moment,
        view: View,
        theme: Theme,
        name: str,
        words: Sequence[str],
    ) -> None:
        coords, labels = pictured.coordinates_at(moment.step), moment.run.labels
        plane = Plane(coords, labels, view, theme, name_room=0.0)
        super().__init__(pictured.layer, plane, name)
        self.pictured = pictured
        room = view.area.width - self.name.width - NAME_GAP
        made = [percentage(word, theme) for word in words]
        self.explained = next((label for label in made if label.width <= room), made[-1])
        self.explained.scale(min(1.0, room / self.explained.width))
        self.put_aside(self.explained)
        self.at(moment)

    @property
    def numbers(self) -> list[Mobject]:
        """The fraction of the variance that the plane shows."""
        return [*self.explained.numbers]

    @property
    def scenery(self) -> list[Mobject]:
        """What stands still, back to front."""
        return [*super().scenery, *self.explained.words]

    def at(self, moment: Moment) -> Self:
        """Become the plane of a moment."""
        self.plane.place(self.pictured.coordinates_at(moment.step))
        self.explained.numbers[0].set_value(100 * self.pictured.explained_at(moment.step))
        return self
