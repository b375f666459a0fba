"""What a viewer sees at one instant, as a value that checks are written on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import numpy as np
from manim import Mobject, Scene

from detangle._typing import ByteArray, FloatArray, IntArray
from detangle.stage.inspector.boxes import common, is_empty
from detangle.stage.inspector.things import Eye, Filled, Lines, Points, Text, Thing
from detangle.stage.paint.strokes import Strokes

VISIBLE = 0.35
"""What is less opaque is a ghost, or dimmed on purpose."""
STEADY = 0.002
"""What changes its opacity by more in a sixtieth of a second is fading."""
OPAQUE = 0.75
"""What is more opaque hides what is behind it."""


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
    everything
        All that is to be seen.
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
    everything: tuple[Thing, ...]
    family: tuple[Mobject, ...]
    memory: Memory
    settled: bool = False
    before: Glance | None = None
    cut: tuple[ByteArray, ByteArray] | None = None

    @property
    def window(self) -> FloatArray:
        """The rectangle of the frame."""
        return self.eye.box

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """What is to be read."""
        return tuple(seen for seen in self.everything if isinstance(seen, Text))

    @cached_property
    def points(self) -> tuple[Points, ...]:
        """The points, in clouds or alone."""
        return tuple(seen for seen in self.everything if isinstance(seen, Points))

    @cached_property
    def lines(self) -> tuple[Lines, ...]:
        """The strokes."""
        return tuple(seen for seen in self.everything if isinstance(seen, Lines))

    @cached_property
    def filled(self) -> tuple[Filled, ...]:
        """The filled shapes and images."""
        return tuple(seen for seen in self.everything if isinstance(seen, Filled))

    @property
    def things(self) -> tuple[Points | Lines | Filled, ...]:
        """Whatever is not text."""
        return (*self.points, *self.lines, *self.filled)

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
        behind_first = sorted(self.filled, key=lambda seen: seen.order)
        camera.capture_mobjects([s.mobject for s in behind_first], include_submobjects=False)
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
