"""Things on the screen as a viewer sees them: text, points, lines and filled shapes.

Places are in units of a frame whose shorter side is 8, with its middle at the origin: in an
ordinary scene at rest these are the scene's own units, and after a zoom what is on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from manim import Camera, Mobject, ThreeDCamera, VMobject

from detangle._typing import FloatArray
from detangle.stage.inspector.boxes import (
    box_of,
    common,
    contains,
    distances,
    grown,
    inside,
    probes,
)
from detangle.stage.inspector.wording import wording
from detangle.stage.paint.strokes import Strokes

SIDE = 8.0
"""Length of the frame's shorter side, in units."""
EDGE = 1e-3
"""Units by which a text may reach over the edge of what it stands on."""


class Eye:
    """A camera at one instant: it tells where in the frame things are seen.

    Parameters
    ----------
    camera
        The scene's.
    """

    def __init__(self, camera: Camera) -> None:
        self.camera = camera
        self.in_space = isinstance(camera, ThreeDCamera)
        if isinstance(camera, ThreeDCamera):
            camera.reset_rotation_matrix()
        size = np.array([camera.frame_width, camera.frame_height])
        # A camera in space shifts the points itself.
        self.center = np.zeros(2) if self.in_space else np.asarray(camera.frame_center)[:2]
        self.unit = SIDE / float(size.min())
        self.box = np.concatenate([-size / 2, size / 2]) * self.unit
        self._plain = self.unit == 1.0 and not self.center.any()

    def sees(self, mobject: Mobject, points: FloatArray) -> FloatArray:
        """Return the places in the frame (M, 2) of some points of a mobject (M, 3)."""
        if self.in_space:
            finite = np.where(np.isfinite(points), points, 0.0)
            points = self.camera.transform_points_pre_display(mobject, finite)
        if self._plain:
            return points[:, :2]
        return np.asarray((points[:, :2] - self.center) * self.unit)

    def view_of(self, mobject: Mobject) -> tuple[Any, ...]:
        """Return a value that changes whenever the camera sees a mobject otherwise."""
        if not isinstance(self.camera, ThreeDCamera):
            return (self.unit, *self.center.round(6))
        if mobject in self.camera.fixed_in_frame_mobjects:
            return ()
        return tuple(self.camera.get_rotation_matrix().round(6).ravel())

    def window(self, clip: FloatArray | None) -> FloatArray:
        """Return the part of the frame that a painted mobject's clip leaves."""
        if clip is None:
            return self.box
        return common(self.box, (clip - np.tile(self.center, 2)) * self.unit)


@dataclass(frozen=True, eq=False)
class Seen:
    """Something on the screen.

    Attributes
    ----------
    mobject
        What it is.
    eye
        Through which it is seen.
    order
        In which it is drawn: what is greater lies above; 0 where the frame is not settled.
    """

    mobject: Mobject
    eye: Eye
    order: int

    @property
    def key(self) -> int:
        """What it is known by from one frame to the next."""
        return id(self.mobject)

    @property
    def kind(self) -> str:
        """The class of the mobject."""
        return type(self.mobject).__name__

    @property
    def name(self) -> str:
        """How findings call it."""
        return self.kind


@dataclass(frozen=True, eq=False)
class Text(Seen):
    """A line of text: its glyphs that have any ink, and their opacities (G,)."""

    glyphs: tuple[VMobject, ...]
    opacities: FloatArray

    @property
    def opacity(self) -> float:
        """That of its most opaque glyph."""
        return float(self.opacities.max())

    @cached_property
    def boxes(self) -> FloatArray:
        """The rectangle around each glyph: (G, 4)."""
        return np.array([box_of(self.eye.sees(glyph, glyph.points)) for glyph in self.glyphs])

    @cached_property
    def box(self) -> FloatArray:
        """The rectangle around all glyphs."""
        return np.concatenate([self.boxes[:, :2].min(axis=0), self.boxes[:, 2:].max(axis=0)])

    @property
    def name(self) -> str:
        """What it says."""
        said = wording(self.mobject)
        return f'"{said}"' if said else "some letters"


