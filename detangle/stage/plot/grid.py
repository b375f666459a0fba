"""Lines in the plane of a layer: the grid that is warped, and straight lines."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detangle.geometry.polylines import Polylines, lattice
from detangle.look.theme import Theme
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.placed import InPlane
from detangle.stage.plot.view import View

Array = NDArray[np.float64]

SMOOTH_SAMPLES = 65
"""Vertices on a grid line where the activation bends it smoothly."""


class PlaneLines(InPlane, Strokes):
    """Line strings in the coordinates of a layer, clipped to the view's area.

    They remember where their vertices were when they were made, also those that a crease puts in:
    `home`, (M, 2).

    Parameters
    ----------
    lines
        Vertices and lengths.
    view
        How they are shown.
    color, width, opacity
        As of `Strokes`.
    """

    def __init__(
        self, lines: Polylines, view: View, *, color: str, width: float, opacity: float = 1.0
    ) -> None:
        self.coords = lines.vertices
        self.home = lines.vertices
        super().__init__(
            view.place(lines.vertices),
            lines.lengths,
            color=color,
            width=width,
            opacity=opacity,
            clip=view.area.box,
        )

    def crease(self, coordinate: int, view: View) -> None:
        """Cut the lines where a coordinate is zero: a clamp then folds them exactly there."""
        both = Polylines(np.hstack([self.coords, self.home]), self.lengths)
        lines = both.split(self.coords[:, coordinate])
        self.lengths = lines.lengths
        here, self.home = np.hsplit(lines.vertices, [self.coords.shape[1]])
        self.show_at(here, view)


class WarpedGrid(PlaneLines):
    """The lattice of the input, carried through the layers.

    Parameters
    ----------
    view
        How it is shown; the lattice covers all that the view shows.
    theme
        Colour and width.
    samples
        Vertices on each line: 2 are exact for ReLU, whose creases are cut in by `crease`.
    """

    def __init__(self, view: View, theme: Theme, *, samples: int = 2) -> None:
        low, high = view.bounds
        super().__init__(
            lattice(low, high, view.step / 2, samples),
            view,
            color=theme.grid,
            width=theme.grid_width,
        )


def tracer_cell(
    corner: Array, side: float, view: View, theme: Theme, samples: int = 2
) -> PlaneLines:
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
    return PlaneLines(lines, view, color=theme.highlight, width=theme.line_width)


def basis_vectors(view: View, theme: Theme) -> PlaneLines:
    """Draw the two unit vectors from the origin, to be carried along with everything else."""
    ends = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])
    lines = Polylines(ends, np.array([2, 2]))
    return PlaneLines(lines, view, color=theme.highlight, width=theme.line_width)
