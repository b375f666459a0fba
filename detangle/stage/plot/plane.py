"""The plane of a layer on the stage: points, warped grid, ghosts, and the plot behind them."""

from __future__ import annotations

import numpy as np
from manim import Animation, Mobject, VGroup
from numpy.typing import NDArray

from detangle.geometry.motions import Motion
from detangle.look.theme import Theme
from detangle.stage.motion.carry import Flow, Rescale, least_time
from detangle.stage.motion.fades import Appear, Vanish
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.plot.axes import (
    NAME_ROOM,
    axis_names,
    border,
    origin_lines,
    reference_grid,
    ticks,
)
from detangle.stage.plot.grid import WarpedGrid
from detangle.stage.plot.placed import InPlane
from detangle.stage.plot.view import View

Array = NDArray[np.float64]


class PlaneCloud(InPlane, PointCloud):
    """Labelled points in the coordinates of a layer, clipped to the view's area.

    Classes differ in shape, too: discs, rings, thin rings, small discs, and again.

    Parameters
    ----------
    coords
        (N, 2).
    labels
        (N,) class indices.
    view
        How they are shown.
    theme
        Colours and radius.
    """

    def __init__(self, coords: Array, labels: NDArray[np.int64], view: View, theme: Theme) -> None:
        self.coords = np.asarray(coords, dtype=np.float64)
        super().__init__(
            view.place(self.coords),
            [theme.class_color(label) for label in labels],
            radius=[theme.radius(label) for label in labels],
            clip=view.area.box,
        )
        self.holes = np.array([theme.hole(label) for label in labels])


class Plane:
    """Everything that is drawn of one layer's plane.

    Parameters
    ----------
    coords
        (N, 2) where the points are first.
    labels
        (N,) class indices.
    view
        How the plane is shown first.
    theme
        Colours and sizes.
    samples
        Vertices on each line of the grid.
    name_room
        Units at the end of each axis that are kept for its name.
    layer
        Whose coordinates they are; 0 is the input.
    """

    def __init__(
        self,
        coords: Array,
        labels: NDArray[np.int64],
        view: View,
        theme: Theme,
        samples: int = 2,
        name_room: float = NAME_ROOM,
        layer: int = 0,
    ) -> None:
        self.view = view
        self.theme = theme
        self.name_room = name_room
        self.border = border(view.area, theme)
        self.reference = reference_grid(view, theme)
        self.axes = origin_lines(view, theme)
        self.ticks = ticks(view, theme, name_room)
        self.names = axis_names(view, layer, theme)
        self.grid = WarpedGrid(view, theme, samples=samples)
        self.cloud = PlaneCloud(coords, labels, view, theme)
        self.moving: list[InPlane] = [self.grid, self.cloud]
        self.ghosts: PlaneCloud | None = None

    @property
    def scenery(self) -> list[Mobject]:
        """What stands still, back to front."""
        return [self.reference, self.axes, self.border, self.ticks, self.names]

    def flow(self, motion: Motion, run_time: float) -> Flow:
        """Carry grid and points along a motion, more slowly if the dots would be too fast.

        Lines get a vertex wherever the motion folds them, so that they are exact.
        """
        for item in self.moving:
            for coordinate in motion.creases:
                item.crease(coordinate, self.view)
        view, coords = self.view, self.cloud.coords
        least = least_time(lambda t: view.place(motion(coords, t)))
        return Flow(self.moving, motion, self.view, run_time=max(run_time, least))

    @property
    def layers(self) -> list[Mobject]:
        """All that lies over the plot, back to front: grid, ghosts, points."""
        ghosts = [] if self.ghosts is None else [self.ghosts]
        return [*self.moving[:-1], *ghosts, self.cloud]

    def make_ghosts(self) -> PlaneCloud:
        """Leave faint copies of the points where they are."""
        self.ghosts = self.cloud.copy()
        self.ghosts.set_opacity(self.theme.ghost)
        return self.ghosts

    def replace_cloud(self, coords: Array, labels: NDArray[np.int64]) -> PlaneCloud:
        """Take other points in place of these, which are returned, to be faded out."""
        old, new = self.cloud, PlaneCloud(coords, labels, self.view, self.theme)
        self.moving[self.moving.index(old)] = self.cloud = new
        return old

    def drop_grid(self) -> WarpedGrid:
        """Leave the grid out of all that moves from now on, and return it."""
        self.moving.remove(self.grid)
        return self.grid

    def rename(self, layer: int) -> Animation:
        """Name the coordinates of a layer, which `unname` has cleared."""
        self.names = axis_names(self.view, layer, self.theme)
        return Appear(self.names)

    def unname(self) -> Animation:
        """Take the names of the coordinates away: on the way to a layer they have none."""
        old, self.names = self.names, VGroup()
        return Vanish(old)

    def unmark(self) -> Animation:
        """Take the ticks away, which hold for one scale only."""
        return Vanish(self.ticks)

    def mark(self) -> Animation:
        """Write the ticks of the present view."""
        self.ticks = ticks(self.view, self.theme, self.name_room)
        return Appear(self.ticks)

    def rescale(self, view: View, run_time: float) -> Animation:
        """Show the plane through another view: the old reference grid goes, a new one comes."""
        old, new = self.reference, reference_grid(view, self.theme)
        before, coords = self.view, self.cloud.coords
        run_time = max(run_time, least_time(lambda t: before.mix(view, t).place(coords)))
        carried: list[InPlane] = [old, new, self.axes, *self.moving]
        zoom = Rescale(carried, self.view, view, leaving=old, arriving=new, run_time=run_time)
        self.view, self.reference = view, new
        return zoom
