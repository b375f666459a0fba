"""What is in space on the stage: the sheet with its points, and what stands around them."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Animation
from numpy.typing import NDArray

from detangle.geometry.motions import Motion, Still, Travel
from detangle.geometry.polar import embed
from detangle.geometry.polylines import Polylines
from detangle.look.theme import Theme
from detangle.stage.motion.space_flow import SpaceFlow
from detangle.stage.plot.space.axis_labels import AxisLabels
from detangle.stage.plot.space.cloud import SpaceCloud
from detangle.stage.plot.space.faces import CutPlane
from detangle.stage.plot.space.lines import SheetLines
from detangle.stage.plot.space.placed import InSpace
from detangle.stage.plot.space.view import SpaceView

Array = NDArray[np.float64]


class Space:
    """Everything that is drawn of one layer's space.

    Parameters
    ----------
    points
        (N, 2) of the input: they lie in the plane of the first two coordinates.
    labels
        (N,) class indices.
    sheet
        The lattice that is carried along, in the input.
    view
        How space is shown first.
    theme
        Colours and sizes.
    """

    def __init__(
        self,
        points: Array,
        labels: NDArray[np.int64],
        sheet: Polylines,
        view: SpaceView,
        theme: Theme,
    ) -> None:
        self.view, self.theme = view, theme
        self.home = embed(points, 3)
        self.cloud = SpaceCloud(self.home, labels, view, theme)
        self.sheet = SheetLines(sheet, view, color=theme.grid, width=theme.grid_width)
        self.moving: list[InSpace] = [self.sheet, self.cloud]
        self.still: list[InSpace] = []

    @property
    def shown(self) -> list[InSpace]:
        """All that the camera sees; what moves comes first."""
        return [*self.moving, *self.still]

    def look(self, view: SpaceView) -> None:
        """Show everything through another view."""
        self.view = view
        for thing in self.shown:
            thing.see(view)

    def flow(self, motion: Motion | None, view: SpaceView, **options: Any) -> Animation:
        """Carry all that moves along a motion, while the camera goes to another view."""
        motion = motion or Still()
        self._crease(motion)
        return SpaceFlow(self, [motion] * len(self.moving), view, **options)

    def move(self, motion: Motion) -> None:
        """Put all that moves at the end of a motion, at once."""
        self._crease(motion)
        for thing in self.moving:
            thing.show_at(motion(thing.coords, 1.0), self.view)

    def _crease(self, motion: Motion) -> None:
        """Cut the lines where a motion is going to fold them."""
        for thing in self.moving:
            for coordinate in motion.creases:
                thing.crease(coordinate, self.view)

    def go_home(self, view: SpaceView, **options: Any) -> Animation:
        """Lead everything back to where it came from, while the camera goes to another view."""
        homes = [
            thing.home if isinstance(thing, SheetLines) else self.home for thing in self.moving
        ]
        return SpaceFlow(self, [Travel(home) for home in homes], view, **options)

    def make_ghosts(self, chosen: NDArray[np.bool_]) -> SpaceCloud:
        """Leave faint copies of some of the points where they are."""
        ghosts: SpaceCloud = self.cloud.copy()
        ghosts.set_opacity(self.theme.ghost)
        ghosts.hidden = ~chosen
        return ghosts

    def wall(self, coordinate: int) -> CutPlane:
        """Tint the plane where a coordinate is zero, as far as sheet and points reach."""
        reached = np.concatenate([thing.coords for thing in self.moving])
        low, high = reached.min(axis=0), reached.max(axis=0)
        low[coordinate], high[coordinate] = -1.0, 1.0
        return self.cut(np.eye(3)[coordinate], 0.0, (low, high), self.theme.reference_width)

    def cut(self, normal: Array, offset: float, box: tuple[Array, Array], width: float) -> CutPlane:
        """Make the part of a plane that lies in a box."""
        return CutPlane(normal, offset, box, self.cloud, self.view, self.theme, width)

    def stand(self, *things: InSpace) -> None:
        """Let things stand in space from now on, and be seen by the camera."""
        for thing in things:
            thing.see(self.view)
        self.still += things

    def drop(self, *things: InSpace) -> None:
        """Let the camera forget things."""
        self.still = [thing for thing in self.still if not any(thing is gone for gone in things)]

    @property
    def order(self) -> list[InSpace]:
        """Everything, back to front: lines and ghosts, what moves, planes, names."""
        under = [thing for thing in self.still if not isinstance(thing, CutPlane | AxisLabels)]
        planes = [thing for thing in self.still if isinstance(thing, CutPlane)]
        fronts = [plane.front for plane in planes]
        names = [thing for thing in self.still if isinstance(thing, AxisLabels)]
        return [*under, *self.moving, *planes, *fronts, *names]
