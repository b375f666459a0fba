"""What makes depth readable: a floor, axes with names, and the walls of the corner."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from detangle._typing import FloatArray
from detangle.geometry.polar import embed
from detangle.geometry.polylines import RIM_ROOM, Polylines, elliptic_grid
from detangle.look.depth import Depth
from detangle.look.theme import Theme
from detangle.stage.plot.axes import NAME_FACTOR
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.space.faces import closed
from detangle.stage.plot.space.view import SpaceView
from detangle.stage.plot.view import LINE_GAP, round_step
from detangle.stage.text.typeset import formula

Box = tuple[FloatArray, FloatArray]

HEADROOM = 1.06
"""How far the corner's walls reach, as a multiple of what lies between them."""
BEYOND = 1.15
"""How far the upright axis reaches, as a multiple of what passes along it."""
APART = 0.012
"""Units from an axis's end to the middle of its name, for each point of the font size."""
OUTLINE = 6.0
"""Width of the stroke in the background's colour that keeps a name apart from lines."""


class AxisLabels(Placed[SpaceView], VGroup):
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
        self,
        names: Sequence[str],
        root: FloatArray,
        tips: FloatArray,
        view: SpaceView,
        theme: Theme,
    ) -> None:
        self.root = root
        self.gap = APART * theme.tick_size * NAME_FACTOR
        labels = [formula(name, NAME_FACTOR * theme.tick_size, theme.text) for name in names]
        for label in labels:
            label.set_stroke(theme.background, width=OUTLINE, background=True)
        super().__init__(*labels)
        self.set_z_index(Depth.NAMES_IN_SPACE)
        self.show_at(tips, view)

    def show_at(self, coords: FloatArray, view: SpaceView) -> None:
        """Put the names beyond the ends of other axes, seen through a view."""
        self.coords = coords
        ends = view.place(np.vstack([self.root, coords]))[:, :2]
        for label, way, end in zip(self, ends[1:] - ends[0], ends[1:], strict=True):
            outward = way / max(float(np.linalg.norm(way)), 1e-9)
            label.move_to((*(end + self.gap * outward), 0.0))


def reach_of_axes(passed: FloatArray) -> Box:
    """Return how far the axes reach down and up, (3,) each, where (M, 3) places are passed.

    Those of the floor end at its rim.
    """
    rim = float(np.linalg.norm(passed[:, :2], axis=1).max())
    low, high = min(float(passed[:, 2].min()), 0.0), max(float(passed[:, 2].max()), 0.0)
    return np.array([-rim, -rim, BEYOND * low]), np.array([rim, rim, BEYOND * high])


def floor_and_axes(
    passed: FloatArray, names: tuple[str, ...], view: SpaceView, theme: Theme
) -> list[Placed[SpaceView]]:
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
    lines = elliptic_grid(compass / RIM_ROOM, _step(view))
    floor = Polylines(embed(lines.vertices, 3), lines.lengths)
    return [
        _scenery(floor, view, theme.reference, theme),
        _scenery(axes(low, high), view, theme.structure, theme),
        AxisLabels(names, np.zeros(3), np.diag(high), view, theme),
    ]


def corner_box(points: FloatArray) -> Box:
    """Return the box of the corner in which (N, 3) activations lie, with room on its open sides."""
    low, high = points.min(axis=0), points.max(axis=0)
    return low, low + HEADROOM * np.maximum(high - low, 1e-9)


def corner(
    box: Box, names: tuple[str, ...], view: SpaceView, theme: Theme
) -> list[Placed[SpaceView]]:
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
        _scenery(_tiles(box, _step(view)), view, theme.reference, theme),
        _scenery(sides, view, theme.structure, theme),
        AxisLabels(names, low, tips, view, theme),
    ]


def _scenery(lines: Polylines, view: SpaceView, color: str, theme: Theme) -> PlacedLines[SpaceView]:
    """Draw thin lines behind everything that moves."""
    drawn = PlacedLines(lines, view, color=color, width=theme.reference_width)
    return drawn.set_z_index(Depth.SCENERY)


def _tiles(box: Box, step: float) -> Polylines:
    """Draw lines on a box's floor, from its lowest corner on."""
    (left, front, bottom), (right, back, _) = box
    along = [[(x, front), (x, back)] for x in np.arange(left + step, right, step)]
    across = [[(left, y), (right, y)] for y in np.arange(front + step, back, step)]
    ends = np.array(along + across).reshape(-1, 2)
    vertices = np.column_stack([ends, np.full(len(ends), bottom)])
    return Polylines(vertices, np.full(len(ends) // 2, 2))


def _step(view: SpaceView) -> float:
    """Return the distance of the floor's lines."""
    return round_step(LINE_GAP / 2 / view.unit)


def axes(low: FloatArray, high: FloatArray) -> Polylines:
    """Draw three axes through the origin, each as far as a box reaches."""
    ends = np.stack([np.diag(low), np.diag(high)], axis=1)
    return Polylines(ends.reshape(6, 3), np.full(3, 2))


def wall(axis: int, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the corners (4, 3) of the side of a box on which one coordinate is lowest."""
    first, second = (other for other in range(3) if other != axis)
    corners = np.tile(low, (4, 1))
    corners[[1, 2], first] = high[first]
    corners[[2, 3], second] = high[second]
    return corners


def together(parts: Sequence[Polylines]) -> Polylines:
    """Put line strings of several kinds into one."""
    vertices = np.concatenate([part.vertices for part in parts])
    return Polylines(vertices, np.concatenate([part.lengths for part in parts]))
