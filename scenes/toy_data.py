"""How the toy datasets are made: `manim -pqh scenes/toy_data.py DiskWithHoles`."""

import numpy as np

from detangle.datasets.squares import CORNERS
from detangle.geometry.motions import Travel
from detangle.geometry.polylines import Polylines
from detangle.stage import (
    Carry,
    DiskWithHolesScene,
    Draw,
    LineSegmentsScene,
    NoisyCurvesScene,
    ToyScene,
)


class DiskWithHoles(DiskWithHolesScene):
    """A disk with nine holes, and the other class in the holes."""

    run = "holes"


class LineSegments(LineSegmentsScene):
    """The 2022 notebook's ten line segments, and two classes shuffled over them."""

    run = "notebook"


class Moons(NoisyCurvesScene):
    """Two interleaved half circles."""

    run = "moons"


class Circles(NoisyCurvesScene):
    """A circle around a circle."""

    run = "circles"


class Spirals(NoisyCurvesScene):
    """Two arms of a spiral."""

    run = "spirals"


class Xor(ToyScene):
    """Four blobs at the corners of a square; opposite corners are of one class."""

    run = "xor"
    kinds = ("xor",)
    remedy = "xor"
    beats = ("corners", "noise", "question")
    told_parameters = ("noise",)
    words = {
        "corners.title": "Exclusive or: four corners, two classes",
        "corners.caption": "Opposite corners are of one class: equal signs, or opposite signs.",
        "corners.narration": "The smallest problem that no straight line solves: of the corners of "
        "a square, opposite ones belong together.",
        "noise.title": "Noise makes each corner a blob",
        "noise.caption": "{n} points leave their corners. Both coordinates get normal noise, with "
        "a standard deviation of {noise:g}.",
        "noise.fact": "$#[noise] = {noise:g}$",
        "noise.note": "standard deviation",
    }

    def show_corners(self) -> None:
        """Show the points without their noise, which are four."""
        with self.beat("corners"):
            self.clear_plane()
            self._put_on_corners()

    def show_noise(self) -> None:
        """Let the points go from their corners to their places."""
        with self.beat("noise", **self.figures()):
            self._put_on_corners()
            travel, run_time = Travel(self.points), self.seconds(self.theme.move)
            self.play(Carry([self.plane.cloud], travel, self.plane.view, run_time=run_time))

    def _put_on_corners(self) -> None:
        if self.plane.cloud not in self.mobjects:
            corners = CORNERS[self.dataset.columns["corner"].astype(int)]
            self.plane.cloud.show_at(corners, self.plane.view)
            self.looks.dress(self.plane.cloud)
            self.put_dots(True)


class Checkerboard(ToyScene):
    """Squares of alternating classes."""

    run = "checkerboard"
    kinds = ("checkerboard",)
    remedy = "checkerboard"
    beats = ("board", "squares", "question")
    words = {
        "board.title": "A checkerboard: ${n_squares} times {n_squares}$ squares",
        "board.caption": "Squares beside each other are of different classes.",
        "squares.title": "Points fall anywhere in their squares",
        "squares.caption": "{n} points, as many in each square, at random places.",
    }

    def show_board(self) -> None:
        """Draw the edges of the squares, as far as points reach."""
        with self.beat("board", **self.figures()):
            self.clear_plane()
            k, gap = self.parameters["n_squares"], self.parameters["gap"]
            edge = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
            corners = np.stack(np.meshgrid(np.arange(k), np.arange(k)), axis=-1).reshape(-1, 1, 2)
            vertices = 2 / k * (corners + gap / 2 + (1 - gap) * edge) - 1
            edges = Polylines(vertices.reshape(-1, 2), np.full(k**2, len(edge)))
            self.play(Draw(self.outline(edges), run_time=self.seconds(self.theme.move)))

    def show_squares(self) -> None:
        """Let the points come, square by square."""
        with self.beat("squares", **self.figures()):
            self.put_dots(np.zeros_like(self.labels))
            square = self.dataset.columns["square"]
            coming = self.change(
                self.plane.cloud, self.looks, times=square / square.max(), fraction=0.2
            )
            self.play(*coming, run_time=self.seconds(self.theme.move))
