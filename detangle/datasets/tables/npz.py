"""NumPy's archives: `points` (N, D) and `labels` (N,), streamed, and never unpickled."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from tokenize import TokenError
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from detangle.datasets.tables.limits import MOST_CELLS, MOST_COLUMNS
from detangle.datasets.tables.numbers import bounded
from detangle.datasets.tables.source import Batch, Rows, Values, batch_rows, positions
from detangle.errors import DetangleError, nearest

POINTS = "points"
LABELS = "labels"

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError),
    *(SyntaxError, TokenError, TypeError, KeyError),
)
"""What is raised by archives that are damaged, encrypted or compressed in an unknown way."""


@dataclass(frozen=True)
class Header:
    """What an array's file says of it before its numbers begin."""

    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype[Any]

    @property
    def item(self) -> int:
        """Bytes of everything that has one index along the first axis."""
        return int(np.prod(self.shape[1:], dtype=np.int64)) * self.dtype.itemsize


@dataclass(frozen=True)
class NpzTable:
    """An archive that `numpy.savez` wrote; its columns are x1, x2, … and that of the labels.

    Parameters
    ----------
    path
        The file.
    label
        Name of the array of labels.

    Raises
    ------
    DetangleError
        If an array is missing, holds anything but numbers (or text, for labels), or their lengths
        disagree.
    """

    path: Path
    label: str = LABELS

    def __post_init__(self) -> None:
        points, labels = self._headers
        self._check_kind(POINTS, points, "iufb", "numbers")
        self._check_kind(self.label, labels, "iufbUS", "numbers or text")
        if len(points.shape) != 2 or 0 in points.shape[1:]:
            raise self._error(f"{POINTS!r} has shape {points.shape}; it must be (N, D), D >= 1")
        if points.shape[1] > MOST_COLUMNS:
            raise self._error(
                f"{POINTS!r} has {points.shape[1]:,} columns; at most {MOST_COLUMNS:,} are read"
            )
        if labels.shape != points.shape[:1]:
            raise self._error(
                f"{self.label!r} has shape {labels.shape}, and {POINTS!r} has {points.shape}: "
                f"there must be one label for each of the {points.shape[0]:,} points"
            )

    @property
    def name(self) -> str:
        """The file, as the user wrote it."""
        return str(self.path)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """x1, x2, … for the points' coordinates, then the name of the labels."""
        return (*(f"x{k + 1}" for k in range(self._headers[0].shape[1])), self.label)

    def count(self) -> int:
        """Return the number of points, which the file itself notes."""
        return self._headers[0].shape[0]

    def batches(self, columns: Sequence[str], label: str) -> Iterator[Batch]:
        """Go through the points.

        Raises
        ------
        DetangleError
            If the file is cut off or damaged, or lies in memory column by column and is too large
            to be turned around.
        """
        features = positions(self, columns)
        size = batch_rows(len(self.columns))
        pairs = zip(self._parts(POINTS, size), self._parts(label, size), strict=True)
        for points, labels in pairs:
            yield Batch(labels.tolist(), partial(_take, points, features))

    def place(self, row: int, column: str) -> str:
        """Name the row, counted from 1, and its place in NumPy's way of counting."""
        k = self.columns.index(column)
        inner = f"{column}[{row}]" if column == self.label else f"{POINTS}[{row}, {k}]"
        return f"row {row + 1} ({inner})"

    def cell(self, row: int, column: str) -> object:
        """Read one cell again."""
        k, size = self.columns.index(column), batch_rows(len(self.columns))
        for points in self._parts(POINTS, size):
            if row < len(points):
                return points[row, k].item()
            row -= len(points)
        return None

    @cached_property
    def _headers(self) -> tuple[Header, Header]:
        with self._archive() as archive:
            members = [name.removesuffix(".npy") for name in archive.namelist()]
            for name in (POINTS, self.label):
                if name not in members:
                    raise self._error(
                        f"no array {name!r}; it must have {POINTS!r} and {self.label!r}: "
                        f"{nearest(name, members)}"
                    )
            headers = []
            for name in (POINTS, self.label):
                with archive.open(f"{name}.npy") as file:
                    headers.append(_header(file))
        return headers[0], headers[1]

    def _parts(self, name: str, size: int) -> Iterator[NDArray[Any]]:
        """Go through an array, so many items at a time."""
        header = self._headers[name != POINTS]
        if header.fortran and len(header.shape) > 1:
            whole = self._turned(name, header)
            yield from (whole[start : start + size] for start in range(0, len(whole), size))
            return
        with self._archive() as archive, archive.open(f"{name}.npy") as file:
            _header(file)
            for start in range(0, header.shape[0], size):
                n = min(size, header.shape[0] - start)
                flat = np.frombuffer(_exactly(file, n * header.item), header.dtype)
                yield flat.reshape(n, *header.shape[1:])

    def _turned(self, name: str, header: Header) -> NDArray[Any]:
        """Read an array that is stored column by column; rows are there only when all is."""
        if np.prod(header.shape, dtype=np.int64) > MOST_CELLS:
            raise self._error(
                f"{name!r} is stored column by column, and is too large to be read at once; "
                f"save np.ascontiguousarray({name}) and sample that"
            )
        with self._archive() as archive, archive.open(f"{name}.npy") as file:
            _header(file)
            data = _exactly(file, header.shape[0] * header.item)
        return np.frombuffer(data, header.dtype).reshape(header.shape[::-1]).T

    def _check_kind(self, name: str, header: Header, kinds: str, wanted: str) -> None:
        if header.dtype.hasobject:
            raise self._error(
                f"{name!r} holds pickled Python objects, which are never loaded, as they could "
                f"run anything; save an array of {wanted}"
            )
        if header.dtype.kind not in kinds:
            raise self._error(f"{name!r} holds {header.dtype}, not {wanted}")

    @contextmanager
    def _archive(self) -> Iterator[zipfile.ZipFile]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                yield archive
        except DetangleError:
            raise
        except _BROKEN as error:
            raise self._error(f"cannot be read as an NPZ archive ({error})") from None

    def _error(self, what: str) -> DetangleError:
        return DetangleError(f"{self.name}: {what}")


def _header(file: IO[bytes]) -> Header:
    version = npy.read_magic(file)
    if version == (1, 0):
        return Header(*npy.read_array_header_1_0(file))
    if version == (2, 0):
        return Header(*npy.read_array_header_2_0(file))
    raise ValueError(f"an array of the npy format {version[0]}.{version[1]}")


def _exactly(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise EOFError("an array is cut off")
    return data


def _take(points: NDArray[Any], features: list[int], chosen: Rows) -> Values:
    return bounded(points[chosen][:, features].astype(np.float64))
