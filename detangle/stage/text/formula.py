"""The formulas of layers and readout, in symbols and in the network's own, live numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from manim import DOWN, UP, Mobject, VGroup, VMobject

from detangle._typing import FloatArray
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.run.snapshot import Snapshot
from detangle.stage.text.filling import cell_for, fill_in, placeholder
from detangle.stage.text.lighting import Lightable
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import formula

PARTS = ("linear", "shift", "activation")
"""The parts of a layer, in the order in which they act."""

WIDEST = 3
"""Layers of more units are written in symbols alone."""
ON_A_LINE = 2
"""Terms of an equation that stand beside each other; a third begins a line of its own."""
LINE_BUFF = 0.01
"""Units between the symbols and the numbers below them, for each point of the font size."""
NUMBER_SIZE = 0.86
"""Size of the numbers, as a share of the symbols'."""

LEGIBLE = 0.8
"""Numbers that would have to shrink further than by this factor are left out."""


class LiveFormula(Lightable, VGroup):
    """Lines of typeset math below each other: some parts can be lit, some numbers change.

    Parameters
    ----------
    area
        Where it has to fit.
    theme
        Colours and sizes.
    lines
        What it is made of.
    parts
        The shapes of each part that can be lit.
    numbers
        What changes, in the order of `entries`.
    """

    def __init__(
        self,
        area: Area,
        theme: Theme,
        lines: Iterable[VMobject],
        parts: dict[str, list[VMobject]],
        numbers: Sequence[Number],
    ) -> None:
        super().__init__(*lines)
        self.name_parts(parts, theme.dim)
        self.numbers = list(numbers)
        self.arrange(DOWN, buff=LINE_BUFF * theme.formula_size)
        fit = _fit(self, area)
        if fit < LEGIBLE:
            self._leave_out_numbers()
            fit = _fit(self, area)
        self.scale(fit)
        self.move_to((area.center[0], area.top, 0.0), aligned_edge=UP)

    def _leave_out_numbers(self) -> None:
        """Show the symbols alone, where the numbers would be too small to read."""
        self.numbers = []
        kept = set(self.submobjects[0].get_family())
        self.submobjects = self.submobjects[:1]
        self.parts = {name: [s for s in part if s in kept] for name, part in self.parts.items()}

    @property
    def values(self) -> list[float]:
        """The values that its numbers show, before they are rounded."""
        return [number.value for number in self.numbers]

    @property
    def live(self) -> list[Mobject]:
        """What changes with the moment."""
        return [self]

    def at(self, moment: Moment) -> Self:
        """Show the numbers of a moment."""
        return self.show_network(moment.snapshot)

    def show_network(self, snapshot: Snapshot) -> Self:
        """Show the numbers of a network, if there are any."""
        entries = self.entries(snapshot).tolist() if self.numbers else ()
        for number, value in zip(self.numbers, entries, strict=True):
            number.set_value(value)
        return self

    def entries(self, snapshot: Snapshot) -> FloatArray:
        """Return what the numbers show of a network."""
        raise NotImplementedError


