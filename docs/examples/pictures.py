"""Images where they differ most: `manim -pqh docs/examples/pictures.py Digits`."""

from detangle.datasets import digits
from detangle.stage import PlanePictures, Projection, StageScene, View


class Digits(StageScene):
    """Handwritten zeros and ones."""

    def construct(self) -> None:
        data = digits(classes=(0, 1), n_points=60)
        coords = Projection.of(data.points).place(data.points)
        view = View.fit(coords, self.layout.body)
        images = data.points.reshape(-1, 8, 8)
        pictures = PlanePictures(coords, images, data.labels, view, self.theme, size=0.6)
        self.show(pictures)
        self.rest(self.theme.hold)
