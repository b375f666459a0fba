"""The formulas of layers and readout, in symbols and in the network's own, live numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from manim import DOWN, UP, Animation, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from detangle.snapshot import Snapshot
from detangle.stage.layout import Region
from detangle.stage.number import Number, Sign
from detangle.stage.text import Line, formula
from detangle.stage.theme import Theme

Array = NDArray[np.float64]

PARTS = ("linear", "shift", "activation")
"""The parts of a layer, in the order in which they act."""

WIDEST = 3
"""Layers of more units are written in symbols alone."""
DECIMALS = 2
"""Digits behind the point of weights and biases."""
LINE_BUFF = 0.01
"""Units between the symbols and the numbers below them, for each point of the font size."""
NUMBER_SIZE = 0.82
"""Size of the numbers, as a share of the symbols'."""

ACTIVATION_NAMES = {
    "relu": "ReLU",
    "leaky_relu": "LeakyReLU",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "gelu": "GELU",
    "identity": "id",
}
"""How each activation is written."""
_MARK = re.compile(r"\{\{ ([+-]) 0")
_TOUCH = 1e-6
"""What is left of an edge by less than this stands at it."""


class LiveFormula(VGroup):
    """Lines of typeset math below each other: some parts can be lit, some numbers change.

    Parameters
    ----------
    region
        Where it has to fit.
    theme
        Colours and sizes.
    lines
        What it is made of.
    parts
        The shapes of each part that can be lit.
    numbers
        What changes, in the order in which `set_values` wants it.
    """

    def __init__(
        self,
        region: Region,
        theme: Theme,
        lines: Iterable[VMobject],
        parts: dict[str, VGroup],
        numbers: Sequence[Number],
    ) -> None:
        super().__init__(*lines)
        self.unlit = theme.dim
        self.parts = parts
        self.numbers = list(numbers)
        self.opacities = dict.fromkeys(parts, 1.0)
        self.arrange(DOWN, buff=LINE_BUFF * theme.formula_size)
        self.scale(min(1.0, region.width / self.width, region.height / self.height))
        self.move_to((region.center[0], region.top, 0.0), aligned_edge=UP)

    @property
    def values(self) -> list[float]:
        """The values that its numbers show, before they are rounded."""
        return [number.value for number in self.numbers]

    def set_values(self, values: ArrayLike) -> Self:
        """Show other values, one each number."""
        for number, value in zip(self.numbers, np.ravel(values).tolist(), strict=True):
            number.set_value(value)
        return self

    def set_opacities(self, opacities: dict[str, float]) -> Self:
        """Set the opacity of each part."""
        self.opacities = opacities
        for name, opacity in opacities.items():
            self.parts[name].set_opacity(opacity)
        return self

    def lit(self, *parts: str) -> Self:
        """Light some of the parts and dim the others."""
        return self.set_opacities({p: 1.0 if p in parts else self.unlit for p in self.parts})

    def light(self, part: str, run_time: float) -> Animation:
        """Return the animation that lights one part and dims the others."""
        return Light(self, part, run_time=run_time)


class Light(Animation):
    """Light some parts of a formula and dim the others, whatever its numbers do meanwhile.

    Parameters
    ----------
    lines
        The formula.
    parts
        What is to be lit.
    """

    def __init__(self, lines: LiveFormula, *parts: str, **kwargs: Any) -> None:
        self.lines = lines
        self.chosen = parts
        super().__init__(lines, **kwargs)

    def begin(self) -> None:
        """Take the opacities at which it starts."""
        self.start = dict(self.lines.opacities)
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        """Set the opacities of this instant."""
        t = self.rate_func(alpha)
        end = {part: 1.0 if part in self.chosen else self.lines.unlit for part in self.start}
        self.lines.set_opacities({p: (1 - t) * self.start[p] + t * end[p] for p in end})


class LayerFormula(LiveFormula):
    """h = σ(W x + b) with the weights of one layer below it; wide layers show their shapes alone.

    Parameters
    ----------
    snapshot
        The network at the moment that is shown.
    layer
        Which hidden layer, from 1.
    region
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
        region: Region,
        theme: Theme,
        largest: float | None = None,
    ) -> None:
        self.layer = layer
        shape = snapshot.weights[layer - 1].shape
        symbols = formula(_symbols(layer, snapshot.activation), theme.formula_size, theme.text)
        if max(shape) > WIDEST:
            line = formula(_shapes(shape, layer), NUMBER_SIZE * theme.formula_size, theme.text)
            below, numbers = VGroup(*line), []
            halves = (line.select("linear"), line.select("shift"))
        else:
            entries = self._entries(snapshot)
            filled = _fill(_numbers(shape, layer, _cell(entries, largest)), entries, theme)
            below, numbers, halves = filled.line, filled.numbers, filled.halves(shape[0])
        parts = {part: symbols.select(part) for part in PARTS}
        for part, half in zip(PARTS, halves, strict=False):
            parts[part].add(*half)
        super().__init__(region, theme, (symbols, below), parts, numbers)

    def show(self, snapshot: Snapshot) -> Self:
        """Show the layer's numbers at another moment."""
        return self.set_values(self._entries(snapshot)) if self.numbers else self

    def _entries(self, snapshot: Snapshot) -> Array:
        weight, bias = snapshot.weights[self.layer - 1], snapshot.biases[self.layer - 1]
        return np.concatenate([weight.ravel(), bias])


