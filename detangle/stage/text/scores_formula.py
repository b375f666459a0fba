"""The formula of the class scores of many classes, in symbols and in live numbers."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from detangle._typing import FloatArray
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.stage.text.filling import cell_for, fill_in
from detangle.stage.text.formula import (
    NUMBER_SIZE,
    WIDEST,
    LiveFormula,
    input_name,
    numbers_source,
    shapes_source,
)
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import formula


class ScoresFormula(LiveFormula):
    """p = softmax(W h + b), with the readout's weights below it, or their shapes if they are many.

    Parameters
    ----------
    snapshot
        The network at the moment that is shown.
    area
        Where it has to fit.
    theme
        Colours and sizes.
    """

    def __init__(self, snapshot: Snapshot, area: Area, theme: Theme) -> None:
        layer, shape = snapshot.depth + 1, snapshot.readout_weight.shape
        size = NUMBER_SIZE * theme.formula_size
        lines: list[VMobject] = [formula(_symbols(snapshot), theme.formula_size, theme.text)]
        numbers: list[Number] = []
        if _is_identity(snapshot):
            pass  # the units are the scores: there is nothing to be written below
        elif max(shape) > WIDEST:
            lines.append(formula(shapes_source(shape, layer), size, theme.text))
        else:
            entries = _entries(snapshot)
            source = numbers_source(shape, layer, cell_for(entries, None))
            filled = fill_in(source, entries, size, theme.text)
            numbers = filled.numbers
            lines.append(filled.line)
        super().__init__(area, theme, lines, {}, numbers)

    def entries(self, snapshot: Snapshot) -> FloatArray:
        """Return weights and bias of the readout, row by row."""
        return _entries(snapshot)


def _symbols(snapshot: Snapshot) -> str:
    layer = snapshot.depth + 1
    inner = input_name(layer)
    if not _is_identity(snapshot):
        inner = f"W_{layer} {inner} + b_{layer}"
    return f'p = op("softmax")({inner})'


def _is_identity(snapshot: Snapshot) -> bool:
    weight, bias = snapshot.readout_weight, snapshot.readout_bias
    return np.array_equal(weight, np.eye(*weight.shape)) and not bias.any()


def _entries(snapshot: Snapshot) -> FloatArray:
    return np.concatenate([snapshot.readout_weight.ravel(), snapshot.readout_bias])
