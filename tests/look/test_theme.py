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
from detangle.look.theme import OPACITIES, Theme
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


@named
def test_what_is_read_and_drawn_stands_out(theme: Theme) -> None:
    text = (theme.text, theme.muted, theme.loss, theme.highlight)
    drawn = (*theme.classes, theme.structure, theme.positive, theme.negative)
    for color, least in (*((c, 4.5) for c in text), *((c, 3) for c in drawn)):
        assert wcag(color, theme.background) >= least


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
        tuple: [(), ("#000000", "red")],
        str: ["blu", "#12345", "#GG0000", 3],
        float: [0, -1.0, float("nan"), float("inf"), "1", *([1.01] if field in OPACITIES else [])],
    }
    for value in bad[type(default)]:
        changed: dict[str, Any] = {field: value}
        with pytest.raises(DetangleError, match=field):
            replace(Theme(), **changed)


def test_scaling_changes_lengths_alone() -> None:
    sizes = "title_size formula_size caption_size tick_size dot_radius grid_width reference_width"
    lengths = {*sizes.split(), "line_width", "edge_width", "tail_length"}
    theme = Theme.paper()
    half = theme.scaled(0.5)
    for field in fields(Theme):
        old, new = getattr(theme, field.name), getattr(half, field.name)
        assert new == (old / 2 if field.name in lengths else old)


@named
def test_classes_differ_in_colour_and_in_shape(theme: Theme) -> None:
    assert len({theme.class_color(i) for i in range(10)}) == 10
    assert theme.class_color(10) == theme.class_color(0)
    assert len({(theme.hole(i), theme.radius(i)) for i in range(4)}) == 4
    assert [theme.hole(i) > 0 for i in range(4)] == [False, True, True, False]


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
