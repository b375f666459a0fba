"""Tails that tell where points came from: `manim -pqh docs/examples/tails.py Traces`."""

import numpy as np

from detangle.stage import Area, Carry, Plane, StageScene, Tails, View, linear_motions

TURN = np.array([[0.0, -1.6], [1.2, 0.3]])


class Traces(StageScene):
    """Thirty points turn; each leaves a tail that fades."""

    def construct(self) -> None:
        points = self.trajectory.points[::16].astype(float)
        labels = self.trajectory.labels[::16]
        view = View(Area(-6, -3.4, 6, 3.4), (0.0, 0.0), 1.6)
        plane = Plane(points, labels, view, self.theme)
        tails = Tails(points, labels, view, self.theme)
        self.add(plane.reference, plane.axes, plane.border, plane.ticks, tails, plane.cloud)
        for motion in linear_motions(TURN):
            self.play(Carry([tails, plane.cloud], motion, view, run_time=self.theme.move))
