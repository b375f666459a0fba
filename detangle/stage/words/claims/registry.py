"""Claims: what a sentence says of a run, and the condition under which it may be said.

The words of a beat, `[readout]`, are true of every run: they ask, they tell what is done, or they
give numbers. A sentence that says more stands in a table named after its claim,
`[readout.all_right]`, and is said only where the claim holds of the values that the beat tells.
Where several hold, the first one of `CLAIMS` is said. Each part of a beat, its title, caption,
narration and notes, is chosen on its own, so a table gives only those that differ.

A new sentence is a new key; a new kind of claim is a function in the room of its like,
whose parameters are names of values.
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
