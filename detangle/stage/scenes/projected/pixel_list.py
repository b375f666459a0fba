"""The gray values of an image, written out as a list of numbers."""

from __future__ import annotations

import numpy as np
from manim import AnimationGroup, VGroup
from manim.utils.rate_functions import smootherstep
from numpy.typing import NDArray

from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.motion.tween import Appear
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.pictures import Pictures
from detangle.stage.text.typeset import words

Array = NDArray[np.float64]

WIDEST = 0.72
"""Units from one number to the next, at most, for a tick's size of 24."""
LIP = 0.12
"""Units that the ends of a bracket reach inwards."""


class PixelList(VGroup):
    """The pixels of an image as numbers, row by row.

    Parameters
    ----------
    image
        (H, W) from 0 to 1.
    area
        Where they go.
    theme
        Colours and sizes; pixels without ink are muted.
    """

    def __init__(self, image: Array, area: Area, theme: Theme) -> None:
        super().__init__()
        rows, columns = image.shape
        most = WIDEST * theme.tick_size / 24
        across, down = min(area.width / columns, most), min(area.height / rows, most)
        self.box = _centred(area, across * columns, down * rows)
        for (i, j), value in np.ndenumerate(image):
            number = words(_written(value), theme.tick_size, theme.text if value else theme.muted)
            x, y = self.box.left + (j + 0.5) * across, self.box.top - (i + 0.5) * down
            self.add(number.move_to((x, y, 0.0)))
        self.brackets = _brackets(self.box, theme)

    def read_off(self, pixels: Array, run_time: float) -> AnimationGroup:
        """Let each number come from its pixel, whose middle is one of `pixels` (H·W, 3)."""
        coming = [
            Appear(number, shift=number.get_center() - start, rate_func=smootherstep)
            for number, start in zip(self, pixels, strict=True)
        ]
        return AnimationGroup(*coming, run_time=run_time)


def _written(value: float) -> str:
    """Write a gray value as short as can be: 0, 0.31, 1."""
    return f"{value:.2f}" if 0 < value < 1 else f"{value:.0f}"


def _centred(area: Area, width: float, height: float) -> Area:
    x, y = area.center[:2]
    return Area(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _brackets(box: Area, theme: Theme) -> Strokes:
    """Draw the brackets of a list to the left and to the right of a box."""
    ends = []
    for x, lip in ((box.left, LIP), (box.right, -LIP)):
        ends += [[x + lip, box.top], [x, box.top], [x, box.bottom], [x + lip, box.bottom]]
    width = theme.reference_width * 2
    return Strokes(ends, [4, 4], color=theme.structure, width=width)


def pixel_lines(picture: Pictures, theme: Theme) -> Strokes:
    """Draw the lines between the pixels of the first image of a picture, and its frame."""
    rows, columns = picture.images.shape[1:]
    low, high = picture.corners[0]
    xs, ys = np.linspace(low[0], high[0], columns + 1), np.linspace(low[1], high[1], rows + 1)
    upright = [[[x, low[1]], [x, high[1]]] for x in xs]
    level = [[[low[0], y], [high[0], y]] for y in ys]
    ends = np.array([*upright, *level]).reshape(-1, 2)
    counts = np.full(rows + columns + 2, 2)
    return Strokes(ends, counts, color=theme.structure, width=theme.reference_width)


def pixel_middles(picture: Pictures) -> Array:
    """Return the middles of the pixels of a picture's first image, row by row (H·W, 3)."""
    rows, columns = picture.images.shape[1:]
    (left, bottom), (right, top) = picture.corners[0]
    x = left + (np.arange(columns) + 0.5) / columns * (right - left)
    y = top - (np.arange(rows) + 0.5) / rows * (top - bottom)
    across, down = np.meshgrid(x, y)
    return np.column_stack([across.ravel(), down.ravel(), np.zeros(rows * columns)])
