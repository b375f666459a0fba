"""Any network, however wide: `manim -pqh scenes/wide_morph.py WideMorph`."""

from detangle.stage import WideMorphScene, WideReplayScene


class WideMorph(WideMorphScene):
    """Handwritten 5s and 9s, seen layer by layer in the plane in which they vary most."""

    run = "digits"


class TenDigits(WideMorphScene):
    """All ten digits: no line could part them, and the plane turns to see more of them."""

    run = "ten_digits"
    tour = 4


class WideReplay(WideReplayScene):
    """The last layer of a network of ten digits, from the first step to the last."""

    run = "ten_digits"
