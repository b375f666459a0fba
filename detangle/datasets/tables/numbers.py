"""Cells into numbers, and words for those that are none."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LARGEST = float(np.finfo(np.float32).max)
"""Points are kept in 32 bits; a larger number would become infinite."""

_SHOWN = 40
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")


def numbers(cells: Sequence[object]) -> NDArray[np.float64]:
    """Convert cells to float64, NaN for each that is not a finite number of 32 bits."""
    try:
        # Python reads 1_000 as a thousand, which no table means.
        if cells and isinstance(cells[0], str) and "_" in "".join(cells):  # type: ignore[arg-type]
            raise ValueError
        values = np.fromiter(map(float, cells), np.float64, len(cells))  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        values = np.array([_number(cell) for cell in cells], dtype=np.float64)
    return bounded(values)


def bounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put NaN, in place, for what is infinite or becomes so in 32 bits."""
    values[~(np.abs(values) <= LARGEST)] = np.nan
    return values


def complaint(cell: object) -> str:
    """Say what is wrong with a cell that is not a finite number."""
    if cell is None or str(cell).strip() == "":
        return "the cell is empty"
    value = _number(cell)
    if math.isinf(value):
        return f"{shown(cell)} is infinite"
    if math.isfinite(value):
        return f"{shown(cell)} is too large for a number of 32 bits"
    if str(cell).strip().lower() in ("nan", "<na>", "nat"):
        return f"{shown(cell)} is not a number but a missing value"
    hint = ", write it with a decimal point" if _DECIMAL_COMMA.fullmatch(str(cell).strip()) else ""
    return f"{shown(cell)} is not a number{hint}"


def shown(cell: object) -> str:
    """Quote a cell on one line, the beginning of it if it is long."""
    text = repr(cell if isinstance(cell, str) else str(cell))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _number(cell: object) -> float:
    if isinstance(cell, str) and "_" in cell:
        return math.nan
    try:
        return float(cell)  # type: ignore[arg-type]  # what cannot be converted says so
    except OverflowError:
        return math.inf
    except (TypeError, ValueError):
        return math.nan
