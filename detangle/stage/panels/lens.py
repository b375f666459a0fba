"""A second window on a part of a plane, where the same points are seen larger."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, Mobject, VGroup
from manim import Line as Segment

from detangle._typing import FloatArray
from detangle.geometry.polylines import Polylines
from detangle.look.depth import Depth
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.plot.axes import border, reference_grid
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.placed import Placed
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.plot.view import View
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import fit_width, stand, words

HEADING = 0.5
"""Units above the window for the line with the magnification."""
FIELD_WIDTH = 1.6
"""Stroke width of the rectangle around what is magnified, in widths of the reference grid."""
CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
"""Corners of a rectangle, in the order in which it is drawn."""
HEADING_BASE = 0.0095
"""Units from the area's top to the heading's base line, for each point of the font size."""
BAR_WIDTH = 0.75
"""Stroke width of a bar that measures, in those of a curve."""
WORD_GAP = 0.12
"""Units between the heading's words and its number."""


class Field(PlacedLines[View]):
    """The rectangle of a plane that a lens shows; whatever moves the lens' window moves it, too.

    Parameters
    ----------
    shown
        The lens' view.
    view
        The plane's view.
    theme
        Colour and width.
    """

    def __init__(self, shown: View, view: View, theme: Theme) -> None:
        self.seen_through = view
        corners = _corners(shown)
        lines = Polylines(corners, np.array([len(corners)]))
        width = FIELD_WIDTH * theme.reference_width
        super().__init__(lines, view, color=theme.structure, width=width)
        self.set_z_index(0)  # in front of all dots

    def show_at(self, coords: FloatArray, view: View) -> None:  # noqa: ARG002 (a lens moves itself)
        """Surround what is seen through the view of the lens."""
        super().show_at(_corners(view), self.seen_through)


class LensCloud(PlaneCloud):
    """The points of a cloud as a lens shows them: those in its field.

    Parameters
    ----------
    cloud
        The points as they are now.
    view
        That of the lens.
    field
        The rectangle in the plane.
    """

    def __init__(self, cloud: PlaneCloud, view: View, field: Field) -> None:
        super(PlaneCloud, self).__init__(cloud.points, clip=view.area.box)
        self.field = field
        self.rgbas, self.radii = cloud.rgbas.copy(), cloud.radii.copy()
        self.holes = cloud.holes.copy()
        self.set_z_index(Depth.POINTS)
        self.show_at(cloud.coords, view)


class Lens:
    """A window on a part of a plane, with its magnification in the heading.

    Parameters
    ----------
    area
        Where it goes, heading and all.
    coords
        (M, 2) what must be seen in it.
    view
        How the plane itself is shown.
    theme
        Colours and sizes.
    label
        The heading's words.
    """

    def __init__(
        self, area: Area, coords: FloatArray, view: View, theme: Theme, label: str
    ) -> None:
        self.theme, self.plane_view = theme, view
        window = area.inset(0, 0, 0, HEADING)
        self.view = View.fit(coords, window, with_origin=False)
        self.field = Field(self.view, view, theme)
        self.border = border(window, theme)
        self.reference = reference_grid(self.view, theme)
        self.factor = Number(
            self.magnification, decimals=1, size=theme.caption_size, color=theme.text
        )
        self.line = area.top - HEADING_BASE * theme.caption_size
        self.heading = self._heading(area, label)
        self.items: list[Placed[View]] = []

    @property
    def magnification(self) -> float:
        """How many times as large as in the plane things are seen, at this instant."""
        width = float(np.ptp(self.field.points[:, 0]))
        return self.view.area.width / width

    @property
    def frame(self) -> list[Mobject]:
        """All but the things that are seen in it, back to front."""
        return [self.reference, self.border, self.heading, self.field]

    def twin(self, cloud: PlaneCloud) -> LensCloud:
        """Show the points of a cloud through it, too: as they are now."""
        twin = LensCloud(cloud, self.view, self.field)
        self.items.append(twin)
        return twin

    def lines(self, lines: Polylines, color: str, width: float) -> PlacedLines[View]:
        """Show lines through it."""
        made = PlacedLines(lines, self.view, color=color, width=width)
        self.items.append(made)
        return made

    def forget(self, *things: Mobject) -> None:
        """Let things that are gone stay away when it zooms."""
        self.items = [item for item in self.items if item not in things]

    def remark(self, markup: str, measure: float = 0.0) -> VGroup:
        """Write something at the other end of the heading's line, after a bar of a length.

        Parameters
        ----------
        markup
            What is written.
        measure
            The bar's length in units of the plane, as they are seen through the lens now.
        """
        text = words(markup, self.theme.caption_size, self.theme.text)
        right, taken = self.view.area.right, float(self.heading.get_right()[0])
        bar = measure * self.view.unit
        room = right - taken - 2 * WORD_GAP - bar - WORD_GAP * (bar > 0)
        stand(fit_width(text, room), right, self.line, RIGHT)
        return VGroup(text, *([self._bar(text, bar)] if bar else []))

    def _bar(self, text: VGroup, length: float) -> Segment:
        """Draw a bar of a length before a text."""
        end = text.get_left() + WORD_GAP * LEFT
        width = BAR_WIDTH * self.theme.line_width
        return Segment(end + length * LEFT, end, color=self.theme.text, stroke_width=width)

    def _heading(self, area: Area, label: str) -> VGroup:
        name = words(label, self.theme.caption_size, self.theme.muted)
        stand(name, area.left, self.line)
        self.factor.stand_at((name.get_right()[0] + WORD_GAP, self.line, 0))
        return VGroup(name, self.factor)


def _corners(view: View) -> FloatArray:
    """Return the corners of what a view shows, (5, 2), the first one again at the end."""
    low, high = view.bounds
    return np.asarray(low + CORNERS * (high - low))
