"""What the arrays of a run may hold: labels of its classes, steps in order, finite numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from detangle.errors import DetangleError, shortened
from detangle.run.arrays import Arrays

LARGEST = 1e18
"""Largest magnitude of a number: squares of such numbers can still be added in single precision."""
AT_ONCE = 2**15
"""How many numbers of an array are read at once, about."""


def out_of_range(values: ArrayLike) -> str:
    """Say why a run cannot hold these numbers: `not finite`, or `above 1e+18`; empty if it can."""
    largest = float(np.abs(values).max(initial=0.0))
    if largest <= LARGEST:
        return ""
    return f"above {LARGEST:g}" if math.isfinite(largest) else "not finite"


def check_names(class_names: Sequence[str], *others: str) -> None:
    """Refuse fewer than two classes, and class names or others that are no text.

    Raises
    ------
    DetangleError
        If there are too few, or a name has half of a pair of surrogates, which no font can show.
    """
    if len(class_names) < 2:
        raise DetangleError(
            f"the class names are {len(class_names)}: there must be at least two classes"
        )
    for name in (*class_names, *others):
        try:
            name.encode()
        except UnicodeEncodeError:
            raise DetangleError(f"the name {shortened(name, 40)!r} is not valid Unicode") from None


def check_values(arrays: Arrays, n_classes: int) -> None:
    """Refuse a run that holds what no run can; each array is read once, in parts.

    Raises
    ------
    DetangleError
        If a number is not finite or too large, a label has no class, or the steps are out of order
        or after the last batch loss; the message names the array and the number.
    """
    last = n_classes - 1
    limits = {
        "rows": (1, LARGEST),
        "labels": (0, last),
        "test.labels": (0, last),
        "accuracy": (0, 1),
    }
    for key in arrays.shapes:
        check_range(arrays, key, *limits.get(key, ()))
    steps = arrays.read("steps")
    if (steps[1:] <= steps[:-1]).any():
        raise DetangleError("the recorded steps are not in increasing order")
    if not 0 <= steps[0] <= steps[-1] <= arrays.shapes["batch_loss"][0]:
        raise DetangleError("the recorded steps go outside the range of the batch losses")


def check_range(arrays: Arrays, key: str, least: float = -LARGEST, most: float = LARGEST) -> None:
    """Refuse an array with a number that is not from `least` to `most`; NaN is no such number."""
    length, *rest = arrays.shapes[key]
    rows = max(AT_ONCE // math.prod(rest), 1)
    for start in range(0, length, rows):
        part = arrays.read(key, slice(start, min(start + rows, length)))
        for number in (part.min(), part.max()):
            if not least <= number <= most:
                raise DetangleError(_words(key, number, least, most))


def _words(key: str, number: np.generic, least: float, most: float) -> str:
    if most == LARGEST:
        return f"the array {key!r} holds {number:.3g}; its numbers must be from -1e18 to 1e18"
    return f"the array {key!r} holds {number}; it must be from {least} to {most}"
