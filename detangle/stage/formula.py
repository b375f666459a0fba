"""The formula of a layer, in symbols and in the network's own numbers."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, UP, Animation, Transform, VGroup
from numpy.typing import NDArray

from detangle.snapshot import Snapshot
from detangle.stage.layout import Region
from detangle.stage.text import fit_width, formula
from detangle.stage.theme import Theme

PARTS = ("linear", "shift", "activation")
"""The parts of a layer, in the order in which they act."""

LINE_BUFF = 0.45
"""Units between the symbols and the numbers below them."""

ACTIVATION_NAMES = {
    "relu": "ReLU",
    "leaky_relu": "LeakyReLU",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "gelu": "GELU",
    "identity": "id",
}
"""How each activation is written."""


class LayerFormula(VGroup):
    """h = σ(W x + b) with the weights of one layer below it.

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
    """

    def __init__(self, snapshot: Snapshot, layer: int, region: Region, theme: Theme) -> None:
        super().__init__()
        self.unlit = theme.dim
        weight, bias = snapshot.weights[layer - 1], snapshot.biases[layer - 1]
        symbols = formula(_symbols(layer, snapshot.activation), theme.formula_size, theme.text)
        numbers = formula(_numbers(weight, bias, layer), theme.formula_size * 0.82, theme.text)
        self.add(symbols, numbers)
        self.arrange(DOWN, buff=LINE_BUFF)
        fit_width(self, region.width)
        self.move_to((region.center[0], region.top, 0.0), aligned_edge=UP)

    def lit(self, *parts: str) -> Self:
        """Light some of the parts and dim the others."""
        for line in self.submobjects:
            line.dim_but(parts, self.unlit)
        return self

    def light(self, part: str, run_time: float) -> Animation:
        """Return the animation that lights one part and dims the others."""
        return Transform(self, self.copy().lit(part), run_time=run_time)


class LineFormula(VGroup):
    """The equation of the line that the readout draws between two classes, in its own numbers.

    Parameters
    ----------
    snapshot
        The network at the moment that is shown.
    region
        Where it has to fit.
    theme
        Colours and sizes.
    """

    def __init__(self, snapshot: Snapshot, region: Region, theme: Theme) -> None:
        super().__init__()
        normal, offset = snapshot.decision_line()
        k = snapshot.depth
        terms = [f"{_entry(normal[0])} h_({k},1)", f"{_signed(normal[1])} h_({k},2)"]
        equation = f"{' '.join(terms)} {_signed(offset)} = 0"
        self.add(
            formula(f"w dot h_{k} + b = 0", theme.formula_size, theme.text),
            formula(equation, theme.formula_size * 0.82, theme.text),
        )
        self.arrange(DOWN, buff=LINE_BUFF)
        fit_width(self, region.width)
        self.move_to((region.center[0], region.top, 0.0), aligned_edge=UP)


def input_name(layer: int) -> str:
    """Write what a layer's weights are multiplied by."""
    return "x" if layer == 1 else f"h_{layer - 1}"


def _symbols(layer: int, activation: str) -> str:
    name = f'{{{{ "{ACTIVATION_NAMES[activation]}" : activation }}}}'
    inner = f"{{{{ W_{layer} {input_name(layer)} : linear }}}} {{{{ + b_{layer} : shift }}}}"
    return f"h_{layer} = {name} ( {inner} )"


def _numbers(weight: NDArray[np.float64], bias: NDArray[np.float64], layer: int) -> str:
    rows = "; ".join(", ".join(map(_entry, row)) for row in weight)
    column = ", ".join(map(_entry, bias))
    return f"{{{{ mat({rows}) {input_name(layer)} : linear }}}} {{{{ + vec({column}) : shift }}}}"


def _entry(value: float) -> str:
    text = f"{value:.2f}"
    return text.lstrip("-") if float(text) == 0 else text


def _signed(value: float) -> str:
    return _entry(value).replace("-", "- ") if value < 0 else f"+ {_entry(value)}"
