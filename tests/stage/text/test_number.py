"""A number shows what Python's formatting says, and neither jitters nor drifts."""

from __future__ import annotations

import numpy as np
import pytest
from manim import RIGHT, UP, FadeIn, Scene, Transform

from detangle.stage.text.number import Number, Sign
from detangle.stage.text.typeset import words

WHITE = "#FFFFFF"
MINUS = "\N{MINUS SIGN}"
SIGNS: tuple[Sign, ...] = ("inline", "own", "always")


def number(
    value: float = 0.0,
    *,
    sign: Sign = "inline",
    decimals: int = 2,
    whole: int = 1,
) -> Number:
    return Number(value, decimals=decimals, size=40, color=WHITE, sign=sign, whole=whole)


def python_text(value: float, decimals: int, sign: Sign) -> str:
    text = f"{value:.{decimals}f}"
    if not float(text):  # no negative zero
        text = text.removeprefix("-")
    return "+" + text if sign == "always" and not text.startswith("-") else text


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("decimals", [0, 2, 4])
def test_it_shows_python_s_text_at_a_left_edge_that_stays(sign: Sign, decimals: int) -> None:
    shown = number(sign=sign, decimals=decimals)
    shown.stand_at((1.5, -0.5, 0))
    rng = np.random.default_rng(3)
    for value in [0.0, -0.0, -0.001, *rng.normal(size=100) * 10.0 ** rng.integers(-3, 5, 100)]:
        shown.set_value(float(value))
        assert shown.shown.replace(MINUS, "-") == python_text(float(value), decimals, sign)
        assert shown.get_left()[0] == pytest.approx(1.5, abs=1e-9)
        assert len(shown.ink) == len(shown.shown)


@pytest.mark.parametrize("sign", ["own", "always"])
def test_the_point_stays_when_digits_come_and_the_sign_changes(sign: Sign) -> None:
    shown = number(1.25, sign=sign, whole=3)
    places = [
        [char.get_center() for char in shown.set_value(value).ink][-3:]
        for value in (1.25, -1.25, 21.25, -321.25)
    ]
    np.testing.assert_allclose(places[1:], [places[0]] * 3, atol=1e-9)


def test_its_glyphs_are_those_of_a_typeset_line() -> None:
    line = words("0123456789", 40, WHITE)
    shown = number(decimals=0).set_value(1234567890)
    for char, shape in zip(shown.ink, [*line[1:], line[0]], strict=True):
        assert char.width == pytest.approx(shape.width)
        assert char.height == pytest.approx(shape.height)
    places = [char.get_left()[0] for char in number(0, decimals=0).set_value(1000).ink]
    first, second = words("00", 40, WHITE)
    assert places[2] - places[1] == pytest.approx(second.get_left()[0] - first.get_left()[0])


@pytest.mark.parametrize(("value", "text"), [(float("nan"), "nan"), (float("-inf"), f"{MINUS}inf")])
def test_a_loss_that_left_the_numbers_is_said(value: float, text: str) -> None:
    assert number(value).shown == text


def test_more_characters_than_slots_find_room() -> None:
    shown = number().set_value(-123456789.125)
    assert len(shown.ink) == len("-123456789.12")


def test_a_moved_and_scaled_number_goes_on_where_it_is() -> None:
    moved, still = number(0.11), number(9.87)
    moved.scale(0.5).shift(2 * RIGHT + UP)
    moved.set_value(9.87)
    moved.shift(-moved.get_left()).scale(2, about_point=moved.get_left())
    still.shift(-still.get_left())
    for one, other in zip(moved.ink, still.ink, strict=True):
        np.testing.assert_allclose(one.points, other.points, atol=1e-7)


@pytest.mark.usefixtures("quiet")
def test_a_transform_into_another_number_leaves_nothing_behind() -> None:
    class Changing(Scene):
        def construct(self) -> None:
            self.number = number(1.11)
            self.play(FadeIn(self.number), run_time=0.5)
            self.play(Transform(self.number, number(2.22).shift(UP)), run_time=0.5)
            self.number.set_value(1.11)

    scene = Changing()
    scene.render()
    wanted = number(1.11).shift(UP)
    for one, other in zip(scene.number.ink, wanted.ink, strict=True):
        np.testing.assert_allclose(one.points, other.points, atol=1e-9)
