"""What the project's own checks are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detangle.stage.inspector import Frame, Problem
from detangle.stage.inspector.checks import Check
from tests.inspector.film import Film

Problems = Iterator[tuple[str, str]]
"""Pairs of what it is about and what is wrong with it."""
FrameCheck = Callable[[Frame], Problems]
FilmCheck = Callable[[Film], Problems]


def check_of(check: FrameCheck) -> Check:
    """Make a check of the inspector."""
    return lambda frame: (Problem(*pair) for pair in check(frame))


def name_of(check: Callable[..., object]) -> str:
    return str(getattr(check, "__name__", "")).replace("_", " ")
