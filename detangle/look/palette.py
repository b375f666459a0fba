"""Ten class colours for dark grounds and ten for white, and how far colours stand out.

The first six of each were searched for so that no two look alike to anybody: under protanopia,
deuteranopia, tritanopia and none of them, two of them are at least 15 apart (12 on white) in
CIEDE2000. All ten keep away from the loss's red and from the highlight.
"""

from __future__ import annotations

import re

BLUE = "#58C4DD"
YELLOW = "#F7D96F"
RED = "#FC6255"

DARK_CLASSES = (
    BLUE,
    YELLOW,
    "#A86C0C",
    "#84A878",
    "#308478",
    "#8460E4",
    "#FC900C",
    "#00FCCC",
    "#789CF0",
    "#C084A8",
)
"""Blue, yellow, amber, sage, teal, violet; orange, mint, periwinkle, mauve."""
PAPER_CLASSES = (
    "#1C7FA6",
    "#967300",
    "#180CC0",
    "#A878FC",
    "#D85478",
    "#780C3C",
    "#483C00",
    "#0054F0",
    "#0C3C6C",
    "#785478",
)
"""Blue, ochre, indigo, lavender, rose, burgundy; olive, cobalt, navy, plum."""

HOLES = (0.0, 0.55, 0.76, 0.0)
"""Inner radius of a class's dots, as a fraction of the outer one: disc, ring, thin ring, disc."""
RADII = (1.0, 1.0, 1.0, 0.6)
"""Radius of a class's dots, as a fraction of the theme's."""

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_GAMMA, _TOE, _TOE_SLOPE, _OFFSET = 2.4, 0.04045, 12.92, 0.055  # sRGB's transfer function
_LUMINANCE = (0.2126, 0.7152, 0.0722)  # of red, green and blue in luminance
_FLARE = 0.05  # light that a screen reflects, in WCAG's contrast


LEGIBLE, TONES = 4.6, 20
"""Least contrast of letters (WCAG asks for 4.5), and how many tones between two are tried."""


def is_color(text: object) -> bool:
    """Whether something is a colour as themes write it: `#` and six hexadecimal digits."""
    return isinstance(text, str) and _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast of two colours: 1 for equal ones, 21 for black and white."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + _FLARE) / (low + _FLARE)


def legible(color: str, ground: str, text: str) -> str:
    """Bring a colour as near to that of text as letters need it: `LEGIBLE` : 1 to the ground."""
    channels = list(zip(_channels(color), _channels(text), strict=True))
    for step in range(TONES + 1):
        mixed = (a + (b - a) * step / TONES for a, b in channels)
        tone = "#" + "".join(f"{round(255 * value):02X}" for value in mixed)
        if contrast(tone, ground) >= LEGIBLE:
            break
    return tone


def on_ground(color: str, ground: str, text: str, new: str) -> str:
    """Carry a colour over to another ground.

    Parameters
    ----------
    color, ground, text
        A colour between those of ground and text, which differ in each channel.
    new
        The other ground.

    Returns
    -------
    The colour that is as far from it, on the way to the text.

    Examples
    --------
    >>> on_ground("#222222", "#000000", "#FFFFFF", "#808080")
    '#919191'
    """
    channels = zip(*map(_channels, (color, ground, text, new)), strict=True)
    moved = [e + (c - g) / (t - g) * (t - e) for c, g, t, e in channels]
    return "#" + "".join(f"{round(255 * value):02X}" for value in moved)


def _channels(color: str) -> tuple[float, ...]:
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _luminance(color: str) -> float:
    channels = map(_linear, _channels(color))
    return sum(weight * value for weight, value in zip(_LUMINANCE, channels, strict=True))


def _linear(value: float) -> float:
    if value <= _TOE:
        return value / _TOE_SLOPE
    return float(((value + _OFFSET) / (1 + _OFFSET)) ** _GAMMA)
