"""Which columns of a table hold the points."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from detangle.errors import nearest

if TYPE_CHECKING:  # pandas takes half a second to import, and a film does not need it
    from detangle.datasets.tables.sources import Source

LISTED, COMPARED = 30, 10_000
"""Columns whose names a message lists, and that are compared to one that is not there."""

ORDERED = 5
"""Fewer numbers than these rise by chance."""


def chosen_columns(
    source: Source,
    label: str,
    columns: tuple[str, ...],
    names: str = "",
    exclude: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Return the columns of the points: those that are asked for, or all but label and names.

    Columns to exclude are left out. A column without a name is never one of the points: it is
    where pandas writes row names.

    Raises
    ------
    DetangleError
        If two columns have one name, a column is not there or chosen twice, or none is left.
    """
    known: dict[str, int] = {}
    for number, column in enumerate(source.columns, start=1):
        if column and column in known:
            cure = source.headless() if is_number(column) else ""
            raise source.error(
                f"columns {known[column]} and {number} are both named {column!r}; "
                f"{cure or 'rename one of them'}"
            )
        known[column] = number
    known.pop("", None)
    _check_known(source, [label], known, "for the labels")
    _check_known(source, exclude, known, "to exclude")
    if names:
        _check_known(source, [names], known, "for the names")
    others = tuple(c for c in source.columns if c and c not in (label, names))
    wanted = tuple(map(str, columns)) or others
    chosen = tuple(column for column in wanted if column not in exclude)
    if not chosen and exclude:
        raise source.error("all columns are excluded; there must be one of numbers")
    if not chosen:
        raise source.error(f"it has no other column than the label, {label!r}")
    _check_known(source, chosen, known, "for the points")
    if label in chosen:
        raise source.error(
            f"column {label!r} holds the labels, which the network must not see; "
            "take it out of the columns"
        )
    if len(set(chosen)) < len(chosen):
        twice = next(column for i, column in enumerate(chosen) if column in chosen[:i])
        raise source.error(f"column {twice!r} is chosen twice")
    return chosen


def _check_known(source: Source, columns: Sequence[str], known: Collection[str], why: str) -> None:
    for column in columns:
        if column not in known:
            cure = source.headless() if any(map(is_number, known)) else ""
            meant = _meant(column, known)
            raise source.error(f"no column {column!r} {why}: {meant}{cure and f'; {cure}'}")


def check_header(source: Source, label: str, chosen: Sequence[str], names: Sequence[str]) -> None:
    """Refuse a first line that is no header but a row: it would be lost in silence.

    A header of numbers is one if they are whole, as of pixels and years, or rise or fall all along,
    as wavelengths do, and no class (C,) of these names is called as the column of labels is.
    """
    cure = source.headless()
    numbers = [float(name) for name in chosen if is_number(name)]
    if not cure or not numbers:
        return
    whole = all(number.is_integer() for number in numbers)
    steps = [after - before for before, after in pairwise(numbers)]
    ordered = len(numbers) >= ORDERED and (min(steps) > 0 or max(steps) < 0)
    if label in names or not (whole or ordered):
        raise source.error(cure)


def is_number(text: str) -> bool:
    """Tell whether a text is a finite number, written plainly."""
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _meant(column: str, known: Collection[str]) -> str:
    """Say which column was probably meant; of a wide table not all names are listed."""
    if len(known) <= LISTED:
        return nearest(column, known)
    first = sorted(known)[:LISTED]
    close = difflib.get_close_matches(column, known, n=1) if len(known) <= COMPARED else []
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}it has {len(known):,} columns: {', '.join(first)}, …"
