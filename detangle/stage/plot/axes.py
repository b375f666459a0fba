"""What stands still behind the points: the reference grid, the axes and their ticks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import numpy as np
from manim import DL, DOWN, LEFT, RIGHT, UP, UR, Rectangle, VGroup, VMobject

from detangle._typing import FloatArray
from detangle.geometry.polylines import Polylines, lattice
from detangle.look.depth import Depth
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.trajectory import Trajectory
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.view import View
from detangle.stage.text.backdrop import haloed
from detangle.stage.text.typeset import Line, cut_to, formula, words

TICK_BUFF = 0.12
"""Units between a panel's frame and its ticks."""
LEFT_MARGIN, BOTTOM_MARGIN = 0.55, 0.55
"""Units that the ticks and axis names take beside a plot."""
NAME_FACTOR = 1.45
"""Axis names are larger than ticks: most of their letters are small ones."""
NAME_ROOM = 0.8
"""Units at the end of an axis that its name takes, so that no tick stands there."""
NAME_FRACTION, NAME_GAP = 0.4, 0.35
"""Longest name of a column, as a fraction of the side of a plot, and units from it to a tick."""
SHORT, CHARACTER = 4, 0.0051
"""Characters of a tick for which there is room beside a plot, and the width of each, in units for
each point of the font size."""
AXIS_GAP = 0.14
"""Units from an axis to its numbers."""
DOT_GAP = 0.12
"""Units at least between what is written at an axis and the middle of a dot."""
BACK = 0.2
"""Units between the places along an axis that are tried for its name."""
BEYOND = 0.1
"""Units by which a number may lie outside of the zone; else it stands on the axis' other side, or
nowhere."""
A_SIDE = 4
"""Most numbers on each side of the origin."""
NAME_ON_AXIS = 1.25
"""Font size of an axis' name, as a multiple of that of the numbers."""
ROOM_ON_AXIS = 0.7
"""Units at the end of an axis that its name takes."""
_FAR = 1e3
"""How much farther than the view the axes go: they are still there after a zoom."""


def plot_area(area: Area) -> Area:
    """Return what is left of an area for the plot itself."""
    return area.inset(LEFT_MARGIN, BOTTOM_MARGIN, 0.0, 0.0)


def with_tick_room(area: Area, pictures: Iterable[FloatArray], theme: Theme) -> Area:
    """Return a plot's area without what long ticks need beside it, whichever picture is shown.

    Parameters
    ----------
    area
        Of the plot.
    pictures
        (M, 2) coordinates each, that the plot shows at some time.
    theme
        Sizes.
    """
    views = [View.fit(coords, area) for coords in pictures]
    longest = max((_length(value) for view in views for value in view.ticks(1)), default=0)
    over = (longest - SHORT) * CHARACTER * theme.tick_size
    return area.inset(max(over, 0.0), 0.0, 0.0, 0.0)


def reference_grid(view: View, theme: Theme) -> PlacedLines[View]:
    """Draw the fixed grid at the multiples of the view's step."""
    low, high = view.bounds
    lines, width = lattice(low, high, view.step), theme.reference_width
    grid = PlacedLines(lines, view, color=theme.reference, width=width)
    return grid.set_z_index(Depth.SCENERY)


def origin_lines(view: View, theme: Theme) -> PlacedLines[View]:
    """Draw the axes through the origin, beyond the view on every side."""
    reach = _FAR * float(np.abs(view.bounds).max())
    ends = np.array([[-reach, 0], [reach, 0], [0, -reach], [0, reach]])
    lines = Polylines(ends, np.array([2, 2]))
    axes = PlacedLines(lines, view, color=theme.structure, width=theme.reference_width)
    return axes.set_z_index(Depth.SCENERY)


def border(area: Area, theme: Theme) -> Rectangle:
    """Frame a plot."""
    frame = Rectangle(width=area.width, height=area.height)
    frame.set_stroke(theme.structure, width=theme.reference_width)
    frame.set_fill(opacity=0)
    return frame.move_to(area.center).set_z_index(Depth.SCENERY)


def ticks(view: View, theme: Theme, room: float = NAME_ROOM) -> VGroup:
    """Write numbers at the reference grid's lines, outside of the plot.

    None stands in the last `room` units of an axis, where its name may be.
    """
    labels = *_axis_ticks(view, theme, 0, room), *_axis_ticks(view, theme, 1, room)
    return VGroup(*labels).set_z_index(Depth.SCENERY)


def axis_symbols(layer: int) -> tuple[str, str]:
    """Return the names of the two coordinates of a layer, 0 for the input, in Typst math."""
    return ("x_1", "x_2") if layer == 0 else (f"h_({layer},1)", f"h_({layer},2)")


def column_names(run: Trajectory) -> tuple[str, str] | None:
    """Return what the table calls the two coordinates of the input, where it is known."""
    parameters = run.setup.dataset_parameters
    names = parameters.get("columns") or parameters.get("features")
    if not isinstance(names, tuple) or len(names) != 2 or run.widths[0] != 2:
        return None
    return str(names[0]), str(names[1])


def column_labels(columns: tuple[str, str], area: Area, theme: Theme) -> tuple[Line, Line]:
    """Write the names of two columns, each cut to the length that the side of a plot leaves it."""
    return (
        cut_to(area.width * NAME_FRACTION, columns[0], theme.tick_size, theme.text),
        cut_to(area.height * NAME_FRACTION, columns[1], theme.tick_size, theme.text),
    )


