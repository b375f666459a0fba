"""What films of width claim: regions that are closed or go on, and the pieces that are cut out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from detangle.stage.words.claims.registry import claim


def ascending(numbers: Sequence[int]) -> bool:
    """Return True if each number is greater than the one before."""
    return all(b > a for a, b in pairwise(numbers))


@claim
def closed(closed: bool) -> bool:
    """Hold where the inner class's region is closed, as far as is seen."""
    return closed


@claim
def slips_out(right: int, n: int, endless: bool) -> bool:
    """Hold where all points are right though the region of the inner class has no end."""
    return right == n and endless


@claim
def crosses(endless: bool, found: int, lost: int) -> bool:
    """Hold where a region without end holds points of its class and, on its way out, of another."""
    return endless and found > 0 and lost > 0


@claim
def misses(endless: bool, found: int, lost: int) -> bool:
    """Hold where a region without end holds points of its class, and none of another."""
    return endless and found > 0 and lost == 0


@claim
def still_open(endless: bool, depth: int, first_depth: int) -> bool:
    """Hold where a network of more layers than the first has such a region, too."""
    return endless and depth > first_depth


@claim
def endless(endless: bool) -> bool:
    """Hold where the inner class's region goes on beyond all that is seen, and must."""
    return endless


@claim
def wider_on_holes(holes: int, depths: Sequence[int], units: Sequence[int]) -> bool:
    """Hold where networks of two layers, each wider than the one before, are shown some holes."""
    return holes > 1 and list(depths) == [2] and ascending(units)


@claim
def on_holes(holes: int) -> bool:
    """Hold where networks are shown several holes in a disk."""
    return holes > 1


@claim
def two_layers(depths: Sequence[int], named: bool, one_base: bool) -> bool:
    """Hold where networks have two layers each and are named by their widths."""
    return list(depths) == [2] and named and one_base


@claim
def wider_more(units: Sequence[int], pieces: Sequence[int]) -> bool:
    """Hold where each network is wider than the one before, and cuts out more pieces."""
    return ascending(units) and ascending(pieces)


@claim
def surrounds(surrounds: bool) -> bool:
    """Hold where all points of one class lie around all those of the other."""
    return surrounds
