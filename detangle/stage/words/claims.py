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
HARDLY = 0.05
"""What changes by at most this fraction hardly changes."""
SAME = 0.001
"""What changes by at most this fraction stays."""
NOTICED = 0.1
"""A loss that falls fast falls by at least this fraction of itself."""


@claim
def held_out(test_n: int) -> bool:
    """Hold where points were held out from the training, and the network is known."""
    return test_n > 0


@claim
def whole(width: int) -> bool:
    """Hold where a plane shows all dimensions of the widest layer that is shown."""
    return width <= 2


@claim
def enclosing(encloses: bool) -> bool:
    """Hold where a closed boundary parts the points, which layers of two units could not draw."""
    return encloses


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
def last_ones(right_before: int, wrong_before: int, wrong_after: int) -> bool:
    """Hold where the last points that are wrong become right, when others have been."""
    return right_before > 0 and wrong_before > 0 and wrong_after == 0


@claim
def stays(loss_before: float, loss_after: float, swing: float) -> bool:
    """Hold where the loss is the same to four digits, and hardly another in between."""
    return f"{loss_before:.4g}" == f"{loss_after:.4g}" and swing <= SAME


@claim
def hardly_changes(swing: float, swing_of_span: float, fraction: float) -> bool:
    """Hold where the loss hardly changes, compared to itself and to how it changes elsewhere.

    `swing` is the largest difference of the losses of a part, as a fraction of the largest;
    `swing_of_span` the same as a fraction of the largest difference of the whole run, of which the
    part is a `fraction`.
    """
    return swing <= HARDLY and (fraction == 1 or swing_of_span <= HARDLY)


@claim
def slow_motion(rate: float, fallen: float, speed: float, usual_speed: float) -> bool:
    """Hold where the loss falls fast, and the film goes slower than on average."""
    return falls_fast(rate, fallen) and speed < usual_speed


@claim
def falls_fast(rate: float, fallen: float) -> bool:
    """Hold where the loss falls faster than on average, and by a part of itself that is seen.

    `rate` is the fraction of the whole run's change, per fraction of its steps; `fallen` the
    fraction of itself by which the loss falls.
    """
    return rate > 1 and fallen >= NOTICED


@claim
def falls_slowly(rate: float) -> bool:
    """Hold where the loss falls slower than on average."""
    return 0 < rate < 1


@claim
def rises(loss_before: float, loss_after: float) -> bool:
    """Hold where the loss is higher at the end."""
    return loss_after > loss_before


@claim
def near_guessing(loss: float, guess: float) -> bool:
    """Hold where the loss is about that of guessing."""
    return abs(loss - guess) <= HARDLY * guess


@claim
def loss_falls(loss_before: float, loss_after: float) -> bool:
    """Hold where the loss is lower at the end."""
    return loss_after < loss_before


@claim
def never_learns(loss_before: float, loss_after: float) -> bool:
    """Hold where the loss is not lower at the end."""
    return not loss_after < loss_before


@claim
def identical(differences: int) -> bool:
    """Hold where runs that are compared have been made in the same way."""
    return differences == 0


@claim
def alike(activations: int) -> bool:
    """Hold where all networks that are compared have the same activation."""
    return activations == 1


@claim
def first_alone_merges(first: int, others: int, n: int) -> bool:
    """Hold where the first network leaves fewer places than points, and the others none fewer."""
    return first < n and others == n


@claim
def none(count: int) -> bool:
    """Hold where it happens to no point."""
    return count == 0


@claim
def hidden(width: int) -> bool:
    """Hold where a plane cannot show all dimensions of a layer."""
    return width > 2
