"""Archives of NumPy arrays: .npz files."""

from __future__ import annotations

import lzma
import math
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from tokenize import TokenError
from typing import IO, Any

import numpy as np
import pandas as pd
from numpy.lib import format as npy
from numpy.typing import NDArray

from detangle.datasets.tables.sources import CHUNK_CELLS, Chunks, Source
from detangle.errors import DetangleError, nearest

MOST_COLUMNS = 2**20
"""Columns of an array at most: each has a name."""

POINTS, LABELS = "points", "labels"
"""Names of the arrays in an .npz file."""

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError),
    *(SyntaxError, TokenError, TypeError, KeyError, MemoryError),
)
"""What is raised by archives that are damaged, encrypted or compressed in an unknown way."""


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
