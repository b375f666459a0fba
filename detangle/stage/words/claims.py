"""Claims: what a sentence says of a run, and the condition under which it may be said.

The words of a beat, `[readout]`, are true of every run: they ask, they tell what is done, or they
give numbers. A sentence that says more stands in a table named after its claim,
`[readout.all_right]`, and is said only where the claim holds of the values that the beat tells.
Where several hold, the first one of this file is said. Each part of a beat, its title, caption,
narration and notes, is chosen on its own, so a table gives only those that differ.

A new sentence is a new key; a new kind of claim is a function here, whose parameters are names of
values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from detangle.errors import DetangleError

CLAIMS: dict[str, Callable[..., bool]] = {}
"""All claims by name, the most special ones first."""


def claim(condition: Callable[..., bool]) -> Callable[..., bool]:
    """Make a condition a claim, under its own name."""
    CLAIMS[condition.__name__] = condition
    return condition


def said(words: Mapping[str, str], key: str, values: Mapping[str, Any]) -> str:
    """Choose what is said.

    Parameters
    ----------
    words
        All words of a scene.
    key
        `BEAT.PART`.
    values
        What the beat tells.

    Returns
    -------
    str
        `BEAT.CLAIM.PART` of the first claim that holds and has such words; else `key`.

    Raises
    ------
    DetangleError
        If a claim is about a value that the beat does not tell.
    """
    beat, _, part = key.rpartition(".")
    variants = ((f"{beat}.{name}.{part}", name) for name in CLAIMS)
    return next((k for k, name in variants if k in words and holds(name, k, values)), key)


def holds(name: str, key: str, values: Mapping[str, Any]) -> bool:
    """Return True if a claim holds of a beat's values; `key` is named where one is missing."""
    condition = CLAIMS[name]
    needed = list(signature(condition).parameters)
    if missing := [value for value in needed if value not in values]:
        raise DetangleError(
            f"the words {key!r} are said of {', '.join(needed)}, and this beat tells no "
            f"{', '.join(missing)}"
        )
    return bool(condition(**{value: values[value] for value in needed}))


def without_claim(key: str) -> str:
    """Return `BEAT.PART` of `BEAT.CLAIM.PART`; other keys as they are."""
    beat, _, part = key.rpartition(".")
    before, _, name = beat.rpartition(".")
    return f"{before}.{part}" if before and name in CLAIMS else key


BENT = 0.01
"""A line that goes farther from a straight one than this fraction of what is in view is bent."""


@claim
def untangled(right: int, n: int, separable: bool) -> bool:
    """Hold where the network separates what no straight line separates in the input."""
    return right == n and not separable


@claim
def all_right(right: int, n: int) -> bool:
    """Hold where every point is classified rightly."""
    return right == n


@claim
def at_chance(right: int, largest: int) -> bool:
    """Hold where no more are right than if the largest class were named for all points."""
    return right <= largest


@claim
def no_better(right: int, right_by_line: int) -> bool:
    """Hold where the network gets no more right than the best line that is found in the input."""
    return right <= right_by_line


@claim
def untrained(step: int) -> bool:
    """Hold where the network that is shown is the one before any training."""
    return step == 0


@claim
def separated(right_by_line: int, n: int) -> bool:
    """Hold where the best line that is found in the input gets all points right."""
    return right_by_line == n


@claim
def separable(separable: bool) -> bool:
    """Hold where there is a straight line in the input that separates the classes."""
    return separable


@claim
def inseparable(separable: bool) -> bool:
    """Hold where there is no straight line in the input that separates the classes."""
    return not separable


@claim
def unseen(pieces: int) -> bool:
    """Hold where no piece of the decision boundary is in view."""
    return pieces == 0


@claim
def straight(pieces: int, bend: float) -> bool:
    """Hold where the decision boundary is one straight line in view."""
    return pieces == 1 and bend <= BENT


@claim
def bent(bend: float) -> bool:
    """Hold where the decision boundary bends in view."""
    return bend > BENT


@claim
def loss_falls(loss_before: float, loss_after: float) -> bool:
    """Hold where the loss is lower at the end."""
    return loss_after < loss_before


@claim
def never_learns(loss_before: float, loss_after: float) -> bool:
    """Hold where the loss is not lower at the end."""
    return not loss_after < loss_before


@claim
def none(count: int) -> bool:
    """Hold where it happens to no point."""
    return count == 0
