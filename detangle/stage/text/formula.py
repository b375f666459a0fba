"""The formulas of layers and readout, in symbols and in the network's own, live numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from manim import DOWN, UP, VGroup, VMobject

from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.stage.text.highlightable import LiveNetwork
from detangle.stage.text.number import Number, Sign
from detangle.stage.text.typeset import Line, formula

PARTS = ("linear", "shift", "activation")
"""The parts of a layer, in the order in which they act."""

WIDEST = 3
"""Layers of more units are written in symbols alone."""
ON_A_LINE = 2
"""Terms of an equation that stand beside each other; a third begins a line of its own."""
LINE_BUFF = 0.01
"""Units between the symbols and the numbers below them, for each point of the font size."""
NUMBER_SIZE = 0.86
"""Size of the numbers, as a fraction of the symbols'."""
LEGIBLE = 0.8
"""Numbers that would have to shrink further than by this factor are left out."""
DECIMALS = 2
"""Digits behind the point of weights and biases."""
_TOUCH = 1e-6
"""Scene units by which an edge may be beyond another and still stand at it."""


class LiveFormula(LiveNetwork, VGroup):
    """Lines of typeset math below each other: some parts can be lit, some numbers change.

    Parameters
    ----------
    area
        Where it has to fit.
    theme
        Colours and sizes.
    lines
        What it is made of.
    numbers
        What changes, in the order of `entries`.
    parts
        The shapes of each part that can be lit.
    """

    def __init__(
        self,
        area: Area,
        theme: Theme,
        lines: Sequence[VMobject],
        numbers: Sequence[Number],
        parts: Mapping[str, list[VMobject]] | None = None,
    ) -> None:
        super().__init__(*lines)
        self.name_parts(dict(parts or {}), theme.dim)
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

    def show_network(self, snapshot: Snapshot) -> Self:
        """Show the numbers of a network, if there are any."""
        entries = self.entries(snapshot).tolist() if self.numbers else []
        if len(entries) != len(self.numbers):
            raise DetangleError(
                f"the formula shows {len(self.numbers)} numbers, the network has {len(entries)}"
            )
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
        self.layer = snapshot.checked(layer, 1)
        name = f'{{{{ "{snapshot.activation.symbol}" : activation }}}}'
        weighted = f"{{{{ W_{layer} {input_name(layer)} : linear }}}}"
        source = f"h_{layer} = {name} ( {weighted} {{{{ + b_{layer} : shift }}}} )"
        symbols = formula(source, theme.formula_size, theme.text)
        weight = snapshot.weights[layer - 1]
        below, numbers, halves = _affine(
            layer, weight.shape, self.entries(snapshot), theme, largest
        )
        parts = {part: [*symbols.select(part), *halves.get(part, ())] for part in PARTS}
        super().__init__(area, theme, (symbols, below), numbers, parts)

    def entries(self, snapshot: Snapshot) -> FloatArray:
        """Return weights and bias, row by row."""
        return np.append(snapshot.weights[self.layer - 1], snapshot.biases[self.layer - 1])


class ScoresFormula(LiveFormula):
    """p = softmax(W h + b), with the readout's weights below it, or their shapes if they are many.

    Parameters
    ----------
    snapshot, area, theme
        As of `LayerFormula`.
    """

    def __init__(self, snapshot: Snapshot, area: Area, theme: Theme) -> None:
        layer, shape = snapshot.depth + 1, snapshot.readout_weight.shape
        units_are_scores = np.array_equal(snapshot.readout_weight, np.eye(*shape)) and not (
            snapshot.readout_bias.any()
        )
        inner = input_name(layer)
        if not units_are_scores:
            inner = f"W_{layer} {inner} + b_{layer}"
        symbols = formula(f'p = op("softmax")({inner})', theme.formula_size, theme.text)
        if units_are_scores:
            super().__init__(area, theme, [symbols], [])
        else:
            below, numbers, _ = _affine(layer, shape, self.entries(snapshot), theme)
            super().__init__(area, theme, [symbols, below], numbers)

    def entries(self, snapshot: Snapshot) -> FloatArray:
        """Return weights and bias of the readout, row by row."""
        return np.append(snapshot.readout_weight, snapshot.readout_bias)


class LineFormula(LiveFormula):
    """The equation of the line or plane that the readout draws between two classes, in numbers.

    Parameters
    ----------
    snapshot, area, theme, largest
        As of `LayerFormula`.
    """

    def __init__(
        self, snapshot: Snapshot, area: Area, theme: Theme, largest: float | None = None
    ) -> None:
        k, entries = snapshot.depth, self.entries(snapshot)
        lines: list[VMobject] = [formula(f"w dot h_{k} + b = 0", theme.formula_size, theme.text)]
        numbers: list[Number] = []
        if len(entries) - 1 <= WIDEST:
            signs: list[Sign] = ["always" if i else "own" for i in range(len(entries))]
            source = _equation(k, _placeholders(signs, entries, largest))
            _, between, numbers = _fill_in(source, signs, entries, theme)
            lines.append(VGroup(*between, *numbers))
        super().__init__(area, theme, lines, numbers)

    def entries(self, snapshot: Snapshot) -> FloatArray:
        """Return the line's normal and offset."""
        return np.append(*snapshot.decision_line())


def input_name(layer: int) -> str:
    """Write what a layer's weights are multiplied by."""
    return "x" if layer == 1 else f"h_{layer - 1}"


def _fit(formula_: VGroup, area: Area) -> float:
    """Return the factor by which a formula must shrink to fit."""
    return float(min(1.0, area.width / formula_.width, area.height / formula_.height))


