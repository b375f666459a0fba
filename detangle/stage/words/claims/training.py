"""What is claimed of a training: how its loss goes."""

from __future__ import annotations

from detangle.stage.words.claims.registry import claim

HARDLY = 0.05
"""What changes by at most this fraction hardly changes."""
SAME = 0.001
"""What changes by at most this fraction stays."""
NOTICED = 0.1
"""A loss that falls fast falls by at least this fraction of itself."""


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
