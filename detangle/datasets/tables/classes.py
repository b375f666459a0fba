"""Labels of any kind into classes: at least two, at most as many as there are colours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from detangle.datasets.tables.limits import MOST_CLASSES
from detangle.datasets.tables.numbers import shown
from detangle.datasets.tables.source import Rows, Source
from detangle.errors import DetangleError


@dataclass(frozen=True)
class Classes:
    """Names of the classes, and which of them each code means.

    Attributes
    ----------
    names
        C names, numbers in their own order, words in that of the alphabet.
    of_code
        (codes,) index of a class.
    """

    names: tuple[str, ...]
    of_code: Rows


class Labels:
    """Numbers the labels that come by, in the order in which they appear, and counts them.

    Parameters
    ----------
    source, column
        Where they come from, for messages.
    """

    def __init__(self, source: Source, column: str) -> None:
        self.source = source
        self.column = column
        self.rows = 0
        self._codes: dict[object, int] = {}
        self._first: list[int] = []
        self._counts = np.zeros(0, dtype=np.int64)

    def encode(self, labels: Sequence[object]) -> Rows:
        """Return the code (n,) of each of the next n labels.

        Raises
        ------
        DetangleError
            If a label is missing, or there are more classes than colours.
        """
        known = len(self._codes)
        codes = self._code(labels)
        self._counts = np.bincount(codes, minlength=len(self._codes)) + np.pad(
            self._counts, (0, len(self._codes) - known)
        )
        for label, code in list(self._codes.items())[known:]:
            self._first.append(self.rows + int(np.argmax(codes == code)))
            self._check_present(label, self._first[-1])
            if code >= MOST_CLASSES and len(self._classes().names) > MOST_CLASSES:
                self._refuse_many(label, self._first[-1])
        self.rows += len(codes)
        return codes

    def classes(self) -> Classes:
        """Sort the labels into classes, when all have come by.

        Raises
        ------
        DetangleError
            If there are fewer rows than two classes need, only one class, or too many.
        """
        if self.rows < 2:
            raise DetangleError(
                f"{self.source.name}: {self.rows} row, which is fewer than the two classes that "
                "there must be"
            )
        classes = self._classes()
        if len(classes.names) < 2:
            raise DetangleError(
                f"{self.source.name}: column {self.column!r} has one class only, "
                f"{shown(classes.names[0])} in all {self.rows:,} rows; there must be at least two"
            )
        if len(classes.names) > MOST_CLASSES:
            label = list(self._codes)[MOST_CLASSES]
            self._refuse_many(label, self._first[MOST_CLASSES])
        return classes

    def check_sample(self, codes: Rows, classes: Classes) -> None:
        """Refuse a sample in which a class of the table is missing.

        Raises
        ------
        DetangleError
            The message names the class, and how often it is in the table.
        """
        if len(codes) < len(classes.names):
            raise DetangleError(
                f"{self.source.name}: a sample of {len(codes)} is fewer rows than the "
                f"{len(classes.names)} classes in column {self.column!r}; raise --sample"
            )
        sampled = np.bincount(classes.of_code[codes], minlength=len(classes.names))
        for index in np.flatnonzero(sampled == 0):
            count = int(self._counts[classes.of_code == index].sum())
            raise DetangleError(
                f"{self.source.name}: none of the {len(codes):,} sampled rows is of class "
                f"{shown(classes.names[index])} (column {self.column!r}), as {count:,} of all "
                f"{self.rows:,} rows are; raise --sample, or choose another --sample-seed"
            )

    def _code(self, labels: Sequence[object]) -> Rows:
        try:
            if not set(labels) <= self._codes.keys():
                for label in labels:
                    self._codes.setdefault(label, len(self._codes))
        except TypeError:  # a list, a dictionary: what cannot be compared by its value
            row = next(i for i, label in enumerate(labels) if not _hashable(label))
            self._refuse(self.rows + row, f"{shown(labels[row])} is neither text nor a number")
        return np.fromiter(map(self._codes.__getitem__, labels), np.int64, len(labels))

    def _classes(self) -> Classes:
        values = _alike(list(self._codes))
        order = {value: k for k, value in enumerate(sorted(set(values)))}  # type: ignore[type-var]
        of_code = np.array([order[value] for value in values], dtype=np.int64)
        return Classes(tuple(map(str, order)), of_code)

    def _check_present(self, label: object, row: int) -> None:
        if label is None or str(label).strip().lower() in ("", "nan", "<na>", "nat"):
            self._refuse(row, "the label is missing")

    def _refuse_many(self, label: object, row: int) -> NoReturn:
        self._refuse(
            row,
            f"{shown(label)} is class {MOST_CLASSES + 1}, and there are colours for "
            f"{MOST_CLASSES}; choose another label, or merge classes",
        )

    def _refuse(self, row: int, what: str) -> NoReturn:
        place = self.source.place(row, self.column)
        raise DetangleError(f"{self.source.name}: {place}, column {self.column!r}: {what}")


def _alike(labels: list[object]) -> list[object]:
    """Make the labels all numbers if they can be, and otherwise all text."""
    values = [_value(label) for label in labels]
    if all(isinstance(value, bool) for value in labels) or None in values:
        return [_text(label) for label in labels]
    return list(values)


def _value(label: object) -> int | float | None:
    """Read a number; whole ones become int, so that 1, 1.0 and '1' are one class."""
    text = _text(label)
    if "_" in text:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def _text(label: object) -> str:
    if isinstance(label, bytes):
        return label.decode("utf-8", "replace").strip()
    return str(label).strip()


def _hashable(label: object) -> bool:
    try:
        hash(label)
    except TypeError:
        return False
    return True
