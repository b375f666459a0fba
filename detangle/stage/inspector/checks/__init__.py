"""The checks that hold for any scene: each is a function of a frame that yields problems."""

from __future__ import annotations

from collections.abc import Mapping

from detangle.stage.inspector.checks.contrast import (
    contrast_of_lines,
    contrast_of_points,
    contrast_of_text,
)
from detangle.stage.inspector.checks.lettering import clipped_text, safe_frame, small_letters
from detangle.stage.inspector.checks.motion import hard_cuts, speed
from detangle.stage.inspector.checks.overlaps import text_over_points, text_over_text
from detangle.stage.inspector.checks.problem import Check, Problem, Problems

__all__ = ["CHECKS", "Check", "Problem", "Problems"]

CHECKS: Mapping[str, Check] = {
    "safe frame": safe_frame,
    "clipped text": clipped_text,
    "small letters": small_letters,
    "text over text": text_over_text,
    "text over points": text_over_points,
    "contrast of text": contrast_of_text,
    "contrast of points": contrast_of_points,
    "contrast of lines": contrast_of_lines,
    "speed": speed,
    "hard cuts": hard_cuts,
}
"""By name."""
