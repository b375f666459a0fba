"""What is odd about a table before anything is trained on it, and what to type."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence

import numpy as np

from detangle._typing import FloatArray, IntArray
from detangle.datasets.dataset import Dataset
from detangle.datasets.tables.cells import shown
from detangle.datasets.tables.notation import COMMA, parsed
from detangle.datasets.tables.reading import Reading
from detangle.datasets.tables.rows import LISTED, Oddities, quoted
from detangle.datasets.tables.sources import Source
from detangle.errors import line_about

APART = 100.0
"""Standard deviations that differ by this factor are of different scale."""

FEW, RARE = 10, 0.1
"""A class of fewer rows than these is small if the largest has more than ten times as many."""

SHORTEST = 5
"""Fewer rows are numbered by chance."""

_IDENTIFIER = re.compile(r"unnamed: ?\d+|(.*[_ .-])?(id|uuid)|index|row[_ .-]?(names?|numbers?)?")

_log = logging.getLogger(__name__)


def advise(
    source: Source,
    dataset: Dataset,
    exact: FloatArray,
    reading: Reading,
    odd: Oddities,
    *,
    standardized: bool,
) -> None:
    """Say in the log, in a line each, what is odd about a table.

    Parameters
    ----------
    source
        The table.
    dataset, exact, odd
        What `read_table` found.
    reading
        How it was read.
    standardized
        Whether all columns will be brought to one scale.
    """
    columns: tuple[str, ...] = dataset.parameters["columns"]  # type: ignore[assignment]
    lines = []
    if odd.lacks.dropped:
        lines.append(odd.lacks.told())
    if odd.thousands:
        lines.append(_thousands(*odd.thousands))
    # What was asked for by its name is wanted.
    rows = dataset.columns["row"].astype(np.int64)
    codes = {} if reading.columns else odd.codes
    if codes:
        lines.append(_codes(codes))
    numbering = [] if reading.columns else _identifiers(columns, exact, rows)
    if numbering:
        lines.append(_told(numbering))
    if not standardized:
        measures = [k for k, column in enumerate(columns) if column not in (*numbering, *codes)]
        lines += _scales([columns[k] for k in measures], exact[:, measures])
    lines += _small_classes(dataset)
    for line in lines:
        _log.warning("%s", line_about(source.name, line))


def _identifiers(columns: Sequence[str], points: FloatArray, rows: IntArray) -> list[str]:
    """Name the columns of (N, D) points that number the rows (N,), or tell one from another."""
    if len(rows) < SHORTEST:
        return []
    named = zip(columns, points.T, strict=True)
    return [column for column, values in named if _is_identifier(column, values, rows)]


def _codes(codes: dict[str, str]) -> str:
    """Say that codes (column: cell) were read as numbers."""
    column, cell = next(iter(codes.items()))
    names = ", ".join(map(shown, list(codes)[:LISTED]))
    what = f"columns {names} have" if len(codes) > 1 else f"column {names} has"
    return (
        f"{what} codes such as {shown(cell)}, read as {float(cell):.15g}; if {shown(column)} "
        f"counts or measures nothing, leave it out: --exclude {quoted(list(codes))}"
    )


def _thousands(column: str, text: str) -> str:
    """Say how a number was read that may stand for one without decimals."""
    return (
        f"column {shown(column)}: {shown(text)} is read as {parsed(text, '.'):.15g}; if it is "
        f"{parsed(text, COMMA):.15g}: --decimal ,; to say that it is not: --decimal ."
    )


def _told(numbering: list[str]) -> str:
    names = ", ".join(map(shown, numbering[:LISTED]))
    what = f"columns {names} number" if len(numbering) > 1 else f"column {names} numbers"
    return f"{what} the rows, which may give the classes away; --exclude {quoted(numbering)}"


def _is_identifier(column: str, values: FloatArray, rows: IntArray) -> bool:
    if (np.diff(values) == np.diff(rows)).all() and values[0] - rows[0] in (0, 1):
        return True
    whole = np.sort(values)
    if not (whole == np.floor(whole)).all() or not (np.diff(whole) > 0).all():
        return False
    consecutive = whole[0] in (0, 1) and whole[-1] - whole[0] == len(whole) - 1
    return consecutive or bool(_IDENTIFIER.fullmatch(column.strip().lower()))


def _scales(columns: Sequence[str], points: FloatArray) -> Iterator[str]:
    """Say if some column of (N, D) points varies far more than another."""
    spread = points.std(axis=0)
    varied = np.flatnonzero(spread > 0)
    if not len(varied):
        return
    least, most = (int(varied[pick(spread[varied])]) for pick in (np.argmin, np.argmax))
    factor = spread[most] / spread[least]
    if factor > APART:
        times = f"{factor:,.0f}" if factor < 1e6 else f"{factor:.0e}"
        yield (
            f"column {shown(columns[most])} varies {times} times as much as "
            f"{shown(columns[least])}; "
            "bring all to one scale: --standardize"
        )


def _small_classes(dataset: Dataset) -> Iterator[str]:
    counts = np.bincount(dataset.labels)
    small = np.flatnonzero((counts < FEW) & (counts < RARE * counts.max())).tolist()
    if small:
        listed = ", ".join(f"{shown(dataset.class_names[k])} has {counts[k]}" for k in small)
        yield (
            f"of {len(dataset):,} rows, class {listed}: too few to learn from; add rows, or merge "
            f"classes in column {dataset.parameters['label']!r}"
        )
