"""An image moves over the sheet of its variations, which lies in a plane of its own."""

from __future__ import annotations

import numpy as np
from manim import Mobject
from manim.utils.rate_functions import smootherstep

from detangle._typing import FloatArray
from detangle.datasets.images import ImageSheet
from detangle.geometry.grand_tour import PlaneRotation
from detangle.geometry.projection import Projection
from detangle.stage.motion.carry import Carry, least_time
from detangle.stage.motion.tween import Appear, Setter, Tween, Vanish
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.pictures import PlanePictures
from detangle.stage.plot.view import View
from detangle.stage.scenes.projected.projected_scene import ProjectedScene
from detangle.stage.scenes.projected.sheet_parts import (
    LiveImage,
    Path,
    Trail,
    sheet_lines,
    thumbnails,
    walker_of,
)

THICKEN, THIN = 0.9, 0.5
"""By how much a pen writes thicker, then thinner, at most: see `detangle.datasets.thickened`."""


class SheetPlayer:
    """Shows a sheet of images: one beside the plane, the same one in it, its trails, all of them.

    Parameters
    ----------
    scene
        The scene. Its words name the shift, `slide.label` in `slide.unit`, and the turn.
    sheet
        The images.
    label
        Their class, which gives their ink.
    """

    def __init__(self, scene: ProjectedScene, sheet: ImageSheet, label: int) -> None:
        self.scene, self.sheet, self.label = scene, sheet, label
        self.live = LiveImage(sheet, label, scene.layout.panels, scene.theme, scene.words)
        self.walker = walker_of(sheet, label, self.view, scene.theme)
        self.trails: list[Trail] = []
        self.woven: tuple[PlacedLines[View], PlanePictures] | None = None

    @property
    def view(self) -> View:
        """How the plane is shown."""
        return self.scene.plane.view

    def bring_in(self) -> None:
        """Have the plane and both images on the screen."""
        self.scene.show(*self.scene.plane.scenery, fraction=0.5)
        self.scene.show(self.live.picture, self.live.numbers, self.walker, fraction=0.5)

    def explore(self, path: Path) -> None:
        """Go to the beginning of a path, along it with a trail, and back to the middle."""
        trail = Trail(self.sheet, path, self.label, self.view, self.scene.theme)
        move = self.scene.seconds(self.scene.theme.move)
        self.wander(lambda t: path((1 - t) / 2), move * 0.3)
        self.trails.append(trail)
        self.wander(path, move, trail)
        self.wander(lambda t: path(1 - t / 2), move * 0.3)

    def wander(self, path: Path, run_time: float, trail: Trail | None = None) -> None:
        """Lead both images along a path; a trail grows behind them, if one is given."""

        def set_at(t: float) -> None:
            shift, angle = path(t)
            image = self.sheet.at(shift, angle)
            self.live.show_image(image, shift, angle)
            self._show_at(self.walker, image.ravel()[None])
            if trail is not None:
                trail.grow(t)

        self._play(set_at, run_time, *([] if trail is None else [trail]))

    def weave(self) -> tuple[PlacedLines[View], PlanePictures]:
        """Have the whole sheet on the screen, in place of the trails: its lines and its images."""
        if self.woven is None:
            scene, sheet = self.scene, self.sheet
            lines = sheet_lines(sheet, self.view, scene.theme)
            images = thumbnails(sheet, sheet.points, self.label, self.view, scene.theme)
            self.woven = lines, images
            changes = [Appear(lines), Appear(images), *map(Vanish, self.trails)]
            scene.play(*changes, run_time=scene.seconds(scene.theme.appear))
            self.trails = []
        return self.woven

    def write_with_pen(self, run_time: float) -> None:
        """Write all images with a thicker pen, then a thinner one, then as they were."""
        sheet, place = self.sheet, self.sheet.projection.place
        lines, images = self.weave()

        def set_at(t: float) -> None:
            wave = float(np.sin(2 * np.pi * t))
            amount = wave * (THICKEN if wave > 0 else THIN)
            lines.show_at(place(sheet.written(sheet.lines.vertices, amount)), self.view)
            self._show_at(images, sheet.written(sheet.points, amount))
            self._show_at(self.walker, sheet.written(sheet.image.ravel()[None], amount))
            self.live.show_image(self.walker.images[0], 0.0, 0.0)

        self._play(set_at, run_time, lines, images)

    def leave(self, projection: Projection) -> None:
        """Let the sheet go; where all of it is shown, first turn the plane to a projection."""
        scene, sheet, woven = self.scene, self.sheet, self.woven
        scene.vanish(*self.live, fraction=0.5)
        if woven is None:
            scene.vanish(*self.trails, self.walker, fraction=0.5)
            return
        self.woven, items = None, (*woven, self.walker)
        points = (sheet.lines.vertices, sheet.points, sheet.image.ravel()[None])
        turn, view = PlaneRotation(sheet.projection, projection), self.view
        least = least_time(lambda t: view.place(turn.place(sheet.points, t)))
        run_time = max(scene.seconds(scene.theme.move * 0.8), least)
        scene.play(Carry(items, turn.place, view, sources=points, run_time=run_time))
        scene.vanish(*items, fraction=0.5)

    def _show_at(self, pictures: PlanePictures, points: FloatArray) -> None:
        """Show other images (M, H·W), at their places in the sheet's plane."""
        pictures.set_images(points.reshape(-1, *self.sheet.image.shape))
        pictures.show_at(self.sheet.projection.place(points), self.view)

    def _play(self, set_at: Setter, run_time: float, *others: Mobject) -> None:
        """Play what changes both images, and others behind them."""
        moving = [*others, self.live.picture, self.live.numbers, self.walker]
        self.scene.play(Tween(moving, lambda: set_at, rate_func=smootherstep, run_time=run_time))
