"""Which parts of a training are shown one after the other, through which views, and how fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detangle._typing import AnyFloatArray, FloatArray
from detangle.analysis.phases import Phase, phases
from detangle.look.layout import Area
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.carry import FASTEST
from detangle.stage.motion.time_warp import TimeWarp, envelope, loss_falls, time_warp
from detangle.stage.plot.view import View

LEAST_GAIN = 1.6
"""A part has a view of its own if that is larger by this factor than one for all that comes."""
SPEED_MARGIN = 0.97
"""Fraction of the greatest speed that is used: a frame may cover pieces of several intervals."""


@dataclass(frozen=True)
class Part:
    """A stretch of training that is one beat.

    Parameters
    ----------
    key
        Of its words: `plateau`, `fall`, `slow`, `again`, `tail`, `solved`, or `training` for all
        of a training that is not cut.
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


def part_values(trajectory: Trajectory, part: Part) -> dict[str, Any]:
    """Return what the words of a part may say: steps, losses, and how many points are right."""
    n = len(trajectory.points)
    first, last = part.records.start, part.records.stop - 1
    right = [round(float(trajectory.accuracy[record]) * n) for record in (first, last)]
    return {
        "start": part.start,
        "end": part.end,
        "steps": part.end - part.start,
        "n": n,
        "right_before": right[0],
        "right_after": right[1],
        "wrong_before": n - right[0],
        "wrong_after": n - right[1],
        **_loss_values(trajectory, part),
    }


def _loss_values(trajectory: Trajectory, part: Part) -> dict[str, float]:
    """Return the loss before and after a part, and how it changes: see the claims of the words."""
    every = trajectory.loss.astype(np.float64)
    loss, steps = every[part.records], trajectory.steps
    fallen, swing, span = float(loss[0] - loss[-1]), float(np.ptp(loss)), float(np.ptp(every))
    fraction = float((part.end - part.start) / (steps[-1] - steps[0]))
    return {
        "loss_before": float(loss[0]),
        "loss_after": float(loss[-1]),
        "fraction": fraction,
        "rate": _ratio(fallen, span) / fraction,
        "fallen": _ratio(fallen, float(loss[0])),
        "swing": _ratio(swing, float(loss.max())),
        "swing_of_span": _ratio(swing, span),
    }


def _ratio(part: float, whole: float) -> float:
    """Divide; nothing of nothing is nothing."""
    return part / whole if whole > 0 else 0.0


def part_views(recorded: AnyFloatArray, parts: Sequence[Part], area: Area) -> list[View]:
    """Return the view of a plane for each part: it shows every recorded step of the part.

    The scale never changes within a part. It changes between two only where the next part does not
    fit any more, and stays as it is to the end if that shows the present part large enough. The
    points of the plane at each recorded step are (S, N, 2).
    """
    views: list[View] = []
    for i, part in enumerate(parts):
        own = View.fit(extremes(recorded[part.records]), area)
        rest = View.fit(extremes(recorded[part.records.start : parts[-1].records.stop]), area)
        fits = rest if rest.unit * LEAST_GAIN >= own.unit else own
        views.append(views[-1] if i and _holds(views[-1], recorded[part.records]) else fits)
    return views


def extremes(recorded: AnyFloatArray) -> FloatArray:
    """Return the lowest and the highest coordinates, (2, 2), of (S, N, 2)."""
    flat = recorded.reshape(-1, 2).astype(np.float64)
    return np.stack([flat.min(axis=0), flat.max(axis=0)])


def replay_warp(
    trajectory: Trajectory,
    parts: Sequence[Part],
    views: Sequence[Sequence[View]],
    moved: Sequence[FloatArray],
    seconds: float,
) -> TimeWarp:
    """Slow down where the loss falls fast, and wherever a dot would be too fast.

    Parameters
    ----------
    trajectory, parts
        The run, and what is shown of it: from the first recorded step to the last.
    views
        For each plane, its view in each part.
    moved
        For each plane (S - 1,), how far its quickest point goes from each record to the next.
    seconds
        How long the whole takes, if no dot is too fast then.
    """
    units = np.zeros((len(views), len(trajectory.steps) - 1))
    for i, part in enumerate(parts):
        units[:, part.records.start : part.records.stop - 1] = [[v[i].unit] for v in views]
    fastest = (np.stack(list(moved)) * units).max(axis=0)
    least = envelope(fastest / (SPEED_MARGIN * FASTEST))
    return time_warp(trajectory.steps, loss_falls(trajectory.loss), seconds, least)


def _holds(view: View, recorded: AnyFloatArray) -> bool:
    """Whether a view shows all of some recorded points."""
    (low, high), (lowest, highest) = view.bounds, extremes(recorded)
    return bool((low <= lowest).all() and (highest <= high).all())


def _key(found: Sequence[Phase], i: int) -> str:
    """Name a phase by what it is and by what comes before and after."""
    kind = found[i].kind
    if len(found) == 1 and kind != "solved":
        return "training"
    if kind == "fall":
        return "fall" if all(phase.kind != "fall" for phase in found[:i]) else "again"
    if kind == "slow" and i == len(found) - 1:
        return "tail"
    return "plateau" if kind == "slow" and i == 0 else kind


def _part(trajectory: Trajectory, key: str, start: int, end: int) -> Part:
    records = slice(trajectory.record_of(start), trajectory.record_of(end) + 1)
    return Part(key, start, end, records)
