"""From where space is seen: so that the sheet lies open first, and the plane is a line at last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from detangle._typing import FloatArray
from detangle.look.layout import Area
from detangle.stage.plot.space.view import SpaceView

ELEVATION = 25.0
"""Degrees above the floor from which space is seen."""
TURN = 6.0
"""Degrees that the camera turns while one thing happens."""
LAST = 25.0
"""Degrees that are left until the plane is seen from its edge."""
CLEAR = 1.5
"""Distance of the eye from the flat sheet, in radii of all that is ever around it, at least."""
ROOM = 0.3
"""Units that are kept free around everything, for the names of the axes."""


@dataclass(frozen=True)
class Viewpoints:
    """The camera's way through a film.

    Attributes
    ----------
    tilted
        Where it looks at the flat sheet from the side.
    wide
        Farther away, where there is room for all motions.
    near
        Closer, for what is left after the activation.
    edge
        Where the readout's plane is seen from its edge.
    turn
        Degrees by which it turns each time, with a sign.
    """

    tilted: SpaceView
    wide: SpaceView
    near: SpaceView
    edge: SpaceView
    turn: float


@dataclass(frozen=True, eq=False)
class Sights:
    """What the camera has to show on its way.

    Parameters
    ----------
    flat
        (M, 3) the sheet in the input.
    passed
        (M, 3) where points and sheet pass through the layer.
    kept
        (M, 3) what there is after the activation.
    across
        (3,) unit normal of the sheet once it is lifted.
    plane
        Normal (3,) and offset of the readout's plane.
    moves
        How often the camera turns before it comes closer.
    """

    flat: FloatArray
    passed: FloatArray
    kept: FloatArray
    across: FloatArray
    plane: tuple[FloatArray, float]
    moves: int

    @property
    def turns(self) -> float:
        """Turns from the first view to the last: one more to come closer, one for the plane."""
        return self.moves + 2 + LAST / TURN


def edge_azimuths(view: SpaceView, normal: FloatArray, offset: float) -> tuple[float, float]:
    """Return the two azimuths, in degrees, from which a view sees a plane from its edge.

    The eye must lie in the plane: `normal @ eye + offset = 0`, with the eye at the distance r from
    the centre c in the direction (sin a cos e, -cos a cos e, sin e). With
    (n1, n2) = ρ (cos δ, sin δ) this is ρ cos e sin(a - δ) = -(n · c + offset) / r - n3 sin e.
    Where no azimuth will do, it is the one from which the plane is nearest to a line.
    """
    e = np.radians(view.elevation)
    rho, delta = np.hypot(normal[0], normal[1]), np.arctan2(normal[1], normal[0])
    wanted = -(normal @ np.array(view.center) + offset) / view.distance - normal[2] * np.sin(e)
    angle = np.arcsin(np.clip(wanted / max(rho * np.cos(e), 1e-12), -1, 1))
    first, second = np.degrees([delta + angle, delta + np.pi - angle])
    return float(first), float(second)


def viewpoints(area: Area, sights: Sights) -> Viewpoints:
    """Plan the camera's way, backwards from where the plane is seen from its edge."""
    inner = area.inset(ROOM, ROOM, ROOM, ROOM)
    rough = SpaceView.fit(sights.kept, inner, np.arange(0, 360, 30), ELEVATION)
    edge, turn = _best_way(rough, sights)
    arrival = edge - LAST / TURN * turn
    near = SpaceView.fit(sights.kept, inner, [arrival - turn, arrival, edge], ELEVATION)
    edge = min(edge_azimuths(near, *sights.plane), key=lambda found: _apart(found, edge))
    start = edge - sights.turns * turn
    start, edge = (azimuth - 360 * round(start / 360) for azimuth in (start, edge))
    sweep = start + np.arange(sights.moves + 1) * turn
    wide = SpaceView.fit(sights.passed, inner, sweep, ELEVATION)
    tilted = SpaceView.fit(sights.flat, inner, start, ELEVATION)
    behind = CLEAR * float(np.linalg.norm(sights.passed, axis=1).max())
    return Viewpoints(
        replace(tilted, area=area, distance=max(tilted.distance, behind)),
        replace(wide, area=area),
        replace(near, area=area, azimuth=edge - (1 + LAST / TURN) * turn),
        replace(near, area=area, azimuth=edge),
        turn,
    )


def _best_way(view: SpaceView, sights: Sights) -> tuple[float, float]:
    """Choose where the camera ends and which way around it comes: azimuth and turn in degrees.

    The lifted sheet should lie open before the eye, and then the corner, when it is come to.
    """

    def merit(way: tuple[float, float]) -> float:
        edge, turn = way
        near = replace(view, azimuth=edge - turn * (1 + LAST / TURN))
        first = near.turned(-turn * (sights.moves + 1))
        return float(abs(first.directions[2] @ sights.across) + near.directions[2].min())

    return max(product(edge_azimuths(view, *sights.plane), (-TURN, TURN)), key=merit)


def _apart(one: float, other: float) -> float:
    """Return the angle between two azimuths, in degrees."""
    return abs((one - other + 180) % 360 - 180)
