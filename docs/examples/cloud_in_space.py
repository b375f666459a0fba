"""Points in one of Manim's own scenes: `manim -pqh docs/examples/cloud_in_space.py Shells`."""

import numpy as np
from manim import DEGREES, UL, Text, ThreeDAxes, ThreeDScene

from detangle.stage import PointCloud


class Shells(ThreeDScene):
    """A sphere in another one that is open, while the camera goes around them."""

    def construct(self) -> None:
        normal = np.random.default_rng(0).normal(size=(2400, 3))
        sphere = normal / np.linalg.norm(normal, axis=1, keepdims=True)
        inner = PointCloud(sphere[:800], "yellow", radius=0.04)
        half = sphere[sphere[:, 1] > 0]
        outer = PointCloud(2.2 * half[np.argsort(half[:, 2])], radius=0.04)
        outer.set_color_by_gradient("blue", "red")
        self.set_camera_orientation(phi=70 * DEGREES, theta=-60 * DEGREES)
        self.add(ThreeDAxes(), inner, outer)
        self.add_fixed_in_frame_mobjects(Text("two clouds", font_size=32).to_corner(UL))
        self.move_camera(theta=-20 * DEGREES, zoom=1.2, run_time=2)
