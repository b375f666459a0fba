"""Points as discs and rings: `manim -pqh docs/examples/point_cloud.py Points`."""

from manim import UP

from detangle.datasets import spirals
from detangle.stage import PointCloud, StageScene


class Points(StageScene):
    """Two spirals; half of them move up while they fade."""

    def construct(self) -> None:
        data = spirals(n_points=400)
        colors = [self.theme.class_color(label) for label in data.labels]
        cloud = PointCloud(3 * data.points, colors, radius=0.07, holes=0.55 * data.labels)
        self.show(cloud)
        self.play(cloud.animate.shift(0.3 * UP).scale(0.9))
        self.rest(self.theme.hold)
