"""Which columns of a table hold the points."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from detangle.errors import nearest

if TYPE_CHECKING:  # pandas takes half a second to import, and a film does not need it
    from detangle.datasets.tables.sources import Source

LISTED, COMPARED = 30, 10_000
"""Columns whose names a message lists, and that are compared to one that is not there."""


def chosen_columns(
    source: Source, label: str, columns: tuple[str, ...], names: str = ""
) -> tuple[str, ...]:
    """Return the columns of the points: those that are asked for, or all but label and names.

    A column without a name is never one of the points: it is where pandas writes row names.

    Raises
    ------
    DetangleError
        If two columns have one name, a column is not there or chosen twice, or none is left.
    """
    known: dict[str, int] = {}
    for number, column in enumerate(source.columns, start=1):
        if column and column in known:
            raise source.error(
                f"columns {known[column]} and {number} are both named {column!r}; "
                "rename one of them"
            )
        known[column] = number
    known.pop("", None)
    _check_known(source, [label], known, "for the labels")
    if names:
        _check_known(source, [names], known, "for the names")
    others = tuple(c for c in source.columns if c and c not in (label, names))
    chosen = tuple(map(str, columns)) or others
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
            raise source.error(f"no column {column!r} {why}: {_meant(column, known)}")


def _meant(column: str, known: Collection[str]) -> str:
    """Say which column was probably meant; of a wide table not all names are listed."""
    if len(known) <= LISTED:
        return nearest(column, known)
    first = sorted(known)[:LISTED]
    close = difflib.get_close_matches(column, known, n=1) if len(known) <= COMPARED else []
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}it has {len(known):,} columns: {', '.join(first)}, …"
