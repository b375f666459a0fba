"""A sheet of images in motion: one image walks over it, or a thicker pen writes all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.utils.rate_functions import smootherstep

from detangle.datasets.images import ImageSheet
from detangle.stage.motion.tween import Tween
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.pictures import PlanePictures
from detangle.stage.plot.view import View
from detangle.stage.scenes.projected.sheet_parts import LiveImage, Path, Trail


def wander(
    sheet: ImageSheet,
    live: LiveImage,
    walker: PlanePictures,
    path: Path,
    view: View,
    trail: Trail | None = None,
    **kwargs: Any,
) -> Tween:
    """Lead an image over its sheet: the live image, its place in the plane, its trail.

    Parameters
    ----------
    sheet
        The sheet.
    live, walker
        The image beside the plane, and the one in it.
    path
        Where it goes.
    view
        How the plane is shown.
    trail
        What grows behind it, if anything.
    """

    def set_at(t: float) -> None:
        shift, angle = path(t)
        image = sheet.at(shift, angle)
        live.show_image(image, shift, angle)
        walker.set_images(image[None])
        walker.show_at(sheet.projection.place(image.ravel()[None]), view)
        if trail is not None:
            trail.grow(t)

    moving = [*([] if trail is None else [trail]), live.picture, live.numbers, walker]
    return Tween(moving, lambda: set_at, **{"rate_func": smootherstep, **kwargs})


def write_with_pen(
    sheet: ImageSheet,
    lines: PlacedLines[View],
    images: PlanePictures,
    walker: PlanePictures,
    live: LiveImage,
    view: View,
    *,
    thicker: float = 0.9,
    thinner: float = -0.5,
    **kwargs: Any,
) -> Tween:
    """Write all images of a sheet with a thicker pen, then a thinner one, then as they were.

    Parameters
    ----------
    sheet
        The sheet.
    lines, images, walker
        What is drawn of it in the plane.
    live
        The image beside the plane.
    view
        How the plane is shown.
    thicker, thinner
        Greatest amounts, of which the second is negative.
    """

    def set_at(t: float) -> None:
        wave = float(np.sin(2 * np.pi * t))
        amount = wave * (thicker if wave > 0 else -thinner)
        place = sheet.projection.place
        lines.show_at(place(sheet.written(sheet.lines.vertices, amount)), view)
        for pictures, points in ((images, sheet.points), (walker, sheet.image.ravel()[None])):
            written = sheet.written(points, amount)
            pictures.set_images(written.reshape(-1, *sheet.image.shape))
            pictures.show_at(place(written), view)
        live.show_image(walker.images[0], 0.0, 0.0)

    moving = [lines, images, live.picture, live.numbers, walker]
    return Tween(moving, lambda: set_at, **{"rate_func": smootherstep, **kwargs})
