"""How the toy datasets are made: `manim -pqh scenes/toy_data.py DiskWithHoles`."""

from detangle.stage import DiskWithHolesScene, LineSegmentsScene, NoisyCurvesScene


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
