"""What a layer does to space, as motions in time: rotations, reflections, shifts, clamps, bends.

A motion maps (N, D) points at a time t from 0 to 1; at 0 it leaves them where they are, at 1 it has
done its part of the layer. Everything that is drawn (points, grid, lines) goes through the same
motion at the same t. A motion also knows along which coordinates it folds space, and the way back.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import AnyFloatArray, FloatArray
from detangle.errors import DetangleError


class Motion(ABC):
    """A movement of space over time; the base of all motions, a user's own among them."""

    @abstractmethod
    def __call__(self, points: FloatArray, t: float) -> FloatArray:
        """Move (N, D) points to where they are at time t, from 0 to 1."""

    @property
    def creases(self) -> tuple[int, ...]:
        """The coordinates, from 0, along whose zero the motion folds space; none by default.

        Between them it maps straight lines to straight lines, or bends them smoothly.
        """
        return ()

    def inverse(self, points: FloatArray) -> FloatArray:  # noqa: ARG002
        """Return where (N, D) points were at time 0, from where they are at time 1.

        Raises
        ------
        DetangleError
            If the motion brings different points to one place: then there is no way back.
        """
        raise DetangleError(f"{type(self).__name__} has no inverse: it merges points")


@dataclass(frozen=True)
class Still(Motion):
    """Leave all points where they are."""

    def __call__(self, points: FloatArray, t: float) -> FloatArray:  # noqa: ARG002
        """Return the points themselves."""
        return points

    def inverse(self, points: FloatArray) -> FloatArray:
        """Return the points themselves."""
        return points


class LinearMotion(Motion):
    """A motion by a matrix W(t)."""

    @abstractmethod
    def matrix(self, t: float) -> FloatArray:
        """Return W(t), (D, D)."""

    def __call__(self, points: FloatArray, t: float) -> FloatArray:
        """Move (N, D) points x to W(t) x."""
        return np.asarray(points @ self.matrix(t).T)

    def inverse(self, points: FloatArray) -> FloatArray:
        """Solve W(1) x = y for each of the (N, D) points y."""
        try:
            return np.asarray(np.linalg.solve(self.matrix(1.0), points.T).T, dtype=np.float64)
        except np.linalg.LinAlgError:
            raise DetangleError("these weights lose a direction: they have no inverse") from None


@dataclass(frozen=True, eq=False)
class Turn(LinearMotion):
    """Rotate and stretch space by a matrix with det W >= 0, along its polar path.

    W = R S with a rotation R and a symmetric positive S. The angle grows evenly, and so does each
    stretch: W(t) = R(tθ) ((1 - t) I + t S). The logarithm of each factor of det W(t) is concave in
    t, so space never shrinks below min(1, det W) on the way; interpolating the entries of W would
    crush a half turn to a point.

    Parameters
    ----------
    angle
        θ in radians.
    stretch
        S, (D, D) with D = 1, 2 or 3.
    axis
        Unit vector around which space turns; the plane turns counter-clockwise around the third.
    """

    angle: float
    stretch: FloatArray
    axis: tuple[float, float, float] = (0.0, 0.0, 1.0)

    def matrix(self, t: float) -> FloatArray:
        """Return W(t), (D, D)."""
        size = len(self.stretch)
        turned = rotation_about(self.axis, t * self.angle)[:size, :size] if size > 1 else np.eye(1)
        return turned @ ((1 - t) * np.eye(size) + t * self.stretch)


@dataclass(frozen=True, eq=False)
class Flip(LinearMotion):
    """Mirror space along an axis, as a card turns over: that coordinate shrinks to 0 and on.

    Parameters
    ----------
    axis
        (D,) unit vector whose coordinate changes its sign.
    """

    axis: FloatArray

    def matrix(self, t: float) -> FloatArray:
        """Return I - (1 - cos πt) v vᵀ, (D, D)."""
        mirrored = (1 - np.cos(np.pi * t)) * np.outer(self.axis, self.axis)
        return np.asarray(np.eye(len(self.axis)) - mirrored)


class StraightMotion(Motion):
    """A motion in which each point goes straight to its end: (1 - t) x + t y."""

    @abstractmethod
    def end(self, points: FloatArray) -> FloatArray:
        """Return where (N, D) points are at time 1."""

    def __call__(self, points: FloatArray, t: float) -> FloatArray:
        """Move (N, D) points a fraction t of their way."""
        return np.asarray((1 - t) * points + t * self.end(points))


@dataclass(frozen=True, eq=False)
class Shift(StraightMotion):
    """Slide all points by b, (D,)."""

    offset: FloatArray

    def end(self, points: FloatArray) -> FloatArray:
        """Return x + b."""
        return np.asarray(points + self.offset)

    def inverse(self, points: FloatArray) -> FloatArray:
        """Slide back."""
        return np.asarray(points - self.offset)