@dataclass(frozen=True, eq=False)
class Points(Seen):
    """Points: a `PointCloud`, or a `Dot`.

    Attributes
    ----------
    places
        (N, 3), in the scene's units.
    radii, rgbas
        (N,) and (N, 4).
    clip
        The rectangle of the scene in which they show, if there is one.
    """

    places: FloatArray
    radii: FloatArray
    rgbas: FloatArray
    clip: FloatArray | None = None

    @cached_property
    def alphas(self) -> FloatArray:
        """The opacity of each point, 0 outside of the clip: (N,)."""
        shown = np.isfinite(self.places).all(axis=1)
        if self.clip is not None:
            shown &= distances(self.places[:, :2], self.clip) == 0
        return np.asarray(np.where(shown, self.rgbas[:, 3], 0.0))

    @property
    def opacity(self) -> float:
        """That of the most opaque point."""
        return float(self.alphas.max(initial=0.0))

    @property
    def name(self) -> str:
        """How findings call it."""
        return self.kind if len(self.places) == 1 else f"{self.kind} of {len(self.places)}"

    @cached_property
    def seen(self) -> FloatArray:
        """The places in the frame: (N, 2)."""
        return self.eye.sees(self.mobject, self.places)

    @property
    def box(self) -> FloatArray:
        """The rectangle around the points that show."""
        return box_of(self.seen[self.alphas > 0])


@dataclass(frozen=True, eq=False)
class Lines(Seen):
    """Lines of one colour: a mobject's stroke, or many strokes drawn as one."""

    rgba: FloatArray
    width: float
    clip: FloatArray | None = None

    @property
    def opacity(self) -> float:
        """That of all its lines."""
        return float(self.rgba[3])

    @cached_property
    def segments(self) -> FloatArray:
        """The straight pieces (S, 2, 2); curves are taken in two pieces each."""
        points = self.eye.sees(self.mobject, self.mobject.points)
        pieces = _pieces(self.mobject, points)
        return np.asarray(pieces[np.isfinite(pieces).all(axis=(1, 2))])

    @cached_property
    def box(self) -> FloatArray:
        """The rectangle around what shows."""
        around = box_of(self.segments.reshape(-1, 2))
        return around if self.clip is None else common(around, self.eye.window(self.clip))


@dataclass(frozen=True, eq=False)
class Filled(Seen):
    """A filled shape, or an image: its outline (K, 3) in the scene's units, and its colour."""

    corners: FloatArray
    rgba: FloatArray

    @property
    def key(self) -> int:
        """What it is known by: a shape's fill and its stroke are known apart."""
        return -id(self.mobject)

    @property
    def opacity(self) -> float:
        """That of its fill."""
        return float(self.rgba[3])

    @cached_property
    def outline(self) -> FloatArray:
        """The outline in the frame: (K, 2)."""
        return self.eye.sees(self.mobject, self.corners)

    @cached_property
    def box(self) -> FloatArray:
        """The rectangle around it."""
        return box_of(self.outline)

    def holds(self, box: FloatArray) -> bool:
        """Tell whether a rectangle lies within it."""
        within = probes(grown(box, -EDGE))
        return contains(self.box, box) and bool(inside(within, self.outline).all())

    def hides(self, box: FloatArray, order: int) -> bool:
        """Tell whether it lies before a rectangle of something that is drawn in some order."""
        return self.order > order and self.holds(box)


Thing = Text | Points | Lines | Filled
"""All that can be seen."""


def _pieces(mobject: Mobject, points: FloatArray) -> FloatArray:
    """Return the straight pieces (S, 2, 2) of strokes, or of Bézier curves approximately."""
    if isinstance(mobject, Strokes):
        joined = np.ones(max(len(points) - 1, 0), dtype=bool)
        ends = np.cumsum(mobject.lengths)[:-1]
        joined[ends[(ends > 0) & (ends < len(points))] - 1] = False
        return np.stack([points[:-1], points[1:]], axis=1)[joined]
    a, b, c, d = (points[i::4][: len(points) // 4] for i in range(4))
    middle = (a + 3 * b + 3 * c + d) / 8
    return np.concatenate([np.stack([a, middle], axis=1), np.stack([middle, d], axis=1)])
