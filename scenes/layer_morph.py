"""A network's layers as motion: `manim -pqh scenes/layer_morph.py LayerMorph`."""

from detangle.stage import LayerMorphScene


class LayerMorph(LayerMorphScene):
    """Two moons, pulled apart by two layers of two units."""

    run = "moons"


class SpiralMorph(LayerMorphScene):
    """Two spirals, pulled apart by two layers of two units."""

    run = "spirals"


class ReLUMorph(LayerMorphScene):
    """The moons once more, from the seed with which three activations succeed: ReLU."""

    run = "moons_relu"


class LeakyMorph(LayerMorphScene):
    """The same points and seed with leaky ReLU, which leaves a hundredth."""

    run = "moons_leaky"


class TanhMorph(LayerMorphScene):
    """The same points and seed with tanh, which bends and clamps nothing."""

    run = "moons_tanh"


class CircleMorph(LayerMorphScene):
    """A circle around a circle: the best that two layers of two units can do, and it leaks."""

    run = "circles_2_2"


class DeepCircleMorph(LayerMorphScene):
    """The same circles through three layers of two units: it leaks, too."""

    run = "circles_2_2_2"


class DeeperCircleMorph(LayerMorphScene):
    """The same circles through four layers of two units: it still leaks."""

    run = "circles_2_2_2_2"


class GapMorph(LayerMorphScene):
    """Few points of the circles: the network slips out between two of them."""

    run = "circles_gap"


class HolesMorph(LayerMorphScene):
    """A disk with nine holes, of which two layers of two units catch a few."""

    run = "holes_2_2"


class NotebookMorph(LayerMorphScene):
    """The 2022 notebook's network, which does not learn to tell its line segments apart."""

    run = "notebook"
