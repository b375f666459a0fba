"""Points that were held out from the training, as small crosses in the colours of their classes."""

from __future__ import annotations

import numpy as np
from manim import Group

from detangle._typing import FloatArray, IntArray
from detangle.look.depth import Depth
from detangle.look.theme import Theme
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.view import View

ARM = 1.2
"""Length of each arm, in radii of the theme's dots."""


def crosses(coords: FloatArray, labels: IntArray, view: View, theme: Theme) -> Group:
    """Draw a cross at each of some points, as far as they are in view.

    Parameters
    ----------
    coords
        (M, 2).
    labels
        (M,) class indices.
    view
        How they are shown.
    theme
        Colours and sizes.
    """
    arm = ARM * theme.dot_radius * np.array([[-1, -1, 0], [1, 1, 0], [-1, 1, 0], [1, -1, 0]])
    drawn = Group()
    for label in np.unique(labels).tolist():
        ends = view.place(coords[labels == label])[:, None] + arm
        drawn.add(
            Strokes(
                ends.reshape(-1, 3),
                np.full(2 * len(ends), 2),
                color=theme.class_color(label),
                width=theme.line_width / 2,
                clip=view.area.box,
            ).set_z_index(Depth.POINTS)
        )
    return drawn
