"""The last layer is a line: `manim -pqh scenes/last_layer.py LogisticRegression`."""

from detangle.stage import LastLayerScene


class LogisticRegression(LastLayerScene):
    """A line fails on the input and succeeds on the learned features."""

    run = "moons"
