"""Points that are followed: rings around them, bonds between two planes, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim.utils.rate_functions import smootherstep
from numpy.typing import NDArray

from detangle.geometry.motions import Motion
from detangle.look.theme import Theme
from detangle.stage.motion.carry import Carrying, least_time
from detangle.stage.motion.fades import Uncopied
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.placed import InPlane
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View

Array = NDArray[np.float64]

RING = 2.4
"""Radius of the ring around a followed point, in radii of its dot."""
HOLE = 0.8
"""Inner radius of that ring over its outer one."""


FADE = 0.2
"""The part of their growth in which bonds come: a line without a length is a dot."""


class Rings(InPlane, PointCloud):
    """Rings of the highlight's colour around some points of a plane.

    Parameters
    ----------
    coords
        (M, 2).
    view
        How they are shown.
    theme
        Colour and radius.
    """

    def __init__(self, coords: Array, view: View, theme: Theme) -> None:
        self.coords = np.asarray(coords, dtype=np.float64)
        super().__init__(
            view.place(self.coords),
            theme.highlight,
            radius=RING * theme.dot_radius,
            clip=view.area.box,
        )
        self.holes = np.full(len(self.coords), HOLE)


class Followed:
    """The marks of some points of a plane.

    Parameters
    ----------
    plane
        The plane.
    chosen
        (M,) indices of the points.
    """

    def __init__(self, plane: Plane, chosen: NDArray[np.int64]) -> None:
        self.plane, self.chosen = plane, chosen
        self.rings = Rings(plane.cloud.coords[chosen], plane.view, plane.theme)

    def dim_others(self, run_time: float) -> Dim:
        """Return the animation that lets all other points sink."""
        others = np.ones(len(self.plane.cloud.points), dtype=bool)
        others[self.chosen] = False
        return Dim(self.plane.cloud, others, self.plane.theme.dim, run_time=run_time)


class Dim(Uncopied):
    """Bring some of a cloud's dots to an opacity.

    Parameters
    ----------
    cloud
        The cloud.
    members
        (N,) which dots.
    opacity
        Theirs at the end.
    """

    def __init__(
        self, cloud: PointCloud, members: NDArray[np.bool_], opacity: float, **kwargs: Any
    ) -> None:
        self.cloud, self.members, self.opacity = cloud, members, opacity
        self.start = cloud.rgbas[:, 3].copy()
        super().__init__(cloud, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Set the opacities of this instant."""
        t = self.rate_func(alpha)
        goal = np.where(self.members, self.opacity, self.start)
        self.cloud.set_opacity((1 - t) * self.start + t * goal, family=False)


class Bonds(Strokes):
    """Lines from points in one plane to the same points in another.

    Parameters
    ----------
    here, there
        Their rings in both planes.
    theme
        Colour and width.
    """

    def __init__(self, here: PointCloud, there: PointCloud, theme: Theme) -> None:
        self.ends = (here.points.copy(), there.points.copy())
        super().__init__(
            np.stack(self.ends, axis=1).reshape(-1, 3),
            np.full(len(here.points), 2),
            color=theme.highlight,
            width=theme.line_width / 2,
        )

    def grow(self, run_time: float) -> Grow:
        """Return the animation in which they go from one plane to the other."""
        return Grow(self, run_time=run_time)


class Grow(Uncopied):
    """Draw bonds from their first ends on."""

    def __init__(self, bonds: Bonds, **kwargs: Any) -> None:
        self.bonds = bonds
        self.interpolate(0.0)
        super().__init__(bonds, **{"rate_func": smootherstep, "introducer": True, **kwargs})

    def interpolate(self, alpha: float) -> None:
        """Show them as far as they have come."""
        here, there = self.bonds.ends
        reached = here + smootherstep(alpha) * (there - here)
        self.bonds.set_points_to(np.stack([here, reached], axis=1).reshape(-1, 3))
        self.bonds.set_opacity(min(1.0, alpha / FADE))


class Undo(Carrying):
    """Go a movement back: from where everything is to where its inverse says that it was.

    Parameters
    ----------
    items
        What is carried; it lies where the movement ended.
    motion
        The movement.
    view
        How coordinates are shown.
    """

    def __init__(self, items: Sequence[InPlane], motion: Motion, view: View, **kwargs: Any) -> None:
        self.motion, self.view = motion, view
        self.starts = [motion.inverse(item.coords) for item in items]
        super().__init__(items, **kwargs)

    @property
    def least_time(self) -> float:
        """Seconds that it must take, so that no dot is too fast to follow."""
        cloud = self.starts[-1]
        return least_time(lambda t: self.view.place(self.motion(cloud, 1 - t)))

    def interpolate_mobject(self, alpha: float) -> None:
        """Move every item to its place at this instant."""
        t = 1 - self.rate_func(alpha)
        for item, start in zip(self.items, self.starts, strict=True):
            item.show_at(self.motion(start, t), self.view)
