"""The network in small: its units, its weights, and the layer that is in play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, UP, Mobject

from detangle._typing import FloatArray, IntArray
from detangle.errors import DetangleError
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.pieces import Pieces
from detangle.stage.panels.weight_lines import WeightLines
from detangle.stage.text.highlightable import LiveNetwork
from detangle.stage.text.typeset import formula

MOST_SHOWN = 5
"""A layer of more units shows its first and its last ones, dots between them, and the number."""
AT_ENDS = 2
"""How many units are shown at each end of such a layer."""
RADIUS, DOT_RADIUS = 0.22, 0.05
"""Radius of a unit and of the dots that stand for others, as a fraction of the rows' distance."""
DOT_GAP = 0.26
"""Distance of those dots, as a fraction of the rows'."""
ROW_RATIO = 0.62
"""The largest ratio of the rows' distance to the columns'."""
NAME_SIZE = 1.45
"""Size of the columns' names, as a fraction of the ticks'."""
LABEL_BUFF = 0.006
"""Units between units and a label, for each point of its font size."""
LABEL_ROOM = 0.024
"""Units that a row of labels takes, for each point of its font size."""
LEAST_PITCH = 0.009
"""Least distance of two rows at which units can be told apart, for each point of the labels' font
size."""
GAP_RATIO = 2.2
"""The largest ratio of the columns' distance to the rows'."""


class NetworkDiagram(LiveNetwork, Pieces):
    """Columns of units from the input to the class scores; weights are lines between them.

    A line's width is in proportion to the weight's magnitude. Weights above zero are solid, those
    below zero are dashed and of another tone. The units of the last column have the colours and
    shapes of the classes. Of wide layers, some units are shown, with their own weights.

    Parameters
    ----------
    snapshot
        The network at the moment that is shown.
    area
        Where it has to fit.
    theme
        Colours and sizes.
    largest
        The magnitude that is drawn `theme.edge_width` wide: by default the largest in the snapshot.
        Give that of the whole run where the weights are going to change.
    """

    def __init__(
        self, snapshot: Snapshot, area: Area, theme: Theme, largest: float | None = None
    ) -> None:
        super().__init__()
        matrices = _matrices(snapshot)
        self.widths = [matrix.shape[::-1] for matrix in matrices]
        widths = [matrices[0].shape[1], *map(len, matrices)]
        self.shown = [_shown(width) for width in widths]
        peak = max(float(np.abs(matrix).max()) for matrix in matrices)
        self.largest = peak if largest is None else largest
        room = _room(widths, area, theme)
        self.places = _places(widths, room)
        self.pitch = _pitch(widths, room)
        self._add_units(widths, theme)
        self.show_network(snapshot)

    def show_network(self, snapshot: Snapshot) -> Self:
        """Show the weights of a network of the same widths."""
        widths = [matrix.shape[::-1] for matrix in _matrices(snapshot)]
        if widths != self.widths:
            raise DetangleError(
                f"the diagram is of layers {_in_words(self.widths)}, the network has "
                f"{_in_words(widths)}"
            )
        for k, (edges, matrix) in enumerate(zip(self.edges, _matrices(snapshot), strict=True)):
            part = matrix[np.ix_(self.shown[k + 1], self.shown[k])]
            edges.set_weights(part / self.largest)
        return self

    def parts_of(self, layer: int | None) -> tuple[str, ...]:
        """Return the names of the parts to light when a layer is in play, for `lit` and `light`.

        Parameters
        ----------
        layer
            0 is the input, then the hidden layers, each with its input and its weights, then the
            readout; None lights everything.
        """
        if layer is None:
            return tuple(self.parts)
        if not 0 <= layer <= len(self.edges):
            raise DetangleError(
                f"there is no layer {layer}: the diagram has 0 to {len(self.edges)}, the readout"
            )
        if layer == 0:
            return ("units0",)
        return f"units{layer - 1}", f"weights{layer}", f"units{layer}"

    def _add_units(self, widths: Sequence[int], theme: Theme) -> None:
        """Add weights, then units and their names over them, and name the parts."""
        radius = RADIUS * self.pitch
        pairs = zip(self.places, self.places[1:], strict=False)
        self.edges = [WeightLines(start, end, radius, theme) for start, end in pairs]
        self.units = [self._units(k, radius, theme) for k in range(len(widths))]
        columns = [
            [units, *self._labels(k, widths[k], theme)] for k, units in enumerate(self.units)
        ]
        self.add(*self.edges, *(mobject for column in columns for mobject in column))
        parts = {f"units{k}": column for k, column in enumerate(columns)}
        parts |= {f"weights{k + 1}": [*edges] for k, edges in enumerate(self.edges)}
        self.name_parts(parts, theme.dim)

    def _units(self, k: int, radius: float, theme: Theme) -> PointCloud:
        """Draw a column; the last one in the colours and shapes of the classes."""
        units = PointCloud(self.places[k], theme.text, radius=radius)
        if k == len(self.places) - 1:
            classes = self.shown[k].tolist()
            units.set_color([theme.class_color(i) for i in classes])
            units.holes = np.array([theme.hole(i) for i in classes])
        return units

    def _labels(self, k: int, width: int, theme: Theme) -> list[Mobject]:
        """Name a column below it; if units are left out, put dots there and their number above."""
        x, size = float(self.places[k][0, 0]), NAME_SIZE * theme.tick_size
        half = max(float(np.ptp(places[:, 1])) for places in self.places) / 2 + RADIUS * self.pitch
        middle, buff = float(self.places[k][:, 1].mean()), LABEL_BUFF * size
        labels: list[Mobject] = []
        if k < len(self.places) - 1:
            name = formula("x" if k == 0 else f"h_{k}", size, theme.text)
            tall = formula("h", size, theme.text).height
            base = middle - half - buff - tall
            labels.append(name.set_x(x).shift((base - name[0].get_bottom()[1]) * UP))
        if width > MOST_SHOWN:
            dots = self.pitch * DOT_GAP * np.array([[0, 1], [0, 0], [0, -1]])
            labels.append(
                PointCloud(np.array([x, middle]) + dots, theme.text, radius=DOT_RADIUS * self.pitch)
            )
            count = formula(str(width), size, theme.text)
            labels.append(count.move_to((x, middle + half + buff, 0), aligned_edge=DOWN))
        return labels


