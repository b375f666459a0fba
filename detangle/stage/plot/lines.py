"""Lines in the coordinates of a layer: the grid that is warped, and any others."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Self

import numpy as np

from detangle._typing import FloatArray
from detangle.analysis.separation import SeparatingLine
from detangle.geometry.polylines import Polylines, lattice
from detangle.look.depth import Depth
from detangle.look.theme import Theme
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.placed import PlacedPaint, V
from detangle.stage.plot.view import View, round_step

SMOOTH_SAMPLES = 65
"""Vertices on a grid line where the activation bends it smoothly."""

MOST_LINES = 150
"""Lines of a lattice in each direction."""


class PlacedLines(PlacedPaint[V], Strokes):
    """Line strings in the plane or the space of a layer, clipped to the view's area.

    They know where each of their vertices was when they were made, `home`, also of those that a
    crease puts in.

    Parameters
    ----------
    lines
        Vertices, (M, 2) or (M, 3), and lengths.
    view
        How they are shown.
    color, width, opacity
        As of `Strokes`.
    """

    def __init__(self, lines: Polylines, view: V, **style: Any) -> None:
        super().__init__(lines.vertices, view, lines.lengths, **style)
        self.set_z_index(Depth.LINE)

    def show_lines(self, lines: Polylines, view: V) -> Self:
        """Become other lines."""
        self.lengths = lines.lengths
        self.show_at(lines.vertices, view)
        return self

    def crease(self, coordinate: int, view: V) -> None:
        """Cut the lines where a coordinate is zero, so that a motion folds them exactly there."""
        both = Polylines(np.hstack([self.coords, self.home]), self.lengths)
        cut = both.split(self.coords[:, coordinate])
        here, self.home = np.hsplit(cut.vertices, [self.coords.shape[1]])
        self.show_lines(Polylines(here, cut.lengths), view)


class WarpedGrid(PlacedLines[View]):
    """The lattice of the input, carried through the layers.

    Parameters
    ----------
    view
        How it is shown; the lattice covers all that the view shows.
    theme
        Colour and width.
    samples
        Vertices on each line: 2 are exact for ReLU, whose creases are cut in by `crease`.
    reach
        (M, 2) coordinates that it covers as well; its squares are as large as those of the
        reference grid then, or larger, so that there are at most `MOST_LINES` each way.
    """

    def __init__(
        self, view: View, theme: Theme, *, samples: int = 2, reach: FloatArray | None = None
    ) -> None:
        low, high = view.bounds
        step = view.step / 2
        if reach is not None:
            around = np.vstack([low, high, reach])
            low, high = around.min(axis=0), around.max(axis=0)
            step = max(view.step, round_step(float((high - low).max()) / MOST_LINES))
        lines = lattice(low, high, step, samples)
        super().__init__(lines, view, color=theme.grid, width=theme.grid_width)
        self.set_z_index(Depth.GRID)


def tracer_cell(
    corner: FloatArray, side: float, view: View, theme: Theme, samples: int = 2
) -> PlacedLines[View]:
    """Outline one square of the plane, to follow what a layer does to it.

    Parameters
    ----------
    corner
        (2,) its lower left corner.
    side
        Its length.
    view
        How it is shown.
    theme
        Colour and width.
    samples
        Vertices on each side; 2 are exact for ReLU, with `crease`.
    """
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=np.float64)
    along = np.linspace(0, 1, samples)[:, None]
    sides = [(1 - along) * a + along * b for a, b in pairwise(corners)]
    vertices = corner + side * np.concatenate(sides)
    lines = Polylines(vertices, np.array([len(vertices)]))
    return PlacedLines(lines, view, color=theme.highlight, width=theme.line_width)


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
