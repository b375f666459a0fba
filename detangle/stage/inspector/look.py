"""Reads off a scene's mobjects what is to be seen."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from manim import Camera, Dot, Mobject, Scene, VMobject
from manim.mobject.svg.svg_mobject import SVGMobject
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.mobject.types.point_cloud_mobject import PMobject

from detangle._typing import ByteArray, FloatArray
from detangle.stage.inspector.frame import Eye, Filled, Frame, Glance, Lines, Memory, Points, Text
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
    memory.note(reader.texts)
    return Frame(
        scene=scene,
        time=time,
        eye=reader.eye,
        texts=tuple(reader.texts),
        points=tuple(reader.points),
        lines=tuple(reader.lines),
        filled=tuple(reader.filled),
        family=tuple(reader.family.values()),
        memory=memory,
        settled=settled,
        before=before,
        cut=cut,
    )


class _Reader:
    """Goes through the mobjects of a scene, each once, and sorts them by what they look like."""

    def __init__(self, scene: Scene, *, ordered: bool) -> None:
        camera = cast("Camera", scene.camera)
        self.eye = Eye(camera)
        everything = (*scene.mobjects, *scene.foreground_mobjects)
        shown = camera.get_mobjects_to_display(everything) if ordered else []
        self.order = {id(mobject): i for i, mobject in enumerate(shown)}
        self.family: dict[int, Mobject] = {}
        self.texts: list[Text] = []
        self.points: list[Points] = []
        self.lines: list[Lines] = []
        self.filled: list[Filled] = []

    def visit(self, mobject: Mobject, *, letters: bool = True) -> None:
        """Read a mobject and its parts; within a drawing no part is taken for a letter."""
        if id(mobject) in self.family:
            return
        self.family[id(mobject)] = mobject
        if is_text(mobject) and letters:
            parts = mobject.get_family()
            self._add_text(mobject, [m for m in parts if isinstance(m, VMobject) and len(m.points)])
            return
        if len(mobject.points):
            self._read(mobject, letters)
        letters &= not isinstance(mobject, SVGMobject)
        for part in mobject.submobjects:
            self.visit(part, letters=letters)

    def _read(self, mobject: Any, letters: bool) -> None:
        """Read the mobject itself."""
        if isinstance(mobject, PointCloud):
            self._add_points(mobject, mobject.points, mobject.radii, mobject.rgbas, mobject.clip)
        elif isinstance(mobject, Strokes):
            if len(mobject.points) > 1 and mobject.stroke_width > 0:
                self._add_lines(mobject, mobject.rgbas[0], mobject.stroke_width, mobject.clip)
        elif isinstance(mobject, Painted):
            self._add_painted(mobject)
        elif isinstance(mobject, AbstractImageMobject):
            self._add_filled(mobject, mobject.points[[0, 1, 3, 2]], OPAQUE)
        elif isinstance(mobject, PMobject):
            radius = np.full(len(mobject.points), mobject.stroke_width * WIDTH_UNIT / 2)
            self._add_points(mobject, mobject.points, radius, mobject.rgbas, None)
        elif isinstance(mobject, VMobject):
            self._add_shape(mobject, letters)

    def _add_text(self, mobject: Mobject, glyphs: list[VMobject]) -> None:
        opacities = np.array([_ink(glyph) for glyph in glyphs])
        kept = opacities > TRACE
        if kept.any():
            shown = tuple(glyph for glyph, keep in zip(glyphs, kept, strict=True) if keep)
            order = self.order.get(id(shown[0]), 0)
            self.texts.append(Text(mobject, self.eye, order, shown, opacities[kept]))

    def _add_points(
        self,
        mobject: Mobject,
        places: FloatArray,
        radii: FloatArray,
        rgbas: FloatArray,
        clip: FloatArray | None,
    ) -> None:
        points = Points(mobject, self.eye, self._order(mobject), places, radii, rgbas, clip)
        if points.opacity > TRACE:
            self.points.append(points)

    def _add_lines(
        self, mobject: Mobject, rgba: FloatArray, width: float, clip: FloatArray | None = None
    ) -> None:
        if rgba[3] > TRACE:
            self.lines.append(
                Lines(mobject, self.eye, self._order(mobject), rgba, float(width), clip)
            )

    def _add_filled(self, mobject: Mobject, corners: FloatArray, rgba: FloatArray) -> None:
        if rgba[3] > TRACE:
            self.filled.append(Filled(mobject, self.eye, self._order(mobject), corners, rgba))

    def _add_painted(self, painted: Painted) -> None:
        """Take whatever else is painted for one filled shape, of its most opaque colour."""
        if len(painted.rgbas):
            places = getattr(painted, "corners", None)
            corners = painted.points if places is None else _in_space(places.reshape(-1, 2))
            if painted.clip is not None:
                corners = corners.copy()
                corners[:, :2] = np.clip(corners[:, :2], painted.clip[:2], painted.clip[2:])
            self._add_filled(painted, corners, painted.rgbas[painted.rgbas[:, 3].argmax()])

    def _add_shape(self, shape: VMobject, letters: bool) -> None:
        """Take a shape for what it is: a letter, a point, an area, a line, or the last two."""
        fill, stroke = shape.fill_rgbas.mean(axis=0), shape.stroke_rgbas.mean(axis=0)
        if letters and fill[3] > TRACE and is_letter(shape):
            self._add_text(shape, [shape])
            return
        if isinstance(shape, Dot) and fill[3] > TRACE and shape.width / 2 <= LARGEST_POINT:
            radius, center = np.array([shape.width / 2]), shape.get_center()[None]
            self._add_points(shape, center, radius, fill[None], None)
            return
        if not _is_flat(shape):
            self._add_filled(shape, shape.points, fill)
        if shape.stroke_width:
            self._add_lines(shape, stroke, shape.stroke_width)

    def _order(self, mobject: Mobject) -> int:
        return self.order.get(id(mobject), 0)


def _ink(glyph: VMobject) -> float:
    """Return how opaque a letter is, by its fill or its stroke."""
    stroke = float(glyph.stroke_rgbas[0, 3]) if glyph.stroke_width else 0.0
    return max(float(glyph.fill_rgbas[0, 3]), stroke)


def _is_flat(shape: VMobject) -> bool:
    """Tell whether a shape has no area, so that its fill shows nothing."""
    return bool((np.ptp(shape.points, axis=0) < FLAT).sum() > 1)


def _in_space(places: FloatArray) -> FloatArray:
    return np.column_stack([places, np.zeros(len(places))])
