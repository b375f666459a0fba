"""The window through which an area of the frame shows space."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray
from detangle.look.layout import Area
from detangle.stage.paint.values import as_coords, finite_rows
from detangle.stage.plot.view import PADDING, View

FAR = 4.0
"""Distance of the eye, in radii of what must be seen: the perspective is mild."""
STRAIGHT_DOWN = 90.0
"""Elevation from which space is seen as a map."""
_STEEPEST = 0.2
"""Cosine of the elevation from which on moving the centre up hardly moves the picture."""
_ROUNDS = 4
"""How often the middle of a view is moved to where what it shows has its own."""


@dataclass(frozen=True)
class SpaceView:
    """A map from coordinates in space to the frame, as an eye at some distance sees them.

    The third coordinate points up. Looking straight down from azimuth 0, the plane of the first
    two coordinates through the centre is seen exactly as a `View` of them.

    Parameters
    ----------
    area
        Where in the frame.
    center
        The coordinates in the middle of the area.
    unit
        Length in scene units of one unit of the coordinates, at the centre.
    azimuth
        Degrees by which the eye has walked around the third axis, counter-clockwise.
    elevation
        Degrees above the plane: 0 looks at it from the side, 90 straight down.
    distance
        Of the eye from the centre, in units of the coordinates.
    """

    area: Area
    center: tuple[float, float, float]
    unit: float
    azimuth: float
    elevation: float
    distance: float

    @property
    def dimension(self) -> int:
        """Of the coordinates: 3."""
        return 3

    @classmethod
    def above(cls, view: View, distance: float) -> Self:
        """Look straight down at the plane, which is seen as through its own view."""
        return cls(view.area, (*view.center, 0.0), view.unit, 0.0, STRAIGHT_DOWN, distance)

    @classmethod
    def fit(cls, coords: ArrayLike, area: Area, azimuths: ArrayLike, elevation: float) -> Self:
        """Show all of the (N, 3) coordinates, as large as the area allows, from each azimuth.

        The view itself looks from the first of the azimuths. Points that are not finite do not
        count.
        """
        known = finite_rows(as_coords(coords, 3))
        seen = known if len(known) else np.zeros((1, 3))
        sides = np.atleast_1d(np.asarray(azimuths, dtype=np.float64))
        low, high = seen.min(axis=0), seen.max(axis=0)
        far = FAR * max(float(np.linalg.norm(high - low)) / 2, 1e-9)
        x, y, z = (low + high) / 2
        view = cls(area, (x, y, z), 1.0, float(sides[0]), elevation, far)
        for _ in range(_ROUNDS):
            heights = view.seen_from(sides, seen)[:, 1] - area.center[1]
            view = view._raised(float(heights.min() + heights.max()) / 2)
        room = np.array([area.width, area.height])
        room = room - 2 * PADDING * room.min()
        reach = 2 * np.abs(view.seen_from(sides, seen) - area.center[:2]).max(axis=0)
        return replace(view, unit=float((room / np.maximum(reach, 1e-9)).min()))

    @property
    def directions(self) -> FloatArray:
        """Unit vectors (3, 3) that point right, up, and towards the eye, in rows."""
        a, down = np.radians(self.azimuth), np.radians(STRAIGHT_DOWN - self.elevation)
        steep, level = np.cos(down), np.sin(down)  # exactly 1 and 0 for a look straight down
        right = [np.cos(a), np.sin(a), 0.0]
        up = [-np.sin(a) * steep, np.cos(a) * steep, level]
        towards = [np.sin(a) * level, -np.cos(a) * level, steep]
        return np.array([right, up, towards])

    @property
    def eye(self) -> FloatArray:
        """Where the eye is, (3,) coordinates."""
        return np.asarray(np.array(self.center) + self.distance * self.directions[2])

    def place(self, coords: FloatArray) -> FloatArray:
        """Map (N, 3) coordinates to (N, 3) points of the frame; a larger z is nearer to the eye.

        What is not before the eye has no place: it is NaN.
        """
        turned = (coords - self.center) @ self.directions.T
        placed = turned * self.unit
        placed[:, :2] = placed[:, :2] * self._growth(turned)[:, None] + self.area.center[:2]
        return np.asarray(placed)

    def growth(self, coords: FloatArray) -> FloatArray:
        """Return by how much larger things at (N, 3) coordinates look than at the centre, (N,).

        NaN for what is not before the eye.
        """
        return self._growth((coords - self.center) @ self.directions.T)

    def mix(self, other: SpaceView, t: float) -> SpaceView:
        """Return the view on the way to another: scale and distance change by equal factors."""
        x, y, z = (1 - t) * np.array(self.center) + t * np.array(other.center)
        return SpaceView(
            self.area.mix(other.area, t),
            (float(x), float(y), float(z)),
            float(self.unit ** (1 - t) * other.unit**t),
            (1 - t) * self.azimuth + t * other.azimuth,
            (1 - t) * self.elevation + t * other.elevation,
            float(self.distance ** (1 - t) * other.distance**t),
        )

    def turned(self, degrees: float) -> SpaceView:
        """Return the view after a walk around the third axis."""
        return replace(self, azimuth=self.azimuth + degrees)

    def seen_from(self, azimuths: FloatArray, coords: FloatArray) -> FloatArray:
        """Return where (N, 3) coordinates are seen from each of (A,) azimuths, (A N, 2)."""
        views = [replace(self, azimuth=float(azimuth)) for azimuth in azimuths]
        return np.concatenate([view.place(coords)[:, :2] for view in views])

    def _growth(self, turned: FloatArray) -> FloatArray:
        ahead = self.distance - turned[:, 2]
        return np.asarray(self.distance / np.where(ahead > 0, ahead, np.nan))

    def _raised(self, height: float) -> Self:
        """Move the centre up by about a height in the frame."""
        steep = max(float(np.cos(np.radians(self.elevation))), _STEEPEST)
        x, y, z = self.center
        return replace(self, center=(x, y, z + height / steep / self.unit))
