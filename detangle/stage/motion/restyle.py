"""How the dots of a cloud look, and how each of them changes its look at a time of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from manim.utils.rate_functions import linear
from numpy.typing import ArrayLike, NDArray

from detangle.stage.motion.fades import Uncopied
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.painted import Colors, as_rgbas
from detangle.stage.text.number import Number

Array = NDArray[np.float64]

THERE = 0.5
"""A dot counts as there from this opacity on."""
NEVER = np.inf
"""The time of a dot that does not change."""


@dataclass(frozen=True, eq=False)
class Looks:
    """Colour, size and shape of each dot of a cloud.

    Parameters
    ----------
    rgbas
        (N, 4) colours and opacities, from 0 to 1.
    radii
        (N,) outer radii in scene units.
    holes
        (N,) inner radii as shares of the outer ones.
    """

    rgbas: Array
    radii: Array
    holes: Array

    @classmethod
    def of(cls, cloud: PointCloud) -> Self:
        """Take the looks that a cloud has now."""
        return cls(cloud.rgbas.copy(), cloud.radii.copy(), cloud.holes.copy())

    def hidden(self, which: ArrayLike = True) -> Looks:
        """Return these looks with some dots, all by default, without size and opacity."""
        gone = np.broadcast_to(np.asarray(which, dtype=bool), self.radii.shape)
        rgbas = self.rgbas.copy()
        rgbas[gone, 3] = 0.0
        return Looks(rgbas, np.where(gone, 0.0, self.radii), self.holes)

    def colored(self, color: Colors, factor: float = 1.0) -> Looks:
        """Return these looks as discs of one colour, so many times as large."""
        return Looks(as_rgbas(color, self.rgbas), factor * self.radii, 0.0 * self.holes)

    def resized(self, radius: float) -> Looks:
        """Return these looks with one radius for all."""
        return Looks(self.rgbas, np.full_like(self.radii, radius), self.holes)

    def mix(self, other: Looks, t: Array) -> Looks:
        """Return the looks on the way to others, each dot at its own time, (N,) from 0 to 1."""
        rgbas = np.where(
            t[:, None] == 1, other.rgbas, _between(self.rgbas, other.rgbas, t[:, None])
        )
        radii = np.where(t == 1, other.radii, _between(self.radii, other.radii, t))
        return Looks(
            rgbas, radii, np.where(t == 1, other.holes, _between(self.holes, other.holes, t))
        )

    def equal(self, other: Looks) -> bool:
        """Whether nobody could tell them apart."""
        pairs = ((self.rgbas, other.rgbas), (self.radii, other.radii), (self.holes, other.holes))
        return all(np.array_equal(mine, theirs) for mine, theirs in pairs)

    def dress(self, cloud: PointCloud) -> None:
        """Give these looks to a cloud."""
        cloud.rgbas, cloud.radii, cloud.holes = (
            self.rgbas.copy(),
            self.radii.copy(),
            self.holes.copy(),
        )


class Change(Uncopied):
    """Give dots other looks, each at a time of its own.

    Parameters
    ----------
    cloud
        Whose dots.
    looks
        Those that it has at the end.
    times
        (N,) when each dot begins to change, from 0 to 1 over all such times; `NEVER` for those
        that stay as they are. All at once by default.
    share
        The part of the animation that each dot's change takes.
    """

    def __init__(
        self,
        cloud: PointCloud,
        looks: Looks,
        times: ArrayLike = 0.0,
        share: float = 1.0,
        **kwargs: Any,
    ) -> None:
        self.cloud, self.end, self.share = cloud, looks, share
        given = np.broadcast_to(np.asarray(times, dtype=np.float64), looks.radii.shape)
        self.changing = given < NEVER
        self.times = np.where(self.changing, given, 0.0)
        super().__init__(cloud, **{"rate_func": linear, "introducer": True, **kwargs})

    def begin(self) -> None:
        """Take the looks at which it starts."""
        self.start = Looks.of(self.cloud)
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        """Dress every dot for this instant."""
        begun = self.rate_func(alpha) - self.times * (1 - self.share)
        t = np.where(self.changing, np.clip(begun / self.share, 0, 1), 0.0)
        self.start.mix(self.end, t * t * (3 - 2 * t)).dress(self.cloud)


class Follow(Uncopied):
    """Let a number tell something that changes meanwhile; play it after what changes it.

    Parameters
    ----------
    number
        The number.
    value
        What it tells.
    """

    def __init__(self, number: Number, value: Callable[[], float], **kwargs: Any) -> None:
        self.number, self.value = number, value
        super().__init__(number, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:  # noqa: ARG002 (Manim's name)
        """Tell it as it is now."""
        self.number.set_value(self.value())


def count_there(*clouds: PointCloud) -> int:
    """Count the dots that can be seen."""
    return sum(int((cloud.rgbas[:, 3] >= THERE).sum()) for cloud in clouds)


def _between(start: Array, end: Array, t: Array) -> Array:
    return np.asarray((1 - t) * start + t * end)


def swelling(count: int) -> Array:
    """Return when each of some dots comes, (count,), if they come faster and faster: 0 to 1."""
    return np.asarray(np.sqrt(np.arange(count) / max(count - 1, 1)))
