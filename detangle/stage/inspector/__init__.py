"""Looks at a scene as a critical viewer would, and lists what is wrong with it.

Any Manim scene can be inspected: it is played without being encoded, and checks look at what is on
the screen, as outlines and colours, several times a second and whenever an animation has ended.
"""

from __future__ import annotations

from detangle.stage.inspector.checks import CHECKS, Check, Problem, Problems
from detangle.stage.inspector.findings import Finding
from detangle.stage.inspector.frame import Frame
from detangle.stage.inspector.inspection import (
    Report,
    inspect,
    pixels_of,
    quietly,
    scenes_of,
)

__all__ = [
    "CHECKS",
    "Check",
    "Finding",
    "Frame",
    "Problem",
    "Problems",
    "Report",
    "inspect",
    "pixels_of",
    "quietly",
    "scenes_of",
]
