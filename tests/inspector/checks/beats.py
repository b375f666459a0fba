"""Every beat has a caption that can be read in time, and rest at its end."""

from __future__ import annotations

import re
from typing import Any, cast

from detangle.stage.scenes.base.narration import Spoken
from tests.inspector.checks.base import Problems
from tests.inspector.film import Film

LONGEST = 90
FASTEST = 20.0
"""Characters a second."""
REST, LONG_REST = 1.0, 2.0
ROUNDING = 0.02


def captions(film: Film) -> Problems:
    told = cast("Any", film.scene.renderer).file_writer.subcaptions
    for beat in film.scene.spoken:
        shown = [line for line in told if abs(line.start.total_seconds() - beat.start) < ROUNDING]
        if len(shown) != 1:
            yield beat.title, f"has {len(shown)} captions, not one"
        for line in shown:
            length, seconds = len(line.content), (line.end - line.start).total_seconds()
            if length > LONGEST:
                yield beat.title, f"has a caption of {length} characters: {line.content!r}"
            if (speed := length / max(seconds, 1e-9)) > FASTEST:
                yield beat.title, f"has a caption to be read at {speed:.1f} characters a second"
            if not line.content.strip() or re.search(r"[{}]", line.content):
                yield beat.title, f"has a caption that is not filled in: {line.content!r}"


def rests(film: Film) -> Problems:
    """Nothing moves for a second at the end of a beat; for two after a clamp, and at the end."""
    for beat in film.scene.spoken:
        long = "clamp" in _key(film, beat) or beat is film.scene.spoken[-1]
        least = LONG_REST if long else REST
        rest = _rest_before(film, beat.end)
        if rest < least - ROUNDING:
            yield beat.title, f"rests {rest:.2f} s at its end, not {least:.0f} s"


def _rest_before(film: Film, end: float) -> float:
    """How long nothing had moved at some time."""
    rest = 0.0
    for play in reversed([play for play in film.plays if play.end < end + ROUNDING]):
        if not play.rests:
            break
        rest += play.end - play.start
    return rest


def _key(film: Film, beat: Spoken) -> str:
    """The key whose caption a beat has."""
    for key, words_ in film.scene.words.items():
        pattern = re.sub(r"\\{.*?\\}", ".*", re.escape(words_))
        if key.endswith(".caption") and re.fullmatch(pattern, beat.caption, flags=re.DOTALL):
            return key.removesuffix(".caption")
    return ""
