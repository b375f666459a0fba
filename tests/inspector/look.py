"""Reads off a scene's mobjects what is to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from manim import DecimalNumber, MathTypst, Mobject, MovingCamera, Scene, Typst, VMobject
from manim import Text as PangoText

from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.strokes import Strokes
from detangle.stage.plot.pictures import Pictures
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import Line as TypesetLine
from tests.inspector.boxes import Array
from tests.inspector.frame import TRACE, Area, Cloud, Frame, Glance, Lines, Text, segments_of
from tests.inspector.glyphs import SIGNS, recognise

if TYPE_CHECKING:
    from tests.inspector.film import Film

FLAT = 1e-6
"""Units below which a shape has no area."""
TEXTS = (TypesetLine, Number, Typst, MathTypst, PangoText, DecimalNumber)


@dataclass
class Found:
    """What has been seen so far."""

    texts: list[Text] = field(default_factory=list)
    clouds: list[Cloud] = field(default_factory=list)
    lines: list[Lines] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    family: list[Mobject] = field(default_factory=list)
    order: int = 0


def look(
    scene: Scene,
    film: Film,
    *,
    play: int,
    alpha: float,
    settled: bool = False,
    jumps: bool = False,
    before: Glance | None = None,
) -> Frame:
    """See the scene as it is now."""
    found = Found()
    mobjects = sorted(scene.mobjects, key=lambda mobject: mobject.z_index)
    for mobject in [*mobjects, *scene.foreground_mobjects]:
        _visit(mobject, found, id(mobject))
    return Frame(
        film=film,
        play=play,
        alpha=alpha,
        window=window_of(scene),
        texts=tuple(found.texts),
        clouds=tuple(found.clouds),
        lines=tuple(found.lines),
        areas=tuple(found.areas),
        family=tuple(found.family),
        settled=settled,
        jumps=jumps,
        before=before,
    )


def window_of(scene: Scene) -> Array:
    """The rectangle of the plane that the camera sees."""
    camera: Any = scene.camera
    if isinstance(camera, MovingCamera):
        frame = camera.frame
        center, size = frame.get_center()[:2], np.array([frame.width, frame.height])
    else:
        center, size = np.zeros(2), np.array([camera.frame_width, camera.frame_height])
    return np.concatenate([center - size / 2, center + size / 2])


def ink(shape: VMobject) -> float:
    """How opaque a shape is, by its fill or its stroke; a fill without an area shows nothing."""
    stroke = float(shape.stroke_rgbas[0, 3]) if shape.stroke_width else 0.0
    flat = bool((np.ptp(shape.points[:, :2], axis=0) < FLAT).any())
    return stroke if flat else max(float(shape.fill_rgbas[0, 3]), stroke)


def _visit(mobject: Mobject, found: Found, group: int) -> None:
    found.family.append(mobject)
    found.order += 1
    if isinstance(mobject, TEXTS):
        glyphs = [m for m in mobject.get_family() if isinstance(m, VMobject) and len(m.points)]
        _add_text(mobject, glyphs, found, group)
        return
    if isinstance(mobject, PointCloud):
        cloud = Cloud(mobject, found.order)
        if cloud.opacity > TRACE:
            found.clouds.append(cloud)
    elif isinstance(mobject, Strokes):
        _add_strokes(mobject, found)
    elif isinstance(mobject, Painted):
        _add_painted(mobject, found)
    elif isinstance(mobject, VMobject) and len(mobject.points):
        _add_shape(mobject, found, group)
    for part in mobject.submobjects:
        _visit(part, found, group)


def _add_text(mobject: Mobject, glyphs: Sequence[VMobject], found: Found, group: int) -> None:
    opacities = np.array([ink(glyph) for glyph in glyphs])
    kept = opacities > TRACE
    if kept.any():
        shown = tuple(glyph for glyph, keep in zip(glyphs, kept, strict=True) if keep)
        found.texts.append(Text(mobject, shown, opacities[kept], group, found.order))


def _add_strokes(strokes: Strokes, found: Found) -> None:
    if strokes.rgbas[0, 3] > TRACE and len(strokes.points) > 1 and strokes.stroke_width > 0:
        lines = Lines(
            strokes,
            segments_of(strokes),
            strokes.rgbas[0],
            strokes.stroke_width,
            strokes.clip,
            found.order,
        )
        found.lines.append(lines)


def _add_painted(painted: Painted, found: Found) -> None:
    """Take whatever else is painted for a filled area."""
    if len(painted.points) and painted.rgbas[:, 3].max(initial=0.0) > TRACE:
        clip = painted.clip
        low, high = (-np.inf, np.inf) if clip is None else (clip[:2], clip[2:])
        places = painted.corners.reshape(-1, 2) if isinstance(painted, Pictures) else painted.points
        outline = np.clip(places[:, :2], low, high)
        rgba = painted.rgbas[painted.rgbas[:, 3].argmax()]
        found.areas.append(Area(painted, outline, rgba, found.order))


def _add_shape(shape: VMobject, found: Found, group: int) -> None:
    """A filled area, a line, or both; or a letter that has left its line."""
    fill, stroke = shape.fill_rgbas[0], shape.stroke_rgbas[0]
    if fill[3] > TRACE and not shape.stroke_width and _is_letter(shape):
        _add_text(shape, [shape], found, group)
        return
    if fill[3] > TRACE:
        found.areas.append(Area(shape, shape.points[:, :2], fill, found.order))
    if stroke[3] > TRACE and shape.stroke_width:
        width = float(shape.stroke_width)
        found.lines.append(Lines(shape, segments_of(shape), stroke, width, None, found.order))


def _is_letter(shape: VMobject) -> bool:
    template = recognise(shape)
    return template is not None and template.character not in SIGNS
