"""What is drawn of a sheet of images: the live image, its place on the sheet, and its trails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, Group, ManimColor, VGroup

from detangle._typing import FloatArray
from detangle.datasets.images import ImageSheet
from detangle.geometry.polylines import Polylines
from detangle.look.depth import Depth
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.pictures import Pictures, PlanePictures
from detangle.stage.plot.view import View
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import baseline, stand, words

Path = Callable[[float], tuple[float, float]]
"""From a time, 0 to 1, to a shift in pixels and an angle in degrees."""

THUMB_HEIGHT = 0.36
"""Height of an image on the sheet, in the plane's units."""
WALKER_SCALE = 1.7
"""Size of the image that is spoken of, as a multiple of the others'."""
LOW_PANEL = 1.5
"""From this ratio of width to height on, a panel has its numbers beside the image."""
TRAIL_VERTICES = 121
FADE_FRACTION = 0.06
"""Part of a path, as a fraction, during which an image that was passed appears."""


class LiveImage(Group):
    """One image of a sheet, large, and by how much it is shifted and turned.

    Its class, the label, gives its ink. The words of the numbers are `slide.label`, `slide.unit`,
    `turn.label` and `turn.unit`.

    Attributes
    ----------
    picture
        The image.
    numbers
        Both amounts.
    """

    def __init__(
        self, sheet: ImageSheet, label: int, area: Area, theme: Theme, names: Mapping[str, str]
    ) -> None:
        self.home, beside = _parts(area)
        color, ground = theme.class_color(label), _paper(theme)
        self.picture = Pictures(np.zeros((1, 2)), sheet.image[None], color, ground=ground)
        self.put_home(self.picture)
        style: dict[str, Any] = {"size": theme.caption_size, "color": theme.text, "sign": "always"}
        self.shifted = Number(0, decimals=1, **style)
        self.turned = Number(0, decimals=0, whole=2, **style)
        rows = (
            _row(names[f"{key}.label"], number, names[f"{key}.unit"], theme)
            for key, number in (("slide", self.shifted), ("turn", self.turned))
        )
        gap = 0.01 * theme.caption_size
        self.numbers = VGroup(*rows).arrange(DOWN, buff=gap, aligned_edge=LEFT)
        self.numbers.move_to(beside.center)
        super().__init__(self.picture, self.numbers)

    def put_home(self, picture: Pictures) -> Pictures:
        """Put a picture where the image is beside the plane."""
        picture.set_points_to(self.home.center[None])
        return picture.set_size(min(self.home.width, self.home.height))

    def show_image(self, image: FloatArray, shift: float, angle: float) -> None:
        """Show an image (H, W), and what has been done to it."""
        self.picture.set_images(image[None])
        self.shifted.set_value(shift)
        self.turned.set_value(angle)


class Trail(Group):
    """The curve along which an image of a sheet moves, and images on it, one for each shift."""

    def __init__(self, sheet: ImageSheet, path: Path, label: int, view: View, theme: Theme) -> None:
        self.view = view
        self.vertex_times = np.linspace(0, 1, TRAIL_VERTICES)
        self.full = sheet.projection.place(sheet.along([path(float(t)) for t in self.vertex_times]))
        lines = Polylines(self.full.copy(), np.array([TRAIL_VERTICES]))
        self.line = PlacedLines(lines, view, color=theme.muted, width=theme.line_width * 0.7)
        self.times = np.linspace(0, 1, len(sheet.shifts))
        left = sheet.along([path(float(t)) for t in self.times])
        self.images = thumbnails(sheet, left, label, view, theme)
        super().__init__(self.line, self.images)
        self.grow(0.0)

    def grow(self, t: float) -> Self:
        """Show it up to a time; the rest of the curve waits where it ends."""
        passed = np.minimum(self.vertex_times, t)
        columns = [np.interp(passed, self.vertex_times, column) for column in self.full.T]
        self.line.show_at(np.column_stack(columns), self.view)
        self.images.set_opacity(
            np.clip((t - self.times) / FADE_FRACTION + (t >= 1), 0, 1), family=False
        )
        return self


def thumbnails(
    sheet: ImageSheet, points: FloatArray, label: int, view: View, theme: Theme
) -> PlanePictures:
    """Draw images (M, H·W) at their places in the sheet's plane."""
    images = points.reshape(-1, *sheet.image.shape)
    labels = np.full(len(points), label)
    places, size = sheet.projection.place(points), THUMB_HEIGHT * view.unit
    pictures = PlanePictures(places, images, labels, view, theme, size)
    return pictures.set_z_index(Depth.POINTS)


def walker_of(sheet: ImageSheet, label: int, view: View, theme: Theme) -> PlanePictures:
    """Draw the unchanged image in the plane, larger, on paper of its own, over all others."""
    walker = thumbnails(sheet, sheet.image.ravel()[None], label, view, theme)
    walker.ground = _paper(theme)
    return walker.set_size(WALKER_SCALE * THUMB_HEIGHT * view.unit).set_z_index(0)


def sheet_lines(sheet: ImageSheet, view: View, theme: Theme) -> PlacedLines[View]:
    """Draw the lines of equal shift and of equal angle in the sheet's plane."""
    lines = Polylines(sheet.projection.place(sheet.lines.vertices), sheet.lines.lengths)
    drawn = PlacedLines(lines, view, color=theme.grid, width=theme.grid_width)
    return drawn.set_z_index(Depth.GRID)


def _paper(theme: Theme) -> FloatArray:
    """Return colour and opacity (4,) of what is below an image."""
    return np.append(ManimColor(theme.reference).to_rgb(), 1.0)


def _parts(area: Area) -> tuple[Area, Area]:
    """Divide a panel: the image, and the numbers below it or, in a low panel, beside it."""
    low = area.width > LOW_PANEL * area.height
    image, numbers = area.columns((0.45, 0.55)) if low else area.rows((0.72, 0.28))
    return image, numbers


def _row(before: str, number: Number, after: str, theme: Theme) -> VGroup:
    """Set a word, a number and its unit on one base line."""
    size = theme.caption_size
    head, tail = (words(text, size, theme.muted) for text in (before, after))
    gap, base = 0.008 * size, baseline(head)
    number.stand_at([head.get_right()[0] + gap, base, 0.0])
    return VGroup(head, number, stand(tail, number.get_right()[0] + gap, base))
