"""Nothing appears, disappears or jumps between one play and the next."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.inspector.checks.base import Problems
from tests.inspector.film import Film

LEVELS = 20
"""Of 255: a ghost beneath its cloud changes the dots' soft edges by up to 13."""
PIXELS = 6
"""Fewer changed pixels are not noticed."""


def hard_cuts(film: Film, before: NDArray[Any], after: NDArray[Any]) -> Problems:
    """The first picture of a play is the last one of the play before."""
    change = np.abs(before[..., :3].astype(np.int16) - after[..., :3]).max(axis=2)
    rows, columns = np.nonzero(change > LEVELS)
    if len(rows) < PIXELS:
        return
    frame = film.layout.frame
    x = frame.left + np.array([columns.min(), columns.max() + 1]) / change.shape[1] * frame.width
    y = frame.top - np.array([rows.max() + 1, rows.min()]) / change.shape[0] * frame.height
    where = f"x {x[0]:.2f} to {x[1]:.2f}, y {y[0]:.2f} to {y[1]:.2f}"
    begun = ", ".join(type(animation).__name__ for animation in film.scene.animations or ())
    yield (
        where,
        f"{len(rows)} pixels change by up to {change.max()} levels without an animation, "
        f"as {begun} begins",
    )
