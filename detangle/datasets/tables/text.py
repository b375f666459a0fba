"""Tables of text: one line a row, cells between commas, semicolons or tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import numpy as np

from detangle.datasets.tables.limits import LONGEST_LINE, MOST_ROWS, TEXT_CELLS
from detangle.datasets.tables.lines import count_lines, has_quotes, undecodable
from detangle.datasets.tables.numbers import numbers
from detangle.datasets.tables.source import Batch, Rows, Values, batch_rows, check_names, positions
from detangle.errors import DetangleError

if TYPE_CHECKING:
    from _csv import Reader  # what csv.reader returns has no public name

SEPARATORS = {".csv": ",;\t", ".tsv": "\t"}
"""What may separate the cells, by the file's suffix; the header tells which one does."""


@dataclass(frozen=True)
class TextTable:
    """A file of UTF-8 text whose first line names the columns; empty lines are skipped.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    DetangleError
        If it is empty, or its first line does not name columns.
    """

    path: Path

    def __post_init__(self) -> None:
        if not self.columns:
            raise DetangleError(
                f"{self.name}: the file is empty; its first line must name the columns"
            )
        check_names(self.name, self.columns)

    @property
    def name(self) -> str:
        """The file, as the user wrote it."""
        return str(self.path)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, without spaces around them."""
        return tuple(name.strip() for name in next(self._rows(), []))

    @cached_property
    def separator(self) -> str:
        """The separator that makes the most columns of the first line; a comma if in doubt."""
        candidates = SEPARATORS[self.path.suffix.lower()]
        with self._opened() as file:
            lines = iter(partial(file.readline, LONGEST_LINE), "")
            first = next((line for line in lines if line.strip()), "")
        return max(candidates, key=lambda mark: len(next(csv.reader([first], delimiter=mark))))

    def count(self) -> int:
        """Count the rows; the lines that are not empty, where that already tells that it is few."""
        lines = count_lines(self.path) - 1
        if lines <= MOST_ROWS or not has_quotes(self.path):
            return lines
        return sum(1 for _ in self._rows()) - 1  # a quoted cell may go over several lines

    def batches(self, columns: Sequence[str], label: str) -> Iterator[Batch]:
        """Go through the rows.

        Raises
        ------
        DetangleError
            If a row does not have as many cells as the header, or the file is not what it should.
        """
        *features, where = positions(self, [*columns, label])
        start = 0
        for batch in self._chunks(batch_rows(len(self.columns), TEXT_CELLS)):
            if set(map(len, batch)) != {len(self.columns)}:
                self._refuse_ragged(batch, start)
            yield Batch(list(map(itemgetter(where), batch)), _Taker(batch, features))
            start += len(batch)

    def place(self, row: int, column: str) -> str:  # noqa: ARG002 (other tables need the column)
        """Name the row, counted from 1 below the header, and the line of the file."""
        return f"row {row + 1} (line {self._find(row)[0]})"

    def cell(self, row: int, column: str) -> object:
        """Read one cell again."""
        return self._find(row)[1][self.columns.index(column)]

    def _find(self, row: int) -> tuple[int, list[str]]:
        """Go to a row once more, for its line number, which a quoted cell may have shifted."""
        with self._opened() as file:
            reader = self._reader(file)
            found = next(islice(filter(_filled, reader), row + 1, None))
            return reader.line_num, found

    def _rows(self) -> Iterator[list[str]]:
        """Go through the header and the rows, one by one."""
        return chain.from_iterable(self._chunks(1, header=True))

    def _chunks(self, size: int, *, header: bool = False) -> Iterator[list[list[str]]]:
        """Go through the rows in chunks; whatever the file has against being read is said."""
        try:
            with self._opened() as file:
                reader = self._reader(file)
                if not header:
                    next(filter(_filled, reader), None)
                while chunk := list(islice(reader, size)):
                    # Empty lines are rare, and most rows have more than one cell.
                    yield chunk if min(map(len, chunk)) > 1 else list(filter(_filled, chunk))
        except UnicodeDecodeError:
            raise DetangleError(f"{self.name}: {undecodable(self.path)}") from None
        except csv.Error as error:
            raise DetangleError(
                f"{self.name}: line {self._broken_line()}: {_plainer(error)}"
            ) from None

    def _reader(self, file: TextIO) -> Reader:
        lines = iter(partial(file.readline, LONGEST_LINE), "")
        return csv.reader(lines, delimiter=self.separator, skipinitialspace=True, strict=True)

    def _opened(self) -> TextIO:
        return self.path.open(encoding="utf-8-sig", newline="")

    def _refuse_ragged(self, batch: list[list[str]], start: int) -> None:
        width = len(self.columns)
        index = next((i for i, row in enumerate(batch) if len(row) != width), None)
        if index is None:  # nothing is left of a batch of empty lines
            return
        cells = len(batch[index])
        ends = (
            f"it ends before column {self.columns[cells]!r}"
            if cells < width
            else f"it goes on after the last column, {self.columns[-1]!r}"
        )
        raise DetangleError(
            f"{self.name}: {self.place(start + index, '')} has {cells} cells, and the header has "
            f"{width}: {ends}"
        )

    def _broken_line(self) -> int:
        """Find the line where the row begins that cannot be taken apart."""
        line = 1
        with self._opened() as file, suppress(csv.Error):
            reader = self._reader(file)
            for _ in reader:
                line = reader.line_num + 1
        return line


@dataclass(frozen=True)
class _Taker:
    """Converts the rows of a batch that are asked for."""

    rows: list[list[str]]
    features: list[int]

    def __call__(self, chosen: Rows) -> Values:
        rows = [self.rows[i] for i in chosen.tolist()]
        values = np.empty((len(rows), len(self.features)))
        for k, where in enumerate(self.features):
            values[:, k] = numbers([row[where] for row in rows])
        return values


def _filled(row: list[str]) -> bool:
    return len(row) > 1 or bool(row and row[0].strip())


def _plainer(error: csv.Error) -> str:
    """Put what Python's reader says in words for somebody who looks at the file."""
    text = str(error)
    if "unexpected end of data" in text:
        return "a quotation mark is opened and never closed"
    if "expected after" in text:
        return "a quoted cell goes on after its closing quotation mark"
    if "larger than field limit" in text:
        return "a cell is longer than 131,072 characters; is this a table of text?"
    return text
