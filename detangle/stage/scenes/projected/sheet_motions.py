"""A sheet of images in motion: one image walks over it, or a thicker pen writes all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detangle.datasets.images import ImageSheet
from detangle.stage.motion.staying import Staying
from detangle.stage.plot.grid import PlaneLines
from detangle.stage.plot.pictures import PlanePictures
from detangle.stage.plot.view import View
from detangle.stage.scenes.projected.sheet_parts import LiveImage, Path, Trail

Array = NDArray[np.float64]


class Wander(Staying):
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

    def __init__(
        self,
        sheet: ImageSheet,
        live: LiveImage,
        walker: PlanePictures,
        path: Path,
        view: View,
        trail: Trail | None = None,
        **kwargs: Any,
    ) -> None:
        self.sheet, self.live, self.walker, self.path = sheet, live, walker, path
        self.view, self.trail = view, trail
        moving = [live, walker] if trail is None else [trail, live, walker]
        super().__init__(moving, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the image of this instant."""
        t = self.rate_func(alpha)
        shift, angle = self.path(t)
        image = self.sheet.at(shift, angle)
        self.live.show_image(image, shift, angle)
        self.walker.set_images(image[None])
        self.walker.show_at(self.sheet.projection.place(image.ravel()[None]), self.view)
        if self.trail is not None:
            self.trail.grow(t)


class Pen(Staying):
    """Write all images of a sheet with a thicker pen, then a thinner one, then as they were.

    Parameters
    ----------
    sheet
        The sheet.
    lines, images, walker
        What is drawn of it in the plane.
    live
        The image beside the plane.
    thicker, thinner
        Greatest amounts, of which the second is negative.
    view
        How the plane is shown.
    """

    def __init__(
        self,
        sheet: ImageSheet,
        lines: PlaneLines,
        images: PlanePictures,
        walker: PlanePictures,
        live: LiveImage,
        view: View,
        *,
        thicker: float = 0.9,
        thinner: float = -0.5,
        **kwargs: Any,
    ) -> None:
        self.sheet, self.lines, self.live, self.view = sheet, lines, live, view
        self.pictures = (images, walker)
        self.reach = (thicker, thinner)
        super().__init__([lines, images, live, walker], **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show everything as this instant's pen writes it."""
        wave = float(np.sin(2 * np.pi * self.rate_func(alpha)))
        amount = wave * (self.reach[0] if wave > 0 else -self.reach[1])
        sheet, place = self.sheet, self.sheet.projection.place
        self.lines.show_at(place(sheet.written(sheet.lines.vertices, amount)), self.view)
        for pictures, points in zip(
            self.pictures, (sheet.points, sheet.image.ravel()[None]), strict=True
        ):
            written = sheet.written(points, amount)
            pictures.set_images(written.reshape(-1, *sheet.image.shape))
            pictures.show_at(place(written), self.view)
        self.live.show_image(self.pictures[1].images[0], 0.0, 0.0)
