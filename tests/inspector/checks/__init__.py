"""Everything that is checked: each check is a function that tells (subject, what is wrong)."""

from __future__ import annotations

from tests.inspector.checks.base import Check, FilmCheck, Problems
from tests.inspector.checks.beats import captions, rests, words
from tests.inspector.checks.clipping import clipped, inside_regions
from tests.inspector.checks.contrast import contrast_of_dots, contrast_of_lines, contrast_of_text
from tests.inspector.checks.cuts import hard_cuts
from tests.inspector.checks.lettering import text_height, title_safe
from tests.inspector.checks.loss import printed_loss
from tests.inspector.checks.overlaps import (
    text_over_dots,
    text_over_lines,
    text_over_regions,
    text_over_text,
)
from tests.inspector.checks.positions import (
    decision_line,
    every_layer_shown,
    placed_by_its_view,
    placed_by_one_view,
    recorded_positions,
)
from tests.inspector.checks.speed import dot_speed, sudden_opacity

__all__ = ["CUT_CHECK", "FILM_CHECKS", "FRAME_CHECKS", "Check", "FilmCheck", "Problems"]

FRAME_CHECKS: tuple[Check, ...] = (
    title_safe,
    text_height,
    text_over_text,
    text_over_dots,
    text_over_lines,
    text_over_regions,
    contrast_of_text,
    contrast_of_dots,
    contrast_of_lines,
    clipped,
    inside_regions,
    dot_speed,
    sudden_opacity,
    placed_by_one_view,
    placed_by_its_view,
    recorded_positions,
    decision_line,
    printed_loss,
)
"""Checks of one instant."""

FILM_CHECKS: tuple[FilmCheck, ...] = (captions, rests, words, every_layer_shown)
"""Checks of a whole film, at its end."""

CUT_CHECK = hard_cuts
"""The check of two pictures that follow one another."""
