"""Text, dots and lines stand out from the background."""

from __future__ import annotations

import numpy as np

from detangle.stage.plot.lines import WarpedGrid
from tests.inspector.checks.base import Problems
from tests.inspector.colors import contrast, over, rgb
from tests.inspector.frame import VISIBLE, Frame, Lines, Text

TEXT, THING = 4.5, 3.0
CURVE_WIDTH = 2.5
"""Thinner lines are grids, frames, axes and raw data, which may be faint."""
LIT = 0.9


def contrast_of_text(frame: Frame) -> Problems:
    """Text has 4.5 : 1; what is dimmed must have a lit sibling."""
    if not frame.settled:
        return
    lit = {text.group for text in frame.texts if text.opacity >= LIT}
    for text in frame.texts:
        if text.opacity < LIT and text.group not in lit and text.opacity < VISIBLE:
            yield text.name, f"is dimmed to {text.opacity:.2f}, and nothing beside it is lit"
        least = _least(text, frame)
        if least < TEXT:
            yield text.name, f"has a contrast of {least:.1f} : 1, not {TEXT} : 1"


def contrast_of_dots(frame: Frame) -> Problems:
    if not frame.settled:
        return
    for cloud in frame.clouds:
        shown = cloud.mobject.rgbas[cloud.alphas >= VISIBLE]
        for color in np.unique(np.round(shown, 3), axis=0):
            found = contrast(over(color, frame.film.background), frame.film.background)
            if found < THING:
                yield cloud.name, f"has dots of a contrast of {found:.1f} : 1, not {THING} : 1"


def contrast_of_lines(frame: Frame) -> Problems:
    """Curves and boundaries have 3 : 1."""
    if not frame.settled:
        return
    for lines in frame.lines:
        if lines.width < CURVE_WIDTH or lines.opacity < VISIBLE or _is_scenery(lines, frame):
            continue
        found = contrast(over(lines.rgba, frame.film.background), frame.film.background)
        if found < THING:
            yield lines.name, f"has a contrast of {found:.1f} : 1, not {THING} : 1"


def _is_scenery(lines: Lines, frame: Frame) -> bool:
    theme = frame.film.theme
    tones = [rgb(tone) for tone in (theme.grid, theme.reference, theme.structure)]
    same = any(np.abs(lines.rgba[:3] - tone).max() < 0.02 for tone in tones)
    return same or isinstance(lines.mobject, WarpedGrid)


def _least(text: Text, frame: Frame) -> float:
    """Least contrast of the glyphs that are not dimmed."""
    ground = frame.film.background
    for area in frame.backings:
        if area.order < text.order and area.holds(text.box):
            ground = over(area.rgba, ground)
    inks = set()
    for glyph, opacity in zip(text.glyphs, text.opacities, strict=True):
        if opacity >= VISIBLE:
            filled = glyph.fill_rgbas[0] if glyph.fill_rgbas[0, 3] else glyph.stroke_rgbas[0]
            inks.add(tuple(np.round(filled, 3)))
    return min((contrast(over(np.array(ink), ground), ground) for ink in inks), default=21.0)
