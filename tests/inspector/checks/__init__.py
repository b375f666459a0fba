"""The project's own checks: each is a function that tells (subject, what is wrong)."""

from __future__ import annotations

from collections.abc import Mapping

from detangle.stage.inspector import CHECKS, Check
from detangle.stage.inspector.checks.lettering import safe_frame
from detangle.stage.inspector.checks.motion import speed
from tests.inspector.checks.base import FilmCheck, FrameCheck
from tests.inspector.checks.beats import captions, rests
from tests.inspector.checks.clipping import clipped, inside_areas
from tests.inspector.checks.contrast import dimmed_text
from tests.inspector.checks.lettering import text_width, title_height
from tests.inspector.checks.loss import printed_loss
from tests.inspector.checks.overlaps import (
    text_over_lines,
    text_over_pictures,
    text_over_regions,
)
from tests.inspector.checks.pictures import images_of_the_run
from tests.inspector.checks.positions import (
    decision_line,
    every_layer_shown,
    placed_by_its_view,
    printed_score,
    recorded_positions,
    sheets_in_space,
)
from tests.inspector.checks.projections import (
    carried_pictures,
    printed_share,
    printed_variance,
    projected_lines,
    projected_positions,
    ringed_points,
)
from tests.inspector.checks.replays import one_network, printed_replay

FASTEST = 0.1
"""Units that a point of the project's films may move in a sixtieth of a second."""

OWN: tuple[FrameCheck, ...] = (
    text_width,
    title_height,
    text_over_lines,
    text_over_regions,
    text_over_pictures,
    dimmed_text,
    clipped,
    inside_areas,
    placed_by_its_view,
    recorded_positions,
    decision_line,
    printed_loss,
    projected_positions,
    projected_lines,
    printed_variance,
    ringed_points,
    images_of_the_run,
    one_network,
    printed_replay,
    carried_pictures,
    printed_share,
    sheets_in_space,
    printed_score,
)
"""Checks of one instant."""

MARGIN = 0.25
"""Units between text and the edge, in the project's films."""

COMMON: Mapping[str, Check] = {
    **CHECKS,
    "speed": lambda frame: speed(frame, getattr(frame.scene, "fastest", 60 * FASTEST) / 60),
    "safe frame": lambda frame: safe_frame(frame, MARGIN),
}
"""The checks of all scenes."""

FILM_CHECKS: tuple[FilmCheck, ...] = (
    captions,
    rests,
    every_layer_shown,
)
"""Checks of a whole film, at its end."""
