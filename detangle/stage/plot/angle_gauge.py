"""A distance and an angle, drawn as an arm that grows and then swings to its direction."""

from __future__ import annotations

import numpy as np

from detangle._typing import FloatArray
from detangle.geometry.polylines import Polylines
from detangle.look.theme import Theme
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.plot.view import View

ARC_VERTICES = 65
"""Vertices of the arc, over whatever angle."""
ARC_RADIUS = 0.3
"""Radius of the arc, as a fraction of the arm."""
WIDTH = 0.6
"""Stroke width of both, as a fraction of a curve's."""


class AngleGauge(PlacedLines[View]):
    """An arm from a point of the plane, and the arc over which it has swung from the right.

    Parameters
    ----------
    origin
        (2,) where the arm begins.
    view
        How it is shown.
    theme
        Colour and width.
    tip
        A cloud of one dot that sits at the arm's end, if any.
    """

    def __init__(
        self, origin: FloatArray, view: View, theme: Theme, tip: PlaneCloud | None = None
    ) -> None:
        self.origin, self.tip = np.asarray(origin, dtype=np.float64), tip
        lengths = np.array([2, ARC_VERTICES])
        lines = Polylines(np.tile(self.origin, (int(lengths.sum()), 1)), lengths)
        super().__init__(lines, view, color=theme.muted, width=theme.line_width * WIDTH)
        self.set_arm(0.0, 0.0)

    def set_arm(self, length: float, angle: float) -> None:
        """Draw it for a length, in units of the plane, and an angle in radians."""
        self.length, self.angle = length, angle
        angles = angle * np.linspace(0, 1, ARC_VERTICES)
        arc = ARC_RADIUS * length * np.column_stack([np.cos(angles), np.sin(angles)])
        end = self.origin + length * np.array([np.cos(angle), np.sin(angle)])
        self.show_at(np.concatenate([[self.origin, end], self.origin + arc]), self.view)
        if self.tip is not None:
            self.tip.show_at(end[None], self.view)
