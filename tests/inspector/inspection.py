"""Inspects a scene of the project, with the checks of all scenes and those of its own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import chdir
from typing import Any

from detangle.stage import StageScene, Theme, inspector
from detangle.stage.inspector import Finding, Problem
from detangle.stage.inspector.things import SIDE
from tests.inspector.checks import COMMON, FILM_CHECKS, OWN
from tests.inspector.checks.base import FilmCheck, FrameCheck, check_of, name_of
from tests.inspector.film import film_of
from tests.studio import studio

SHAPES = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1)}
"""Shapes of the frame."""
PIXELS = 360
"""Pixels of the shorter side: enough for a line to be seen coming and going."""
FPS = 1.0
"""Frames a second that are looked at within an animation, and one in its middle at least."""


def inspect(
    scene: type[StageScene],
    *,
    theme: Theme | None = None,
    shape: str = "16:9",
    along: bool = True,
    checks: Sequence[FrameCheck] | None = None,
    film_checks: Sequence[FilmCheck] = FILM_CHECKS,
    **attributes: Any,
) -> list[Finding]:
    """Return all that is wrong with a scene.

    Parameters
    ----------
    scene
        Its class; it is shown at pace 1.
    theme
        In place of its own.
    shape
        Of the frame: a key of `SHAPES`.
    along
        Whether to look along each play, and for cuts, or only where nothing moves.
    checks, film_checks
        What to look for: checks of the project's own, without the common ones; None for all.
    attributes
        Other class attributes of the scene to change, such as `run`.
    """
    own = {"pace": 1.0, "theme": theme or scene.theme, **attributes}
    shown = type(f"{scene.__name__} ({shape})", (scene,), own)
    width, height = (side / min(SHAPES[shape]) for side in SHAPES[shape])
    wanted = {} if checks is not None else dict(COMMON)
    wanted |= {name_of(check): check_of(check) for check in (OWN if checks is None else checks)}
    with (
        chdir(studio()),
        inspector.quietly(
            (round(PIXELS * width), round(PIXELS * height)),
            media_dir=str(studio() / "media"),
            frame_width=SIDE * width,
            frame_height=SIDE * height,
        ),
    ):
        report = inspector.inspect(shown, checks=wanted, fps=FPS if along else 0)
    findings = list(report.findings)
    for played in dict.fromkeys(play.scene for play in report.plays):
        film = film_of(played)
        film.plays = report.plays
        for check in film_checks:
            findings += [
                Finding(shown.__name__, name_of(check), report.seconds, Problem(*problem))
                for problem in check(film)
            ]
    return findings


def report(findings: Sequence[Finding]) -> str:
    """The findings, one a line."""
    return "\n".join(finding.line for finding in findings)
