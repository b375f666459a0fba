"""How the toy datasets are made: `manim -pqh scenes/toy_data.py DiskWithHoles`."""

import numpy as np

from detangle.geometry.polylines import Polylines, rectangle
from detangle.stage import (
    DatasetScene,
    DiskWithHolesScene,
    Draw,
    LineSegmentsScene,
    Markup,
    NoisyCurvesScene,
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


class Xor(NoisyCurvesScene):
    """Four blobs at the corners of a square; opposite corners are of one class."""

    run = "xor"
    beats = ("points", "noise", "question")
    words = {
        "points.title": "Exclusive or: four corners, two classes",
        "points.caption": "Opposite corners are of one class: equal signs, or opposite signs.",
        "points.narration": "The smallest problem that no straight line solves: of the corners of "
        "a square, opposite ones belong together.",
        "noise.title": "Noise makes each corner a blob",
        "noise.caption": "{n} points leave their corners, by normal noise with a standard "
        "deviation of {noise:g}.",
        "noise.narration": "All points begin at the corners. To each of their coordinates a "
        "random number is added, from a normal distribution.",
    }


class Checkerboard(DatasetScene):
    """Squares of alternating classes."""

    run = "checkerboard"
    beats = ("board", "points", "question")
    words = {
        "board.title": Markup("A checkerboard: ${n_squares} times {n_squares}$ squares"),
        "board.caption": "Squares beside each other are of different classes.",
        "points.title": "Points fall anywhere in their squares",
        "points.caption": "{n} points, shared among the squares, at random places.",
        "points.narration": "The points are shared among the squares, and fall at random places.",
        "gap.fact": Markup("$#[gap] = {gap:g}$"),
        "gap.note": "between squares",
    }

    def show_board(self) -> None:
        """Draw the edges of the squares, as far as points reach."""
        with self.beat("board"):
            self.clear_plane()
            k, gap = self.parameters["n_squares"], self.parameters["gap"]
            places = np.stack(np.meshgrid(np.arange(k), np.arange(k)), axis=-1).reshape(-1, 1, 2)
            edges = rectangle((gap / 2, gap / 2), (1 - gap / 2, 1 - gap / 2)).vertices
            vertices = 2 / k * (places + edges) - 1
            squares = Polylines(vertices.reshape(-1, 2), np.full(k**2, len(edges)))
            self.play(Draw(self.outline(squares), run_time=self.seconds(self.theme.move)))