def named_axes(area: Area, columns: tuple[str, str], theme: Theme) -> VGroup:
    """Write the columns' names at the ends of the axes: below, and to the left, from below."""
    first, second = column_labels(columns, area, theme)
    first.next_to((area.right, area.bottom, 0), DOWN, buff=TICK_BUFF)
    first.align_to((area.right, 0, 0), RIGHT)
    second.rotate(np.pi / 2).next_to((area.left, area.top, 0), LEFT, buff=TICK_BUFF)
    second.align_to((0, area.top, 0), UP)
    return VGroup(first, second).set_z_index(Depth.SCENERY)


def axis_names(area: Area, symbols: tuple[str, str], theme: Theme) -> VGroup:
    """Write a symbol at the end of each axis, outside of the plot."""
    size = theme.tick_size * NAME_FACTOR
    first, second = (formula(symbol, size, theme.text) for symbol in symbols)
    first.next_to((area.right, area.bottom, 0), DOWN, buff=TICK_BUFF)
    first.align_to((area.right, 0, 0), RIGHT)
    second.next_to((area.left, area.top, 0), LEFT, buff=TICK_BUFF)
    second.align_to((0, area.top, 0), UP)
    return VGroup(first, second).set_z_index(Depth.SCENERY)


def axis_numbers(view: View, theme: Theme, dots: FloatArray) -> VGroup:
    """Write numbers at the reference grid's lines, along both axes; none at the origin.

    Where an axis is out of sight its numbers stand at the side of the zone that is nearest to it.
    There is none where dots, at (N, 3), lie over it now.
    """
    labels = [*_numbers(view, theme, 0), *_numbers(view, theme, 1)]
    free = [label for label in labels if not _covered(label, dots)]
    return VGroup(*free).set_z_index(Depth.TEXT)


def symbols_on_axes(symbols: tuple[str, str], theme: Theme) -> tuple[VMobject, VMobject]:
    """Write two symbols, in Typst math, as they stand on axes."""
    size = theme.tick_size * NAME_ON_AXIS
    return formula(symbols[0], size, theme.text), formula(symbols[1], size, theme.text)


def names_on_axes(
    view: View, names: tuple[VMobject, VMobject], theme: Theme, dots: FloatArray
) -> VGroup:
    """Put a name at the positive end of each axis.

    It stands on the side of the axis, or as far from its end, that dots at (N, 3) leave free.
    """
    zone, (x, y) = _zone(view), _feet(view)
    first, second = (haloed(name, theme) for name in names)
    ends = np.array([zone.right, y, 0.0]), np.array([x, zone.top, 0.0])
    for name, end, sides, edge in zip(
        (first, second), ends, ((UP, DOWN), (RIGHT, LEFT)), (RIGHT, UP), strict=True
    ):
        for back, side in product(np.arange(0.0, zone.height / 2, BACK), sides):
            name.next_to(end, side, buff=AXIS_GAP).align_to(end - back * edge, edge)
            if not _covered(name, dots):
                break
    return VGroup(first, second).set_z_index(Depth.TEXT)


def _covered(label: VMobject, dots: FloatArray) -> bool:
    """Return True if there are dots over a label, or close to it."""
    low, high = label.get_corner(DL)[:2] - DOT_GAP, label.get_corner(UR)[:2] + DOT_GAP
    return bool(((dots[:, :2] > low) & (dots[:, :2] < high)).all(axis=1).any())


def _numbers(view: View, theme: Theme, axis: int) -> list[VMobject]:
    zone, feet = _zone(view), _feet(view)
    low, high = view.clear
    step, ends = view.step, (zone.right, zone.top)
    every = max(1, int(np.ceil(max(high[axis], -low[axis]) / step / A_SIDE)))
    labels: list[VMobject] = []
    for value in view.ticks(axis):
        k = round(value / step)
        coords = np.zeros((1, 2))
        coords[0, axis] = value
        place = view.place(coords)[0]
        seen = low[axis] <= value <= high[axis] and place[axis] < ends[axis] - ROOM_ON_AXIS
        if k == 0 or k % every or not seen:
            continue
        place[1 - axis] = feet[1 - axis]
        label = haloed(words(f"${written(value)}$", theme.tick_size, theme.muted), theme)
        for side in ((DOWN, UP), (LEFT, RIGHT))[axis]:
            label.next_to(place, side, buff=AXIS_GAP)
            if (label.get_corner(DL)[:2] >= (zone.left - BEYOND, zone.bottom - BEYOND)).all():
                labels.append(label)
                break
    return labels


def _zone(view: View) -> Area:
    return view.zone or view.area


def _feet(view: View) -> tuple[float, float]:
    """Return x of the vertical axis and y of the horizontal one, kept within the zone."""
    zone, (x, y, _) = _zone(view), view.place(np.zeros((1, 2)))[0]
    return float(np.clip(x, zone.left, zone.right)), float(np.clip(y, zone.bottom, zone.top))


def _axis_ticks(view: View, theme: Theme, axis: int, room: float) -> list[VMobject]:
    area = view.area
    last = (area.right, area.top)[axis] - room
    labels: list[VMobject] = []
    for value in view.ticks(axis):
        coords = np.array([view.bounds[0]])
        coords[0, axis] = value
        foot = view.place(coords)[0]
        if foot[axis] < last:
            label = words(f"${written(value)}$", theme.tick_size, theme.muted)
            labels.append(label.next_to(foot, DOWN if axis == 0 else LEFT, buff=TICK_BUFF))
    return labels


def written(value: float) -> str:
    """Write a number in Typst math: 0.5, 20, or, of very large and very small ones, 5 · 10^6."""
    factor, _, power = f"{value:g}".partition("e")
    if not power:
        return factor
    times = {"1": "", "-1": "-"}.get(factor, f"{factor} dot ")
    return f"{times}10^({int(power)})"


def _length(value: float) -> int:
    """Return about how many characters wide it is written."""
    text = f"{value:g}"
    return len(text) + 2 * ("e" in text)
