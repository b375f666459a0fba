"""What a viewer sees at one instant, as values that checks are written on.

Places are in units of a frame whose shorter side is 8, with its middle at the origin: in an
ordinary scene at rest these are the scene's own units, and after a zoom what is on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import numpy as np
from manim import Camera, Mobject, Scene, ThreeDCamera, VMobject

from detangle._typing import ByteArray, FloatArray, IntArray
from detangle.stage.inspector.boxes import (
    box_of,
    common,
    contains,
    distances,
    grown,
    inside,
    is_empty,
    probes,
)
from detangle.stage.inspector.wording import wording
from detangle.stage.paint.strokes import Strokes

SIDE = 8.0
"""Length of the frame's shorter side, in units."""
VISIBLE = 0.35
"""What is less opaque is a ghost, or dimmed on purpose."""
STEADY = 0.002
"""What changes its opacity by more in a sixtieth of a second is fading."""
OPAQUE = 0.75
"""What is more opaque hides what is behind it."""
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


@dataclass(frozen=True, eq=False)
class Glance:
    """As much of an instant as is needed to see what changes until the next one."""

    opacities: Mapping[int, float]
    kinds: Mapping[int, str]
    points: Mapping[int, FloatArray]


@dataclass(frozen=True, eq=False)
class Memory:
    """What is remembered of each text, by its key, from the film's beginning.

    Attributes
    ----------
    first
        The text's mobject, and how the camera saw it when it was first there.
    entered
        The keys of texts that have been in the frame.
    """

    first: dict[int, tuple[Mobject, tuple[Any, ...]]] = field(default_factory=dict)
    entered: set[int] = field(default_factory=set)

    def note(self, texts: Iterable[Text]) -> None:
        """Remember texts as they are now."""
        for text in texts:
            if text.key not in self.first:
                self.first[text.key] = text.mobject, text.eye.view_of(text.mobject)
            if text.key not in self.entered and not is_empty(common(text.box, text.eye.box)):
                self.entered.add(text.key)


@dataclass(frozen=True, eq=False)
class Frame:
    """One instant of a film.

    Attributes
    ----------
    scene
        The scene that plays.
    time
        Seconds from the film's beginning.
    eye
        Its camera.
    texts, points, lines, filled
        What is to be seen, by kind.
    family
        Every mobject on the screen.
    memory
        Of the texts until now.
    settled
        Whether an animation has just ended: what stands now is to be looked at.
    before
        The instant a sixtieth of a second before, where the film is watched along.
    cut
        The pictures at the end of one animation and at the start of the next, where this frame
        is the first of the next.
    """

    scene: Scene
    time: float
    eye: Eye
    texts: tuple[Text, ...]
    points: tuple[Points, ...]
    lines: tuple[Lines, ...]
    filled: tuple[Filled, ...]
    family: tuple[Mobject, ...]
    memory: Memory
    settled: bool = False
    before: Glance | None = None
    cut: tuple[ByteArray, ByteArray] | None = None

    @property
    def window(self) -> FloatArray:
        """The rectangle of the frame."""
        return self.eye.box

    @property
    def things(self) -> tuple[Points | Lines | Filled, ...]:
        """Whatever is not text."""
        return (*self.points, *self.lines, *self.filled)

    @property
    def everything(self) -> tuple[Text | Points | Lines | Filled, ...]:
        """All that is to be seen."""
        return (*self.texts, *self.things)

    def glance(self) -> Glance:
        """Keep what is needed to see changes; points are copied."""
        empty = (m for m in self.family if isinstance(m, Strokes) and not len(m.points))
        return Glance(
            # Lines that are out of sight have an opacity, too: they come from the edge.
            {id(m): float(m.rgbas[0, 3]) for m in empty if len(m.rgbas)}
            | {thing.key: thing.opacity for thing in self.everything},
            {thing.key: thing.kind for thing in self.everything},
            {points.key: points.places.copy() for points in self.points},
        )

    @cached_property
    def fading(self) -> frozenset[int]:
        """The keys of what is just coming or going."""
        if self.before is None:
            return frozenset()
        old = self.before.opacities
        changes = {thing.key: thing.opacity - old.get(thing.key, 0.0) for thing in self.everything}
        return frozenset(key for key, change in changes.items() if abs(change) > STEADY)

    @cached_property
    def standing(self) -> tuple[Text, ...]:
        """Texts that are to be read: visible, not coming or going, and not hidden."""
        seen = (t for t in self.texts if t.opacity >= VISIBLE and t.key not in self.fading)
        return tuple(t for t in seen if not any(s.hides(t.box, t.order) for s in self.backings))

    @cached_property
    def composed(self) -> tuple[Text, ...]:
        """Standing texts that came into the present view: a camera may leave others behind."""
        first = self.memory.first
        views = ((text, text.eye.view_of(text.mobject)) for text in self.standing)
        return tuple(text for text, view in views if first[text.key][1] == view)

    @cached_property
    def backings(self) -> tuple[Filled, ...]:
        """Shapes that are opaque enough to be read on."""
        return tuple(shape for shape in self.filled if shape.opacity >= OPAQUE)

    def shows(self, box: FloatArray, order: int) -> bool:
        """Tell whether a rectangle of something lies in the frame, and nothing before it."""
        above = (shape.box for shape in self.backings if shape.order > order)
        hidden = any(not is_empty(common(box, other)) for other in above)
        return not hidden and not is_empty(common(box, self.window))

    @cached_property
    def backdrop(self) -> ByteArray:
        """The picture (H, W, 3) of all that is filled: text, lines, points are left out.

        It is drawn when it is first asked for, while the scene is still at this instant.
        """
        camera = cast("Any", self.scene.camera)
        camera.reset()
        camera.capture_mobjects([s.mobject for s in self.filled], include_submobjects=False)
        return np.array(camera.pixel_array[..., :3])

    def pixels(self, places: FloatArray) -> IntArray:
        """Return the row and the column of the pixel at places in the frame (M, 2): (M, 2)."""
        height, width = self.backdrop.shape[:2]
        left, bottom, right, top = self.window
        columns = (places[:, 0] - left) / (right - left) * width
        rows = (top - places[:, 1]) / (top - bottom) * height
        found = np.column_stack([rows, columns]).astype(np.int64)
        return np.clip(found, 0, [height - 1, width - 1])

    def ground(self, places: FloatArray) -> FloatArray:
        """Return the backdrop's colours, from 0 to 1, at places in the frame (M, 2): (M, 3)."""
        rows, columns = self.pixels(places).T
        return np.asarray(self.backdrop[rows, columns] / 255)


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
