"""What all kinds of tables have in common: columns with names, and rows that stream by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detangle.datasets.tables.limits import BATCH_CELLS
from detangle.errors import DetangleError, nearest

Values = NDArray[np.float64]
LISTED = 30
"""Columns whose names a message lists."""

COMPARED = 10_000
"""Columns whose names are compared to one that is not there, which takes its time."""

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Batch:
    """Some rows of a table, one after the other.

    Attributes
    ----------
    labels
        n labels, as the table has them.
    take
        Turns m of the row numbers 0 to n - 1 into (m, D) float64 values; NaN stands for whatever
        is not a finite number. Only rows that are kept are ever converted.
    """

    labels: Sequence[object]
    take: Callable[[Rows], Values]


class Source(Protocol):
    """A table whose rows are numbered from 0."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns in their order; a column without one has an empty name."""

    def count(self) -> int:
        """Count the rows without keeping them."""

    def batches(self, columns: Sequence[str], label: str) -> Iterator[Batch]:
        """Go through the rows, D chosen columns and the label of each."""

    def place(self, row: int, column: str) -> str:
        """Say where a row is, as somebody who opens the table would look for it."""

    def cell(self, row: int, column: str) -> object:
        """Return what stands in a cell; for messages, so it may be slow."""


def batch_rows(n_columns: int, cells: int = BATCH_CELLS) -> int:
    """Return how many rows of so many columns make a batch."""
    return max(cells // max(n_columns, 1), 1)


def check_names(name: str, columns: Sequence[str]) -> None:
    """Refuse a table that has a column's name twice.

    Raises
    ------
    DetangleError
        The message says which two columns bear the name.
    """
    first: dict[str, int] = {}
    for number, column in enumerate(columns, start=1):
        if column and column in first:
            raise DetangleError(
                f"{name}: columns {first[column]} and {number} are both named {column!r}; "
                "rename one of them"
            )
        first[column] = number


def check_known(source: Source, columns: Sequence[str], known: Collection[str], why: str) -> None:
    """Refuse a column that the table does not have.

    Raises
    ------
    DetangleError
        The message names the column that was probably meant.
    """
    for column in columns:
        if column not in known:
            raise DetangleError(
                f"{source.name}: no column {column!r} {why}: {_meant(column, known)}"
            )


def _meant(column: str, known: Collection[str]) -> str:
    """Say which column was probably meant; of a wide table not all names are listed."""
    if len(known) <= LISTED:
        return nearest(column, known)
    first = sorted(known)[:LISTED]
    close = get_close_matches(column, known, n=1) if len(known) <= COMPARED else []
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}it has {len(known):,} columns: {', '.join(first)}, …"


def positions(source: Source, columns: Sequence[str]) -> list[int]:
    """Return where in the table some columns are."""
    where = {column: k for k, column in enumerate(source.columns)}
    return [where[column] for column in columns]
