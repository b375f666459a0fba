"""One layer of a network, played on a plane as one animation."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Scene, VGroup
from manim.utils.rate_functions import linear, smootherstep

from detangle._typing import FloatArray
from detangle.analysis.layer_motions import layer_motions
from detangle.errors import DetangleError
from detangle.geometry.motions import Motion
from detangle.run.snapshot import Snapshot
from detangle.stage.motion.carry import least_time, way_through
from detangle.stage.motion.tween import Fade, Setter, Tween
from detangle.stage.paint.values import as_amount
from detangle.stage.plot.axes import axis_symbols
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
    where units clamp as each movement begins. The axes lose their names on the way, and get those
    of the layer, if they had any.

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
    return WholeLayer(plane, motions, ends, k, **{"run_time": total, "rate_func": linear, **kwargs})


class WholeLayer(Tween):
    """The movements of a layer, one after another; then the axes get the names of the layer."""

    def __init__(
        self, plane: Plane, motions: list[Motion], ends: FloatArray, k: int, **kwargs: Any
    ) -> None:
        self.names = plane.names
        items = [*plane.moving, plane.names]
        super().__init__(items, lambda: _Turns(plane, motions, ends, k).set_at, **kwargs)

    def _setup_scene(self, scene: Scene) -> None:
        present = scene.get_mobject_family_members()
        moving = [item for item in self.items if item is not self.names]
        scene.add(*(item for item in moving if item not in present))


def _least_times(plane: Plane, motions: list[Motion]) -> list[float]:
    """Return the seconds that each movement must take at least."""
    starts = way_through(plane.cloud.coords, motions)

    def seconds(motion: Motion, start: FloatArray) -> float:
        return least_time(lambda t: plane.anchor.place(plane.view.place(motion(start, t))))

    return [max(SHORTEST, seconds(m, s)) for m, s in zip(motions, starts, strict=False)]


class _Turns:
    """Sets a plane at a time of the whole layer, which only goes forward."""

    def __init__(self, plane: Plane, motions: list[Motion], ends: FloatArray, k: int) -> None:
        self.plane, self.motions, self.ends, self.k = plane, motions, ends, k
        self.items, self.last = list(plane.moving), len(motions) - 1
        # On the way the coordinates have no names. The first movement is never the last one, too:
        # a layer is a linear map and a shift at least.
        self.fades = {0: _fade(plane.names, 1.0, 0.0)}
        self.turn = -1

    def set_at(self, t: float) -> None:
        """Set everything at a time from 0 to 1."""
        now = min(int(np.searchsorted(self.ends, t, side="right")), self.last)
        while self.turn < now:
            if self.turn >= 0:
                self._show(1.0)
            self._begin_next()
        start = self.ends[self.turn - 1] if self.turn else 0.0
        self._show(float(smootherstep((t - start) / (self.ends[self.turn] - start))))

    def _show(self, t: float) -> None:
        motion, view = self.motions[self.turn], self.plane.view
        for item, source in zip(self.items, self.sources, strict=True):
            item.show_at(motion(source, t), view)
        if self.turn in self.fades:
            self.fades[self.turn](t)

    def _begin_next(self) -> None:
        self.turn += 1
        for item in self.items:
            item.crease_for(self.motions[self.turn], self.plane.view)
        self.sources = [item.coords.copy() for item in self.items]
        if self.turn == self.last and self.plane.symbols is not None:
            self.fades[0](0.0)
            _rename(self.plane, self.k)
            self.fades[self.last] = _fade(self.plane.names, 0.0, 1.0)


def _rename(plane: Plane, k: int) -> None:
    """Let the names of the axes be those of a layer, and stay the mobject that is on the screen."""
    names = plane.names
    new = plane.name_axes(axis_symbols(k))
    names.remove(*names)
    names.add(*new)
    plane.names = names


def _fade(names: VGroup, start: float, end: float) -> Setter:
    """Return what sets the opacity of names between two factors."""
    fade = Fade(names, start, end)
    return fade.set_up()
