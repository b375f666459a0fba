"""The window through which an area of the frame shows the plane of a layer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray
from detangle.analysis.layer_motions import extent, layer_motions
from detangle.errors import DetangleError
from detangle.look.layout import Area
from detangle.run.snapshot import Snapshot
from detangle.run.trajectory import Trajectory
from detangle.stage.paint.values import as_coords, finite_rows

PADDING = 0.07
"""Fraction of the area's shorter side that is kept free around what must be seen."""
SAME_SCALE = 1.4
"""Views whose scales differ by less than this factor are not worth a zoom."""
NOTHING = 1e-9
"""Coordinates that spread less than this are one place."""
SAME_UNIT = 1e-6
"""Scales whose ratio differs from 1 by less than this are one."""
LINE_GAP = 0.9
"""Least distance in scene units between two lines of the reference grid."""


@dataclass(frozen=True)
class View:
    """A map from coordinates to the frame: the same scale along both axes, nothing is stretched.

    Parameters
    ----------
    area
        Where in the frame.
    center
        The coordinates in the middle of the area.
    unit
        Length in scene units of one unit of the coordinates.
    zone
        The part of the area in which must lie what is to be seen, where text stands over the rest;
        the plane then fills the frame. None is all of it.
    """

    area: Area
    center: tuple[float, float]
    unit: float
    zone: Area | None = None

    @property
    def dimension(self) -> int:
        """Of the coordinates: 2."""
        return 2

    @classmethod
    def fit(
        cls,
        coords: ArrayLike,
        area: Area,
        *,
        with_origin: bool = True,
        zone: Area | None = None,
    ) -> Self:
        """Show all of the (N, 2) coordinates, and the origin, as large as the area allows.

        Points that are not finite do not count.

        Where there is a zone, it is that which they fill.
        """
        seen = finite_rows(as_coords(coords, 2))
        if with_origin or len(seen) == 0:
            seen = np.vstack([seen, np.zeros((1, 2))])
        low, high = seen.min(axis=0), seen.max(axis=0)
        extent = np.maximum(high - low, NOTHING)
        if extent.max() <= NOTHING:  # all is at one place: any scale shows it, so one unit
            extent = np.ones(2)
        clear = zone or area
        room = np.array([clear.width, clear.height])
        room = room - 2 * PADDING * room.min() * (zone is None)  # a zone has its margins already
        unit = float((room / extent).min())
        x, y = (low + high) / 2 - (clear.center - area.center)[:2] / unit
        return cls(area, (float(x), float(y)), unit, zone)

    @classmethod
    def for_layers(
        cls,
        run: Trajectory | Snapshot,
        layers: int | Iterable[int],
        area: Area,
        *,
        points: ArrayLike | None = None,
        with_origin: bool = True,
        zone: Area | None = None,
    ) -> Self:
        """Show the points in layers of a run, and all their ways from the first to the last.

        Parameters
        ----------
        run
            A run, of which the last step counts, or the network at one step.
        layers
            One or more of them, 0 for the input; those that lie between them count, too.
        area, with_origin, zone
            As of `fit`.
        points
            (N, 2) in the input: those of the run by default; a network alone has none.

        Raises
        ------
        DetangleError
            If a layer does not exist or is not a plane, or there are no points.
        """
        snapshot = run if isinstance(run, Snapshot) else run.at()
        if points is None:
            if isinstance(run, Snapshot):
                raise DetangleError("a network alone has no points; give points=, or the run")
            points = run.points
        wanted = [snapshot.checked(k) for k in ([layers] if isinstance(layers, int) else layers)]
        if not wanted:
            raise DetangleError("layers is empty; give one layer or more")
        shown = range(min(wanted), max(wanted) + 1)
        for k in shown:
            if snapshot.width(k) != 2:
                raise DetangleError(
                    f"layer {k} has {snapshot.width(k)} coordinates; a view shows planes, which "
                    "have 2"
                )
        reached = [snapshot.layer(shown[0], points)]
        for k in shown[1:]:
            reached += [extent(layer_motions(snapshot, k), reached[-1]), snapshot.layer(k, points)]
        return cls.fit(np.concatenate(reached), area, with_origin=with_origin, zone=zone)

    def fitted(self, coords: FloatArray) -> View:
        """Return the view of other coordinates (N, 2) in the same place of the frame."""
        return View.fit(coords, self.area, zone=self.zone)

    def place(self, coords: FloatArray) -> FloatArray:
        """Map (N, 2) coordinates to (N, 3) points of the frame."""
        placed = np.zeros((len(coords), 3))
        placed[:, :2] = (coords - self.center) * self.unit + self.area.center[:2]
        return placed

    def coordinates(self, places: FloatArray) -> FloatArray:
        """Map (N, 2) places of the frame to the coordinates that are seen there."""
        return np.asarray((places - self.area.center[:2]) / self.unit + self.center)

    def wider(self, factor: float) -> View:
        """Return a view of the same middle that shows `factor` times as much each way."""
        return replace(self, unit=self.unit / factor)

    @property
    def bounds(self) -> tuple[FloatArray, FloatArray]:
        """Least and greatest coordinates that are visible, (2,) each."""
        half = np.array([self.area.width, self.area.height]) / 2 / self.unit
        return np.array(self.center) - half, np.array(self.center) + half

    @property
    def clear(self) -> tuple[FloatArray, FloatArray]:
        """Least and greatest coordinates, (2,) each, where points may lie: those of the zone."""
        zone = self.zone or self.area
        low, high = self.coordinates(np.array([zone.box[:2], zone.box[2:]]))
        return low, high

    @property
    def step(self) -> float:
        """Distance of the reference grid's lines: 1, 2 or 5 times a power of ten."""
        return round_step(LINE_GAP / self.unit)

    def ticks(self, axis: int) -> FloatArray:
        """Multiples of `step` that are visible along an axis."""
        low, high = self.bounds
        first, last = np.ceil(low[axis] / self.step), np.floor(high[axis] / self.step)
        return np.asarray(np.arange(first, last + 1) * self.step) + 0.0  # no negative zero

    def serves(self, other: View) -> bool:
        """Return True if this view shows all that another one does, at about the same scale."""
        low, high = self.clear
        others_low, others_high = other.clear
        room = PADDING * (high - low)  # the padding that was kept free may be used
        inside = (low - room <= others_low).all() and (others_high <= high + room).all()
        return bool(inside and self.unit > other.unit / SAME_SCALE)

    def mix(self, other: View, t: float) -> View:
        """Return the view on the way to another: the scale changes by equal factors.

        What both views show at one place stays there, and everything else goes straight from its
        old place to its new one, so nothing leaves the area on the way. The area itself goes
        straight from one to the other, where they differ.
        """
        if t in (0.0, 1.0):
            return other if t else self
        factor = other.unit / self.unit
        unit = self.unit * factor**t
        even = abs(factor - 1) < SAME_UNIT
        fraction = t if even else (factor**t - 1) / (factor - 1)
        starts, ends = np.array(self.center) * self.unit, np.array(other.center) * other.unit
        x, y = ((1 - fraction) * starts + fraction * ends) / unit
        area = self.area.mix(other.area, t)
        return View(area, (float(x), float(y)), float(unit), self.zone and other.zone)


def round_step(least: float) -> float:
    """Return the smallest of 1, 2 or 5 times a power of ten that is not below a number."""
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(m * power for m in (1, 2, 5, 10) if m * power >= least * (1 - 1e-9)))
