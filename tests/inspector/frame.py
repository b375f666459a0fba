"""What is to be seen on the screen at one instant, as values that checks can be written on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from manim import Mobject, VMobject

from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.strokes import Strokes
from tests.inspector.boxes import (
    Array,
    box_of,
    common,
    contains,
    distances,
    grown,
    inside,
    is_empty,
    probes,
    union,
)
from tests.inspector.glyphs import read

if TYPE_CHECKING:
    from tests.inspector.film import Film

VISIBLE = 0.35
"""What is less opaque is a ghost, or deliberately dimmed."""
TRACE = 0.03
"""What is less opaque than this is not there at all."""
STEADY = 0.002
"""Opacity that changes faster than this a frame is fading."""
EDGE = 1e-3
"""What lies on an edge is within."""


@dataclass(frozen=True, eq=False)
class Text:
    """A line of text: its glyphs that have any ink."""

    mobject: Mobject
    glyphs: tuple[VMobject, ...]
    opacities: Array
    group: int
    order: int

    @property
    def key(self) -> int:
        return id(self.mobject)

    @property
    def opacity(self) -> float:
        return float(self.opacities.max())

    @cached_property
    def boxes(self) -> Array:
        return np.array([box_of(glyph.points) for glyph in self.glyphs])

    @cached_property
    def box(self) -> Array:
        return union(self.boxes)

    @cached_property
    def name(self) -> str:
        return f"text {read(self.glyphs)!r}"


@dataclass(frozen=True, eq=False)
class Cloud:
    """A point cloud: those of its dots that are finite, lie within its clip, and have ink."""

    mobject: PointCloud
    order: int

    @property
    def key(self) -> int:
        return id(self.mobject)

    @cached_property
    def alphas(self) -> Array:
        shown = np.isfinite(self.mobject.points).all(axis=1)
        if self.mobject.clip is not None:
            inside = distances(self.mobject.points[:, :2], self.mobject.clip) == 0
            shown &= inside
        return np.asarray(np.where(shown, self.mobject.rgbas[:, 3], 0.0))

    @property
    def opacity(self) -> float:
        return float(self.alphas.max(initial=0.0))

    @cached_property
    def name(self) -> str:
        return f"{type(self.mobject).__name__} of {len(self.mobject.points)}"


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines that are drawn, straight piece by straight piece."""

    mobject: Mobject
    segments: Array
    rgba: Array
    width: float
    clip: Array | None
    order: int

    @property
    def key(self) -> int:
        return id(self.mobject)

    @property
    def opacity(self) -> float:
        return float(self.rgba[3])

    @property
    def name(self) -> str:
        return type(self.mobject).__name__

    def within(self, box: Array) -> Array:
        """The part of a rectangle in which these lines may show."""
        return box if self.clip is None else common(box, self.clip)

    @cached_property
    def box(self) -> Array:
        """Around all that shows."""
        points = self.segments.reshape(-1, 2)
        return self.within(box_of(points))


@dataclass(frozen=True, eq=False)
class Area:
    """A filled shape."""

    mobject: Mobject
    outline: Array
    rgba: Array
    order: int

    @property
    def key(self) -> int:
        return id(self.mobject)

    @property
    def opacity(self) -> float:
        return float(self.rgba[3])

    @property
    def name(self) -> str:
        return type(self.mobject).__name__

    @cached_property
    def box(self) -> Array:
        return box_of(self.outline)

    def holds(self, box: Array) -> bool:
        """Whether a rectangle lies within it."""
        return contains(self.box, box) and bool(
            inside(probes(grown(box, -EDGE)), self.outline).all()
        )

    def holds_any(self, box: Array) -> bool:
        """Whether a corner of a rectangle, or its middle, lies within it."""
        return bool(inside(probes(box), self.outline).any())


@dataclass(frozen=True, eq=False)
class Glance:
    """As much of an instant as is needed to see what changes until the next one."""

    opacities: Mapping[int, float]
    points: Mapping[int, Array]


@dataclass(frozen=True, eq=False)
class Frame:
    """One instant of a film."""

    film: Film
    play: int
    alpha: float
    window: Array
    """The part of the plane that the camera sees."""
    texts: tuple[Text, ...]
    clouds: tuple[Cloud, ...]
    lines: tuple[Lines, ...]
    areas: tuple[Area, ...]
    family: tuple[Mobject, ...]
    settled: bool = False
    """Whether an animation has just ended."""
    jumps: bool = False
    """Whether an animation says that it jumps."""
    before: Glance | None = None
    """The instant before, a sixtieth of a second ago."""

    def glance(self) -> Glance:
        empty = (m for m in self.family if isinstance(m, Strokes) and not len(m.points))
        return Glance(
            # Lines that are out of sight have an opacity, too: they come from the edge.
            {id(m): float(m.rgbas[0, 3]) for m in empty if len(m.rgbas)}
            | {thing.key: thing.opacity for thing in self.everything},
            {cloud.key: cloud.mobject.points.copy() for cloud in self.clouds},
        )

    @property
    def things(self) -> tuple[Cloud | Lines | Area, ...]:
        """Whatever is not text."""
        return (*self.clouds, *self.lines, *self.areas)

    @property
    def everything(self) -> tuple[Text | Cloud | Lines | Area, ...]:
        return (*self.texts, *self.things)

    @cached_property
    def fading(self) -> frozenset[int]:
        """What is just coming or going."""
        if self.before is None:
            return frozenset()
        old = self.before.opacities
        changes = {thing.key: thing.opacity - old.get(thing.key, 0.0) for thing in self.everything}
        return frozenset(key for key, change in changes.items() if abs(change) > STEADY)

    @cached_property
    def standing(self) -> tuple[Text, ...]:
        """Texts that are to be read: visible, and not just coming or going."""
        seen = (t for t in self.texts if t.opacity >= VISIBLE and t.key not in self.fading)
        return tuple(seen)

    @cached_property
    def backings(self) -> tuple[Area, ...]:
        """Areas that are opaque enough to be read on."""
        return tuple(area for area in self.areas if area.opacity >= 0.75)


def segments_of(mobject: Mobject) -> Array:
    """The straight pieces (S, 2, 2) of strokes or, approximately, of a Bézier outline."""
    points = mobject.points[:, :2]
    if isinstance(mobject, Strokes):
        joined = np.ones(max(len(points) - 1, 0), dtype=bool)
        ends = np.cumsum(mobject.lengths)[:-1]
        joined[ends[(ends > 0) & (ends < len(points))] - 1] = False
        pieces = np.stack([points[:-1], points[1:]], axis=1)[joined]
    else:
        a, b, c, d = (points[i::4][: len(points) // 4] for i in range(4))
        middle = (a + 3 * b + 3 * c + d) / 8
        pieces = np.concatenate([np.stack([a, middle], axis=1), np.stack([middle, d], axis=1)])
    return np.asarray(pieces[np.isfinite(pieces).all(axis=(1, 2))])


def shows(lines: Lines, window: Array) -> bool:
    return not is_empty(common(lines.box + 1e-9 * np.array([-1, -1, 1, 1]), window))
