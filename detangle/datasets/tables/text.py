"""Tables of text: .csv and .tsv files."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO

import pandas as pd

from detangle.datasets.tables.sources import Chunks, Source

TEXT_CELLS = 2**15
"""Cells of text in a chunk; each takes some 60 bytes."""

SEPARATORS = {".csv": ",;\t", ".tsv": "\t"}
"""What may stand between cells, by the file's suffix; the header tells which one does."""


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
            # An empty cell in quotes, alone on a line, is a row for pandas, and none for Python.
            found = next(islice(records, row + 1, None), None)
        return f"row {row + 1}" + (f" (line {found[0]})" if found else "")

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
