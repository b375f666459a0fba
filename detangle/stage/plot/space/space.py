"""What is in space on the stage: the sheet with its points, and what stands around them."""

from __future__ import annotations

import numpy as np
from manim import Mobject

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.geometry.motions import Motion
from detangle.geometry.polar import embed
from detangle.geometry.polylines import Polylines
from detangle.look.depth import Depth
from detangle.look.theme import Theme
from detangle.stage.paint.pieces import Assembly
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.placed import Placed, PlacedPaint
from detangle.stage.plot.space.cloud import SpaceCloud
from detangle.stage.plot.space.faces import CutPlane
from detangle.stage.plot.space.view import SpaceView


class Space(Assembly):
    """Everything that is drawn of one layer's space, as a group that can be moved and scaled.

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
        points: FloatArray,
        labels: IntArray,
        sheet: Polylines,
        view: SpaceView,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.view, self.theme = view, theme
        self.cloud = SpaceCloud(embed(points, 3), labels, view, theme)
        self.sheet = self.on_sheet(sheet, theme.grid, theme.grid_width).set_z_index(Depth.GRID)
        self.moving: list[PlacedPaint[SpaceView]] = [self.sheet, self.cloud]
        self.still: list[Placed[SpaceView]] = []

    def on_sheet(self, lines: Polylines, color: str, width: float) -> PlacedLines[SpaceView]:
        """Draw lines of the input, (M, 2), on the sheet, where it is first."""
        lifted = Polylines(embed(lines.vertices, 3), lines.lengths)
        return PlacedLines(lifted, self.view, color=color, width=width)

    def parts(self) -> list[Mobject]:
        """Return its parts as they are at this time, what moves first."""
        known = self.__dict__
        return [*known.get("moving", ()), *known.get("still", ())]

    @property
    def shown(self) -> list[Placed[SpaceView]]:
        """All that the camera sees; what moves comes first."""
        return [*self.moving, *self.still]

    def look(self, view: SpaceView) -> None:
        """Show everything through another view."""
        self.view = view
        for thing in self.shown:
            thing.see(view)

    def crease(self, motion: Motion) -> None:
        """Cut all lines where a motion is going to fold them, so that they are exact."""
        for thing in self.moving:
            thing.crease_for(motion, self.view)

    def move(self, motion: Motion) -> None:
        """Put all that moves at the end of a motion, at once."""
        self.crease(motion)
        for thing in self.moving:
            thing.show_at(motion(thing.coords, 1.0), self.view)

    def make_ghosts(self, chosen: BoolArray) -> SpaceCloud:
        """Leave faint copies of some of the points where they are."""
        ghosts: SpaceCloud = self.cloud.copy()
        ghosts.set_opacity(self.theme.ghost).set_z_index(Depth.GHOSTS)
        ghosts.hidden = ~chosen
        return ghosts

    def wall(self, coordinate: int) -> CutPlane:
        """Tint the plane where a coordinate is zero, as far as sheet and points reach."""
        reached = np.concatenate([thing.coords for thing in self.moving])
        low, high = reached.min(axis=0), reached.max(axis=0)
        low[coordinate], high[coordinate] = -1.0, 1.0
        return self.cut(np.eye(3)[coordinate], 0.0, (low, high), self.theme.reference_width)

    def cut(
        self, normal: FloatArray, offset: float, box: tuple[FloatArray, FloatArray], width: float
    ) -> CutPlane:
        """Make the part of a plane that lies in a box."""
        return CutPlane(normal, offset, box, self.cloud, self.view, self.theme, width)

    def stand(self, *things: Placed[SpaceView]) -> None:
        """Let things stand in space from now on, and be seen by the camera."""
        for thing in things:
            self.anchor.carry(thing)
            thing.see(self.view)
        self.still += things

    def drop(self, *things: Placed[SpaceView]) -> None:
        """Remove things; a plane gives the dots before it back to the cloud."""
        self.still = [thing for thing in self.still if not any(thing is gone for gone in things)]
        for plane in things:
            if isinstance(plane, CutPlane):
                plane.release()