def _affine(
    layer: int,
    shape: tuple[int, ...],
    entries: FloatArray,
    theme: Theme,
    largest: float | None = None,
) -> tuple[VGroup, list[Number], dict[str, list[VMobject]]]:
    """Write weights and bias in numbers or, where they are too many, how large they are.

    Returns
    -------
    The line, its numbers, and the shapes of the parts `linear` and `shift`.
    """
    rows, columns = shape
    if max(shape) > WIDEST:
        weight = f"{{{{ W_{layer} in RR^({rows} times {columns}) : linear }}}}"
        source = f"{weight} , quad {{{{ b_{layer} in RR^({rows}) : shift }}}}"
        line = formula(source, NUMBER_SIZE * theme.formula_size, theme.text)
        return VGroup(*line), [], {part: [*line.select(part)] for part in ("linear", "shift")}
    signs: list[Sign] = ["own"] * len(entries)
    source = _numbers_source(shape, layer, _placeholders(signs, entries, largest))
    typeset, between, numbers = _fill_in(source, signs, entries, theme)
    # The brackets of W and b have no names, but stand left or right of the +.
    cut = typeset.select("plus").get_left()[0] - _TOUCH
    left = [shape for shape in between if shape.get_left()[0] < cut]
    right = [shape for shape in between if shape.get_left()[0] >= cut]
    halves = {"linear": [*left, *numbers[:-rows]], "shift": [*right, *numbers[-rows:]]}
    return VGroup(*between, *numbers), numbers, halves


def _numbers_source(shape: tuple[int, ...], layer: int, marks: Sequence[str]) -> str:
    """Write matrix and bias with a placeholder in each entry, row by row."""
    rows, columns = shape
    matrix = "; ".join(", ".join(marks[i * columns : (i + 1) * columns]) for i in range(rows))
    bias = "; ".join(marks[rows * columns :])
    between = f"thin {{{{ {input_name(layer)} : input }}}} {{{{ + : plus }}}}"
    return f"mat({matrix}) {between} mat({bias})"


def _equation(k: int, marks: Sequence[str]) -> str:
    """Write the line's equation with a placeholder for each number and the sign before it."""
    terms = [f"{mark} thin h_({k},{i + 1})" for i, mark in enumerate(marks[:-1])]
    first, rest = terms[:ON_A_LINE], [*terms[ON_A_LINE:], f"{marks[-1]} = 0"]
    if len(terms) <= ON_A_LINE:
        return " ".join([*first, *rest])
    return f"&{' '.join(first)} \\ &{' '.join(rest)}"


def _placeholders(signs: Sequence[Sign], entries: FloatArray, largest: float | None) -> list[str]:
    """Write the places of numbers in a formula's source, each with room for the largest one."""
    top = float(np.abs(entries).max()) if largest is None else largest
    cell = f"{0:0{len(f'{top:.{DECIMALS}f}')}.{DECIMALS}f}"
    written = ["+" if sign == "always" else "-" for sign in signs]
    return [f"{{{{ {sign} {cell} : {_name(i)} }}}}" for i, sign in enumerate(written)]


def _name(index: int) -> str:
    """Name a placeholder: parts of a formula have names of letters alone."""
    return "entry" + chr(ord("a") + index)


def _fill_in(
    source: str, signs: Sequence[Sign], entries: FloatArray, theme: Theme
) -> tuple[Line, list[VMobject], list[Number]]:
    """Typeset a line and put a number in the place of each of its placeholders.

    Returns
    -------
    The typeset line, what stands between its placeholders, and the numbers.
    """
    size, color = NUMBER_SIZE * theme.formula_size, theme.text
    line = formula(source, size, color)
    marks = [line.select(_name(i)) for i in range(len(entries))]
    numbers = [
        _stand_in(mark, float(value), size, color, sign)
        for mark, value, sign in zip(marks, entries, signs, strict=True)
    ]
    taken = {id(shape) for mark in marks for shape in mark}
    named = {i for part in line.named.values() for i in part}
    brackets = [shape for i, shape in enumerate(line) if i not in named]
    rest = [shape for i, shape in enumerate(line) if i in named and id(shape) not in taken]
    return line, [*rest, *_joined(brackets)], numbers


def _joined(shapes: list[VMobject]) -> list[VMobject]:
    """Make one shape of those above each other: a bracket of pieces would be darker at its seams.

    Only the brackets and the signs between parts are given, none of which overlap otherwise.
    """
    joined: list[VMobject] = []
    for shape in sorted(shapes, key=lambda shape: float(shape.get_left()[0])):
        if joined and shape.get_left()[0] < joined[-1].get_right()[0]:
            joined[-1].append_points(shape.points)
        else:
            joined.append(shape)
    return joined


def _stand_in(mark: VGroup, value: float, size: float, color: str, sign: Sign) -> Number:
    """Make the number that stands where a placeholder was: its sign, its digits, its point."""
    style: dict[str, Any] = {"decimals": DECIMALS, "size": size, "color": color, "sign": sign}
    whole = len(mark) - 2 - DECIMALS  # without the sign and the point
    shown = _at(mark, Number(-(10.0 ** (whole - 1)), whole=whole, **style))
    gap = (shown.ink.get_left()[0] - mark.get_left()[0]) / shown.pitch
    return _at(mark, Number(0.0, whole=whole, sign_gap=gap, **style)).set_value(value)


def _at(mark: VGroup, number: Number) -> Number:
    """Move a number until its last digit stands where that of a placeholder does."""
    last, there = number.ink[-1], mark[-1]
    right = there.get_right()[0] - last.get_right()[0]
    return number.shift((right, there.get_bottom()[1] - last.get_bottom()[1], 0))
