"""A second window on a part of a plane, where the same points are seen larger."""

from __future__ import annotations

from manim import LEFT, RIGHT, Mobject, VGroup
from manim import Line as Segment

from detangle._typing import FloatArray
from detangle.geometry.polylines import Polylines, rectangle
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
HEADING_BASE = 0.0095
"""Units from the area's top to the heading's base line, for each point of the font size."""
BAR_WIDTH = 0.75
"""Stroke width of a bar that measures, in those of a curve."""
WORD_GAP = 0.12
"""Units between the heading's words and its number."""


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

    Attributes
    ----------
    view
        What it shows of the plane.
    field
        The rectangle around this in the plane.
    items
        All that is seen through it.
    """

    def __init__(
        self, area: Area, coords: FloatArray, view: View, theme: Theme, label: str
    ) -> None:
        self.theme = theme
        window = area.inset(0, 0, 0, HEADING)
        self.view = View.fit(coords, window, with_origin=False)
        width = FIELD_WIDTH * theme.reference_width
        corners = rectangle(*self.view.bounds)
        self.field = PlacedLines(corners, view, color=theme.structure, width=width)
        self.field.set_z_index(0)  # in front of all dots
        self.border = border(window, theme)
        self.reference = reference_grid(self.view, theme)
        self.factor = Number(decimals=1, size=theme.caption_size, color=theme.text)
        self.line = area.top - HEADING_BASE * theme.caption_size
        self.heading = self._heading(area, label)
        self.items: list[Placed[View]] = []
        self.twins: dict[PlaneCloud, PlaneCloud] = {}
        self.surround(self.view)

    @property
    def frame(self) -> list[Mobject]:
        """All but the things that are seen in it, back to front."""
        return [self.reference, self.border, self.heading, self.field]

    def surround(self, view: View) -> None:
        """Mark in the plane what a view shows, and write how many times larger that is."""
        self.field.show_at(rectangle(*view.bounds).vertices, self.field.view)
        self.factor.set_value(view.unit / self.field.view.unit)

    def twin(self, cloud: PlaneCloud) -> PlaneCloud:
        """Show the points of a cloud through it, too: as they are now."""
        self.twins[cloud] = twin = cloud.copy()
        twin.see(self.view)
        self.items.append(twin)
        return twin

    def twins_of(self, cloud: PlaneCloud) -> list[PlaneCloud]:
        """Return the points of a cloud as they are seen through it, if they are."""
        return [self.twins[cloud]] if cloud in self.twins else []

    def lines(self, lines: Polylines, color: str, width: float) -> PlacedLines[View]:
        """Show lines through it."""
        made = PlacedLines(lines, self.view, color=color, width=width)
        self.items.append(made)
        return made

    def forget(self, *things: Mobject) -> None:
        """Show some things no longer: they have left the screen, and stay away when it zooms."""
        self.items = [item for item in self.items if item not in things]
        self.twins = {cloud: twin for cloud, twin in self.twins.items() if twin not in things}

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
