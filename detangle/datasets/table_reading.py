"""What each kind of file holds as a table: columns with names, and rows that stream by.

A table may be larger than the memory, so rows come in chunks, each a DataFrame. Cells are as the
table has them: text in a text file, where nothing tells a number from a word.
"""

from __future__ import annotations

import csv
import lzma
import math
import re
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from tokenize import TokenError
from typing import IO, Any

import numpy as np
import pandas as pd
from numpy.lib import format as npy
from numpy.typing import NDArray

from detangle.datasets.table import shown
from detangle.errors import DetangleError, nearest

Chunks = Generator[pd.DataFrame, None, None]

CHUNK_CELLS = 2**17
"""Numbers in a chunk."""

TEXT_CELLS = 2**15
"""Cells of text in a chunk; each takes some 60 bytes."""

MOST_COLUMNS = 2**20
"""Columns of an array at most: each has a name."""

SEPARATORS = {".csv": ",;\t", ".tsv": "\t"}
"""What may stand between cells, by the file's suffix; the header tells which one does."""

POINTS, LABELS = "points", "labels"
"""Names of the arrays in an .npz file."""

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError),
    *(SyntaxError, TokenError, TypeError, KeyError, MemoryError),
)
"""What is raised by archives that are damaged, encrypted or compressed in an unknown way."""

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

    @abstractmethod
    def chunks(self, positions: list[int]) -> Chunks:
        """Go through the rows; a chunk has the columns at these positions, in this order."""

    @abstractmethod
    def place(self, row: int, column: str) -> str:
        """Say where a row is, as somebody who opens the table would look for it."""

    def error(self, what: str) -> DetangleError:
        """Return what to raise if something is wrong with the table."""
        return DetangleError(f"{self.name}: {what}")

    def cell_error(self, row: int, column: str, what: str) -> DetangleError:
        """Return what to raise if something is wrong with a cell."""
        return self.error(f"{self.place(row, column)}, column {column!r}: {what}")


def open_table(path: Path, label: str = "") -> Source:
    """Open a file; its suffix tells which kind of table it is.

    Parameters
    ----------
    path
        A .csv, .tsv, .parquet or .npz file that exists.
    label
        Name of the labels; an .npz file calls them `labels` unless told otherwise.

    Raises
    ------
    DetangleError
        If the file is not what its suffix says, or two columns have the same name.
    """
    suffix = path.suffix.lower()
    if suffix == ".npz":
        return NpzTable(str(path), label or LABELS)
    return ParquetTable(str(path)) if suffix == ".parquet" else TextTable(str(path))


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

    def chunks(self, positions: list[int]) -> Chunks:
        """Give all rows at once: they are in memory already."""
        yield self.frame.iloc[:, positions]

    def place(self, row: int, column: str) -> str:  # noqa: ARG002 (other tables need the column)
        """Name the row, counted from 1, and its index in the DataFrame."""
        return f"row {row + 1} (index {shown(self.frame.index[row])})"


