"""The decision of a network in its input: `manim -pqh docs/examples/decision.py Pulled`."""

from detangle.stage import Area, Decision, Plane, StageScene, View


class Pulled(StageScene):
    """Exact regions of a ReLU network: polygons, the line between them bent at every crease."""

    run = "spirals"

    def construct(self) -> None:
        points = self.trajectory.points.astype(float)
        view = View.fit(points, Area(-3.4, -3.4, 3.4, 3.4))
        plane = Plane(points, self.trajectory.labels, view, self.theme)
        decision = Decision(self.trajectory.at(), 0, view, self.theme)
        self.add(plane.border)
        self.show(decision)
        self.show(plane.cloud)
        self.rest(self.theme.hold)
