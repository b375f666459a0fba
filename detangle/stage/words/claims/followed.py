"""What is claimed of points that are followed through layers, and of the way back."""

from __future__ import annotations

from detangle.stage.words.claims.registry import claim

FAR_APART = 0.05
"""Points are far apart from this fraction of all points' extent on."""
BOUNDED = 1e3
"""An activation whose values lie closer together than this squeezes what it is given."""


@claim
def far_apart(apart: float, m: int) -> bool:
    """Hold where several points are followed, and no two of them lie close together."""
    return m > 1 and apart >= FAR_APART


@claim
def flat(rank: int) -> bool:
    """Hold where the weights of a layer of two units press the plane onto a line or a point."""
    return rank < 2


@claim
def no_inverse(inverse: bool, rank: int) -> bool:
    """Hold where the weights have an inverse, and the activation between them has none."""
    return rank == 2 and not inverse


@claim
def invertible(inverse: bool, rank: int) -> bool:
    """Hold where both weights and activation have an inverse."""
    return inverse and rank == 2


@claim
def alone(rest: int) -> bool:
    """Hold where no other points are where those that are followed have ended."""
    return rest == 0


@claim
def kept(places: int, starts: int, n: int) -> bool:
    """Hold where points are at as many places as before, one at each."""
    return places == starts == n


@claim
def squeezes(low: float, high: float, in_order: bool) -> bool:
    """Hold where an activation maps all numbers, in their order, to a bounded range."""
    return in_order and 0 < high - low < BOUNDED


@claim
def in_order(in_order: bool) -> bool:
    """Hold where an activation keeps the order of numbers."""
    return in_order
