"""Every beat has its words, a caption that can be read in time, and rest at its end."""

from __future__ import annotations

import re

from tests.inspector.checks.base import Problems
from tests.inspector.film import Film

LONGEST = 90
FASTEST = 20.0
"""Characters a second."""
REST, LONG_REST = 1.0, 2.0
ROUNDING = 0.02


def captions(film: Film) -> Problems:
    for beat in film.beats:
        if len(beat.captions) != 1:
            yield beat.key, f"has {len(beat.captions)} captions, not one"
        for caption in beat.captions:
            length, speed = len(caption.text), len(caption.text) / max(caption.duration, 1e-9)
            if length > LONGEST:
                yield beat.key, f"has a caption of {length} characters: {caption.text!r}"
            if speed > FASTEST:
                yield beat.key, f"has a caption to be read at {speed:.1f} characters a second"
            if not caption.text.strip() or re.search(r"[{}]", caption.text):
                yield beat.key, f"has a caption that is not filled in: {caption.text!r}"


def rests(film: Film) -> Problems:
    """Nothing moves for a second at the end of a beat; for two after a clamp, and at the end."""
    for beat in film.beats:
        long = "clamp" in beat.key or beat is film.beats[-1]
        least = LONG_REST if long else REST
        if beat.rest < least - ROUNDING:
            yield beat.key, f"rests {beat.rest:.2f} s at its end, not {least:.0f} s"


def words(film: Film) -> Problems:
    """Each key that a beat has used, or may use, has a title and a caption."""
    table = film.scene.words
    keys = {beat.key for beat in film.beats} | {
        key.rpartition(".")[0] for key in table if key.endswith((".title", ".caption"))
    }
    for key in sorted(keys):
        for part in ("title", "caption"):
            if not table.get(f"{key}.{part}", "").strip():
                yield key, f"has no {part}"
