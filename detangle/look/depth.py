"""The z-order of what is drawn: which kinds of things lie in front of which."""

from __future__ import annotations

from enum import IntEnum


class Depth(IntEnum):
    """Manim's z-index of the kinds of things in a plot, and of what stands still beside it.

    Everything else has 0, the z-index of a new mobject: panels that follow the training, rings, and
    whatever a speaker adds. So these are in front, and what seldom changes lies at the back, where
    Manim draws it once for each animation.
    """

    PANEL = -12
    BONDS = -11
    SHADE = -10
    SCENERY = -9
    REGIONS = -8
    GRID = -7
    LINE = -6
    GHOSTS = -5
    POINTS = -4
    FACE = -3
    POINTS_BEFORE_FACE = -2
    NAMES_IN_SPACE = -1
