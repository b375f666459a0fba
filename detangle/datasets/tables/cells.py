"""What a cell of a table says: a number, the name of a class, or nothing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detangle._typing import FloatArray, IntArray
from detangle.errors import DetangleError

MISSING = ("", "nan", "<na>", "nat")
"""How a missing value may be written, in lower case."""

MOST_CLASSES = 10
"""Classes that have a colour of their own."""

LARGEST = float(np.finfo(np.float32).max)
"""Points are kept in 32 bits; a larger number would become infinite."""

SHOWN = 40
"""Characters of a cell that a message shows."""

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")


def numbers(cells: pd.DataFrame) -> FloatArray:
    """Convert cells to (n, D) numbers, NaN for each that is not a finite number of 32 bits."""
    if not all(kind.kind in "iufb" for kind in cells.dtypes.unique()):
        # As objects, a date is no number.
        cells = cells.astype(object).apply(pd.to_numeric, errors="coerce")
    values = cells.to_numpy(np.float64, na_value=np.nan, copy=True)
    values[~(np.abs(values) <= LARGEST)] = np.nan
    return values


def texts(cells: pd.Series[Any]) -> NDArray[np.object_]:
    """Return names (n,) as text; empty where there is none."""
    pairs = zip(cells, cells.isna(), strict=True)
    return np.array(["" if missing else _text(cell) for cell, missing in pairs], dtype=object)


def first_bad_cells(
    cells: pd.DataFrame, values: FloatArray, rows: IntArray
) -> dict[int, tuple[int, object]]:
    """Find the first cell of each row that is not a number.

    The cells have the (n, D) `numbers` values and the row numbers (n,). By its row number, the
    result holds the position of each such cell's column, and the cell itself.
    """
    bad = np.isnan(values)
    where = np.flatnonzero(bad.any(axis=1)).tolist()
    return {int(rows[i]): (k := int(bad[i].argmax()), cells.iloc[i, k]) for i in where}


def complaint(cell: Any) -> str:
    """Say what is wrong with a cell that is not a finite number of 32 bits."""
    text = "" if cell is None else str(cell).strip()
    if text == "":
        return "the cell is empty"
    if text.lower() in MISSING:
        return f"{shown(cell)} is not a number but a missing value"
    value = float(pd.to_numeric(pd.Series([cell], dtype=object), errors="coerce")[0])
    if math.isinf(value):
        return f"{shown(cell)} is infinite"
    if math.isfinite(value):
        return f"{shown(cell)} is too large for a number of 32 bits"
    hint = ", write it with a decimal point" if _DECIMAL_COMMA.fullmatch(text) else ""
    return f"{shown(cell)} is not a number{hint}"


def shown(cell: object) -> str:
    """Quote a cell on one line, the beginning of it if it is long."""
    text = repr(cell if isinstance(cell, str) else str(cell))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


class Labels:
    """The labels of a table, chunk by chunk: numbered in order of appearance, and counted.

    Parameters
    ----------
    error
        Makes the error about the label in a row, counted from 0.
    """

    def __init__(self, error: Callable[[int, str], DetangleError]) -> None:
        self._error = error
        self._counts = Counter[str]()

    def encode(self, labels: pd.Series[Any]) -> IntArray:
        """Return the code (n,) of each of the next n labels: its place among the different ones.

        Raises
        ------
        DetangleError
            If a label is missing, or there are more classes than colours.
        """
        seen = self._counts.total()
        try:
            local, values = pd.factorize(labels, use_na_sentinel=False)
        except TypeError:  # a list, a dictionary: what cannot be compared by its value
            row, cell = next((i, c) for i, c in enumerate(labels) if c.__hash__ is None)
            raise self._error(seen + row, f"{shown(cell)} is neither text nor a number") from None
        texts = [_text(value) for value in values]
        first, counts = np.unique(local, return_index=True, return_counts=True)[1:]
        for value, text, row, count in zip(values, texts, first, counts, strict=True):
            if pd.isna(value) or text.lower() in MISSING:
                raise self._error(seen + int(row), "the label is missing")
            new = text not in self._counts
            self._counts[text] += int(count)
            # Only then are the classes worth counting: 1, 1.0 and "01" are one.
            if new and len(self._counts) > MOST_CLASSES < len(self.classes()[0]):
                raise self._error(
                    seen + int(row),
                    f"{shown(value)} is class {MOST_CLASSES + 1}, and there are colours for "
                    f"{MOST_CLASSES}; choose another label, or merge classes",
                )
        codes = {text: code for code, text in enumerate(self._counts)}
        return np.array([codes[text] for text in texts], dtype=np.int64)[local]

    def classes(self) -> tuple[tuple[str, ...], IntArray, IntArray]:
        """Name the classes, numbers in their own order, words in that of the alphabet.

        Returns
        -------
        names
            C names; 1, 1.0 and "1" are one class.
        of_code
            (codes,) the class of each code.
        counts
            (C,) how many rows are of each class.
        """
        texts = np.array(list(self._counts), dtype=object)
        values = np.asarray(pd.to_numeric(pd.Series(texts), errors="coerce"), np.float64)
        keys = values if np.isfinite(values).all() else texts
        names, of_code = np.unique(keys, return_inverse=True)
        counts = np.bincount(of_code, list(self._counts.values()), len(names))
        return tuple(map(_class_name, names.tolist())), of_code, counts.astype(np.int64)


def _class_name(value: object) -> str:
    """Write a label; of a whole number no more than its digits."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _text(label: object) -> str:
    return (label.decode("utf-8", "replace") if isinstance(label, bytes) else str(label)).strip()
