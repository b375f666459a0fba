"""What width buys: `manim -pqh scenes/width.py WidthThreeLifts`."""

from detangle.stage import LiftScene, WidthsTrainScene, WidthTwoScene


class WidthTwoFails(WidthTwoScene):
    """A circle around a circle: layers of width 2 cannot fence it in, however many there are."""

    run = "circles_2_2"
    deeper = ("circles_2_2_2", "circles_2_2_2_2")
    gap = "circles_gap"
    seeds = 512


class WidthThreeLifts(LiftScene):
    """A circle around a circle: three units lift the plane into space, and a plane cuts it."""

    run = "circles"


class HolesNeedWidth(WidthsTrainScene):
    """Nine holes, and networks of two layers that are 2, 3, 5 and 15 units wide."""

    runs = {"2-2": "holes_2_2", "3-3": "holes_3_3", "5-5": "holes_5_5", "15-15": "holes"}
    seeds = 64
