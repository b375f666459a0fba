"""Where text stands over a plane that fills the frame: the scrims below it."""

from __future__ import annotations

from detangle.look.depth import Depth
from detangle.look.layout import Area, Layout
from detangle.look.theme import Theme
from detangle.stage.paint.scrim import Scrim, Side

SOFT = 0.75
"""Units over which a scrim fades out below a title."""
DENSE = 0.6
"""Fraction of the scrim below the panels whose opacity is even."""


def scrims(layout: Layout, theme: Theme) -> list[Scrim]:
    """Return the scrims of title and panels; they end where points may lie.

    Parameters
    ----------
    layout
        One whose plane fills the frame.
    theme
        The background's colour, and the opacity.
    """
    frame, zone, panels = layout.frame, layout.stage, layout.panels
    top = Area(frame.left, min(zone.top, layout.title.bottom - SOFT), frame.right, frame.top)
    if panels.left > zone.right:
        over = Area(zone.right, frame.bottom, frame.right, frame.top)
        beside: tuple[Area, Side, float] = (over, "right", DENSE * over.width)
    else:
        over = Area(frame.left, frame.bottom, frame.right, zone.bottom)
        beside = (over, "bottom", panels.top - frame.bottom)
    title: tuple[Area, Side, float] = (top, "top", frame.top - layout.title.bottom)
    made = [Scrim(*part, theme.background, theme.scrim) for part in (title, beside)]
    return [scrim.set_z_index(Depth.SCRIM) for scrim in made]