class TextTable(Source):
    """A file of UTF-8 text whose first line names the columns; empty lines are skipped."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, without spaces around them."""
        with closing(self._records()) as records:
            _, names = next(records, (0, []))
        if not names:
            raise self.error("the file is empty; its first line must name the columns")
        return tuple(name.strip() for name in names)

    @cached_property
    def separator(self) -> str:
        """The separator that makes the most columns of the first line; a comma if in doubt."""
        candidates = SEPARATORS[Path(self.name).suffix.lower()]
        with self._opened() as file:
            first = next((line for line in file if line.strip()), "")
        return max(candidates, key=lambda mark: len(next(csv.reader([first], delimiter=mark))))

    def chunks(self, positions: list[int]) -> Chunks:
        """Go through the rows.

        Raises
        ------
        DetangleError
            If a row does not have as many cells as the header, or the file is not UTF-8 text.
        """
        width = len(self.columns)
        checked = False
        with (
            self._readable(),
            pd.read_csv(
                self.name,
                sep=self.separator,
                header=0,
                names=range(width),
                dtype=object,
                na_filter=False,
                skipinitialspace=True,
                encoding="utf-8-sig",
                chunksize=max(TEXT_CELLS // width, 1),
            ) as chunks,
        ):
            for chunk in chunks:
                # pandas fills up a row that is too short, and if the first row is too long, it
                # takes the first cells of all rows for their names.
                named = not isinstance(chunk.index, pd.RangeIndex)
                if not checked and (named or (chunk[width - 1] == "").any()):
                    self._check_rows()
                    checked = True
                yield chunk[positions]

    def place(self, row: int, column: str) -> str:  # noqa: ARG002 (other tables need the column)
        """Name the row, counted from 1 below the header, and the line of the file."""
        with closing(self._records()) as records:
            line, _ = next(islice(records, row + 1, None))
        return f"row {row + 1} (line {line})"

    def _check_rows(self) -> None:
        """Refuse the first row that does not have as many cells as the header."""
        width = len(self.columns)
        with closing(self._records()) as records:
            ragged = ((row, *found) for row, found in enumerate(records) if len(found[1]) != width)
            row, line, cells = next(ragged, (0, 0, []))
        if not row:
            return
        end = (
            f"it ends before column {self.columns[len(cells)]!r}"
            if len(cells) < width
            else f"it goes on after the last column, {self.columns[-1]!r}"
        )
        raise self.error(
            f"row {row} (line {line}) has {len(cells)} cells, and the header has {width}: {end}"
        )

    def _records(self) -> Generator[tuple[int, list[str]], None, None]:
        """Go through the header and the rows, each with its line: slower than pandas, but exact."""
        line = 1
        with self._readable(), self._opened() as file:
            reader = csv.reader(file, delimiter=self.separator, skipinitialspace=True, strict=True)
            try:
                for cells in reader:
                    if len(cells) > 1 or "".join(cells).strip():
                        yield line, cells
                    line = reader.line_num + 1
            except csv.Error as error:
                raise self.error(f"line {line}: {_plainer(error)}") from None

    def _opened(self) -> IO[str]:
        return Path(self.name).open(encoding="utf-8-sig", newline="")

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Say in one line, and with the number of the line, what is wrong with the file."""
        try:
            yield
        except UnicodeDecodeError:
            raise self.error(f"{_undecodable(self.name)}") from None
        except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            self._check_rows()
            raise self.error(f"cannot be read as a table ({error})") from None


def _plainer(error: csv.Error) -> str:
    """Put what Python's reader says in words for somebody who looks at the file."""
    text = str(error)
    if "unexpected end of data" in text:
        return "a quotation mark is opened and never closed"
    if "larger than field limit" in text:
        return "a cell is longer than 131,072 characters; is this a table of text?"
    return text


def _undecodable(name: str) -> str:
    """Say which line of a file is not UTF-8."""
    with Path(name).open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "line 1: the file is UTF-16 text; save it as UTF-8"
        file.seek(0)
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                byte = line[error.start]
                return f"line {number}: the byte 0x{byte:02x} is not UTF-8; save the file as UTF-8"
    return "the file is not UTF-8; save it as UTF-8"


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


@dataclass(frozen=True, eq=False)
class NpzTable(Source):
    """NumPy's archive of `points` (N, D) and labels (N,), never unpickled.

    Its columns are x1, x2, … and that of the labels.
    """

    label: str

    @cached_property
    def shape(self) -> tuple[int, int]:
        """Number of points and of coordinates, (N, D).

        Raises
        ------
        DetangleError
            If an array is missing, holds anything but numbers (or text, for labels), or their
            lengths disagree.
        """
        points = self._shape(POINTS, "iufb", "numbers")
        labels = self._shape(self.label, "iufbUS", "numbers or text")
        if len(points) != 2 or not points[1]:
            raise self.error(f"{POINTS!r} has shape {points}; it must be (N, D), D >= 1")
        if points[1] > MOST_COLUMNS:
            raise self.error(
                f"{POINTS!r} has {points[1]:,} columns; at most {MOST_COLUMNS:,} are read"
            )
        if labels != points[:1]:
            raise self.error(
                f"{self.label!r} has shape {labels}, and {POINTS!r} has {points}: there must be "
                f"one label for each of the {points[0]:,} points"
            )
        return points[0], points[1]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """x1, x2, … for the points' coordinates, then the name of the labels."""
        return (*(f"x{k + 1}" for k in range(self.shape[1])), self.label)

    @property
    def n_rows(self) -> int:
        """How many points there are, which the file notes."""
        return self.shape[0]

    def chunks(self, positions: list[int]) -> Chunks:
        """Go through the points and the labels, which are the last of the positions."""
        size = CHUNK_CELLS // len(self.columns) + 1
        with self._array(POINTS) as points, self._array(self.label) as labels:
            for some, theirs in zip(_parts(points, size), _parts(labels, size), strict=True):
                chunk = pd.DataFrame(some[:, positions[:-1]])
                chunk[len(positions)] = theirs.tolist()
                yield chunk

    def place(self, row: int, column: str) -> str:
        """Name the row, counted from 1, and its place in NumPy's way of counting."""
        k = self.columns.index(column)
        inner = f"{column}[{row}]" if column == self.label else f"{POINTS}[{row}, {k}]"
        return f"row {row + 1} ({inner})"

    def _shape(self, name: str, kinds: str, wanted: str) -> tuple[int, ...]:
        """Return the shape of an array, which must hold what is wanted of it."""
        with self._array(name) as file:
            shape, _, dtype = _header(file)
        if dtype.hasobject:
            raise self.error(
                f"{name!r} holds pickled Python objects, which are never loaded, as they could "
                f"run anything; save an array of {wanted}"
            )
        if dtype.kind not in kinds:
            raise self.error(f"{name!r} holds {dtype}, not {wanted}")
        return shape

    @contextmanager
    def _array(self, name: str) -> Iterator[IO[bytes]]:
        """Open an array of the archive; say in one line what is wrong with the file."""
        try:
            with zipfile.ZipFile(self.name) as archive:
                members = [member.removesuffix(".npy") for member in archive.namelist()]
                if name not in members:
                    raise self.error(
                        f"no array {name!r}; it must have {POINTS!r} and {self.label!r}: "
                        f"{nearest(name, members)}"
                    )
                with archive.open(f"{name}.npy") as file:
                    yield file
        except DetangleError:
            raise
        except _BROKEN as error:
            raise self.error(f"cannot be read as an NPZ archive ({error})") from None


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Read an array's shape, whether it is stored column by column, and its dtype."""
    if npy.read_magic(file) == (1, 0):
        return npy.read_array_header_1_0(file)
    return npy.read_array_header_2_0(file)


def _parts(file: IO[bytes], size: int) -> Iterator[NDArray[Any]]:
    """Go through an array, `size` rows at a time; if it is stored by columns, read it whole."""
    (n, *item), by_columns, dtype = _header(file)
    width = math.prod(item) * dtype.itemsize
    if by_columns and item:
        whole = np.frombuffer(_exactly(file, n * width), dtype).reshape(*item[::-1], n).T
        yield from (whole[start : start + size] for start in range(0, n, size))
        return
    for start in range(0, n, size):
        rows = min(size, n - start)
        yield np.frombuffer(_exactly(file, rows * width), dtype).reshape(rows, *item)


def _exactly(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise EOFError("an array is cut off")
    return data
