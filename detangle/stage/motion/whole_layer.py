"""One layer of a network, played on a plane as one animation."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from manim.utils.rate_functions import linear, smootherstep

from detangle._typing import FloatArray
from detangle.analysis.layer_motions import layer_motions
from detangle.errors import DetangleError
from detangle.geometry.motions import Motion
from detangle.run.snapshot import Snapshot
from detangle.stage.motion.carry import least_time, way_through
from detangle.stage.motion.tween import Setter, Tween
from detangle.stage.paint.values import as_amount
from detangle.stage.plot.plane import Plane

SHORTEST = 0.4
"""Seconds that a movement takes at least: lines may move where no dots do."""


def layer(
    plane: Plane,
    snapshot: Snapshot,
    k: int,
    run_time: float | None = None,
    *,
    exact: bool = False,
    **kwargs: Any,
) -> Tween:
    """Play hidden layer k on a plane: all that moves in it goes through the layer's movements.

    Make it when it is played: where the points are then is what the layer gets. Lines are cut
    where units clamp as each movement begins.

    Parameters
    ----------
    plane
        Of whose moving things the layer is a map.
    snapshot
        The network at one step of its run.
    k
        Which layer, from 1.
    run_time
        Seconds for the whole layer, of which each movement gets as much as its way asks for. It is
        lengthened if dots were too fast to follow; by default it is as short as that allows.
    exact
        Whether `run_time` is kept, however fast the dots are then.
    kwargs
        As of `Animation`; the `rate_func` is that of the whole layer.

    Raises
    ------
    DetangleError
        If there is no such layer, or it is no map of the plane.
    """
    width_in, width = snapshot.weights[snapshot.checked(k, 1) - 1].shape[::-1]
    if max(width_in, width) != 2:
        raise DetangleError(
            f"layer {k} maps {width_in} coordinates to {width}, which no plane can show; "
            "take a layer between planes"
        )
    motions = [step.motion for step in layer_motions(snapshot, k)]
    least = np.array(_least_times(plane, motions))
    total = float(least.sum())
    if run_time is not None:
        wanted = as_amount(run_time, "run_time")
        total = wanted if exact else max(wanted, total)
    ends = np.cumsum(least) / least.sum()
    ends[-1] = 1.0
    return Tween(
        plane.moving,
        partial(_in_turn, plane, motions, ends),
        **{"run_time": total, "rate_func": linear, **kwargs},
    )


def _least_times(plane: Plane, motions: list[Motion]) -> list[float]:
    """Return the seconds that each movement must take at least."""
    starts = way_through(plane.cloud.coords, motions)

    def seconds(motion: Motion, start: FloatArray) -> float:
        return least_time(lambda t: plane.anchor.place(plane.view.place(motion(start, t))))

    return [max(SHORTEST, seconds(m, s)) for m, s in zip(motions, starts, strict=False)]


def _in_turn(plane: Plane, motions: list[Motion], ends: FloatArray) -> Setter:
    """Return what sets a plane at a time of the whole layer, which only goes forward."""
    items = list(plane.moving)
    turn = -1
    sources: list[FloatArray] = []

    def show(t: float) -> None:
        for item, source in zip(items, sources, strict=True):
            item.show_at(motions[turn](source, t), plane.view)

    def begin_next() -> None:
        nonlocal turn, sources
        turn += 1
        for item in items:
            item.crease_for(motions[turn], plane.view)
        sources = [item.coords.copy() for item in items]

    def set_at(t: float) -> None:
        now = min(int(np.searchsorted(ends, t, side="right")), len(motions) - 1)
        while turn < now:
            if turn >= 0:
                show(1.0)
            begin_next()
        start = ends[turn - 1] if turn else 0.0
        show(float(smootherstep((t - start) / (ends[turn] - start))))

    return set_at
