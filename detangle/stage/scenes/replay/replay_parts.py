"""Which parts of a training are shown one after the other, and what is said of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detangle.analysis.phases import Phase, phases
from detangle.run.trajectory import Trajectory


@dataclass(frozen=True)
class Part:
    """A stretch of training that is one beat.

    Parameters
    ----------
    key
        Of its words: `plateau`, `fall`, `slow`, `again`, `tail`, `solved`, or `training` for all.
    start, end
        Recorded steps.
    records
        The records from the first to the last, both included.
    """

    key: str
    start: int
    end: int
    records: slice


def replay_parts(trajectory: Trajectory, in_parts: bool) -> list[Part]:
    """Cut a training into its phases, or show all of it in one part."""
    if not in_parts:
        steps = trajectory.steps
        return [_part(trajectory, "training", int(steps[0]), int(steps[-1]))]
    found = phases(trajectory.steps, trajectory.loss, trajectory.accuracy)
    return [
        _part(trajectory, _key(found, i), phase.start, phase.end) for i, phase in enumerate(found)
    ]


def told(trajectory: Trajectory, part: Part) -> dict[str, Any]:
    """Return what the words of a part may say: steps, losses, and how many points are right."""
    n = len(trajectory.points)
    first, last = part.records.start, part.records.stop - 1
    right = [round(float(trajectory.accuracy[record]) * n) for record in (first, last)]
    return {
        "start": part.start,
        "end": part.end,
        "steps": part.end - part.start,
        "loss_before": float(trajectory.loss[first]),
        "loss_after": float(trajectory.loss[last]),
        "n": n,
        "right_before": right[0],
        "right_after": right[1],
        "wrong_before": n - right[0],
        "wrong_after": n - right[1],
        "accuracy": right[1] / n,
    }


def _key(found: Sequence[Phase], i: int) -> str:
    """Name a phase by what it is and by what comes before and after."""
    kind = found[i].kind
    if kind == "fall":
        return "fall" if all(phase.kind != "fall" for phase in found[:i]) else "again"
    if kind == "slow" and i == len(found) - 1:
        return "tail"
    return "plateau" if kind == "slow" and i == 0 else kind


def _part(trajectory: Trajectory, key: str, start: int, end: int) -> Part:
    records = slice(trajectory.record_of(start), trajectory.record_of(end) + 1)
    return Part(key, start, end, records)
