"""What lies in front of what."""

from __future__ import annotations

from enum import IntEnum


class Depth(IntEnum):
    """Manim's z-index of the kinds of things in a plot, and of what stands still beside it.

    Everything else has 0, the z-index of a new mobject: panels that follow the training, rings, and
    whatever a speaker adds. So these are in front, and what seldom changes lies at the back, where
    Manim draws it once for each animation.
    """

    PANEL = -9
    BONDS = -8
    SHADE = -7
    SCENERY = -6
    REGIONS = -5
    GRID = -4
    LINE = -3
    GHOSTS = -2
    POINTS = -1
