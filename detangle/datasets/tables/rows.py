"""Reading the rows of a table: a pass over its chunks, or two if the first tells how to read it."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.datasets.dataset import POINT_NAME, Dataset
from detangle.datasets.tables.cells import Numbers, missing, shown, texts
from detangle.datasets.tables.columns import check_header, chosen_columns
from detangle.datasets.tables.labels import Labels
from detangle.datasets.tables.notation import COMMA, EITHER, Notation, parsed
from detangle.datasets.tables.reading import Reading
from detangle.datasets.tables.sample import Reservoir
from detangle.datasets.tables.sources import Source
from detangle.recipe import Parameter

MOST_ROWS = 1_000_000
"""A table with more rows is read only as a sample."""

MOST_CELLS = 2**26
"""Rows times chosen columns that are kept at most: half a gigabyte while they are read."""

LISTED = 5
"""Columns that a message names at most."""


def read_table(source: Source, reading: Reading) -> tuple[Dataset, FloatArray, Oddities]:
    """Read a table's points and labels.

    Returns
    -------
    dataset
        The points that are kept, with the `row` of each in the table.
    exact
        (N, D) their coordinates before they were rounded to 32 bits.
    oddities
        What may have been meant otherwise.

    Raises
    ------
    DetangleError
        If the table cannot be used; the message names the table, and the column and the row.
    """
    if reading.decimal not in ("", *EITHER):
        raise source.error(f"decimal is {reading.decimal!r}; it must be . or ,")
    chosen = chosen_columns(source, reading.label, reading.columns, reading.names, reading.exclude)
    read = _Pass.over(source, chosen, reading, Notation(reading.decimal))
    while revised := read.numbers.revised():
        read = _Pass.over(source, chosen, reading, revised)
    return read.dataset(), read.points, read.oddities()


@dataclass
class Lacks:
    """Rows that were dropped because a value is missing."""

    seen: int = 0
    """How many rows there are."""
    dropped: int = 0
    columns: Counter[str] = field(default_factory=Counter)
    """How many of them lack the value of a column."""

    def count(self, names: Sequence[str], gone: BoolArray) -> BoolArray:
        """Count what (n, D) cells of these columns are missing; tell which rows lack none, (n,)."""
        there = np.asarray(~gone.any(axis=1))
        self.seen += len(gone)
        self.dropped += int((~there).sum())
        self.columns.update(dict(zip(names, gone.sum(axis=0).tolist(), strict=True)))
        return there

    def told(self) -> str:
        """Say how many of all rows were dropped, and what most of them lack."""
        ((worst, count),) = self.columns.most_common(1)
        return (
            f"{self.dropped:,} of {self.seen:,} rows lack a value and are dropped; {count:,} lack "
            f"{shown(worst)}"
        )


@dataclass(frozen=True)
class Oddities:
    """What a table holds that may have been meant otherwise."""

    lacks: Lacks
    """How many rows were dropped because a value is missing."""
    codes: dict[str, str]
    """By its column, a cell such as 007, which was read as a number."""
    thousands: tuple[str, str] | None
    """A column and a number in it such as 1.234, where no number tells that it is not 1234."""


@dataclass(eq=False)
class _Pass:
    """What one pass over the rows of a table finds."""

    source: Source
    chosen: tuple[str, ...]
    reading: Reading
    numbers: Numbers
    labels: Labels
    kept: Reservoir
    lacks: Lacks = field(default_factory=Lacks)

    @classmethod
    def over(
        cls, source: Source, chosen: tuple[str, ...], reading: Reading, notation: Notation
    ) -> _Pass:
        """Go through all rows."""
        label = reading.label
        made = cls(
            source,
            chosen,
            reading,
            Numbers(reading.na, notation),
            Labels(lambda row, what: source.cell_error(row, label, what), reading.na),
            Reservoir(reading.sample, reading.sample_seed),
        )
        made._check_size()
        for cells, rows in made._chunks():
            made._add(cells, rows)
            made._check_size()
            if made.numbers.certain:
                break
        made._check_numbers()
        return made

    @property
    def points(self) -> FloatArray:
        """The points that are kept, (N, D)."""
        points: FloatArray = self.kept.rows()[2]
        return points

    def dataset(self) -> Dataset:
        """Return the points with their classes."""
        rows, codes, points, *named = self.kept.rows()
        names, of_code, counts = self.labels.classes()
        check_header(self.source, self.reading.label, self.chosen, names)
        self._check_classes(names, counts, of_code[codes])
        parameters: dict[str, Parameter] = {"label": self.reading.label, "columns": self.chosen}
        return Dataset(
            self.source.name,
            points.astype(np.float32),
            of_code[codes],
            names,
            {"row": rows, **dict(zip((POINT_NAME,), named, strict=False))},
            parameters=parameters,
        )

    def oddities(self) -> Oddities:
        """Return what may have been meant otherwise."""
        numbers, thousands = self.numbers, None
        if numbers.doubtful and numbers.undecided:
            _, k, text = numbers.doubtful
            thousands = self.chosen[k], text
        codes = {self.chosen[k]: cell for k, cell in sorted(numbers.codes.items())}
        return Oddities(self.lacks, codes, thousands)

    def _chunks(self) -> Iterator[tuple[pd.DataFrame, IntArray]]:
        """Go through the rows with their numbers (n,), without those that are to be dropped."""
        where = {column: k for k, column in enumerate(self.source.columns)}
        named = filter(None, [self.reading.names])
        positions = [where[column] for column in (*self.chosen, *named, self.reading.label)]
        start = 0
        with closing(self.source.chunks(positions)) as chunks:
            for chunk in chunks:
                rows = np.arange(start, start + len(chunk))
                start += len(chunk)
                if self.reading.drop_missing:
                    there = self._complete(chunk)
                    chunk, rows = chunk[there], rows[there]
                if len(rows):
                    yield chunk, rows

    def _complete(self, chunk: pd.DataFrame) -> BoolArray:
        """Tell which of n rows lack nothing, (n,), and count what the others lack."""
        needed = [*range(len(self.chosen)), -1]
        gone = missing(chunk.iloc[:, needed], self.reading.na)
        return self.lacks.count((*self.chosen, self.reading.label), gone)

    def _add(self, cells: pd.DataFrame, rows: IntArray) -> None:
        codes = self.labels.encode(cells.iloc[:, -1], rows)
        drawn = self.kept.choose(len(rows))
        width = len(self.chosen)
        values = self.numbers.read(cells.iloc[drawn, :width], rows[drawn])
        named = [texts(cells.iloc[drawn, width])] if self.reading.names else []
        self.kept.keep(drawn, rows[drawn], codes[drawn], values, *named)

    def _check_numbers(self) -> None:
        """Refuse a table without rows, and numbers that are missing, wrong or ambiguous."""
        if not self.kept.seen:
            raise self.source.error(
                self.lacks.told() if self.lacks.dropped else "no rows, only the names of columns"
            )
        if self.numbers.revised():
            return
        self._check_doubt()
        rows, _, points, *_ = self.kept.rows()
        for row in rows[np.isnan(points).any(axis=1)][:1].tolist():
            k, cell = self.numbers.bad[row]
            complaint = self.numbers.complaint(cell, k)
            cure = self._cure(points, k, missing=cell in self.reading.na)
            raise self.source.cell_error(row, self.chosen[k], f"{complaint}; {cure}")

    def _check_doubt(self) -> None:
        """Refuse numbers that would have other values if a comma stood before decimals."""
        if self.numbers.doubtful is None or not self.numbers.undecided:
            return
        row, k, text = self.numbers.doubtful
        if COMMA in text or self.source.decimal_in_doubt:
            values = " or ".join(f"{parsed(text, mark):.15g}" for mark in EITHER)
            raise self.source.cell_error(
                row,
                self.chosen[k],
                f"{shown(text)} is {values}: say which mark stands before decimals, --decimal . "
                "or --decimal ,",
            )

    def _cure(self, points: FloatArray, k: int, *, missing: bool) -> str:
        """Say what to do about a column that has a cell which is no number."""
        useless = np.flatnonzero(np.isnan(points).all(axis=0)).tolist()
        if k in useless:
            return f"leave it out: --exclude {quoted([self.chosen[j] for j in useless])}"
        if missing:
            return "leave such rows out: --drop-missing"
        return f"mend the row, or leave the column out: --exclude {quoted([self.chosen[k]])}"

    def _check_classes(self, names: Sequence[str], counts: IntArray, sampled: IntArray) -> None:
        """Refuse a table, or a sample of it, that lacks a class.

        The table has counts (C,) rows of each class; the rows that were kept have the classes (N,).
        """
        error, n_rows, column = self.source.error, counts.sum(), f"column {self.reading.label!r}"
        if n_rows < 2:
            raise error(f"{n_rows} row, which is fewer than the two classes that there must be")
        if len(names) < 2:
            raise error(
                f"{column} has one class only, {shown(names[0])} in all {n_rows:,} rows; there "
                "must be at least two"
            )
        if len(sampled) < len(names):
            raise error(
                f"a sample of {len(sampled)} is fewer rows than the {len(names)} classes in "
                f"{column}; raise --sample"
            )
        for k in np.flatnonzero(np.bincount(sampled, minlength=len(names)) == 0).tolist():
            raise error(
                f"none of the {len(sampled):,} sampled rows is of class {shown(names[k])} "
                f"({column}), as {counts[k]:,} of all {n_rows:,} rows are; raise --sample, or "
                "choose another --sample-seed"
            )

    def _check_size(self) -> None:
        """Refuse what does not fit in memory: the sample, or the rows known without one."""
        source, kept, n_columns = self.source, self.kept, len(self.chosen)
        for name, value in {"sample": kept.size, "sample_seed": kept.seed}.items():
            if value < 0:
                raise source.error(f"{name} is {value}; it must be 0 or more")
        most = min(MOST_ROWS, MOST_CELLS // n_columns)
        if kept.size > most:
            raise source.error(
                f"a sample of {kept.size:,} rows of {n_columns:,} columns does not fit "
                f"in memory; at most {most:,} do"
            )
        n_rows = max(source.n_rows or 0, kept.seen)
        if not kept.size and n_rows > most:
            count = f"{n_rows:,}" if source.n_rows else f"more than {most:,}"
            raise source.error(
                f"{count} rows of {n_columns:,} columns, and at most {most:,} are read "
                f"at once; draw some of them at random with --sample {min(most, 10_000)}"
            )


def quoted(names: Sequence[str]) -> str:
    """Write names as they are typed in a terminal, the first of them if there are many."""
    listed = " ".join(map(shlex.quote, names[:LISTED]))
    return listed + (" …" if len(names) > LISTED else "")
