"""The gray values of an image, written out as a list of numbers."""

from __future__ import annotations

import numpy as np
from manim import AnimationGroup, VGroup
from manim.utils.rate_functions import smootherstep

from detangle._typing import FloatArray
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.motion.tween import Appear
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.pictures import Pictures
from detangle.stage.text.typeset import words

WIDEST = 0.72
"""Units from one number to the next, at most, for a tick's size of 24."""
BRACKET_LIP = 0.12
"""Units that the ends of a bracket reach inwards."""


class PixelList(VGroup):
    """The pixels of an image as numbers, row by row.

    Parameters
    ----------
    picture
        The image: the first of these pictures, where it is now.
    area
        Where the numbers go.
    theme
        Colours and sizes; pixels without ink are muted.

    Attributes
    ----------
    brackets
        On both sides of the numbers.
    borders
        The lines between the image's pixels.
    """

    def __init__(self, picture: Pictures, area: Area, theme: Theme) -> None:
        super().__init__()
        image, corners = picture.images[0], picture.corners[0].ravel()
        rows, columns = image.shape
        most = WIDEST * theme.tick_size / 24
        across, down = min(area.width / columns, most), min(area.height / rows, most)
        box = _centred(area, across * columns, down * rows)
        for place, value in zip(_middles(box, image.shape), image.ravel(), strict=True):
            color = theme.text if value else theme.muted
            self.add(words(_written(value), theme.tick_size, color).move_to(place))
        self.brackets = _brackets(box, theme)
        self.borders = _borders(Area(*corners), image.shape, theme)
        self.sources = _middles(Area(*corners), image.shape)

    def read_off(self, run_time: float) -> AnimationGroup:
        """Let each number come from its pixel."""
        coming = [
            Appear(number, shift=number.get_center() - source, rate_func=smootherstep)
            for number, source in zip(self, self.sources, strict=True)
        ]
        return AnimationGroup(*coming, run_time=run_time)


def _written(value: float) -> str:
    """Write a gray value as short as can be: 0, 0.31, 1."""
    return f"{value:.2f}" if 0 < value < 1 else f"{value:.0f}"


def _centred(area: Area, width: float, height: float) -> Area:
    x, y = area.center[:2]
    return Area(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _middles(box: Area, shape: tuple[int, int]) -> FloatArray:
    """Return the middles of a box's cells, row by row from the top, (H·W, 3)."""
    cells = [cell for row in box.rows(shape[0], 0.0) for cell in row.columns(shape[1], 0.0)]
    return np.array([cell.center for cell in cells])


def _borders(box: Area, shape: tuple[int, int], theme: Theme) -> Strokes:
    """Draw the lines between a box's cells, and its frame."""
    rows, columns = shape
    xs = np.linspace(box.left, box.right, columns + 1)
    ys = np.linspace(box.bottom, box.top, rows + 1)
    upright = [[[x, box.bottom], [x, box.top]] for x in xs]
    level = [[[box.left, y], [box.right, y]] for y in ys]
    ends, counts = np.array([*upright, *level]).reshape(-1, 2), np.full(rows + columns + 2, 2)
    return Strokes(ends, counts, color=theme.structure, width=theme.reference_width)


def _brackets(box: Area, theme: Theme) -> Strokes:
    """Draw the brackets of a list to the left and to the right of a box."""
    ends = []
    for x, lip in ((box.left, BRACKET_LIP), (box.right, -BRACKET_LIP)):
        ends += [[x + lip, box.top], [x, box.top], [x, box.bottom], [x + lip, box.bottom]]
    width = theme.reference_width * 2
    return Strokes(ends, [4, 4], color=theme.structure, width=width)
