"""The plane of a wide layer in a replay: its points, and how much of the layer they show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from detangle.analysis.projected import Pictured
from detangle.look.theme import Theme
from detangle.stage.motion.train_clock import Clock
from detangle.stage.panels.layer_panel import ReplayPanel
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View
from detangle.stage.text.percent import Score

NAME_GAP = 0.3
"""Units at least between a plane's name and the share that stands at the other end of its row."""


class WidePanel(ReplayPanel):
    """A plane of pictures of one layer, which shows one step at a time.

    Parameters
    ----------
    pictured
        Where the points are.
    labels
        (N,) class indices.
    step
        What is shown first.
    view
        How the plane is shown first.
    theme
        Colours and sizes.
    name
        What it is called, Typst markup.
    words
        What may stand behind the share of the variance, Typst markup: the first that has room.
    """

    def __init__(
        self,
        pictured: Pictured,
        labels: NDArray[np.int64],
        step: float,
        view: View,
        theme: Theme,
        name: str,
        words: Sequence[str],
    ) -> None:
        plane = Plane(pictured.place_at(step), labels, view, theme, name_room=0.0)
        plane.drop_grid()
        super().__init__(pictured.layer, plane, name)
        self.pictured = pictured
        room = view.area.width - self.name.width - NAME_GAP
        made = [Score(word, view.area, theme) for word in words]
        self.share = next((share for share in made if share.width <= room), made[-1])
        self.share.scale(min(1.0, room / self.share.width))
        self.put_aside(self.share)
        self.show_step(step)

    @property
    def parts(self) -> list[Mobject]:
        """What follows the network, back to front."""
        return [*super().parts, *self.live]

    @property
    def live(self) -> list[Mobject]:
        """The share of the variance."""
        return [self.share.number]

    @property
    def scenery(self) -> list[Mobject]:
        """What stands still, back to front."""
        return [*super().scenery, self.share[1]]

    def show_step(self, step: float) -> None:
        """Become the plane of another step."""
        self.cloud.show_at(self.pictured.place_at(step), self.view)
        self.share.show_share(self.pictured.share_at(step))


class WideClock(Clock):
    """Planes of wide layers, the loss curve and the numbers, all at the same training step."""

    panels: Sequence[WidePanel]

    def show_planes(self, step: float) -> None:
        """Show the planes of a step."""
        for panel in self.panels:
            panel.show_step(step)
