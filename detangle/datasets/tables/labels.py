"""The labels of a table, and the classes that they name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from detangle._typing import IntArray
from detangle.datasets.missing import MissingValues, class_name
from detangle.datasets.tables.cells import shown
from detangle.errors import DetangleError

MOST_CLASSES = 10
"""Classes that have a colour of their own."""

EXACT = 2**53
"""Whole numbers below this are different floats."""

_CODE = re.compile(r"[+-]?0[0-9]")
"""The beginning of a code such as 007, which is no number."""


class Labels:
    """The labels of a table, chunk by chunk: numbered in order of appearance, and counted.

    Parameters
    ----------
    error
        Makes the error about the label in a row, counted from 0.
    na
        Which values are missing.
    """

    def __init__(self, error: Callable[[int, str], DetangleError], na: MissingValues) -> None:
        self._error = error
        self._na = na
        self._counts = Counter[str]()
        self._order: dict[str, int] = {}

    def encode(self, labels: pd.Series[Any], rows: IntArray) -> IntArray:
        """Return the code (n,) of each of the next n labels: its place among the different ones.

        The labels stand in the rows (n,) of the table.

        Raises
        ------
        DetangleError
            If a label is missing, or there are more classes than colours.
        """
        self._note_order(labels.dtype)
        try:
            local, values = pd.factorize(labels, use_na_sentinel=False)
        except TypeError:  # a list, a dictionary: what cannot be compared by its value
            row, cell = next((i, c) for i, c in enumerate(labels) if c.__hash__ is None)
            raise self._error(
                int(rows[row]), f"{shown(cell)} is neither text nor a number"
            ) from None
        texts = [class_name(value) for value in values]
        first, counts = np.unique(local, return_index=True, return_counts=True)[1:]
        for value, text, row, count in zip(values, texts, rows[first], counts, strict=True):
            if value in self._na or not text:
                raise self._error(int(row), _missing(value))
            new = text not in self._counts
            self._counts[text] += int(count)
            # Only then are the classes worth counting: 1 and 1.0 are one.
            if new and len(self._counts) > MOST_CLASSES < len(self.classes()[0]):
                raise self._error(
                    int(row),
                    f"{shown(value)} is class {MOST_CLASSES + 1}, and there are colours for "
                    f"{MOST_CLASSES}; choose another label, or merge classes",
                )
        codes = {text: code for code, text in enumerate(self._counts)}
        return np.array([codes[text] for text in texts], dtype=np.int64)[local]

    def classes(self) -> tuple[tuple[str, ...], IntArray, IntArray]:
        """Name the classes: categories and numbers in their own order, words in the alphabet's.

        Returns
        -------
        names
            C names; 1, 1.0 and "1" are one class, and so are 007 and 7 if no code begins with 0.
        of_code
            (codes,) the class of each code.
        counts
            (C,) how many rows are of each class.
        """
        texts = np.array(list(self._counts), dtype=object)
        if self._order:
            places = np.array([self._order[text] for text in texts])
            kept, of_code = np.unique(places, return_inverse=True)
            names = [list(self._order)[place] for place in kept]
        else:
            keys, of_code = np.unique(_sortable(texts), return_inverse=True)
            names = keys.tolist()
        counts = np.bincount(of_code, list(self._counts.values()), len(names))
        return tuple(map(_written, names)), of_code, counts.astype(np.int64)

    def _note_order(self, kind: object) -> None:
        """Note the order of pandas categories that have one."""
        if isinstance(kind, pd.CategoricalDtype) and kind.ordered:
            for category in kind.categories:
                self._order.setdefault(class_name(category), len(self._order))


def _sortable(texts: Any) -> Any:
    """Return labels as numbers if all are, none is a code such as 007, and floats hold them."""
    values = np.asarray(pd.to_numeric(pd.Series(texts), errors="coerce"), np.float64)
    numeric = (np.abs(values) < EXACT).all() and not any(map(_CODE.match, texts))
    return values if numeric else texts


def _written(value: object) -> str:
    """Write a label; of a whole number no more than its digits."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _missing(value: object) -> str:
    """Say that a label is missing, and what to do if it is not."""
    if isinstance(value, str) and value.strip():
        return (
            f"the label is missing ({shown(value)}); leave such rows out: --drop-missing; or if "
            "it is a class: --no-keep-default-na"
        )
    return "the label is missing; leave such rows out: --drop-missing"