class LayerFormula(LiveFormula):
    """h = σ(W x + b) with the weights of one layer below it; wide layers show their shapes alone.

    Parameters
    ----------
    snapshot
        The network at the moment that is shown.
    layer
        Which hidden layer, from 1.
    area
        Where it has to fit.
    theme
        Colours and sizes.
    largest
        Largest magnitude that the entries will have, so that room is kept; by default that in the
        snapshot.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        layer: int,
        area: Area,
        theme: Theme,
        largest: float | None = None,
    ) -> None:
        self.layer = layer
        shape, size = snapshot.weights[layer - 1].shape, NUMBER_SIZE * theme.formula_size
        source = _symbols(layer, snapshot.activation.symbol)
        symbols = formula(source, theme.formula_size, theme.text)
        if max(shape) > WIDEST:
            line = formula(shapes_source(shape, layer), size, theme.text)
            below, numbers = VGroup(*line), []
            halves = (line.select("linear"), line.select("shift"))
        else:
            entries = self.entries(snapshot)
            source = numbers_source(shape, layer, cell_for(entries, largest))
            filled = fill_in(source, entries, size, theme.text)
            below, numbers, halves = filled.line, filled.numbers, filled.halves(shape[0])
        parts = {part: [*symbols.select(part)] for part in PARTS}
        for part, half in zip(PARTS, halves, strict=False):
            parts[part] += half
        super().__init__(area, theme, (symbols, below), parts, numbers)

    def entries(self, snapshot: Snapshot) -> FloatArray:
        """Return weights and bias, row by row."""
        weight, bias = snapshot.weights[self.layer - 1], snapshot.biases[self.layer - 1]
        return np.concatenate([weight.ravel(), bias])


class LineFormula(LiveFormula):
    """The equation of the line or plane that the readout draws between two classes, in numbers.

    Parameters
    ----------
    snapshot
        The network at the moment that is shown.
    area
        Where it has to fit.
    theme
        Colours and sizes.
    largest
        Largest magnitude that its numbers will have; by default that in the snapshot.
    """

    def __init__(
        self, snapshot: Snapshot, area: Area, theme: Theme, largest: float | None = None
    ) -> None:
        k, entries = snapshot.depth, _line_entries(snapshot)
        lines: list[VMobject] = [formula(f"w dot h_{k} + b = 0", theme.formula_size, theme.text)]
        numbers: list[Number] = []
        if len(entries) - 1 <= WIDEST:
            source = _equation(len(entries) - 1, k, cell_for(entries, largest))
            filled = fill_in(source, entries, NUMBER_SIZE * theme.formula_size, theme.text)
            numbers = filled.numbers
            lines.append(filled.line)
        super().__init__(area, theme, lines, {}, numbers)

    def entries(self, snapshot: Snapshot) -> FloatArray:
        """Return the line's normal and offset."""
        return _line_entries(snapshot)


def _fit(formula_: VGroup, area: Area) -> float:
    """Return the factor by which a formula must shrink to fit."""
    return float(min(1.0, area.width / formula_.width, area.height / formula_.height))


def input_name(layer: int) -> str:
    """Write what a layer's weights are multiplied by."""
    return "x" if layer == 1 else f"h_{layer - 1}"


def _symbols(layer: int, activation: str) -> str:
    name = f'{{{{ "{activation}" : activation }}}}'
    inner = f"{{{{ W_{layer} {input_name(layer)} : linear }}}} {{{{ + b_{layer} : shift }}}}"
    return f"h_{layer} = {name} ( {inner} )"


def shapes_source(shape: tuple[int, ...], layer: int) -> str:
    """Write how large weights and bias are, in place of too many numbers."""
    rows, columns = shape
    weight = f"{{{{ W_{layer} in RR^({rows} times {columns}) : linear }}}}"
    return f"{weight} , quad {{{{ b_{layer} in RR^({rows}) : shift }}}}"


def numbers_source(shape: tuple[int, ...], layer: int, cell: str) -> str:
    """Write matrix and bias with a placeholder in each entry, named in order, row by row."""
    rows, columns = shape
    marks = [placeholder(i, "-", cell) for i in range(rows * columns + rows)]
    matrix = "; ".join(", ".join(marks[i * columns : (i + 1) * columns]) for i in range(rows))
    bias = "; ".join(marks[rows * columns :])
    between = f"thin {{{{ {input_name(layer)} : input }}}} {{{{ + : plus }}}}"
    return f"mat({matrix}) {between} mat({bias})"


def _equation(width: int, k: int, cell: str) -> str:
    """Write the line's equation with a placeholder for each number and the sign before it."""
    marks = [placeholder(i, "+" if i else "-", cell) for i in range(width + 1)]
    terms = [f"{mark} thin h_({k},{i + 1})" for i, mark in enumerate(marks[:-1])]
    first, rest = terms[:ON_A_LINE], [*terms[ON_A_LINE:], f"{marks[-1]} = 0"]
    if len(terms) <= ON_A_LINE:
        return " ".join([*first, *rest])
    return f"&{' '.join(first)} \\ &{' '.join(rest)}"


def _line_entries(snapshot: Snapshot) -> FloatArray:
    normal, offset = snapshot.decision_line()
    return np.append(normal, offset)
