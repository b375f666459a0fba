"""What ReLU forgets and tanh keeps: `manim -pqh scenes/activations.py ReLUForgets`."""

from detangle.stage import FollowScene, KeepScene, SideBySideScene


class ReLUForgets(FollowScene):
    """A few points end at one place: ReLU has no inverse."""

    run = "moons_relu"


class TanhBends(KeepScene):
    """Nothing tears and nothing merges: tanh can be undone."""

    run = "moons_tanh"


class SideBySide(SideBySideScene):
    """The same points, seed and training; ReLU, leaky ReLU and tanh."""

    runs = {"ReLU": "moons_relu", "leaky ReLU": "moons_leaky", "tanh": "moons_tanh"}
