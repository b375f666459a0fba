"""Points and lines stay within their panels."""

from __future__ import annotations

import numpy as np
from manim import Scene
from numpy.typing import NDArray

from detangle._typing import FloatArray as Array
from detangle.stage import WidthTwoScene
from detangle.stage.inspector.boxes import box_of, common, contains, distances, grown, is_empty
from detangle.stage.inspector.frame import Frame
from detangle.stage.inspector.things import Points
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.pictures import Pictures
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.plane import PlaneCloud
from tests.inspector.checks.base import Problems
from tests.inspector.film import film_of

EXACT = 1e-6
"""Share of what a lens shows that rounding may take."""
SLACK = 0.06
"""Half a dot may reach over the edge of an area, as on a frame's own line."""


def clipped(frame: Frame) -> Problems:
    """What lies in a layer's plane or space is clipped to an area; at rest no dot is cut off."""
    for thing in frame.things:
        if not isinstance(thing.mobject, Placed):
            continue
        clip = getattr(thing.mobject, "clip", None)
        if clip is None:
            yield thing.name, "is not clipped"
        elif not any(contains(area, clip) for area in _regions(frame)):
            yield thing.name, f"is clipped to {np.round(clip, 2)}, which is no part of an area"
    closeup = _is_closeup(frame.scene)
    for cloud in frame.points if frame.settled and not closeup else ():
        yield from _cut_off(cloud, getattr(film_of(frame.scene).scene, "lens", None))


def _is_closeup(scene: Scene) -> bool:
    """A look into the gap between two points of a ring, where others are not meant to be seen."""
    return isinstance(scene, WidthTwoScene) and scene.plane.view.unit > scene.home.unit


def _cut_off(cloud: Points, lens: Lens | None) -> Problems:
    """A panel shows all of its dots, a lens all those that lie in its field."""
    lost = (cloud.rgbas[:, 3] > 0) & (cloud.alphas == 0)
    twin = next((t for t in lens.twins.values() if t is cloud.mobject), None) if lens else None
    if lens and twin:
        if not _shows_its_field(lens, twin, lost):
            yield cloud.name, "shows another part of the plane than its rectangle"
    elif lost.any():
        yield cloud.name, f"{lost.sum()} of its dots are outside of its panel"


def _shows_its_field(lens: Lens, twin: PlaneCloud, lost: NDArray[np.bool_]) -> bool:
    """Whether a lens shows the dots in the rectangle that is drawn in the plane, and no others."""
    field = box_of(lens.field.coords)
    rounding = EXACT * float(np.ptp(lens.field.coords))
    shown = (twin.rgbas[:, 3] > 0) & ~lost
    within = distances(twin.coords[shown], grown(field, rounding)) == 0
    beyond = distances(twin.coords[lost], grown(field, -rounding)) > 0
    return bool(within.all() and beyond.all())


def inside_areas(frame: Frame) -> Problems:
    """Whatever is not text lies within one area; an image may fly from one to another."""
    for thing in frame.things:
        if isinstance(thing.mobject, Pictures) and not frame.settled:
            continue
        box = thing.box
        if is_empty(grown(box, 1e-6)) or is_empty(common(grown(box, 1e-6), frame.window)):
            continue
        if not any(contains(area, box, SLACK) for area in _regions(frame)):
            yield thing.name, f"reaches {np.round(box, 2)}, out of every area of the layout"


def _regions(frame: Frame) -> list[Array]:
    scene = film_of(frame.scene).scene
    return [np.array(area.box) for area in (*scene.areas, scene.layout.title)]