def has_room(widths: Sequence[int], area: Area, theme: Theme) -> bool:
    """Return True if the units of all layers, class scores included, can be told apart."""
    return _pitch(widths, _room(widths, area, theme)) >= LEAST_PITCH * theme.tick_size


def _room(widths: Sequence[int], area: Area, theme: Theme) -> Area:
    """Return what is left of an area for the units, between their labels."""
    row = LABEL_ROOM * theme.tick_size
    return area.inset(0, row, 0, row if max(widths) > MOST_SHOWN else 0)


def _matrices(snapshot: Snapshot) -> list[FloatArray]:
    return [*snapshot.weights, snapshot.readout_weight]


def _in_words(shapes: Sequence[tuple[int, ...]]) -> str:
    return " → ".join(map(str, [shapes[0][0], *(out for _, out in shapes)]))


def _shown(width: int) -> IntArray:
    """Return the indices of the units of a layer that are shown."""
    units = np.arange(width)
    return units if width <= MOST_SHOWN else np.concatenate([units[:AT_ENDS], units[-AT_ENDS:]])


def _pitch(widths: Sequence[int], room: Area) -> float:
    """Return the distance of two rows: the tallest column fits, and so do the columns."""
    tallest = min(max(widths), MOST_SHOWN)
    return min(room.height / (tallest - 1 + 2 * RADIUS), room.width / (len(widths) - 1) * ROW_RATIO)


def _places(widths: Sequence[int], room: Area) -> list[FloatArray]:
    """Return the middles of the units of each column, (M, 2)."""
    pitch, middle = _pitch(widths, room), room.center
    apart = min((room.width - 2 * RADIUS * pitch) / (len(widths) - 1), GAP_RATIO * pitch)
    places = []
    for k, width in enumerate(widths):
        x = middle[0] + (k - (len(widths) - 1) / 2) * apart
        count = min(width, MOST_SHOWN)
        rows = np.arange(count) if width == count else np.r_[:AT_ENDS, count - AT_ENDS : count]
        y = middle[1] + ((count - 1) / 2 - rows) * pitch
        places.append(np.column_stack([np.full(len(rows), x), y]))
    return places
