"""The shots of a plane that fills the frame: where its points lie, and the scrims under text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detangle.look.depth import Depth
from detangle.look.layout import SAFE, Area, Layout
from detangle.look.theme import Theme
from detangle.stage.panels.scrim import Scrim, Side

GAP = 0.1
"""Units around text within which a scrim is densest."""
MARGIN = 0.5
"""Units between the points and the frame's edge."""
SOFT = 0.75
"""Units over which a scrim fades out, above or below text."""
ASIDE = 1.6
"""Units over which a scrim fades out beside text."""
STRIP = 1.8
"""Height in units of the strip below the points."""


@dataclass(frozen=True, eq=False)
class Shot:
    """How the frame is divided for a while.

    Parameters
    ----------
    zone
        Where the points may lie.
    panel
        Where else something stands, if it does.
    scrims
        What lies under that.
    """

    zone: Area
    panel: Area | None = None
    scrims: tuple[Scrim, ...] = ()


def shots(layout: Layout, theme: Theme) -> Mapping[str, Shot]:
    """Return the shots of a layout whose plane fills the frame.

    `solo` has a title alone, `column` panels beside the points or below them, and `strip` one panel
    along the bottom.
    """
    frame, zone, panels, scale = layout.frame, layout.stage, layout.panels, layout.scale
    if panels.left > zone.right:
        edge = frame.inset(*4 * (MARGIN * scale,))
        alone = Area(edge.left, edge.bottom, edge.right, zone.top)
        safe = frame.inset(*4 * (SAFE * scale,))
        strip = Area(safe.left, safe.bottom, safe.right, safe.bottom + STRIP * scale)
        above = Area(alone.left, strip.top + SOFT * scale, alone.right, alone.top)
        column = Shot(zone, panels, _beside(theme, frame, panels.left, scale))
        below = Shot(above, strip, _below(theme, frame, strip.top, above.bottom))
        return {"solo": Shot(alone), "column": column, "strip": below}
    alone = Area(zone.left, panels.bottom, zone.right, zone.top)
    column = Shot(zone, panels, _below(theme, frame, panels.top, zone.bottom))
    return {"solo": Shot(alone), "column": column, "strip": column}


def title_scrim(layout: Layout, theme: Theme) -> Scrim:
    """Return the scrim under the title, which ends where the points may lie."""
    frame, title, soft = layout.frame, layout.title, SOFT * layout.scale
    over = Area(frame.left, min(layout.stage.top, title.bottom - soft), frame.right, frame.top)
    (scrim,) = _veil(theme, over, "top", frame.top - title.bottom)
    return scrim


def _beside(theme: Theme, frame: Area, solid: float, scale: float) -> tuple[Scrim, ...]:
    over = Area(solid - (ASIDE + GAP) * scale, frame.bottom, frame.right, frame.top)
    return _veil(theme, over, "right", frame.right - solid + GAP * scale)


def _below(theme: Theme, frame: Area, solid: float, top: float) -> tuple[Scrim, ...]:
    over = Area(frame.left, frame.bottom, frame.right, top)
    return _veil(theme, over, "bottom", solid - frame.bottom)


def _veil(theme: Theme, over: Area, side: Side, solid: float) -> tuple[Scrim, ...]:
    scrim = Scrim(over, side, solid, theme.background, theme.scrim)
    return (scrim.set_z_index(Depth.SCRIM),)
