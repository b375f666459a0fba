"""Reads off a scene's mobjects what is to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import numpy as np
from manim import Camera, Dot, Mobject, Scene, VMobject
from manim.mobject.svg.svg_mobject import SVGMobject
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.mobject.types.point_cloud_mobject import PMobject

from detangle._typing import ByteArray, FloatArray
from detangle.stage.inspector.frame import Frame, Glance, Memory
from detangle.stage.inspector.things import Eye, Filled, Lines, Points, Text, Thing
from detangle.stage.inspector.wording import is_letter, is_text
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.strokes import WIDTH_UNIT, Strokes

TRACE = 0.03
"""What is less opaque than this is not there at all."""
FLAT = 1e-6
"""Units below which a shape has no area."""
LARGEST_POINT = 0.2
"""Radius above which a `Dot` is a disc, on which something may be written."""
OPAQUE = np.ones(4)


def look(
    scene: Scene,
    time: float,
    memory: Memory,
    *,
    settled: bool = False,
    before: Glance | None = None,
    cut: tuple[ByteArray, ByteArray] | None = None,
) -> Frame:
    """See a scene as it is now; the parameters are attributes of `Frame`.

    The order in which things are drawn is only told of a settled frame: it takes long.
    """
    reader = _Reader(scene, ordered=settled)
    for mobject in (*scene.mobjects, *scene.foreground_mobjects):
        reader.visit(mobject)
    frame = Frame(
        scene=scene,
        time=time,
        eye=reader.eye,
        everything=tuple(reader.seen),
        family=tuple(reader.family.values()),
        memory=memory,
        settled=settled,
        before=before,
        cut=cut,
    )
    memory.note(frame.texts)
    return frame


class _Reader:
    """Goes through the mobjects of a scene, each once, and tells what they look like."""

    def __init__(self, scene: Scene, *, ordered: bool) -> None:
        camera = cast("Camera", scene.camera)
        self.eye = Eye(camera)
        everything = (*scene.mobjects, *scene.foreground_mobjects)
        shown = camera.get_mobjects_to_display(everything) if ordered else []
        self.order = {id(mobject): i for i, mobject in enumerate(shown)}
        self.family: dict[int, Mobject] = {}
        self.seen: list[Thing] = []

    def visit(self, mobject: Mobject, *, letters: bool = True) -> None:
        """Read a mobject and its parts; within a drawing no part is taken for a letter."""
        if id(mobject) in self.family:
            return
        self.family[id(mobject)] = mobject
        if is_text(mobject) and letters:
            parts = (part for part in mobject.get_family() if len(part.points))
            self.seen += self._text(mobject, [m for m in parts if isinstance(m, VMobject)])
            return
        if len(mobject.points):
            self.seen += (t for t in self._things(mobject, letters) if t.opacity > TRACE)
        letters &= not isinstance(mobject, SVGMobject)
        for part in mobject.submobjects:
            self.visit(part, letters=letters)

    def _things(self, mobject: Any, letters: bool) -> Iterator[Thing]:
        """Tell what a mobject itself looks like, without its parts."""
        what = mobject, self.eye, self.order.get(id(mobject), 0)
        if isinstance(mobject, Painted):
            yield from self._painted(mobject)
        elif isinstance(mobject, AbstractImageMobject):
            yield Filled(*what, mobject.points[[0, 1, 3, 2]], OPAQUE)
        elif isinstance(mobject, PMobject):
            radii = np.full(len(mobject.points), mobject.stroke_width * WIDTH_UNIT / 2)
            yield Points(*what, mobject.points, radii, mobject.rgbas)
        elif isinstance(mobject, VMobject):
            yield from self._shape(mobject, letters)

    def _painted(self, painted: Painted) -> Iterator[Thing]:
        """Take what is painted for points, for lines, or else for one filled shape."""
        what = painted, self.eye, self.order.get(id(painted), 0)
        if isinstance(painted, PointCloud):
            yield Points(*what, painted.points, painted.seen_radii, painted.rgbas, painted.clip)
        elif isinstance(painted, Strokes):
            if len(painted.points) > 1 and painted.stroke_width > 0:
                yield Lines(*what, painted.rgbas[0], float(painted.stroke_width), painted.clip)
        elif len(painted.rgbas):
            most = painted.rgbas[:, 3].argmax()
            yield Filled(*what, _corners(painted), painted.rgbas[most])

    def _text(self, mobject: Mobject, glyphs: list[VMobject]) -> Iterator[Text]:
        opacities = np.array([_ink(glyph) for glyph in glyphs])
        shown = np.flatnonzero(opacities > TRACE)
        if len(shown):
            inked = tuple(glyphs[i] for i in shown)
            yield Text(mobject, self.eye, self.order.get(id(inked[0]), 0), inked, opacities[shown])

    def _shape(self, shape: VMobject, letters: bool) -> Iterator[Thing]:
        """Take a shape for what it is: a letter, a point, an area, a line, or the last two."""
        what = shape, self.eye, self.order.get(id(shape), 0)
        fill, stroke = shape.fill_rgbas.mean(axis=0), shape.stroke_rgbas.mean(axis=0)
        if letters and fill[3] > TRACE and is_letter(shape):
            yield from self._text(shape, [shape])
            return
        if isinstance(shape, Dot) and fill[3] > TRACE and shape.width / 2 <= LARGEST_POINT:
            radius = np.array([shape.width / 2])
            yield Points(*what, shape.get_center()[None], radius, fill[None])
            return
        if not _is_flat(shape):
            yield Filled(*what, shape.points, fill)
        if shape.stroke_width:
            yield Lines(*what, stroke, float(shape.stroke_width))


def _ink(glyph: VMobject) -> float:
    """Return how opaque a letter is, by its fill or its stroke."""
    stroke = float(glyph.stroke_rgbas[0, 3]) if glyph.stroke_width else 0.0
    return max(float(glyph.fill_rgbas[0, 3]), stroke)


def _is_flat(shape: VMobject) -> bool:
    """Tell whether a shape has no area, so that its fill shows nothing."""
    return bool((np.ptp(shape.points, axis=0) < FLAT).sum() > 1)


def _corners(painted: Painted) -> FloatArray:
    """Return the outline (K, 3) of what is painted, as far as its clip shows it."""
    flat = getattr(painted, "corners", None)
    corners = np.array(painted.points if flat is None else flat.reshape(-1, 2))
    if painted.clip is not None:
        corners[:, :2] = np.clip(corners[:, :2], painted.clip[:2], painted.clip[2:])
    return np.pad(corners, ((0, 0), (0, 3 - corners.shape[1])))
