"""A grid and points under one map: `manim -pqh docs/examples/layer_motion.py LayerMotion`."""

import numpy as np

from detangle.datasets import moons
from detangle.stage import (
    Area,
    Clamp,
    Plane,
    StageScene,
    View,
    flow,
    linear_motions,
    tracer_cell,
)

WEIGHT = np.array([[1.2, -0.9], [0.8, 1.0]])


class LayerMotion(StageScene):
    """A matrix turns and stretches the plane; then ReLU clamps its first coordinate."""

    def construct(self) -> None:
        data = moons()
        view = View(Area(-6, -3.4, 6, 3.4), (0.0, 0.0), 1.5)
        plane = Plane(data.points.astype(float), data.labels, view, self.theme)
        cell = tracer_cell(np.array([-0.5, -0.5]), 0.5, view, self.theme)
        plane.add_grid()
        plane.moving.insert(1, cell)  # one cell to follow: behind the points, before the grid
        self.add(
            plane.reference, plane.axes, plane.border, plane.ticks, plane.grid, cell, plane.cloud
        )
        for motion in (*linear_motions(WEIGHT), Clamp(0)):
            self.play(flow(plane, motion, self.seconds(self.theme.move)))
        self.rest(self.theme.hold)
