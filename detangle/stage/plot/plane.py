"""The plane of a layer on the stage: points, rings around them, and the plot behind them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from manim import DL, UR, Animation, Mobject, VGroup
from numpy.typing import ArrayLike

from detangle import stage
from detangle._typing import FloatArray, IntArray
from detangle.geometry.motions import Motion
from detangle.look.depth import Depth
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.pieces import Assembly
from detangle.stage.paint.values import as_coords, as_labels
from detangle.stage.plot.axes import (
    NAME_GAP,
    NAME_ROOM,
    axis_names,
    axis_numbers,
    axis_symbols,
    border,
    column_labels,
    named_axes,
    names_on_axes,
    origin_lines,
    reference_grid,
    symbols_on_axes,
    ticks,
)
from detangle.stage.plot.lines import SMOOTH_SAMPLES, WarpedGrid
from detangle.stage.plot.placed import Placed, PlacedPaint
from detangle.stage.plot.view import View

RING_RADIUS = 2.4
"""Outer radius of a ring around a dot, in radii of the dot."""
RING_HOLE = 0.72
"""Inner radius of a ring as a fraction of the outer one."""

GAP = 0.1
"""Units at least between numbers on the axes and other texts."""

STANDING = ("reference", "axes", "border", "ticks", "names")
"""The parts of a plane that stand still, back to front."""


class PlaneCloud(PlacedPaint[View], PointCloud):
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

    def __init__(self, coords: ArrayLike, labels: ArrayLike, view: View, theme: Theme) -> None:
        kinds = as_labels(labels, len(as_coords(coords, view.dimension)))
        super().__init__(coords, view, **class_style(kinds, theme))
        self.set_z_index(Depth.POINTS)


class Rings(PlacedPaint[View], PointCloud):
    """A ring around each of some points, in the colour of what is spoken of.

    Parameters
    ----------
    coords
        (M, 2) the points.
    view
        How they are shown.
    theme
        Colour and size.
    radius
        Of the rings, in radii of the theme's dots.
    """

    def __init__(
        self, coords: FloatArray, view: View, theme: Theme, radius: float = RING_RADIUS
    ) -> None:
        super().__init__(coords, view, **_ring_style(theme, radius))


def ring(theme: Theme) -> PointCloud:
    """Return one such ring, for a line that says what they are."""
    return PointCloud(np.zeros((1, 3)), **_ring_style(theme))


def class_style(labels: Iterable[int], theme: Theme, factor: float = 1.0) -> dict[str, Any]:
    """Return colours, radii and holes of dots of some classes, as arguments of a `PointCloud`.

    Parameters
    ----------
    labels
        Class indices.
    theme
        Colours and sizes.
    factor
        By which the dots are larger than in a plane.
    """
    kinds = list(labels)
    return {
        "colors": [theme.class_color(kind) for kind in kinds],
        "radius": [factor * theme.radius(kind) for kind in kinds],
        "holes": [theme.hole(kind) for kind in kinds],
    }


def _ring_style(theme: Theme, radius: float = RING_RADIUS) -> dict[str, Any]:
    radius *= theme.dot_radius
    return {"colors": theme.highlight, "radius": radius, "holes": RING_HOLE}


class Plane(Assembly):
    """Everything that is drawn of one layer's plane, as a group that can be moved and scaled.

    Its parts may also be brought in one by one. Wherever it has been moved to, what is made of it
    later appears there, and layers play there.

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
    name_room
        Units at the end of each axis that are kept for its name.
    layer
        Whose coordinates they are; 0 is the input.
    bare
        Whether it has neither ticks nor names of its axes.
    columns
        What the two coordinates of the input are called, if they have names.

    Attributes
    ----------
    cloud
        The points.
    grid
        The lattice that moves with them, once `add_grid` has made it.
    moving
        All that moves through a layer, back to front.
    marks
        What marks some of the points, in front of them, where `follow` has been called.
    opacity
        Of each point, (N,), where it is not dimmed for a while.
    symbols
        The names of its axes, in Typst math, where they are there.
    """

    grid: WarpedGrid
    symbols: tuple[str, str] | None

    def __init__(
        self,
        coords: ArrayLike,
        labels: ArrayLike,
        view: View,
        theme: Theme,
        *,
        name_room: float = NAME_ROOM,
        layer: int = 0,
        bare: bool = False,
        columns: tuple[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.view, self.theme = view, theme
        self.name_room, self.bare, self.columns = name_room, bare, columns
        if columns and not bare:
            longest = max(label.width for label in column_labels(columns, view.area, theme))
            self.name_room = max(name_room, longest + NAME_GAP)
        # A plane that fills the frame has no border, and its numbers stand on its axes.
        self.fills = view.zone is not None
        self.border = VGroup() if self.fills else border(view.area, theme)
        self.reference = reference_grid(view, theme)
        self.axes = origin_lines(view, theme)
        self.cloud = PlaneCloud(coords, labels, view, theme)
        self.make_ticks()
        self.name_axes(axis_symbols(layer))
        self.moving: list[Placed[View]] = [self.cloud]
        self.marks: Placed[View] | None = None
        self.opacity = np.ones(len(self.cloud.coords))
        self.ghosts: PlaneCloud | None = None

    def parts(self) -> list[Mobject]:
        """Return its parts as they are at this time, back to front."""
        known = self.__dict__
        ghosts = known.get("ghosts")
        moving = [*known.get("moving", ()), *([] if ghosts is None else [ghosts])]
        return [*(known[name] for name in STANDING if name in known), *moving]

    @property
    def dots(self) -> list[Placed[View]]:
        """The points, and what marks some of them, back to front."""
        return [self.cloud, *([self.marks] if self.marks is not None else [])]

    def follow(self, chosen: IntArray, marks: Placed[View]) -> None:
        """Let marks stay at the chosen points (M,), and dim all others."""
        self.marks = self.anchor.carry(marks)
        self.moving.append(marks)
        self.opacity = np.full(len(self.cloud.coords), self.theme.dim)
        self.opacity[chosen] = 1.0
        self.cloud.set_opacity(self.opacity)

    def place(self, coords: FloatArray) -> None:
        """Put the points, and what marks some of them, at other coordinates (N, 2)."""
        for item in self.dots:
            item.show_at(coords, self.view)

    @property
    def scenery(self) -> list[Mobject]:
        """What stands still, back to front."""
        return [getattr(self, name) for name in STANDING]

    def add_grid(self, *, smooth: bool = False, reach: FloatArray | None = None) -> WarpedGrid:
        """Make the lattice that moves with the points, behind them.

        Parameters
        ----------
        smooth
            Whether its lines will be bent smoothly; else they are exact with few vertices.
        reach
            (M, 2) coordinates that it must cover beside all that is in view.
        """
        samples = SMOOTH_SAMPLES if smooth else 2
        self.grid = WarpedGrid(self.view, self.theme, samples=samples, reach=reach)
        self.anchor.carry(self.grid)
        self.moving.insert(0, self.grid)
        return self.grid

    def layer(
        self,
        snapshot: Snapshot,
        k: int,
        run_time: float | None = None,
        *,
        exact: bool = False,
        **kwargs: Any,
    ) -> Animation:
        """Return the animation of hidden layer k on this plane; see `detangle.stage.layer`."""
        # By the door of the stage: what lies in a plane knows no animations.
        return stage.layer(self, snapshot, k, run_time, exact=exact, **kwargs)

    def crease(self, motion: Motion) -> None:
        """Cut all lines where a motion is going to fold them, so that they are exact."""
        for item in self.moving:
            item.crease_for(motion, self.view)

    def make_ghosts(self) -> PlaneCloud:
        """Leave faint copies of the points where they are."""
        self.ghosts = self.cloud.copy()
        self.ghosts.set_opacity(self.theme.ghost * self.opacity).set_z_index(Depth.GHOSTS)
        return self.ghosts

    def replace_cloud(self, coords: FloatArray, labels: IntArray) -> PlaneCloud:
        """Take other points in place of these, which are returned, to be faded out."""
        old, new = self.cloud, PlaneCloud(coords, labels, self.view, self.theme)
        self.anchor.carry(new)
        self.moving[self.moving.index(old)] = self.cloud = new
        return old

    def name_axes(self, symbols: tuple[str, str]) -> VGroup:
        """Make the names of the two axes, in Typst math; the input's are its columns', if known."""
        area, self.symbols = self.view.area, symbols
        if self.bare:
            self.names = VGroup()
        elif self.fills:
            zone = self.view.zone or area
            known = self.columns if symbols == axis_symbols(0) else None
            names = (
                column_labels(known, zone, self.theme)
                if known
                else symbols_on_axes(symbols, self.theme)
            )
            self.names = names_on_axes(self.view, names, self.theme, self._dots_as_made())
        elif self.columns and symbols == axis_symbols(0):
            self.names = named_axes(area, self.columns, self.theme)
        else:
            self.names = axis_names(area, symbols, self.theme)
        self.anchor.carry(self.names)
        return self.names

    def _dots_as_made(self) -> FloatArray:
        """Return where the points (N, 3) are, if nothing has been moved."""
        return self.view.place(self.cloud.coords)

    def make_ticks(self) -> VGroup:
        """Make the ticks of the present view."""
        if self.bare:
            self.ticks = VGroup()
        elif self.fills:
            self.ticks = axis_numbers(self.view, self.theme, self._dots_as_made())
        else:
            self.ticks = ticks(self.view, self.theme, self.name_room)
        self.anchor.carry(self.ticks)
        return self.ticks

    def make_way_for(self, texts: VGroup) -> None:
        """Leave out the numbers on the axes that other texts would touch."""
        boxes = [(text.get_corner(DL)[:2] - GAP, text.get_corner(UR)[:2] + GAP) for text in texts]
        for label in list(self.ticks):
            low, high = label.get_corner(DL)[:2], label.get_corner(UR)[:2]
            if any((low < b).all() and (high > a).all() for a, b in boxes):
                self.ticks.remove(label)
