"""Checks that all generators share."""

from __future__ import annotations

import math

from detangle.errors import DetangleError

MOST_POINTS = 10_000_000


def at_least(dataset: str, least: int, **counts: int) -> None:
    """Refuse counts below a least one, or so large that they cannot be meant."""
    for name, value in counts.items():
        if isinstance(value, bool) or not isinstance(value, int):
            raise DetangleError(f"{dataset}: {name} is {value!r}; it must be a whole number")
        if not least <= value <= MOST_POINTS:
            raise DetangleError(
                f"{dataset}: {name} is {value}; it must be from {least} to {MOST_POINTS}"
            )


def positive(dataset: str, **sizes: float) -> None:
    """Refuse sizes that are not positive finite numbers."""
    for name, value in sizes.items():
        if not (_is_number(value) and value > 0):
            raise DetangleError(f"{dataset}: {name} is {value!r}; it must be a positive number")


def not_negative(dataset: str, **sizes: float) -> None:
    """Refuse sizes that are not finite numbers of at least 0."""
    for name, value in sizes.items():
        if not (_is_number(value) and value >= 0):
            raise DetangleError(f"{dataset}: {name} is {value!r}; it must be 0 or more")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