@dataclass(frozen=True)
class Clamp(StraightMotion):
    """Scale the negative half of one coordinate, as ReLU and its kin do.

    Parameters
    ----------
    coordinate
        Which one, from 0.
    slope
        The factor at the end: 0 flattens (ReLU), 0.01 leaks (leaky ReLU), and -1 folds the
        negative half over onto the positive one (the absolute value).
    """

    coordinate: int
    slope: float = 0.0

    def end(self, points: FloatArray) -> FloatArray:
        """Scale the negative values of the coordinate by the slope."""
        return self._scaled(points, self.slope)

    @property
    def creases(self) -> tuple[int, ...]:
        """The coordinate itself."""
        return (self.coordinate,)

    def inverse(self, points: FloatArray) -> FloatArray:
        """Divide what is negative by the slope, if that is positive."""
        if self.slope <= 0:
            return super().inverse(points)
        return self._scaled(points, 1 / self.slope)

    def _scaled(self, points: FloatArray, factor: float) -> FloatArray:
        moved = points.copy()
        z = points[:, self.coordinate]
        moved[:, self.coordinate] = np.where(z < 0, z * factor, z)
        return moved


@dataclass(frozen=True, eq=False)
class Bend(StraightMotion):
    """Go straight from z to σ(z).

    Parameters
    ----------
    function
        σ, applied to each element.
    width
        How many coordinates it acts on, the first ones; all by default. A layer of 2 units shown
        in space leaves the third coordinate where it is.
    inverted
        The inverse of σ, if it has one.
    """

    function: Callable[[FloatArray], AnyFloatArray]
    width: int | None = None
    inverted: Callable[[FloatArray], AnyFloatArray] | None = None

    def end(self, points: FloatArray) -> FloatArray:
        """Apply σ."""
        moved = np.array(points, dtype=np.float64)
        moved[:, : self.width] = self.function(points[:, : self.width])
        return moved

    def inverse(self, points: FloatArray) -> FloatArray:
        """Apply the inverse of σ."""
        if self.inverted is None:
            return super().inverse(points)
        return Bend(self.inverted, self.width).end(points)


@dataclass(frozen=True, eq=False)
class Travel(StraightMotion):
    """Go straight to other places, (N, D). No layer does this; it leads points back."""

    target: FloatArray

    def end(self, points: FloatArray) -> FloatArray:  # noqa: ARG002
        """Return the places."""
        return self.target


@dataclass(frozen=True, eq=False)
class StaggeredTravel(Motion):
    """Go straight to other places, each point at a time of its own.

    Parameters
    ----------
    target
        (N, D) where they go.
    times
        (N,) when each begins, as `staggered` wants it.
    fraction
        The part of the whole time that each takes.
    """

    target: FloatArray
    times: FloatArray
    fraction: float

    def __call__(self, points: FloatArray, t: float) -> FloatArray:
        """Move (N, D) points to where they are at time t."""
        done = staggered(t, self.times, self.fraction)[:, None]
        return np.where(done == 1, self.target, (1 - done) * points + done * self.target)


@dataclass(frozen=True, eq=False)
class InTurn(Motion):
    """Motions one after the other, each in an equal part of the time, at rest between them.

    Parameters
    ----------
    motions
        The motions, in order; with an empty tuple nothing moves. Their creases are exact where
        no motion before them moves the zero of that coordinate, as with clamps.
    """

    motions: tuple[Motion, ...]

    def __call__(self, points: FloatArray, t: float) -> FloatArray:
        """Apply the motions whose time is over, and a part of the one that is on."""
        for i, motion in enumerate(self.motions):
            points = motion(points, float(smoothstep(t * len(self.motions) - i)))
        return points

    @property
    def creases(self) -> tuple[int, ...]:
        """The creases of all of them."""
        return tuple(crease for motion in self.motions for crease in motion.creases)

    def inverse(self, points: FloatArray) -> FloatArray:
        """Undo the motions, the last one first."""
        for motion in reversed(self.motions):
            points = motion.inverse(points)
        return points


def staggered(t: float, times: FloatArray, fraction: float) -> FloatArray:
    """Return the progress (N,), from 0 to 1, of several things that start at different times.

    Each takes the same part of the whole time, eased by `smoothstep`.

    Parameters
    ----------
    t
        The time of the whole, from 0 to 1.
    times
        (N,) when each begins: from 0, at once, to 1, as late as it can.
    fraction
        The part of the whole time that each takes, above 0 and up to 1.

    Examples
    --------
    >>> staggered(0.5, np.array([0.0, 0.5, 1.0]), 0.5)
    array([1. , 0.5, 0. ])
    """
    return smoothstep((t - times * (1 - fraction)) / fraction)


def smoothstep(t: ArrayLike) -> FloatArray:
    """Return 3 t² - 2 t³, which goes from 0 to 1 without speed at either end; 0 before, 1 after."""
    own = np.clip(t, 0.0, 1.0)
    return np.asarray(own * own * (3 - 2 * own))


def rotation_about(axis: tuple[float, float, float], angle: float) -> FloatArray:
    """Return the (3, 3) rotation around a unit vector by an angle in radians.

    This is Rodrigues' formula, R = I + sin θ K + (1 - cos θ) K², with K x = axis × x.
    """
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross))
