"""The probability of a class as a shade: none where it is one half, full where it is certain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from numpy.typing import NDArray

from detangle.look.theme import Theme
from detangle.stage.paint.painted import Painted, Projected, as_rgbas
from detangle.stage.plot.placed import InPlane
from detangle.stage.plot.view import View

Array = NDArray[np.float64]
LogOdds = Callable[[Array], Array]

CERTAIN = 1.75
"""Opacity where a class is certain, in the theme's tints."""
NODES = 32
"""Places a scene unit at which the log odds are computed; between them they are linear."""


class ProbabilityShade(InPlane, Painted):
    """P(class 1) over all that a view shows: the likelier class's colour, |2 p - 1| strong.

    Parameters
    ----------
    log_odds
        Maps (M, 2) coordinates to (M,) log p / (1 - p) of class 1.
    view
        How the plane is shown.
    theme
        Colours and opacity.
    """

    handed_over = ("odds",)

    def __init__(self, log_odds: LogOdds, view: View, theme: Theme) -> None:
        super().__init__(clip=view.area.box)
        self.rgbas = as_rgbas([theme.class_color(i) for i in (0, 1)], np.ones((2, 4)))
        self.rgbas[:, 3] = min(CERTAIN * theme.tint, 1.0)
        self.color = self.get_color()
        low, high = view.bounds
        size = np.ceil(NODES * view.unit * (high - low)).astype(int) + 1
        x, y = (np.linspace(a, b, n) for a, b, n in zip(low, high, size, strict=True))
        places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        self.odds = log_odds(places).reshape(len(y), len(x))
        self.show_at(np.array([low, high]), view)

    def reset_points(self) -> Self:
        """Forget the map."""
        self.points, self.rgbas = np.zeros((0, 3)), np.zeros((0, 4))
        self.odds = np.zeros((0, 0))
        return self

    def paint(self, pixels: NDArray[np.uint8], seen: Projected) -> None:
        """Lay the shade over the pixels of its window."""
        height, width = pixels.shape[:2]
        left, top, right, bottom = seen.window or (0, 0, width, height)
        columns = np.arange(max(left, 0), min(right, width))
        rows = np.arange(max(top, 0), min(bottom, height))
        across = _weights(columns, seen.xy[:, 0], self.odds.shape[1])
        down = _weights(rows, seen.xy[:, 1], self.odds.shape[0])
        odds = down @ self.odds @ across.T
        part = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        winner = (odds > 0).astype(np.int64)
        # |2 p - 1| = |tanh(odds / 2)|
        opacity = (np.abs(np.tanh(odds / 2)) * self.rgbas[winner, 3])[..., None]
        ink = np.concatenate([self.rgbas[:, :3], np.ones((2, 1))], axis=1)[winner]
        part[:] = np.rint(part * (1 - opacity) + 255 * ink * opacity)


def _weights(pixels: NDArray[np.int64], ends: Array, nodes: int) -> Array:
    """Return how much of each node a pixel's centre takes, (P, nodes): linear interpolation."""
    place = (pixels + 0.5 - ends[0]) / (ends[1] - ends[0]) * (nodes - 1)
    return np.asarray(np.maximum(0.0, 1 - np.abs(place[:, None] - np.arange(nodes))))
