"""The film of real images: a digit's sheet, two tangled classes, and the layers that part them."""

from __future__ import annotations

from typing import ClassVar

from detangle.geometry.grand_tour import PlaneRotation
from detangle.stage.motion.carry import Carry, least_time
from detangle.stage.motion.tween import Vanish
from detangle.stage.scenes.projected.projected_scene import ProjectedScene
from detangle.stage.scenes.projected.sheet_scene import SheetScene
from detangle.stage.scenes.runs import Run
from detangle.stage.words import load


class ImageManifoldScene(SheetScene, ProjectedScene):
    """An image is a point, its variations a sheet; a network parts two classes of such sheets.

    It shows any run on two classes of handwritten digits.
    """

    run: ClassVar[Run] = "digits"
    beats: ClassVar[tuple[str, ...]] = (
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
    words = load("manifolds")

    def arrive(self) -> None:
        """Turn the plane from the one that shows the sheet best to the one for all images."""
        self.vanish(*self.live, fraction=0.5)
        if self.fabric is None:
            self.vanish(*self.trails, self.walker, fraction=0.5)
            return
        lines, images = self.fabric
        sheet, view = self.sheet, self.plane.view
        way = PlaneRotation(sheet.projection, self.projections[0])
        items = (lines, images, self.walker)
        points = (sheet.lines.vertices, sheet.points, sheet.image.ravel()[None])
        least = least_time(lambda t: view.place(way.place(sheet.points, t)))
        run_time = max(self.seconds(self.theme.move * 0.8), least)
        self.play(Carry(items, way.place, view, sources=points, run_time=run_time))
        self.fabric = None
        self.play(Vanish(lines), Vanish(images), Vanish(self.walker), run_time=self.brief)
