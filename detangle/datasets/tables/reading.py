"""Rows of a table into points and labels: checked, counted, sampled if asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detangle.datasets.tables.classes import Labels
from detangle.datasets.tables.limits import MOST_CELLS, MOST_ROWS
from detangle.datasets.tables.numbers import complaint
from detangle.datasets.tables.sampling import Reservoir
from detangle.datasets.tables.source import Rows, Source, Values, check_known
from detangle.errors import DetangleError


@dataclass(frozen=True, eq=False)
class Cells:
    """What was read of a table.

    Attributes
    ----------
    points
        (N, D) float64, finite, and within what 32 bits can hold.
    labels
        (N,) int64 index of each row's class.
    class_names
        C names.
    rows
        (N,) int64 numbers of the rows, counted from 0.
    """

    points: Values
    labels: Rows
    class_names: tuple[str, ...]
    rows: Rows


def choose_columns(source: Source, label: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of the points: those that are asked for, or all but the label.

    A column without a name is never one of the points: it is where pandas writes row names.

    Raises
    ------
    DetangleError
        If there is no such column, or one is named twice, or the label is among them.
    """
    known = set(filter(None, source.columns))
    check_known(source, [label], known, "for the labels")
    chosen = tuple(columns) or tuple(c for c in source.columns if c and c != label)
    if not chosen:
        raise DetangleError(f"{source.name}: it has no other column than the label, {label!r}")
    check_known(source, chosen, known, "for the points")
    if label in chosen:
        raise DetangleError(
            f"{source.name}: column {label!r} holds the labels, which the network must not see; "
            "take it out of the columns"
        )
    if len(set(chosen)) < len(chosen):
        twice = next(column for i, column in enumerate(chosen) if column in chosen[:i])
        raise DetangleError(f"{source.name}: column {twice!r} is chosen twice")
    return chosen


def read(
    source: Source, columns: Sequence[str], label: str, *, sample: int, sample_seed: int
) -> Cells:
    """Read the points and labels of a table.

    Parameters
    ----------
    source
        The table; its rows stream by.
    columns
        D names of columns.
    label
        Name of the column of labels.
    sample
        How many rows to draw at most, each set of rows as likely as any other; 0 takes all.
    sample_seed
        Seed of the draw.

    Raises
    ------
    DetangleError
        If a cell is no finite number, the labels make no two to ten classes, a class is missing
        in the sample, or too much would be kept in memory.
    """
    _check_size(source, len(columns), sample)
    if sample_seed < 0:
        raise DetangleError(f"{source.name}: sample_seed is {sample_seed}; it must be 0 or more")
    found, kept = Labels(source, label), Reservoir(sample, sample_seed)
    for batch in source.batches(columns, label):
        kept.offer(batch, found.encode(batch.labels))
        if not sample and kept.seen > MOST_ROWS:
            raise _too_large(source, f"more than {MOST_ROWS:,} rows")
    if not kept.seen:
        raise DetangleError(f"{source.name}: no rows, only the names of columns")
    rows, values, codes = kept.rows()
    _check_finite(source, columns, rows, values)
    classes = found.classes()
    found.check_sample(codes, classes)
    return Cells(values, classes.of_code[codes], classes.names, rows)


def _check_size(source: Source, n_columns: int, sample: int) -> None:
    if sample < 0:
        raise DetangleError(
            f"{source.name}: sample is {sample}; it must be 0 for all rows, or more"
        )
    most = min(MOST_ROWS, MOST_CELLS // n_columns)
    if sample > most:
        raise DetangleError(
            f"{source.name}: a sample of {sample:,} rows of {n_columns:,} columns does not fit in "
            f"memory; at most {most:,} do"
        )
    if not sample and (count := source.count()) > most:
        raise _too_large(source, f"{count:,} rows of {n_columns:,} columns", most)


def _too_large(source: Source, what: str, most: int = MOST_ROWS) -> DetangleError:
    return DetangleError(
        f"{source.name}: {what}, and at most {most:,} are read at once; draw some of them at "
        f"random with --sample {min(most, 10_000)}"
    )


def _check_finite(source: Source, columns: Sequence[str], rows: Rows, values: Values) -> None:
    bad = np.isnan(values)
    if not bad.any():
        return
    first, k = (int(i) for i in np.argwhere(bad)[0])
    row, column = int(rows[first]), columns[k]
    raise DetangleError(
        f"{source.name}: {source.place(row, column)}, column {column!r}: "
        f"{complaint(source.cell(row, column))}; mend the row or take it out, or leave the column "
        f"out by --columns"
    )
