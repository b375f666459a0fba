"""What one layer does to space, as motions: turns and flips, the shift, the clamps, the bend.

A motion maps (N, D) points at a time t from 0 to 1; at 0 it leaves them where they are, at 1 it has
done its part of the layer. Everything that is drawn (points, grid, lines) goes through the same
motion at the same t.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Motion(Protocol):
    """A movement of space."""

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, D) points to where they are at time t."""


@dataclass(frozen=True, eq=False)
class Turn:
    """Rotate and stretch space by a matrix with det W >= 0, along its polar path.

    W = R S with a rotation R and a symmetric positive S. The angle grows evenly, and so does each
    stretch: W(t) = R(tθ) ((1 - t) I + t S). The logarithm of each factor of det W(t) is concave in
    t, so space never shrinks below min(1, det W) on the way; interpolating the entries of W would
    crush a half turn to a point.

    Parameters
    ----------
    angle
        θ in radians, of any size: beyond ±π there are full turns in it.
    stretch
        S, (D, D) with D = 1, 2 or 3.
    axis
        Unit vector around which space turns; the plane turns counter-clockwise around the third.
    """

    angle: float
    stretch: Array
    axis: tuple[float, float, float] = (0.0, 0.0, 1.0)

    def matrix(self, t: float) -> Array:
        """Return W(t), (D, D)."""
        size = len(self.stretch)
        turned = rotation_about(self.axis, t * self.angle)[:size, :size] if size > 1 else np.eye(1)
        return turned @ ((1 - t) * np.eye(size) + t * self.stretch)

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, D) points to W(t) x."""
        return np.asarray(points @ self.matrix(t).T)


@dataclass(frozen=True, eq=False)
class Flip:
    """Mirror space along an axis, as a card turns over: that coordinate shrinks to 0 and on.

    Parameters
    ----------
    axis
        (D,) unit vector whose coordinate changes its sign.
    """

    axis: Array

    def matrix(self, t: float) -> Array:
        """Return I - (1 - cos πt) v vᵀ, (D, D)."""
        mirrored = (1 - np.cos(np.pi * t)) * np.outer(self.axis, self.axis)
        return np.asarray(np.eye(len(self.axis)) - mirrored)

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, D) points to where they are at time t."""
        return np.asarray(points @ self.matrix(t).T)


@dataclass(frozen=True, eq=False)
class Shift:
    """Slide all points by t b.

    Parameters
    ----------
    offset
        b, (D,).
    """

    offset: Array

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, D) points to x + t b."""
        return np.asarray(points + t * self.offset)


@dataclass(frozen=True)
class Clamp:
    """Flatten one coordinate of ReLU: what is negative slides to 0.

    Parameters
    ----------
    coordinate
        Which one, from 0.
    leak
        What is left of a negative coordinate; 0 for ReLU.
    """

    coordinate: int
    leak: float = 0.0

    def __call__(self, points: Array, t: float) -> Array:
        """Scale the negative values of the coordinate by 1 - t (1 - leak)."""
        moved = points.copy()
        z = points[:, self.coordinate]
        moved[:, self.coordinate] = np.where(z < 0, z * (1 - t * (1 - self.leak)), z)
        return moved


@dataclass(frozen=True, eq=False)
class Bend:
    """Go straight from z to σ(z): (1 - t) z + t σ(z).

    Parameters
    ----------
    function
        σ, applied to each element.
    width
        How many coordinates it acts on, the first ones; all by default. A layer of 2 units shown
        in space leaves the third coordinate where it is.
    """

    function: Callable[[Array], NDArray[np.floating]]
    width: int | None = None

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, D) points a part of the way to σ."""
        moved = np.array(points, dtype=np.float64)
        units = points[:, : self.width]
        moved[:, : self.width] = (1 - t) * units + t * self.function(units)
        return moved


@dataclass(frozen=True, eq=False)
class Travel:
    """Go straight to other places: (1 - t) x + t y. No layer does this; it leads points back.

    Parameters
    ----------
    target
        y, as many points as there are.
    """

    target: Array

    def __call__(self, points: Array, t: float) -> Array:
        """Move (N, D) points a part of the way."""
        return np.asarray((1 - t) * points + t * self.target)


@dataclass(frozen=True, eq=False)
class InTurn:
    """Movements one after the other, each in an equal share of the time, at rest between them.

    Parameters
    ----------
    motions
        The movements, in order; with none of them nothing moves.
    """

    motions: tuple[Motion, ...]

    def __call__(self, points: Array, t: float) -> Array:
        """Do the movements whose time is over, and a part of the one that is on."""
        for i, motion in enumerate(self.motions):
            share = min(max(t * len(self.motions) - i, 0.0), 1.0)
            # smoothstep: no speed at either end
            points = motion(points, share * share * (3 - 2 * share))
        return points


def rotation(angle: float) -> Array:
    """Return the (2, 2) rotation by an angle in radians, counter-clockwise."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])


def rotation_about(axis: tuple[float, float, float], angle: float) -> Array:
    """Return the (3, 3) rotation around a unit vector by an angle in radians.

    This is Rodrigues' formula, R = I + sin θ K + (1 - cos θ) K², with K x = axis × x.
    """
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross))
