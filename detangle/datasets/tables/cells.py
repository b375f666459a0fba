"""What the cells of a table say: numbers, however they are written, or nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.datasets.missing import MissingValues, class_name
from detangle.datasets.tables.notation import (
    COMMA,
    EITHER,
    POINT,
    TRUTH,
    Notation,
    bare,
    in_doubt,
    is_code,
    marks,
    parsed,
)

LARGEST = float(np.finfo(np.float32).max)
"""Points are kept in 32 bits; a larger number would become infinite."""

SHOWN = 40
"""Characters of a cell that a message shows."""


@dataclass
class Numbers:
    """Reads cells as numbers, chunk by chunk, and notes how they seem to be written.

    Where that is only known at the end, `revised` tells how to read them once more.
    """

    na: MissingValues
    """Which values are missing."""
    notation: Notation
    """How the numbers are taken to be written."""
    doubtful: tuple[int, int, str] | None = None
    """Row, position of the column and text of the first number that might be two."""
    _possible: str = EITHER
    _unread: bool = False
    _percent: set[int] = field(default_factory=set)
    _plain: set[int] = field(default_factory=set)
    codes: dict[int, str] = field(default_factory=dict)
    """By the position of its column, the first cell such as 007, which may be no number."""
    bad: dict[int, tuple[int, object]] = field(default_factory=dict)
    """By its row, the first cell that is no number: the position of its column, and the cell."""

    def read(self, cells: pd.DataFrame, rows: IntArray) -> FloatArray:
        """Convert cells of the rows (n,) to (n, D) numbers, NaN for each that is not a number.

        Numbers that are infinite, or too large for 32 bits, are NaN, too.
        """
        if all(kind.kind in "iufb" for kind in cells.dtypes.unique()):
            values = cells.to_numpy(np.float64, na_value=np.nan, copy=True)
        else:
            values = self._read_objects(cells, rows)
        values[~(np.abs(values) <= LARGEST)] = np.nan
        if self.na.numbers:
            values[np.isin(values, self.na.numbers)] = np.nan
        wrong = np.isnan(values)
        for i in np.flatnonzero(wrong.any(axis=1)).tolist():
            k = int(wrong[i].argmax())
            self.bad[int(rows[i])] = k, cells.iloc[i, k]
        return values

    def revised(self) -> Notation | None:
        """Return how to read the table once more; None if it was read right."""
        decimal = self.notation.decimal
        if not decimal and (self._unread or self._possible == COMMA) and not self.undecided:
            decimal = self._possible
        revised = Notation(decimal, frozenset(self._percent - self._plain))
        return None if revised == self.notation else revised

    @property
    def certain(self) -> bool:
        """Whether it is known already that the table must be read once more."""
        return self._unread and not self.notation.decimal and len(self._possible) == 1

    @property
    def undecided(self) -> bool:
        """Whether no number tells which mark stands before the decimals."""
        return not self.notation.decimal and self._possible == EITHER

    def complaint(self, cell: object, k: int) -> str:
        """Say what is wrong with a cell of the column at position k that is no number."""
        if cell in self.na:
            return _nothing(cell)
        value = float(pd.to_numeric(pd.Series([cell], dtype=object), errors="coerce")[0])
        if math.isinf(value):
            return f"{shown(cell)} is infinite"
        if math.isfinite(value) and abs(value) > LARGEST:
            return f"{shown(cell)} is too large for a number of 32 bits"
        core, percent = bare(str(cell))
        if percent and marks(core) and k in self._plain:
            return f"{shown(cell)} is a percentage, and other cells of the column are not"
        if found := marks(core):
            written = " or ".join({POINT: "a point", COMMA: "a comma"}[mark] for mark in found)
            return f"{shown(cell)} has {written} before its decimals, and other numbers have not"
        return f"{shown(cell)} is not a number"

    def _read_objects(self, cells: pd.DataFrame, rows: IntArray) -> FloatArray:
        # As objects, a date is no number. One long column is read faster than many short ones.
        flat = cells.to_numpy(object).ravel()
        width = len(cells.columns)
        comma = self.notation.decimal == COMMA
        coerced = pd.to_numeric(_with_points(flat) if comma else flat, errors="coerce")
        values = np.array(coerced, dtype=np.float64)
        plain = ~np.isnan(values)
        self._plain.update(np.unique(np.flatnonzero(plain) % width).tolist())
        self._look_for_codes(flat, width)
        if not self.notation.decimal:
            self._look_for_points(flat, plain, rows, width)
        for j in np.flatnonzero(~plain).tolist():
            if isinstance(flat[j], str) and flat[j] not in self.na:
                values[j] = self._number(flat[j], int(rows[j // width]), j % width)
        return values.reshape(cells.shape)

    def _look_for_codes(self, flat: Any, width: int) -> None:
        """Note the first cell of each column whose digits begin with a 0 too many."""
        for j, cell in enumerate(flat):
            # Most cells have decimals, or no 0 in front, and are passed over without a pattern.
            if isinstance(cell, str) and POINT not in cell and cell[:1] in "0 +-" and is_code(cell):
                self.codes.setdefault(j % width, cell.strip())

    def _look_for_points(self, flat: Any, plain: BoolArray, rows: IntArray, width: int) -> None:
        """Look for a number whose point can only stand before decimals, as most numbers' do."""
        for j, cell in enumerate(flat):
            if self._possible != EITHER:
                return
            if isinstance(cell, str) and POINT in cell and plain[j]:
                self._note(cell.strip(), int(rows[j // width]), j % width)

    def _number(self, text: str, row: int, k: int) -> float:
        """Read a number that is not written plainly; NaN if it is none, or it is not known how."""
        core, percent = bare(text)
        if core in TRUTH:
            return TRUTH[core]
        if not marks(core):
            return math.nan
        (self._percent if percent else self._plain).add(k)
        decimal = self.notation.decimal
        if not decimal:
            self._note(core, row, k)
            if POINT in core or COMMA in core:
                self._unread = True
                return math.nan
        if percent and k not in self.notation.percent:
            return math.nan
        return parsed(core, decimal or POINT) / (100 if percent else 1)

    def _note(self, core: str, row: int, k: int) -> None:
        """Note which marks this number allows; none is left if numbers contradict each other."""
        if found := marks(core):
            self._possible = "".join(mark for mark in self._possible if mark in found)
        if self.doubtful is None and in_doubt(core):
            self.doubtful = row, k, core


def _with_points(flat: NDArray[np.object_]) -> NDArray[np.object_]:
    """Write decimal commas as points, where no point groups thousands; such a number is no text."""
    points = [
        (cell.replace(COMMA, POINT) if POINT not in cell else None)
        if isinstance(cell, str)
        else cell
        for cell in flat
    ]
    return np.array(points, dtype=object)


def texts(cells: pd.Series[Any]) -> NDArray[np.object_]:
    """Return names (n,) as text; empty where there is none."""
    pairs = zip(cells, cells.isna(), strict=True)
    return np.array(["" if missing else class_name(cell) for cell, missing in pairs], dtype=object)


def missing(cells: pd.DataFrame, na: MissingValues) -> BoolArray:
    """Tell which of (n, D) cells are missing, (n, D)."""
    gone = np.array(cells.isna())
    for k, kind in enumerate(cells.dtypes):
        if na.numbers or kind.kind not in "iufb":
            gone[:, k] |= np.fromiter((cell in na for cell in cells.iloc[:, k]), bool, len(cells))
    return gone


def _nothing(cell: object) -> str:
    """Say that a cell is missing."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return "the cell is empty"
    return f"{shown(cell)} is not a number but a missing value"


def shown(cell: object) -> str:
    """Quote a cell on one line, the beginning of it if it is long."""
    text = repr(cell if isinstance(cell, str) else str(cell))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
