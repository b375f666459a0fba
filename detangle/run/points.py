"""Single points of a run, by the row of the user's table or by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import numpy as np

from detangle._typing import IntArray
from detangle.errors import DetangleError, shortened
from detangle.run.trajectory import Trajectory

LONGEST = 40
"""Characters of a name that a message shows at most."""


def find_points(run: Trajectory, wanted: Iterable[int | str]) -> IntArray:
    """Find points of a run.

    Parameters
    ----------
    run
        The run.
    wanted
        Names of points; what is no name is the number of a row, counted from 1, in the table that
        the points come from, or among the points if they are no rows of a table.

    Returns
    -------
    (M,) indices of the points, each once, in this order; a name may be that of several.

    Raises
    ------
    DetangleError
        If there is no such name or row.
    """
    named: dict[str, list[int]] = {}
    for index, name in enumerate(run.point_names):
        named.setdefault(name, []).append(index)
    numbered = {row: [index] for index, row in enumerate(run.rows.tolist())}
    found: dict[int, None] = {}
    for one in wanted:
        key, row = str(one), _as_row(one)
        places = named.get(key) or ([] if row is None else numbered.get(row))
        if not places:
            raise DetangleError(_absent(run, one, row))
        found |= dict.fromkeys(places)
    return np.array(list(found), dtype=np.int64)


def point_name(run: Trajectory, index: int) -> str:
    """Return the name of a point, or the number of its row if it has none."""
    name = run.point_names[index] if run.point_names else ""
    return name or str(run.rows[index])


def _as_row(one: int | str) -> int | None:
    text = str(one)
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else None


def _absent(run: Trajectory, one: int | str, row: int | None) -> str:
    """Say that a run has no point of this name, or of this row."""
    if row is not None:
        rows = run.rows
        if not rows.min() <= row <= rows.max():
            first, last = rows.min(), rows.max()
            return f"there is no row {row}: the points of this run are rows {first} to {last}"
        return f"row {row} is no point of this run: it was held out, or is not in the sample"
    shown = shortened(str(one), LONGEST)
    if not run.point_names:
        return (
            f"no point is named {shown!r}, as the points of this run have no names: give the "
            "number of a row, or train with --names COLUMN"
        )
    close = difflib.get_close_matches(str(one), run.point_names, n=1, cutoff=0.4)
    hint = f"; did you mean {shortened(close[0], LONGEST)!r}?" if close else ""
    return f"no point of this run is named {shown!r}{hint}"
