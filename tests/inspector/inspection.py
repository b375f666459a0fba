"""Inspects a scene: plays it, and runs all checks over what is to be seen."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from manim import tempconfig
from numpy.typing import NDArray

from detangle.stage import FilmScene, StageScene, Theme
from tests.inspector.checks import CUT_CHECK, FILM_CHECKS, FRAME_CHECKS, Check, FilmCheck
from tests.inspector.film import Film
from tests.inspector.frame import Frame
from tests.inspector.probe import FilmProbe, Probe, Watcher
from tests.inspector.report import Finding

SHAPES = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1)}
"""Shapes of the frame; its shorter side is always 8 units."""
SHORT_SIDE = 8.0
PIXELS = 720
"""Pixels of the shorter side: enough for a thin line to be seen coming and going."""


class Inspector(Watcher):
    """Collects what the checks find."""

    def __init__(self, checks: Sequence[Check], film_checks: Sequence[FilmCheck]) -> None:
        self.checks = checks
        self.film_checks = film_checks
        self.findings: list[Finding] = []

    def saw(self, frame: Frame) -> None:
        for check in self.checks:
            for subject, message in check(frame):
                self._note(_name(check), frame.film, frame.play, frame.alpha, subject, message)

    def cut(self, film: Film, play: int, before: NDArray[Any], after: NDArray[Any]) -> None:
        for subject, message in CUT_CHECK(film, before, after):
            self._note(_name(CUT_CHECK), film, play, 0.0, subject, message)

    def ended(self, film: Film) -> None:
        for check in self.film_checks:
            for subject, message in check(film):
                self._note(_name(check), film, film.scene.renderer.num_plays, 1.0, subject, message)

    def _note(
        self, check: str, film: Film, play: int, alpha: float, subject: str, message: str
    ) -> None:
        beat = film.beat.key if film.beat else "before all beats"
        self.findings.append(Finding(check, film.name, play, alpha, beat, subject, message))


def inspect(
    scene: type[StageScene],
    *,
    theme: Theme | None = None,
    shape: str = "16:9",
    along: bool = True,
    checks: Sequence[Check] = FRAME_CHECKS,
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
        Whether to look along each play, and for cuts, or only at the end of each beat.
    checks, film_checks
        What to look for.
    attributes
        Other class attributes of the scene to change, such as `run`.
    """
    inspector = Inspector(checks, film_checks)
    own = {"watcher": inspector, "along": along, "pace": 1.0, **attributes}
    own["theme"] = theme or scene.theme
    own["title"] = f"{scene.__name__} ({shape})"
    with tempconfig(_settings(shape)):
        probe = FilmProbe if issubclass(scene, FilmScene) else Probe
        type(scene.__name__, (probe, scene), own)().render()
    return inspector.findings


def _settings(shape: str) -> dict[str, Any]:
    width, height = SHAPES[shape]
    short = min(width, height)
    return {
        "media_dir": _folder(),
        "dry_run": True,
        "verbosity": "ERROR",
        "progress_bar": "none",
        "pixel_width": PIXELS * width // short,
        "pixel_height": PIXELS * height // short,
        "frame_width": SHORT_SIDE * width / short,
        "frame_height": SHORT_SIDE * height / short,
        "frame_rate": 60,
        "disable_caching": True,
    }


@lru_cache(maxsize=1)
def _folder() -> str:
    """One folder for all inspections, so that nothing is typeset twice."""
    return tempfile.mkdtemp(prefix="inspector-")


def _name(check: Any) -> str:
    return str(check.__name__).replace("_", " ")
