"""Inspects scenes: plays them, and runs the checks over what is to be seen."""

from __future__ import annotations

import inspect as introspection
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from manim import Scene, tempconfig
from manim.constants import QUALITIES
from manim.utils.module_ops import get_module

from detangle.errors import DetangleError, nearest
from detangle.stage.inspector.checks import CHECKS, Check
from detangle.stage.inspector.findings import Finding, Findings
from detangle.stage.inspector.frame import Frame
from detangle.stage.inspector.watch import Play, Watch

FPS = 4.0
"""Frames a second that are looked at, beside the one at the end of each animation."""


@dataclass(frozen=True)
class Report:
    """What came of inspecting a scene.

    Attributes
    ----------
    findings
        All that is wrong, in the film's order.
    seconds, frames
        How long the film is, and how many of its frames were looked at.
    plays
        Its animations.
    """

    findings: Sequence[Finding]
    seconds: float
    frames: int
    plays: Sequence[Play]


def inspect(
    scene: type[Scene],
    *,
    checks: Mapping[str, Check] = CHECKS,
    fps: float = FPS,
    stills: Path | None = None,
    on_frame: Callable[[Frame], object] = lambda _: None,
) -> Report:
    """Play a scene under the present configuration of Manim, and check what is to be seen.

    Parameters
    ----------
    scene
        Its class.
    checks
        What to look for, by name.
    fps
        Frames a second that are looked at within each animation; 0 for the ends of
        long ones alone.
    stills
        A folder for a picture of each finding.
    on_frame
        Called with each frame that was looked at.

    Examples
    --------
    >>> with quietly():  # doctest: +SKIP
    ...     for finding in inspect(MyScene).findings:
    ...         print(finding.line)
    """
    found = Findings(scene.__name__, stills)

    def show(frame: Frame) -> None:
        for name, check in checks.items():
            for problem in check(frame):
                found.note(name, frame, problem)
        on_frame(frame)

    shown, watch = scene(), Watch(show, fps)
    watch.attach(shown)
    shown.render()
    return Report(list(found.found.values()), float(shown.time), watch.frames, watch.plays)


@contextmanager
def quietly(pixels: tuple[int, int] | None = None, **settings: Any) -> Iterator[None]:
    """Let Manim make no files and say nothing.

    Parameters
    ----------
    pixels
        Width and height of the pictures that are drawn; Manim's low quality by default.
    settings
        Further ones of Manim's configuration.
    """
    pixels = pixels or pixels_of("l")
    own = {
        "dry_run": True,
        "verbosity": "ERROR",
        "progress_bar": "none",
        "pixel_width": pixels[0],
        "pixel_height": pixels[1],
        "frame_rate": 60,
        "disable_caching": True,
    }
    with tempconfig({**own, **settings}):
        yield


def pixels_of(flag: str) -> tuple[int, int]:
    """Return the width and height of one of Manim's qualities: l, m, h, p or k."""
    (quality,) = (quality for quality in QUALITIES.values() if quality["flag"] == flag)
    return quality["pixel_width"], quality["pixel_height"]


def scenes_of(file: Path, names: Sequence[str] = ()) -> list[type[Scene]]:
    """Run a file of scenes, and return those of some names, or all.

    Raises
    ------
    DetangleError
        If it defines no scene, or none of one of the names.
    """
    module = get_module(file)
    known = {
        name: thing
        for name, thing in vars(module).items()
        if introspection.isclass(thing)
        and issubclass(thing, Scene)
        and thing.__module__ == module.__name__
    }
    if not known:
        raise DetangleError(f"{file}: no scene in it; add a class that derives from a scene")
    for name in names:
        if name not in known:
            raise DetangleError(f"{file}: no scene {name!r}: {nearest(name, known)}")
    return [known[name] for name in names or known]
