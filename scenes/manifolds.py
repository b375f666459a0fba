"""Real images as points, and their manifolds: `manim -pqh scenes/manifolds.py ImageManifold`."""

from detangle.stage import ImageManifoldScene


class ImageManifold(ImageManifoldScene):
    """Handwritten 5s and 9s, tangled in their pixels, apart in the last layer of a network."""

    run = "digits"
