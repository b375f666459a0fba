"""Through which views a training is shown, and how fast: no dot too quick for the eye."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detangle.look.layout import Area
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.carry import FASTEST
from detangle.stage.motion.time_warp import EVEN_FRACTION, TimeWarp, envelope, loss_falls, time_warp
from detangle.stage.plot.view import View
from detangle.stage.scenes.replay.replay_parts import Part

Recorded = NDArray[np.floating]
Array = NDArray[np.float64]

WORTH = 1.6
"""A view for one part alone must show it so many times larger than one for all that comes."""
MARGIN = 0.97
"""Share of the greatest speed that is used: a frame may cover pieces of several intervals."""


def part_views(recorded: Recorded, parts: Sequence[Part], area: Area) -> list[View]:
    """Return the view of a plane for each part: it shows every recorded step of the part.

    The scale never changes within a part. It changes between two only where the next part does not
    fit any more, and stays as it is to the end if that shows the present part large enough.

    Parameters
    ----------
    recorded
        (S, N, 2) the points of the plane at each recorded step.
    parts
        What is shown.
    area
        Where the plane is.
    """
    views: list[View] = []
    for i, part in enumerate(parts):
        own = _fit(recorded[part.records], area)
        rest = _fit(recorded[part.records.start : parts[-1].records.stop], area)
        fits = rest if rest.unit * WORTH >= own.unit else own
        views.append(views[-1] if i and _holds(views[-1], recorded[part.records]) else fits)
    return views


def replay_warp(
    trajectory: Trajectory,
    parts: Sequence[Part],
    views: Sequence[Sequence[View]],
    moved: Sequence[Array],
    seconds: float,
    even: float = EVEN_FRACTION,
) -> TimeWarp:
    """Slow down where the loss falls fast, and wherever a dot would be too fast.

    Parameters
    ----------
    trajectory
        The run.
    parts
        What is shown, from the first recorded step to the last.
    views
        For each plane, its view in each part.
    moved
        For each plane (S - 1,), how far its quickest point goes from each record to the next.
    seconds
        How long the whole takes, if no dot is too fast then.
    even
        Share of the time that is spread evenly over the steps.
    """
    units = np.zeros((len(views), len(trajectory.steps) - 1))
    for i, part in enumerate(parts):
        units[:, part.records.start : part.records.stop - 1] = [[v[i].unit] for v in views]
    fastest = (np.stack(list(moved)) * units).max(axis=0)
    least = envelope(fastest / (MARGIN * FASTEST))
    return time_warp(trajectory.steps, loss_falls(trajectory.loss), seconds, even=even, least=least)


def _fit(recorded: Recorded, area: Area) -> View:
    return View.fit(_extremes(recorded), area)


def _extremes(recorded: Recorded) -> Array:
    """Return the lowest and the highest coordinates, (2, 2), of (S, N, 2)."""
    flat = recorded.reshape(-1, 2).astype(np.float64)
    return np.stack([flat.min(axis=0), flat.max(axis=0)])


def _holds(view: View, recorded: Recorded) -> bool:
    """Whether a view shows all of some recorded points."""
    (low, high), (lowest, highest) = view.bounds, _extremes(recorded)
    return bool((low <= lowest).all() and (highest <= high).all())
