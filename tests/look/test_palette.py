"""No two of the first six class colours look alike to anybody; a colour library says so."""

from __future__ import annotations

import warnings
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from detangle.look.palette import is_color
from detangle.look.theme import Theme

# It tells of packages that it can do without, and changes how NumPy prints arrays for everybody.
with warnings.catch_warnings(), np.printoptions():
    warnings.simplefilter("ignore")
    import colour
    from colour.blindness import matrix_cvd_Machado2009

THEMES = {"dark": Theme.dark(), "paper": Theme.paper(), "flat": Theme.flat()}
LEAST = {"dark": 15.0, "paper": 12.0, "flat": 15.0}
VISIONS = (None, "Protanomaly", "Deuteranomaly", "Tritanomaly")
named = pytest.mark.parametrize("name", THEMES)
seen = pytest.mark.parametrize("vision", VISIONS)


def perceived(color: str, vision: str | None) -> NDArray[np.float64]:
    """A colour in CIELAB, as somebody with a deficiency of full severity sees it."""
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = colour.models.eotf_sRGB(rgb)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its tritanopia is an approximation
        seen_as = np.eye(3) if vision is None else matrix_cvd_Machado2009(vision, 1.0)
    space = colour.RGB_COLOURSPACES["sRGB"]
    xyz = np.clip(seen_as @ linear, 0, 1) @ space.matrix_RGB_to_XYZ.T
    return np.asarray(colour.XYZ_to_Lab(xyz, space.whitepoint))


def difference(one: str, other: str, vision: str | None = None) -> float:
    labs = perceived(one, vision), perceived(other, vision)
    return float(colour.delta_E(labs[0], labs[1], method="CIE 2000"))


@named
@seen
def test_the_first_six_stay_apart(name: str, vision: str | None) -> None:
    colors = THEMES[name].classes[:6]
    assert min(difference(a, b, vision) for a, b in combinations(colors, 2)) >= LEAST[name]


@named
def test_all_ten_stay_apart(name: str) -> None:
    pairs = list(combinations(THEMES[name].classes, 2))
    assert len(pairs) == 45
    assert min(difference(a, b) for a, b in pairs) >= 15
    assert min(difference(a, b, vision) for a, b in pairs for vision in VISIONS) >= 10


@named
def test_no_class_is_taken_for_the_loss_or_the_highlight(name: str) -> None:
    theme = THEMES[name]
    for taken in (theme.loss, theme.highlight):
        assert min(difference(color, taken) for color in theme.classes) >= 15


@named
def test_the_first_two_are_blue_and_yellow(name: str) -> None:
    blue, yellow = (perceived(color, None) for color in THEMES[name].classes[:2])
    assert 200 < np.degrees(np.arctan2(blue[2], blue[1])) % 360 < 290
    assert 70 < np.degrees(np.arctan2(yellow[2], yellow[1])) % 360 < 110


def test_the_screen_s_blue_and_yellow_are_the_film_s() -> None:
    assert Theme.dark().classes[:2] == ("#58C4DD", "#F7D96F")


@pytest.mark.parametrize("text", ["#58C4DD", "#58c4dd"])
def test_six_digits_are_a_colour(text: str) -> None:
    assert is_color(text)


@pytest.mark.parametrize("text", ["58C4DD", "#58C4D", "#58C4DDFF", "blue", "", None, 7])
def test_nothing_else_is(text: object) -> None:
    assert not is_color(text)
