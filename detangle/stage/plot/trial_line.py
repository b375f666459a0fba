"""A straight line across a plane that tries to separate two classes."""

from __future__ import annotations

import numpy as np

from detangle.analysis.separation import SeparatingLine
from detangle.look.depth import Depth
from detangle.look.theme import Theme
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.placed import PlacedPaint
from detangle.stage.plot.view import View


class TrialLine(PlacedPaint[View], Strokes):
    """A straight line across the whole view.

    Parameters
    ----------
    line
        Where it is.
    view
        How the plane is shown.
    theme
        Colour and width.
    """

    def __init__(self, line: SeparatingLine, view: View, theme: Theme) -> None:
        style = {"color": theme.highlight, "width": theme.line_width}
        super().__init__(np.zeros((2, 2)), view, **style)
        self.set_z_index(Depth.LINE)
        self.show_line(line)

    def show_line(self, line: SeparatingLine) -> None:
        """Move it to another line."""
        self.line = line
        low, high = self.view.bounds
        length = float(np.linalg.norm(line.normal))
        normal = line.normal / length
        middle = (low + high) / 2
        foot = middle - (middle @ normal + line.offset / length) * normal
        along = np.array([-normal[1], normal[0]]) * float(np.linalg.norm(high - low))
        self.show_at(np.stack([foot - along, foot + along]), self.view)
