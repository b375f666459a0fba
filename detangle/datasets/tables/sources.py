"""What a table is: columns with names, and rows that stream by; and two kinds that others read.

A table may be larger than the memory, so rows come in chunks, each a DataFrame. Cells are as the
table has them: text in a text file, where nothing tells a number from a word.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detangle.datasets.tables.cells import shown
from detangle.errors import DetangleError, error_in

Chunks = Generator[pd.DataFrame, None, None]

CHUNK_CELLS = 2**17
"""Numbers in a chunk."""

_ROW_NAMES = re.compile(r"__index_level_\d+__")
"""Columns of a Parquet file in which pandas keeps the names of rows."""


@dataclass(frozen=True, eq=False)
class Source(ABC):
    """A table whose rows are counted from 0."""

    name: str
    """The file, as the user wrote it; or what messages call a table without one."""

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """Names of all columns in their order; a column without one has an empty name."""

    @property
    def n_rows(self) -> int | None:
        """How many rows there are; None where nobody knows before they are read."""
        return None

    @property
    def decimal_in_doubt(self) -> bool:
        """Whether 1.234 may well be 1234 here."""
        return False

    def headless(self) -> str:
        """Say what to do if the names of the columns are no names; empty if they must be some."""
        return ""

    @abstractmethod
    def chunks(self, positions: list[int]) -> Chunks:
        """Go through the rows; a chunk has the columns at these positions, in this order."""

    @abstractmethod
    def place(self, row: int, column: str) -> str:
        """Say where a row is, as somebody who opens the table would look for it."""

    def error(self, what: str) -> DetangleError:
        """Return what to raise if something is wrong with the table."""
        return error_in(self.name, what)

    def cell_error(self, row: int, column: str, what: str) -> DetangleError:
        """Return what to raise if something is wrong with a cell."""
        return self.error(f"{self.place(row, column)}, column {column!r}: {what}")


@dataclass(frozen=True, eq=False)
class FrameTable(Source):
    """A pandas DataFrame; the names of its columns are read as text."""

    frame: pd.DataFrame

    def __post_init__(self) -> None:
        if not isinstance(self.frame, pd.DataFrame):
            raise self.error(
                f"a {type(self.frame).__name__} is no pandas DataFrame; convert it, or give arrays "
                "to Dataset.from_arrays"
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(map(str, self.frame.columns))

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.frame)

    @property
    def row_names(self) -> NDArray[np.str_] | None:
        """The index as text; None where it only counts the rows from 0."""
        index = self.frame.index
        counts = isinstance(index, pd.RangeIndex) and (index.start, index.step) == (0, 1)
        return None if counts else np.array(list(map(str, index)), dtype=np.str_)

    def chunks(self, positions: list[int]) -> Chunks:
        """Give all rows at once: they are in memory already."""
        yield self.frame.iloc[:, positions]

    def place(self, row: int, column: str) -> str:  # noqa: ARG002 (other tables need the column)
        """Name the row, counted from 1, and its index in the DataFrame."""
        return f"row {row + 1} (index {shown(self.frame.index[row])})"


class ParquetTable(Source):
    """A Parquet file, read by pyarrow."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns; row names that pandas wrote count as a column without one."""
        with self._readable():
            names = self._file().schema_arrow.names
        return tuple("" if _ROW_NAMES.fullmatch(name) else name for name in names)

    @property
    def n_rows(self) -> int:
        """How many rows there are, which the file notes."""
        with self._readable():
            return int(self._file().metadata.num_rows)

    def chunks(self, positions: list[int]) -> Chunks:
        """Go through the rows; of the other columns nothing is read."""
        names = [self.columns[k] for k in positions]
        with self._readable():
            for batch in self._file().iter_batches(CHUNK_CELLS // len(names) + 1, columns=names):
                yield batch.select(names).to_pandas()

    def place(self, row: int, column: str) -> str:  # noqa: ARG002 (other tables need the column)
        """Name the row, counted from 1."""
        return f"row {row + 1}"

    def _file(self) -> Any:
        from pyarrow.parquet import ParquetFile

        # Without these two, pyarrow reads whole columns ahead into memory.
        return ParquetFile(self.name, pre_buffer=False, buffer_size=2**20)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Say in one line what pyarrow has against the file."""
        try:
            from pyarrow import ArrowException
        except ImportError:
            raise self.error(
                "Parquet files need pyarrow: pip install 'manim-detangle[parquet]'; "
                "or save the table as CSV"
            ) from None
        try:
            yield
        except (ArrowException, OSError, UnicodeDecodeError) as error:
            reason = str(error).splitlines()[0].rstrip(".")
            raise self.error(f"cannot be read as Parquet ({reason})") from None
