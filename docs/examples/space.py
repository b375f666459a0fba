"""A sheet of points is lifted into space and cut: `manim -pqh docs/examples/space.py Lifted`."""

import numpy as np

from detangle.datasets import circles
from detangle.stage import (
    Area,
    Clamp,
    Space,
    SpaceView,
    StageScene,
    elliptic_grid,
    fly,
    linear_motions,
)

WEIGHT = np.array([[1.5, 0.0], [-0.8, 1.3], [-0.8, -1.3]])
REGION = Area(-6.0, -3.6, 6.0, 3.6)


class Lifted(StageScene):
    """Three units for two inputs: the sheet is tilted, clamped at one wall, and cut by a plane."""

    def construct(self) -> None:
        data = circles()
        points = data.points.astype(float)
        around = np.array([[-1.8, -1.8, 0.0], [1.8, 1.8, 0.0], [-1.0, -1.0, 2.6]])
        view = SpaceView.fit(around, REGION, np.arange(110, 150, 10), 25)
        space = Space(points, data.labels, elliptic_grid(points, 0.25), view, self.theme)
        self.add(space.sheet, space.cloud)
        for motion in (*linear_motions(WEIGHT), Clamp(2)):
            view = view.turned(6)
            self.play(fly(space, motion, view, self.theme.move))
        reached = space.cloud.coords
        box = reached.min(axis=0), reached.max(axis=0)
        cut = space.cut(np.array([1.0, 1.0, 1.0]), -0.8, box, self.theme.reference_width)
        space.stand(cut)
        self.show(cut)
        self.add(cut.front)
        self.play(fly(space, None, view.turned(6), self.theme.move))
        self.rest(self.theme.hold)
