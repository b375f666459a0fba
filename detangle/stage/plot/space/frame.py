"""What makes depth readable: a floor, axes with names, and the walls of the corner."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detangle.geometry.polar import embed
from detangle.geometry.polylines import Polylines
from detangle.geometry.round_lattice import ROOM, round_lattice
from detangle.look.theme import Theme
from detangle.stage.plot.space.axis_labels import AxisLabels
from detangle.stage.plot.space.lines import SpaceLines, axes, closed, together, wall
from detangle.stage.plot.space.placed import InSpace
from detangle.stage.plot.space.view import SpaceView
from detangle.stage.plot.view import LINE_GAP

Array = NDArray[np.float64]
Box = tuple[Array, Array]

HEADROOM = 1.06
"""How far the corner's walls reach, as a share of what lies between them."""
BEYOND = 1.15
"""How far the upright axis reaches, as a share of what passes along it."""


def reach_of_axes(passed: Array) -> Box:
    """Return how far the axes reach down and up, (3,) each, where (M, 3) places are passed.

    Those of the floor end at its rim.
    """
    rim = float(np.linalg.norm(passed[:, :2], axis=1).max())
    low, high = min(float(passed[:, 2].min()), 0.0), max(float(passed[:, 2].max()), 0.0)
    return np.array([-rim, -rim, BEYOND * low]), np.array([rim, rim, BEYOND * high])


def floor_and_axes(
    passed: Array, names: tuple[str, ...], view: SpaceView, theme: Theme
) -> list[InSpace]:
    """Draw a round floor around the origin, and axes through it, for all that passes.

    Parameters
    ----------
    passed
        (M, 3) places.
    names
        Of the axes.
    view
        The one in which all of it can be seen.
    theme
        Colours and sizes.
    """
    low, high = reach_of_axes(passed)
    compass = high[0] * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]])
    lines = round_lattice(compass / ROOM, _step(view))
    floor = Polylines(embed(lines.vertices, 3), lines.lengths)
    return [
        SpaceLines(floor, view, color=theme.reference, width=theme.reference_width),
        SpaceLines(axes(low, high), view, color=theme.structure, width=theme.reference_width),
        AxisLabels(names, np.zeros(3), np.diag(high), view, theme),
    ]


def corner_box(points: Array) -> Box:
    """Return the box of the corner in which (N, 3) activations lie, with room on its open sides."""
    low, high = points.min(axis=0), points.max(axis=0)
    return low, low + HEADROOM * np.maximum(high - low, 1e-9)


def corner(box: Box, names: tuple[str, ...], view: SpaceView, theme: Theme) -> list[InSpace]:
    """Draw the three walls on which a coordinate is lowest, with a grid on the floor.

    Parameters
    ----------
    box
        Lowest and highest corner.
    names
        Of the three edges that meet in the lowest corner.
    view
        The one in which all of it can be seen.
    theme
        Colours and sizes.
    """
    low, high = box
    sides = together([closed(wall(axis, low, high)) for axis in range(3)])
    tips = low + np.diag(high - low)
    return [
        SpaceLines(
            _tiles(box, _step(view)), view, color=theme.reference, width=theme.reference_width
        ),
        SpaceLines(sides, view, color=theme.structure, width=theme.reference_width),
        AxisLabels(names, low, tips, view, theme),
    ]


def _tiles(box: Box, step: float) -> Polylines:
    """Draw lines on a box's floor, from its lowest corner on."""
    low, high = box
    lines = []
    for axis in (0, 1):
        for level in np.arange(low[axis] + step, high[axis], step):
            line = np.stack([low, np.array([*high[:2], low[2]])])
            line[:, axis] = level
            lines.append(line)
    if not lines:
        return Polylines(np.zeros((0, 3)), np.zeros(0, dtype=np.int64))
    return Polylines(np.concatenate(lines), np.full(len(lines), 2))


def _step(view: SpaceView) -> float:
    """Distance of the floor's lines: 1, 2 or 5 times a power of ten."""
    least = LINE_GAP / 2 / view.unit
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(m * power for m in (1, 2, 5, 10) if m * power >= least * (1 - 1e-9)))
