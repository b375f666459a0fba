"""The z-order of what is drawn: which kinds of things lie in front of which."""

from __future__ import annotations

from enum import Enum

BACK = -1.0
"""The z-index of what lies behind all parts of a film."""


class Depth(float, Enum):
    """Manim's z-index of the kinds of things in a plot, and of what stands still beside it.

    Everything else has 0, the z-index of a new mobject: panels that follow the training, rings, and
    whatever a speaker adds. So these are in front, and what seldom changes lies at the back, where
    Manim draws it once for each animation. Where a plane fills the frame, text lies over it on
    scrims, and both lie behind the points, so that no scrim dims a point.

    All lie between -1 and 0: whatever a speaker gives -1 is behind them.
    """

    PANEL = -14 / 16
    BONDS = -13 / 16
    SHADE = -12 / 16
    SCENERY = -11 / 16
    REGIONS = -10 / 16
    GRID = -9 / 16
    LINE = -8 / 16
    SCRIM = -7 / 16
    TEXT = -6 / 16
    GHOSTS = -5 / 16
    POINTS = -4 / 16
    FACE = -3 / 16
    POINTS_BEFORE_FACE = -2 / 16
    NAMES_IN_SPACE = -1 / 16
