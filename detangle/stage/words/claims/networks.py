"""What is claimed of one network: what it gets right, and what its boundary is like."""

from __future__ import annotations

from detangle.stage.words.claims.registry import claim

BENT = 0.01
"""A line that goes farther from a straight one than this fraction of what is in view is bent."""


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
def tangled(tangled: bool) -> bool:
    """Hold where no flat cut parts the two classes in the last layer, whichever the network has."""
    return tangled


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
def none(count: int) -> bool:
    """Hold where it happens to no point."""
    return count == 0


@claim
def some(count: int) -> bool:
    """Hold where it happens to some points."""
    return count > 0


@claim
def hidden(width: int) -> bool:
    """Hold where a plane cannot show all dimensions of a layer."""
    return width > 2
