"""A network's layers as motion: `manim -pqh scenes/layer_morph.py LayerMorph`."""

from detangle.stage import LayerMorphScene


class LayerMorph(LayerMorphScene):
    """Two moons, pulled apart by two layers of two units."""

    run = "moons"


class SpiralMorph(LayerMorphScene):
    """Two spirals, pulled apart by two layers of two units."""

    run = "spirals"


class NotebookMorph(LayerMorphScene):
    """The 2022 notebook's network, which does not learn to tell its line segments apart."""

    run = "notebook"
