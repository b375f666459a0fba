"""Names of the axes in space, which keep their size and stay upright as the camera turns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from detangle.look.theme import Theme
from detangle.stage.plot.axes import NAME_FACTOR
from detangle.stage.plot.space.placed import InSpace
from detangle.stage.plot.space.view import SpaceView
from detangle.stage.text.typeset import formula

Array = NDArray[np.float64]

APART = 0.012
"""Units from an axis's end to the middle of its name, for each point of the font size."""
OUTLINE = 6.0
"""Width of the stroke in the background's colour that keeps a name apart from lines."""


class AxisLabels(InSpace, VGroup):
    """A name beyond the end of each axis.

    Parameters
    ----------
    names
        Three, in Typst math.
    root
        (3,) where the axes begin.
    tips
        (3, 3) where they end.
    view
        How they are shown.
    theme
        Colour and size.
    """

    def __init__(
        self, names: Sequence[str], root: Array, tips: Array, view: SpaceView, theme: Theme
    ) -> None:
        self.root = root
        self.gap = APART * theme.tick_size * NAME_FACTOR
        labels = [formula(name, NAME_FACTOR * theme.tick_size, theme.text) for name in names]
        for label in labels:
            label.set_stroke(theme.background, width=OUTLINE, background=True)
        super().__init__(*labels)
        self.show_at(tips, view)

    def show_at(self, coords: Array, view: SpaceView) -> None:
        """Put the names beyond the ends of other axes, seen through a view."""
        self.coords = coords
        ends = view.place(np.vstack([self.root, coords]))[:, :2]
        for label, way, end in zip(self, ends[1:] - ends[0], ends[1:], strict=True):
            outward = way / max(float(np.linalg.norm(way)), 1e-9)
            label.move_to((*(end + self.gap * outward), 0.0))
