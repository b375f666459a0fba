"""A distance and an angle, drawn as an arm that grows and then swings to its direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detangle.geometry.polylines import Polylines
from detangle.look.theme import Theme
from detangle.stage.motion.carry import FASTEST, PEAK, Carrying
from detangle.stage.plot.grid import PlaneLines
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.plot.view import View

Array = NDArray[np.float64]

ARC_VERTICES = 65
"""Vertices of the arc, over whatever angle."""
ARC_SHARE = 0.3
"""Radius of the arc, as a share of the arm."""
WIDTH = 0.6
"""Stroke width of both, in those of a curve."""


class Dial(PlaneLines):
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
        self, origin: Array, view: View, theme: Theme, tip: PlaneCloud | None = None
    ) -> None:
        self.origin, self.view, self.tip = np.asarray(origin, dtype=np.float64), view, tip
        lengths = np.array([2, ARC_VERTICES])
        lines = Polylines(np.tile(self.origin, (int(lengths.sum()), 1)), lengths)
        super().__init__(lines, view, color=theme.muted, width=theme.line_width * WIDTH)
        self.set_arm(0.0, 0.0)

    def set_arm(self, length: float, angle: float) -> None:
        """Draw it for a length, in units of the plane, and an angle in radians."""
        self.length, self.angle = length, angle
        angles = angle * np.linspace(0, 1, ARC_VERTICES)
        arc = ARC_SHARE * length * np.column_stack([np.cos(angles), np.sin(angles)])
        end = self.origin + length * np.array([np.cos(angle), np.sin(angle)])
        self.show_at(np.concatenate([[self.origin, end], self.origin + arc]), self.view)
        if self.tip is not None:
            self.tip.show_at(end[None], self.view)


class SetArm(Carrying):
    """Let arms grow, or swing, together: those of the same thing in several views.

    Parameters
    ----------
    dials
        The dials.
    length, angle
        Where they go.
    """

    def __init__(self, dials: Sequence[Dial], length: float, angle: float, **kwargs: Any) -> None:
        self.dials, self.end = list(dials), (length, angle)
        self.start = (dials[0].length, dials[0].angle)
        moving = [*self.dials, *(dial.tip for dial in self.dials if dial.tip is not None)]
        super().__init__(moving, **kwargs)
        self.run_time = max(self.run_time, self._least_time())

    def interpolate_mobject(self, alpha: float) -> None:
        """Set the arms of this instant."""
        t = self.rate_func(alpha)
        length, angle = ((1 - t) * a + t * b for a, b in zip(self.start, self.end, strict=True))
        for dial in self.dials:
            dial.set_arm(length, angle)

    def _least_time(self) -> float:
        """Return how long it takes if no dot at a tip is too fast to follow."""
        way = abs(self.end[0] - self.start[0]) + abs(self.end[1] - self.start[1]) * self.end[0]
        units = (dial.view.unit for dial in self.dials if dial.tip is not None)
        return PEAK * way * max(units, default=0.0) / FASTEST
