"""Everything that is checked: each check is a function that tells (subject, what is wrong)."""

from __future__ import annotations

from tests.inspector.checks.base import Check, FilmCheck, Problems
from tests.inspector.checks.beats import captions, rests, words
from tests.inspector.checks.carried import carried_pictures, printed_share
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
from tests.inspector.checks.pictures import (
    images_of_the_run,
    images_of_the_sheet,
    text_over_pictures,
)
from tests.inspector.checks.positions import (
    decision_line,
    every_layer_shown,
    placed_by_its_view,
    placed_by_one_view,
    recorded_positions,
)
from tests.inspector.checks.projections import (
    printed_variance,
    projected_lines,
    projected_positions,
    ringed_points,
)
from tests.inspector.checks.replays import one_network, printed_replay
from tests.inspector.checks.space import (
    every_part_shown,
    parts_in_space,
    planes_in_space,
    printed_score,
    seen_in_space,
    sheets_in_space,
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
    text_over_pictures,
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
    projected_positions,
    projected_lines,
    printed_variance,
    ringed_points,
    images_of_the_run,
    images_of_the_sheet,
    one_network,
    printed_replay,
    carried_pictures,
    printed_share,
    seen_in_space,
    parts_in_space,
    sheets_in_space,
    planes_in_space,
    printed_score,
)
"""Checks of one instant."""

FILM_CHECKS: tuple[FilmCheck, ...] = (
    captions,
    rests,
    words,
    every_layer_shown,
    every_part_shown,
)
"""Checks of a whole film, at its end."""

CUT_CHECK = hard_cuts
"""The check of two pictures that follow one another."""
