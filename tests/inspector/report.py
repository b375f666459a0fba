"""Findings of the inspector, and how they are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something on the screen that must not be so.

    Parameters
    ----------
    check
        Which check found it.
    scene
        Name of the scene, with the theme and the shape of its frame.
    play, alpha
        When: the play's index and the part of it that had passed.
    beat
        The beat in which it was.
    subject
        What it is about; findings about the same are told once.
    message
        What is wrong, with numbers.
    """

    check: str
    scene: str
    play: int
    alpha: float
    beat: str
    subject: str
    message: str


def report(findings: Iterable[Finding]) -> str:
    """List findings, those of one check about one subject in one line."""
    merged: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        merged.setdefault((finding.scene, finding.check, finding.subject), []).append(finding)
    return "\n".join(_line(group) for group in merged.values())


def _line(group: Sequence[Finding]) -> str:
    first = group[0]
    where = f"play {first.play} ({first.beat}) at {first.alpha:.2f}"
    more = f", and {len(group) - 1} times more" if len(group) > 1 else ""
    return f"{first.scene}: {first.check}: {first.subject}: {first.message} [{where}{more}]"
