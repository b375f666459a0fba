"""Every point a thread through the layers: `manim -pqh scenes/threads.py Threads`, or `-s`."""

from detangle.stage import ThreadsScene


class Threads(ThreadsScene):
    """Two moons: every point draws its way through two layers; its last frame is a poster."""

    run = "moons"


class DigitThreads(ThreadsScene):
    """Handwritten 5s and 9s on their way through wide layers, to one flat cut."""

    run = "digits"
