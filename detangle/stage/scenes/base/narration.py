"""What is said beside the pictures: a script with times, for whoever records a voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SUFFIX = ".narration.md"
"""The script lies beside the film, under the film's name."""


READING, SPEAKING = 18.0, 16.0
"""Characters a second of a caption that is read, and of a sentence that is spoken."""


@dataclass(frozen=True)
class Spoken:
    """A beat, as a speaker needs it.

    Parameters
    ----------
    start, end
        Seconds from the film's begin.
    title
        What the title says.
    caption
        The subtitle.
    narration
        What to say; the caption where nothing else is written.
    chapter
        Name of the chapter it belongs to; empty outside of films with chapters.
    """

    start: float
    end: float
    title: str
    caption: str
    narration: str
    chapter: str = ""


def least_seconds(caption: str, narration: str) -> float:
    """Return how long a beat must last, for its caption to be read and its narration spoken."""
    return max(len(caption) / READING, len(narration) / SPEAKING)


def script(name: str, beats: Sequence[Spoken]) -> str:
    """Write a film's script as Markdown: chapters, times, and what to say in each beat."""
    lines = [f"# {name}: what to say", ""]
    if beats:
        words = sum(len(beat.narration.split()) for beat in beats)
        lines += [f"{clock(beats[-1].end)} in all, {words} words. Times are the beats' own.", ""]
    chapter = ""
    for beat in beats:
        if beat.chapter != chapter:
            chapter = beat.chapter
            lines += [f"## {chapter}", ""]
        lines += [f"**{clock(beat.start)} to {clock(beat.end)}** · *{beat.title}*", ""]
        lines += [beat.narration or "(nothing is said)", ""]
    return "\n".join(lines)


def clock(seconds: float) -> str:
    """Write a time as minutes and seconds, `2:05.5`."""
    tenths = round(10 * seconds)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"
