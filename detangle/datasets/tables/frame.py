"""A pandas DataFrame as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detangle.datasets.tables.numbers import bounded, numbers, shown
from detangle.datasets.tables.source import Batch, Rows, Values, check_names, positions
from detangle.errors import DetangleError

if TYPE_CHECKING:  # whoever has a DataFrame has loaded pandas
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class FrameTable:
    """A DataFrame; the names of its columns are read as text.

    Parameters
    ----------
    frame
        The DataFrame.
    name
        What messages call it.

    Raises
    ------
    DetangleError
        If it is none, or two columns bear the same name.
    """

    frame: DataFrame
    name: str

    def __post_init__(self) -> None:
        if not hasattr(self.frame, "iloc"):
            raise DetangleError(
                f"{self.name}: a {type(self.frame).__name__} is no pandas DataFrame; convert it, "
                "or give arrays to Dataset.from_arrays"
            )
        check_names(self.name, self.columns)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(map(str, self.frame.columns))

    def count(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def batches(self, columns: Sequence[str], label: str) -> Iterator[Batch]:
        """Give all rows at once: they are in memory already."""
        *features, where = positions(self, [*columns, label])
        yield Batch(self._column(where).tolist(), partial(_take, map(self._column, features)))

    def place(self, row: int, column: str) -> str:  # noqa: ARG002 (other tables need the column)
        """Name the row, counted from 1, and its index in the DataFrame."""
        return f"row {row + 1} (index {shown(self.frame.index[row])})"

    def cell(self, row: int, column: str) -> object:
        """Return what stands in a cell."""
        return self._column(self.columns.index(column))[row]

    def _column(self, where: int) -> NDArray[Any]:
        column = self.frame.iloc[:, where]
        if column.dtype.kind in "iufb" and not column.isna().any():
            return column.to_numpy()
        return column.to_numpy(dtype=object)


def _take(columns: Iterator[NDArray[Any]], chosen: Rows) -> Values:
    return np.column_stack([_numbers(column[chosen]) for column in columns])


def _numbers(column: NDArray[Any]) -> Values:
    if column.dtype == object:
        return numbers(column.tolist())
    return bounded(column.astype(np.float64))