class LineFormula(LiveFormula):
    """The equation of the line or plane that the readout draws between two classes, in numbers.

    Parameters
    ----------
    snapshot
        The network at the moment that is shown.
    region
        Where it has to fit.
    theme
        Colours and sizes.
    largest
        Largest magnitude that its numbers will have; by default that in the snapshot.
    """

    def __init__(
        self, snapshot: Snapshot, region: Region, theme: Theme, largest: float | None = None
    ) -> None:
        k, entries = snapshot.depth, _line_entries(snapshot)
        lines: list[VMobject] = [formula(f"w dot h_{k} + b = 0", theme.formula_size, theme.text)]
        numbers: list[Number] = []
        if len(entries) - 1 <= WIDEST:
            source = _equation(len(entries) - 1, k, _cell(entries, largest))
            filled = _fill(source, entries, theme)
            numbers = filled.numbers
            lines.append(filled.line)
        super().__init__(region, theme, lines, {}, numbers)

    def show(self, snapshot: Snapshot) -> Self:
        """Show the line of another moment."""
        return self.set_values(_line_entries(snapshot)) if self.numbers else self


def input_name(layer: int) -> str:
    """Write what a layer's weights are multiplied by."""
    return "x" if layer == 1 else f"h_{layer - 1}"


def _symbols(layer: int, activation: str) -> str:
    name = f'{{{{ "{ACTIVATION_NAMES[activation]}" : activation }}}}'
    inner = f"{{{{ W_{layer} {input_name(layer)} : linear }}}} {{{{ + b_{layer} : shift }}}}"
    return f"h_{layer} = {name} ( {inner} )"


def _shapes(shape: tuple[int, ...], layer: int) -> str:
    """Write how large weights and bias are, in place of too many numbers."""
    rows, columns = shape
    weight = f"{{{{ W_{layer} in RR^({rows} times {columns}) : linear }}}}"
    return f"{weight} , quad {{{{ b_{layer} in RR^({rows}) : shift }}}}"


def _numbers(shape: tuple[int, ...], layer: int, cell: str) -> str:
    """Write matrix and bias with a placeholder in each entry, named in order, row by row."""
    rows, columns = shape
    marks = [f"{{{{ - {cell} : {_name(i)} }}}}" for i in range(rows * columns + rows)]
    matrix = "; ".join(", ".join(marks[i * columns : (i + 1) * columns]) for i in range(rows))
    bias = "; ".join(marks[rows * columns :])
    return f"mat({matrix}) thin {{{{ {input_name(layer)} : input }}}} {{{{ + : plus }}}} mat({bias})"


def _equation(width: int, k: int, cell: str) -> str:
    """Write the line's equation with a placeholder for each number and the sign before it."""
    marks = [f"{{{{ {'+' if i else '-'} {cell} : {_name(i)} }}}}" for i in range(width + 1)]
    terms = [f"{mark} thin h_({k},{i + 1})" for i, mark in enumerate(marks[:-1])]
    return f"{' '.join(terms)} {marks[-1]} = 0"


def _line_entries(snapshot: Snapshot) -> Array:
    normal, offset = snapshot.decision_line()
    return np.append(normal, offset)


def _name(index: int) -> str:
    """Name a placeholder: parts of a formula have names of letters alone."""
    return "entry" + chr(ord("a") + index)


def _cell(entries: Array, largest: float | None) -> str:
    """Write the placeholder in which the largest number has room."""
    top = float(np.abs(entries).max()) if largest is None else largest
    return f"{0:0{len(f'{top:.{DECIMALS}f}')}.{DECIMALS}f}"


class _Filled(NamedTuple):
    """A typeset line, what stands between its placeholders, and numbers in place of those."""

    typeset: Line
    between: list[VMobject]
    numbers: list[Number]

    @property
    def line(self) -> VGroup:
        """All that is shown."""
        return VGroup(*self.between, *self.numbers)

    def halves(self, rows: int) -> tuple[VGroup, VGroup]:
        """Tell W x from + b: the brackets of both have no names, but stand left or right of +."""
        cut = self.typeset.select("plus").get_left()[0] - _TOUCH
        left = [shape for shape in self.between if shape.get_left()[0] < cut]
        right = [shape for shape in self.between if shape.get_left()[0] >= cut]
        return VGroup(*left, *self.numbers[:-rows]), VGroup(*right, *self.numbers[-rows:])


def _fill(source: str, entries: Array, theme: Theme) -> _Filled:
    """Typeset a line and put a number in the place of each of its placeholders."""
    size = NUMBER_SIZE * theme.formula_size
    line = formula(source, size, theme.text)
    marks = [line.select(_name(i)) for i in range(len(entries))]
    signs: list[Sign] = ["own" if sign == "-" else "always" for sign in _MARK.findall(source)]
    numbers = [
        _stand_in(mark, float(value), size, theme.text, sign)
        for mark, value, sign in zip(marks, entries, signs, strict=True)
    ]
    taken = {id(shape) for mark in marks for shape in mark}
    named = {i for part in line.named.values() for i in part}
    brackets = [shape for i, shape in enumerate(line) if i not in named]
    rest = [shape for i, shape in enumerate(line) if i in named and id(shape) not in taken]
    return _Filled(line, [*rest, *_joined(brackets)], numbers)


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
    return number.shift((there.get_right()[0] - last.get_right()[0], 0, 0)).shift(
        (0, there.get_bottom()[1] - last.get_bottom()[1], 0)
    )

