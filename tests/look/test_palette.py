"""No two of the first six class colours look alike to anybody; a colour library says so."""

from __future__ import annotations

import warnings
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from detangle.look.palette import BLUE, YELLOW, is_color
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
def test_classes_stay_apart(name: str) -> None:
    """The first six for everybody, all ten without a deficiency; and never wholly."""
    colors = THEMES[name].classes
    for i, j in combinations(range(10), 2):
        for vision in VISIONS:
            least = LEAST[name] if j < 6 else 15 if vision is None else 10
            assert difference(colors[i], colors[j], vision) >= least
    assert min(difference(a, b) for a, b in combinations(colors, 2)) >= 15


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
    assert Theme.dark().classes[:2] == (BLUE, YELLOW) == ("#58C4DD", "#F7D96F")


@pytest.mark.parametrize("text", ["58C4DD", "#58C4D", "#58C4DDFF", "blue", "", None, 7])
def test_only_a_hash_and_six_digits_are_a_colour(text: object) -> None:
    assert not is_color(text)
    assert is_color("#58c4dd")
    assert is_color(BLUE)
