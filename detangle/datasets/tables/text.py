"""Tables of text: .csv and .tsv files."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO

import pandas as pd

from detangle.datasets.tables.sources import Chunks, Source
from detangle.errors import shortened

TEXT_CELLS = 2**17
"""Cells of text in a chunk; each takes some 60 bytes."""

LONGEST = 60
"""Characters of a line that a message shows."""

LOOKED_AT = 20
"""Lines that tell what stands between cells."""

SEPARATORS = {".csv": ",;\t", ".tsv": "\t"}
"""What may stand between cells, by the file's suffix; the first lines tell which one does."""

_NAMED_SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class TextTable(Source):
    """A file of UTF-8 text whose first line names the columns; empty lines are skipped.

    Excel's line `sep=;`, which names the separator, may stand before all others.
    """

    header: bool = True
    """Whether the first line names the columns; if not, they are x1, x2, …."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, without spaces around them."""
        with closing(self._records()) as records:
            _, names = next(records, (0, []))
        if not names:
            first = "its first line must name the columns" if self.header else "there are no rows"
            raise self.error(f"the file is empty; {first}")
        if any("\0" in name for name in names):
            raise self.error("line 1: has bytes of 0, as UTF-16 text has; save it as UTF-8")
        if not self.header:
            return tuple(f"x{k + 1}" for k in range(len(names)))
        return tuple(name.strip() for name in names)

    @property
    def separator(self) -> str:
        """What stands between cells."""
        return self._start[1]

    @cached_property
    def _start(self) -> tuple[int, str]:
        """Lines before the table, and the separator: the one that makes columns of the lines.

        The best divides all of the first lines into equally many cells, or the first line into
        more than others do; a comma if in doubt.
        """
        candidates = SEPARATORS[Path(self.name).suffix.lower()]
        with self._opened() as file:
            lines = list(islice(file, LOOKED_AT))
        first = next((k for k, line in enumerate(lines) if line.strip()), 0)
        if lines and (named := _NAMED_SEPARATOR.fullmatch(lines[first].rstrip("\r\n"))):
            return first + 1, named[1]
        return 0, max(candidates, key=lambda mark: _fitness(lines, mark))

    @property
    def decimal_in_doubt(self) -> bool:
        """Whether a comma may stand before decimals, as semicolons between cells suggest."""
        return self.separator == ";"

    def headless(self) -> str:
        """Say what to do if the first line is a row."""
        if not self.header:
            return ""
        first = shortened(", ".join(self.columns), LONGEST)
        return (
            f"the first line looks like a row ({first}): if the file has no header, add "
            "--no-header, and columns are x1, x2, …"
        )

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
                header=0 if self.header else None,
                names=range(width),
                skiprows=self._start[0],
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
            found = next(islice(records, row + self.header, None), None)
        return f"row {row + 1}" + (f" (line {found[0]})" if found else "")

    def _check_rows(self) -> None:
        """Refuse the first row that does not have as many cells as the header."""
        width = len(self.columns)
        with closing(self._records()) as records:
            numbered = enumerate(records, start=not self.header)
            ragged = ((row, *found) for row, found in numbered if len(found[1]) != width)
            row, line, cells = next(ragged, (0, 0, []))
        if not row:
            return
        end = (
            f"it ends before column {self.columns[len(cells)]!r}"
            if len(cells) < width
            else f"it goes on after the last column, {self.columns[-1]!r}"
        )
        raise self.error(
            f"row {row} (line {line}) has {len(cells)} cells, and the "
            f"{'header' if self.header else 'first row'} has {width}: {end}"
        )

    def _records(self) -> Generator[tuple[int, list[str]], None, None]:
        """Go through the header and the rows, each with its line: slower than pandas, but exact."""
        with self._readable(), self._opened() as file:
            skipped, line = self._start[0], self._start[0] + 1
            deque(islice(file, skipped), maxlen=0)
            reader = csv.reader(file, delimiter=self.separator, skipinitialspace=True, strict=True)
            try:
                for cells in reader:
                    if len(cells) > 1 or "".join(cells).strip():
                        yield line, cells
                    line = skipped + reader.line_num + 1
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


def _fitness(lines: list[str], mark: str) -> tuple[bool, int, bool]:
    """Tell how well a separator divides lines: into as many cells each; into how many.

    Among equals a comma is the last, as it may stand in numbers, but the first if none divides.
    """
    rows = csv.reader(lines, delimiter=mark, skipinitialspace=True)
    try:
        widths = [len(row) for row in rows if "".join(row).strip()] or [0]
    except csv.Error:  # a line that it does not divide may be too long for a cell
        return False, 0, False
    # The last line may be cut off inside quotation marks.
    whole = widths[:-1] if len(lines) == LOOKED_AT else widths
    even = widths[0] > 1 and len(set(whole)) == 1
    return even, widths[0], (mark == ",") == (widths[0] <= 1)


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
