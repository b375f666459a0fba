"""A beat of one's own in another film: `manim -pqh docs/examples/own_beat.py Closest`."""

from manim import Circle, Create, LaggedStart
from scipy.spatial.distance import cdist

from detangle.stage import LayerMorphScene, beat


class Closest(LayerMorphScene):
    """The film of the layers begins, and then shows what makes its points hard to separate."""

    beats = ("input", "closest")

    @beat(
        title="Some lie close to the other class",
        caption="Circled are the five points of each class that are closest to the other one.",
        needs=("input",),
    )
    def closest(self) -> None:
        labels, home = self.trajectory.labels, self.plane.cloud.points
        one, other = (home[labels == label] for label in (0, 1))
        apart = cdist(one, other)
        chosen = [*one[apart.min(axis=1).argsort()[:5]], *other[apart.min(axis=0).argsort()[:5]]]
        rings = [Circle(0.15, color=self.theme.highlight).move_to(place) for place in chosen]
        self.play(LaggedStart(*map(Create, rings)))
