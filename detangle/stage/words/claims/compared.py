"""What is claimed of a run among others."""

from __future__ import annotations

from detangle.stage.words.claims.registry import claim


@claim
def searched(seeds: int) -> bool:
    """Hold where a run is the best of those of several seeds."""
    return seeds > 1


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
