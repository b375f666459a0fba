"""What is claimed of how data are made, and of what a plane shows of them."""

from __future__ import annotations

from detangle.stage.words.claims.registry import claim

MOSTLY = 0.5
"""What lies out of a plane by more than this fraction lies mostly out of it."""


@claim
def every_hole(n_pos: int, n_hole: int) -> bool:
    """Hold where there are points in every hole of a disk."""
    return n_pos >= n_hole > 1


@claim
def out_of_plane(in_plane: float) -> bool:
    """Hold where a direction lies mostly out of the plane that is shown."""
    return 1 - in_plane > MOSTLY
