"""One image becomes a point, and all its variations a sheet: the beats about a single digit."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import numpy as np
from manim import ReplacementTransform, Transform
from manim.utils.rate_functions import smootherstep
from numpy.typing import NDArray

from detangle.datasets.images import ImageSheet
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.pictures import Pictures, PlanePictures
from detangle.stage.plot.view import View
from detangle.stage.scenes.projected.image_base import ImageBase
from detangle.stage.scenes.projected.pixel_list import PixelList, pixel_lines, pixel_middles
from detangle.stage.scenes.projected.sheet_motions import wander, write_with_pen
from detangle.stage.scenes.projected.sheet_parts import (
    LiveImage,
    Path,
    Trail,
    sheet_lines,
    thumbnails,
    walker_of,
)

Array = NDArray[np.float64]

LARGE = 0.94
"""Size of the first image, as a share of the stage's shorter side."""


class SheetScene(ImageBase):
    """A real image, its pixels as numbers, and the curves and the sheet that it moves on."""

    hero: ClassVar[int] = 0
    """The class whose most typical image is shown: the one nearest to the class's mean."""
    reach: ClassVar[tuple[float, float]] = (1.0, 24.0)
    """How far it is shifted, pixels, and turned, degrees, to either side."""
    count: ClassVar[int] = 7
    """Images along each side of the sheet."""

    def setup(self) -> None:
        """Build the large image, and the one in the plane."""
        super().setup()
        shift, turn = (
            (self.words[f"{beat}.label"], self.words[f"{beat}.unit"]) for beat in ("slide", "turn")
        )
        view, theme = self.plane.view, self.theme
        self.live = LiveImage(self.sheet, self.hero, self.layout.panels, theme, (*shift, *turn))
        self.walker = walker_of(self.sheet, self.hero, view, theme)
        self.trails: list[Trail] = []
        self.fabric: tuple[PlacedLines[View], PlanePictures] | None = None

    @cached_property
    def sheet(self) -> ImageSheet:
        """The variations of the class's most typical image."""
        own = self.points[self.trajectory.labels == self.hero]
        typical = own[((own - own.mean(axis=0)) ** 2).sum(axis=1).argmin()]
        return ImageSheet.around(typical.reshape(self.side, self.side), *self.reach, self.count)

    def extent(self, k: int) -> Array:
        """Return the coordinates (M, 2) that must be seen in the plane of layer k."""
        if k:
            return super().extent(k)
        sheet = self.sheet.projection.place(self.sheet.points)
        return np.concatenate([super().extent(k), sheet])

    def show_image(self) -> None:
        """Show one image, and let its pixels become a list of numbers."""
        stage, picture = self.layout.stage, self.live.picture
        picture.set_points_to(stage.center[None])
        picture.set_size(LARGE * min(stage.width, stage.height))
        self.pixels = pixel_lines(picture, self.theme)
        self.list = PixelList(self.sheet.image, self.layout.panels, self.theme)
        with self.beat("image", n=self.points.shape[1], side=self.side):
            self.show(picture)
            self.show(self.pixels, fraction=0.5)
            reading = self.list.read_off(
                pixel_middles(picture), self.seconds(self.theme.move * 0.8)
            )
            self.play(reading)
            self.show(self.list.brackets, fraction=0.5)

    def show_point(self) -> None:
        """Let the image shrink to its place in a plane."""
        with self.beat("point", n=self.points.shape[1]):
            self._put_aside()
            self.show(*self.plane.scenery, fraction=0.5)
            picture = self.live.picture
            flyer = Pictures(picture.points, picture.images, size=picture.sizes)
            flyer.rgbas, flyer.ground = picture.rgbas.copy(), picture.ground.copy()
            run_time = self.seconds(self.theme.move * 0.6)
            landing = ReplacementTransform(flyer, self.walker, rate_func=smootherstep)
            self.play(landing, run_time=run_time)

    def _put_aside(self) -> None:
        """Move the large image beside the plane."""
        picture = self.live.picture
        if picture not in self.mobjects:
            self.show(picture)
            return
        self.vanish(self.pixels, self.list, self.list.brackets, fraction=0.5)
        home = LiveImage.place_of(self.layout.panels)
        goal = picture.copy().set_points_to(home.center[None])
        goal.set_size(min(home.width, home.height))
        self.play(
            Transform(picture, goal, rate_func=smootherstep),
            run_time=self.seconds(self.theme.move * 0.5),
        )

    def show_slide(self) -> None:
        """Shift the image, and let its point draw a curve."""
        self._meet_sheet()
        shift = self.reach[0]
        with self.beat("slide"):
            self._explore(lambda t: (shift * (2 * t - 1), 0.0))

    def show_turn(self) -> None:
        """Turn the image, and let its point draw another curve."""
        self._meet_sheet()
        angle = self.reach[1]
        with self.beat("turn"):
            self._explore(lambda t: (0.0, angle * (2 * t - 1)))

    def _explore(self, path: Path) -> None:
        """Go to the beginning of a path, along it with a trail, and back to the middle."""
        trail = Trail(self.sheet, path, self.count, self.hero, self.plane.view, self.theme)
        move = self.seconds(self.theme.move)
        self._wander(lambda t: path((1 - t) / 2), None, move * 0.3)
        self.add(trail)
        self.bring_to_front(*self.trails, self.walker)
        self.trails.append(trail)
        self._wander(path, trail, move)
        self._wander(lambda t: path(1 - t / 2), None, move * 0.3)

    def _wander(self, path: Path, trail: Trail | None, run_time: float) -> None:
        parts = (self.sheet, self.live, self.walker, path, self.plane.view, trail)
        self.play(wander(*parts, run_time=run_time))

    def show_sheet(self) -> None:
        """Fill in all shifts at all angles, and walk over the sheet."""
        self._meet_sheet()
        shift, angle = self.reach
        share = self.sheet.projection.explained
        with self.beat("sheet", share=share, n=len(self.sheet.points)):
            self._weave()
            self._wander(
                lambda t: (shift * np.sin(2 * np.pi * t), angle * np.sin(4 * np.pi * t)),
                None,
                self.seconds(self.theme.move * 1.4),
            )

    def _weave(self) -> None:
        """Have the whole sheet on the screen."""
        if self.fabric is not None:
            return
        view, theme = self.plane.view, self.theme
        lines = sheet_lines(self.sheet, view, theme)
        images = thumbnails(self.sheet, self.sheet.points, self.hero, view, theme)
        self.fabric = lines, images
        self.add(lines, images)
        self.bring_to_front(*self.trails, self.walker)
        gone, self.trails = self.trails, []
        self.play(
            Appear(lines), Appear(images), *map(Vanish, gone), run_time=self.seconds(theme.appear)
        )

    def show_pen(self) -> None:
        """Write all images with a thicker pen, then with a thinner one."""
        self._meet_sheet()
        with self.beat("pen"):
            self._weave()
            assert self.fabric is not None
            parts = (self.sheet, *self.fabric, self.walker, self.live, self.plane.view)
            self.play(write_with_pen(*parts, run_time=self.seconds(self.theme.move * 1.4)))

    def _meet_sheet(self) -> None:
        """Have plane and image on the screen, if they are not yet there."""
        self.show(*self.plane.scenery, fraction=0.5)
        self.show(self.live.picture, self.live.numbers, self.walker, fraction=0.5)
