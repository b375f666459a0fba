"""The z-order of what is drawn: which kinds of things lie in front of which."""

from __future__ import annotations

from enum import IntEnum


class Depth(IntEnum):
    """Manim's z-index of the kinds of things in a plot, and of what stands still beside it.

    Everything else has 0, the z-index of a new mobject: panels that follow the training, rings, and
    whatever a speaker adds. So these are in front, and what seldom changes lies at the back, where
    Manim draws it once for each animation. Where a plane fills the frame, text lies over it on
    scrims, and both lie behind the points, so that no scrim dims a point.
    """

    PANEL = -14
    BONDS = -13
    SHADE = -12
    SCENERY = -11
    REGIONS = -10
    GRID = -9
    LINE = -8
    SCRIM = -7
    TEXT = -6
    GHOSTS = -5
    POINTS = -4
    FACE = -3
    POINTS_BEFORE_FACE = -2
    NAMES_IN_SPACE = -1
