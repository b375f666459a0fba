"""What is drawn of a sheet of images: the live image, its place on the sheet, and its trails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, Group, ManimColor, VGroup
from numpy.typing import NDArray

from detangle.datasets.images import ImageSheet
from detangle.geometry.polylines import Polylines
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.pictures import Pictures, PlanePictures
from detangle.stage.plot.view import View
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import baseline, words

Array = NDArray[np.float64]
Path = Callable[[float], tuple[float, float]]
"""From a time, 0 to 1, to a shift in pixels and an angle in degrees."""

THUMB = 0.36
"""Height of an image on the sheet, in the plane's units."""
LARGER = 1.7
"""The image that is spoken of is so many times as large."""
BESIDE = 1.5
"""A panel so many times as wide as it is high has its numbers beside the image."""
TRAIL_VERTICES = 121
RISE = 0.06
"""Share of a path during which an image that was passed appears."""


class LiveImage(Group):
    """One image, large, and by how much it is shifted and turned.

    Parameters
    ----------
    sheet
        Whose images it shows.
    label
        Class of the image, which gives its ink.
    area
        Where it goes.
    theme
        Colours and sizes.
    labels
        The words before both numbers and after them: slide, pixels, turn, degrees.
    """

    def __init__(
        self,
        sheet: ImageSheet,
        label: int,
        area: Area,
        theme: Theme,
        labels: tuple[str, str, str, str],
    ) -> None:
        room, beside = _parts(area)
        side = min(room.width, room.height)
        ground = np.append(ManimColor(theme.reference).to_rgb(), 1.0)
        self.picture = Pictures(
            room.center[None],
            sheet.image[None],
            theme.class_color(label),
            size=side,
            ground=ground,
        )
        style: dict[str, Any] = {"size": theme.caption_size, "color": theme.text, "sign": "always"}
        self.shifted = Number(0, decimals=1, **style)
        self.turned = Number(0, decimals=0, whole=2, **style)
        rows = [
            _row(before, number, after, theme)
            for before, number, after in (
                (labels[0], self.shifted, labels[1]),
                (labels[2], self.turned, labels[3]),
            )
        ]
        self.numbers = VGroup(*rows).arrange(
            DOWN, buff=0.01 * theme.caption_size, aligned_edge=LEFT
        )
        self.numbers.move_to(beside.center)
        super().__init__(self.picture, self.numbers)

    @staticmethod
    def place_of(area: Area) -> Area:
        """Return where the image is in an area; it is as large as the shorter side."""
        return _parts(area)[0]

    def show_image(self, image: Array, shift: float, angle: float) -> None:
        """Show an image (H, W), and what has been done to it."""
        self.picture.set_images(image[None])
        self.shifted.set_value(shift)
        self.turned.set_value(angle)


class Trail(Group):
    """The curve along which an image moves, and the images that it leaves on it.

    Parameters
    ----------
    sheet
        Whose images.
    path
        The way, from time 0 to 1.
    count
        How many images are left, evenly.
    label
        Class of the image.
    view
        How the plane is shown.
    theme
        Colours and sizes.
    """

    def __init__(
        self, sheet: ImageSheet, path: Path, count: int, label: int, view: View, theme: Theme
    ) -> None:
        self.view = view
        times = np.linspace(0, 1, TRAIL_VERTICES)
        self.full = sheet.projection.place(sheet.along([path(float(t)) for t in times]))
        lines = Polylines(self.full.copy(), np.array([TRAIL_VERTICES]))
        self.line = PlacedLines(lines, view, color=theme.muted, width=theme.line_width * 0.7)
        self.times = np.linspace(0, 1, count)
        left = sheet.along([path(float(t)) for t in self.times])
        self.images = thumbnails(sheet, left, label, view, theme)
        super().__init__(self.line, self.images)
        self.grow(0.0)

    def grow(self, t: float) -> Self:
        """Show it up to a time; the rest of the curve waits where it ends."""
        at = t * (TRAIL_VERTICES - 1)
        whole = int(np.floor(at))
        coords = self.full.copy()
        if whole + 1 < TRAIL_VERTICES:
            share = at - whole
            coords[whole + 1 :] = (1 - share) * self.full[whole] + share * self.full[whole + 1]
        self.line.show_at(coords, self.view)
        self.images.set_opacity(np.clip((t - self.times) / RISE + (t >= 1), 0, 1), family=False)
        return self


def thumbnails(
    sheet: ImageSheet, points: Array, label: int, view: View, theme: Theme
) -> PlanePictures:
    """Draw images (M, H·W) at their places in the sheet's plane."""
    images = points.reshape(-1, *sheet.image.shape)
    labels = np.full(len(points), label)
    size = THUMB * view.unit
    return PlanePictures(sheet.projection.place(points), images, labels, view, theme, size)


def walker_of(sheet: ImageSheet, label: int, view: View, theme: Theme) -> PlanePictures:
    """Draw the unchanged image in the plane, larger, on paper of its own."""
    walker = thumbnails(sheet, sheet.image.ravel()[None], label, view, theme)
    walker.ground = np.append(ManimColor(theme.reference).to_rgb(), 1.0)
    walker.set_size(LARGER * THUMB * view.unit)
    return walker


def sheet_lines(sheet: ImageSheet, view: View, theme: Theme) -> PlacedLines[View]:
    """Draw the lines of equal shift and of equal angle in the sheet's plane."""
    lines = Polylines(sheet.projection.place(sheet.lines.vertices), sheet.lines.lengths)
    return PlacedLines(lines, view, color=theme.grid, width=theme.grid_width)


def _parts(area: Area) -> tuple[Area, Area]:
    """Divide a panel: the image, and the numbers below it or, in a low panel, beside it."""
    low = area.width > BESIDE * area.height
    image, numbers = area.columns((0.45, 0.55)) if low else area.rows((0.72, 0.28))
    return image, numbers


def _row(before: str, number: Number, after: str, theme: Theme) -> VGroup:
    """Set a word, a number and its unit on one base line."""
    size = theme.caption_size
    head, tail = (words(text, size, theme.muted) for text in (before, after))
    gap = 0.008 * size
    number.stand_at([head.get_right()[0] + gap, baseline(head), 0.0])
    tail.next_to(number, RIGHT, buff=gap)
    tail.shift((0.0, baseline(head) - baseline(tail), 0.0))
    return VGroup(head, number, tail)
