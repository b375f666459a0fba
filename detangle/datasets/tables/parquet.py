"""Parquet tables, through pyarrow, which is loaded only for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from detangle.datasets.tables.numbers import bounded, numbers
from detangle.datasets.tables.source import Batch, Rows, Values, batch_rows, check_names
from detangle.errors import DetangleError

BUFFER = 2**20
"""Bytes of a file that are read ahead."""

_ROW_NAMES = re.compile(r"__index_level_\d+__")
"""Columns in which pandas keeps a table's row names."""


@dataclass(frozen=True)
class ParquetTable:
    """A Parquet file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    DetangleError
        If pyarrow is missing, or the file is no Parquet file.
    """

    path: Path

    def __post_init__(self) -> None:
        check_names(self.name, self.columns)

    @property
    def name(self) -> str:
        """The file, as the user wrote it."""
        return str(self.path)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns; row names that pandas wrote count as a column without one."""
        with self._readable():
            names = self._file().schema_arrow.names
        return tuple("" if _ROW_NAMES.fullmatch(name) else name for name in names)

    def count(self) -> int:
        """Return the number of rows, which the file itself notes."""
        with self._readable():
            return int(self._file().metadata.num_rows)

    def batches(self, columns: Sequence[str], label: str) -> Iterator[Batch]:
        """Go through the rows; of the other columns nothing is read."""
        names, size = [*columns, label], batch_rows(len(columns) + 1)
        with self._readable():
            for part in self._file().iter_batches(size, columns=names):
                yield Batch(part.column(label).to_pylist(), partial(self._take, part, columns))

    def place(self, row: int, column: str) -> str:  # noqa: ARG002 (other tables need the column)
        """Name the row, counted from 1."""
        return f"row {row + 1}"

    def cell(self, row: int, column: str) -> object:
        """Read one cell again."""
        with self._readable():
            for part in self._file().iter_batches(columns=[column]):
                if row < len(part):
                    return part.column(column)[row].as_py()
                row -= len(part)
        return None

    def _take(self, part: Any, columns: Sequence[str], chosen: Rows) -> Values:
        values = np.empty((len(chosen), len(columns)))
        with self._readable():
            for k, column in enumerate(columns):
                values[:, k] = _numbers(part.column(column).take(_arrow_rows(chosen)))
        return values

    def _file(self) -> Any:
        # Without these two, pyarrow reads whole columns ahead into memory.
        return _pyarrow(self.name)[0](self.path, pre_buffer=False, buffer_size=BUFFER)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Say in one line what pyarrow has against the file."""
        _, error_kind = _pyarrow(self.name)
        try:
            yield
        except (error_kind, OSError, UnicodeDecodeError) as error:
            reason = str(error).splitlines()[0].rstrip(".")
            raise DetangleError(f"{self.name}: cannot be read as Parquet ({reason})") from None


def _pyarrow(name: str) -> tuple[Any, type[Exception]]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise DetangleError(
            f"{name}: Parquet files need pyarrow: pip install 'detangle[parquet]'; or save the "
            "table as CSV"
        ) from None
    return ParquetFile, ArrowException


def _arrow_rows(chosen: Rows) -> Any:
    import pyarrow as pa

    return pa.array(chosen)


def _numbers(array: Any) -> Values:
    """Convert an Arrow array; what Arrow itself does not call numbers is looked at one by one."""
    from pyarrow.types import is_floating, is_integer

    if array.null_count == 0 and (is_floating(array.type) or is_integer(array.type)):
        return bounded(array.to_numpy(zero_copy_only=False).astype(np.float64))
    return numbers(array.to_pylist())
