"""Themes can be read by everybody, and refuse what no scene could be drawn with."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Square

from detangle.errors import DetangleError
from detangle.look.palette import contrast
from detangle.look.theme import SIZES, Theme
from detangle.stage.text.backdrop import backed

THEMES = {"dark": Theme.dark(), "paper": Theme.paper(), "flat": Theme.flat()}
named = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def wcag(one: str, other: str) -> float:
    """The contrast ratio, as WCAG 2.2 defines it."""

    def luminance(color: str) -> float:
        rgb = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    a, b = luminance(one) + 0.05, luminance(other) + 0.05
    return max(a, b) / min(a, b)


def changed(field: str, value: Any) -> Theme:
    return replace(Theme(), **{field: value})


@named
def test_text_stands_out(theme: Theme) -> None:
    for color in (theme.text, theme.muted, theme.loss, theme.highlight):
        assert wcag(color, theme.background) >= 4.5


@named
def test_what_is_drawn_stands_out(theme: Theme) -> None:
    drawn = (*theme.classes, theme.loss, theme.highlight, theme.structure)
    for color in (*drawn, theme.positive, theme.negative):
        assert wcag(color, theme.background) >= 3


@named
def test_the_fixed_grid_is_fainter_than_the_moving_one_and_both_than_the_data(theme: Theme) -> None:
    order = (theme.reference, theme.grid, *theme.classes)
    against = [wcag(color, theme.background) for color in order]
    assert against[0] < against[1] < min(against[2:])
    assert theme.reference_width < theme.grid_width


@given(st.tuples(*[st.integers(0, 255)] * 6))
def test_contrast_is_that_of_the_standard(channels: tuple[int, ...]) -> None:
    one, other = ("#{:02X}{:02x}{:02X}".format(*channels[i : i + 3]) for i in (0, 3))
    assert contrast(one, other) == pytest.approx(wcag(one, other), rel=1e-12)


@pytest.mark.parametrize("field", [f.name for f in fields(Theme)])
def test_a_field_that_cannot_be_drawn_is_named(field: str) -> None:
    default = getattr(Theme(), field)
    bad: dict[type, list[object]] = {
        str: ["blu", "#12345", "#GG0000", 3],
        float: [0, -1.0, float("nan"), float("inf"), "1"],
    }
    wrong = [(), ("#000000", "red")] if field == "classes" else bad[type(default)]
    for value in wrong:
        with pytest.raises(DetangleError, match=field):
            changed(field, value)


@pytest.mark.parametrize("field", ["dim", "ghost", "tint", "raw", "backing", "tail"])
def test_an_opacity_is_at_most_one(field: str) -> None:
    with pytest.raises(DetangleError, match=field):
        changed(field, 1.01)


def test_one_s_own_theme_keeps_the_rest() -> None:
    own = replace(Theme.paper(), title_size=70.0)
    assert own.title_size == 70
    assert replace(own, title_size=Theme.paper().title_size) == Theme.paper()


def test_scaling_changes_sizes_alone() -> None:
    theme = Theme.paper()
    half = theme.scaled(0.5)
    for field in fields(Theme):
        old, new = getattr(theme, field.name), getattr(half, field.name)
        assert new == (old / 2 if field.name in SIZES else old)


@named
def test_classes_differ_in_colour_and_in_shape(theme: Theme) -> None:
    assert len({theme.class_color(i) for i in range(10)}) == 10
    assert theme.class_color(10) == theme.class_color(0)
    assert len({(theme.hole(i), theme.radius(i)) for i in range(4)}) == 4
    assert [theme.is_ring(i) for i in range(4)] == [False, True, True, False]


@named
def test_a_backing_is_the_background_behind_all_of_the_text(theme: Theme) -> None:
    text = Square(1).shift((2, 1, 0))
    behind, front = backed(text, theme, margin=0.25)
    assert front is text
    assert str(behind.get_fill_color().to_hex()).upper() == theme.background.upper()
    assert behind.get_fill_opacity() == theme.backing
    assert behind.get_stroke_width() == 0
    assert behind.get_left()[0] == pytest.approx(2 - 0.75)
    assert behind.get_top()[1] == pytest.approx(1 + 0.75)
