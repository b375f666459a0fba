"""The film of real images: a digit's sheet, two tangled classes, and the layers that part them."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import numpy as np
from manim import ReplacementTransform, Transform
from manim.utils.rate_functions import smootherstep

from detangle._typing import FloatArray
from detangle.datasets.images import ImageSheet
from detangle.errors import DetangleError
from detangle.run.trajectory import Trajectory
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.projected.pixel_list import PixelList
from detangle.stage.scenes.projected.projected_scene import SIDE, ProjectedScene
from detangle.stage.scenes.projected.sheet_player import THICKEN, SheetPlayer
from detangle.stage.scenes.runs import Run
from detangle.stage.scenes.shows import Shows
from detangle.stage.words import load

FIRST_IMAGE = 0.94
"""Size of the first image, as a fraction of the stage's shorter side."""


def are_two_digits(run: Trajectory) -> bool:
    """Return True for a run on two classes of handwritten digits, as gray values from 0 to 1."""
    if (run.setup.dataset, run.widths[0], len(run.class_names)) != ("digits", SIDE**2, 2):
        return False
    return bool(run.points.min() >= 0 and run.points.max() <= 1)


class ImageManifoldScene(ProjectedScene):
    """An image is a point, its variations a sheet; a network parts two classes of such sheets.

    It shows any run on two classes of handwritten digits.
    """

    run: ClassVar[Run] = "digits"
    shows = Shows(
        "runs of two classes of images of 8 by 8 pixels, with a linear readout",
        lambda run: ProjectedScene.shows.test(run) and are_two_digits(run) and run.has_readout,
        "digits",
    )
    beats: ClassVar[Beats] = (
        "image",
        "point",
        "slide",
        "turn",
        "sheet",
        "pen",
        "classes",
        "tangle",
        "training",
        "layers",
        "side",
    )
    words = load("projected.images")
    hero: ClassVar[int] = 0
    """The class whose most typical image is shown: the one nearest to the class's mean."""
    reach: ClassVar[tuple[float, float]] = (1.0, 24.0)
    """How far it is shifted, pixels, and turned, degrees, to either side."""
    count: ClassVar[int] = 7
    """Images along each side of the sheet."""

    def check_run(self) -> None:
        """Refuse a run that this scene does not show, and a sheet that is none."""
        super().check_run()
        if min(self.reach) <= 0:
            raise DetangleError(
                f"reach is {self.reach}: pixels and degrees to either side, both above 0, make a "
                "sheet: reach = (1.0, 24.0)"
            )

    def setup(self) -> None:
        """Build the image beside the plane, and the one in it."""
        super().setup()
        self.player = SheetPlayer(self, self.sheet, self.hero)

    @property
    def images(self) -> FloatArray:
        """The images, (N, H, W) from 0 to 1."""
        return self.points.reshape(-1, SIDE, SIDE)

    @cached_property
    def sheet(self) -> ImageSheet:
        """The variations of the class's most typical image."""
        own = self.images[self.trajectory.labels == self.hero]
        typical = own[((own - own.mean(axis=0)) ** 2).sum(axis=(1, 2)).argmin()]
        return ImageSheet.around(typical, *self.reach, self.count)

    def extent(self, k: int) -> FloatArray:
        """Return the coordinates (M, 2) that must be seen in the plane of layer k."""
        if k:
            return self.drawn(k)
        return np.concatenate([self.drawn(0), self.sheet.projection.place(self.sheet.points)])

    def bring_in(self, k: int) -> None:
        """Turn from the plane that shows the sheet best to the one for all images, their points."""
        self.player.leave(self.projections[0])
        super().bring_in(k)

    @cached_property
    def pixels(self) -> PixelList:
        """The large image, written out."""
        return PixelList(self.player.live.picture, self.layout.panels, self.theme)

    def show_image(self) -> None:
        """Show one image, and let its pixels become a list of numbers."""
        stage, picture = self.layout.stage, self.player.live.picture
        picture.set_points_to(stage.center[None])
        picture.set_size(FIRST_IMAGE * min(stage.width, stage.height))
        with self.beat("image", n=SIDE**2, side=SIDE):
            self.show(picture)
            self.show(self.pixels.borders, fraction=0.5)
            self.play(self.pixels.read_off(self.seconds(self.theme.move * 0.8)))
            self.show(self.pixels.brackets, fraction=0.5)

    def show_point(self) -> None:
        """Let the image shrink to its place in a plane."""
        live, walker = self.player.live, self.player.walker
        with self.beat("point", n=SIDE**2):
            if self.is_shown(live.picture):
                self._put_aside()
            else:
                self.show(live.picture)
            self.show(*self.plane.scenery, fraction=0.5)
            run_time = self.seconds(self.theme.move * 0.6)
            landing = ReplacementTransform(live.picture.copy(), walker, rate_func=smootherstep)
            self.play(landing, run_time=run_time)

    def _put_aside(self) -> None:
        """Move the large image beside the plane."""
        live = self.player.live
        self.vanish(self.pixels.borders, self.pixels, self.pixels.brackets, fraction=0.5)
        goal = live.put_home(live.picture.copy())
        run_time = self.seconds(self.theme.move * 0.5)
        self.play(Transform(live.picture, goal, rate_func=smootherstep), run_time=run_time)

    def show_slide(self) -> None:
        """Shift the image, and let its point draw a curve."""
        shift = self.reach[0]
        self.player.bring_in()
        with self.beat("slide"):
            self.player.explore(lambda t: (shift * (2 * t - 1), 0.0))

    def show_turn(self) -> None:
        """Turn the image, and let its point draw another curve."""
        angle = self.reach[1]
        self.player.bring_in()
        with self.beat("turn"):
            self.player.explore(lambda t: (0.0, angle * (2 * t - 1)))

    def show_sheet(self) -> None:
        """Fill in all shifts at all angles, and walk over the sheet."""
        shift, angle = self.reach
        self.player.bring_in()
        explained = self.sheet.projection.explained
        with self.beat("sheet", explained=explained, n=len(self.sheet.points)):
            self.player.weave()
            self.player.wander(
                lambda t: (shift * np.sin(2 * np.pi * t), angle * np.sin(4 * np.pi * t)),
                self.seconds(self.theme.move * 1.4),
            )

    def _pen_in_plane(self) -> float:
        """Return the fraction of the way that a thicker pen moves the image which is in the plane.

        Both ways are lengths squared, as variance is.
        """
        sheet, image = self.sheet, self.sheet.image.ravel()[None]
        thick = sheet.written(image, THICKEN)
        place = sheet.projection.place
        return float(((place(thick) - place(image)) ** 2).sum() / ((thick - image) ** 2).sum())

    def show_pen(self) -> None:
        """Write all images with a thicker pen, then with a thinner one."""
        self.player.bring_in()
        with self.beat("pen", in_plane=self._pen_in_plane()):
            self.player.write_with_pen(self.seconds(self.theme.move * 1.4))
