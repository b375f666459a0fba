"""Points and lines stay within their panels."""

from __future__ import annotations

import numpy as np

from detangle.stage.inplane import InPlane
from tests.inspector.boxes import Array, box_of, common, contains, grown, is_empty
from tests.inspector.checks.base import Problems
from tests.inspector.frame import Area, Cloud, Frame, Lines

SLACK = 0.06
"""Half a dot may reach over the edge of a region, as on a frame's own line."""


def clipped(frame: Frame) -> Problems:
    """All that lies in a layer's plane is clipped to a region, and at rest no dot is cut off."""
    for thing in frame.things:
        if not isinstance(thing.mobject, InPlane):
            continue
        clip = getattr(thing.mobject, "clip", None)
        if clip is None:
            yield thing.name, "is not clipped"
        elif not any(contains(region, clip) for region in _regions(frame)):
            yield thing.name, f"is clipped to {np.round(clip, 2)}, which is no part of a region"
    for cloud in frame.clouds if frame.settled else ():
        lost = int(((cloud.mobject.rgbas[:, 3] > 0) & (cloud.alphas == 0)).sum())
        if lost:
            yield cloud.name, f"{lost} of its dots are outside of its panel"


def inside_regions(frame: Frame) -> Problems:
    """Whatever is not text lies within one region of the layout."""
    for thing in frame.things:
        box = _extent(thing)
        if is_empty(grown(box, 1e-6)) or is_empty(common(grown(box, 1e-6), frame.window)):
            continue
        if not any(contains(region, box, SLACK) for region in _regions(frame)):
            yield thing.name, f"reaches {np.round(box, 2)}, out of every region of the layout"


def _extent(thing: Cloud | Lines | Area) -> Array:
    if isinstance(thing, Cloud):
        shown = thing.alphas > 0
        return box_of(thing.mobject.points[shown])
    return thing.box


def _regions(frame: Frame) -> list[Array]:
    layout = frame.film.layout
    return [np.array(region.box) for region in (layout.stage, layout.panels, layout.title)]
