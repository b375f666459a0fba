"""Colours as people give them, read into rows of red, green, blue and opacity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from numbers import Integral
from typing import Any

import numpy as np
from manim import ManimColor
from manim.utils.color import manim_colors

from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.stage.paint.values import ROUNDING, as_numbers, shown

Colors = Any
"""One colour, several, or rows of numbers; see `as_rgbas`."""

_HEX = re.compile("#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)


def as_rgbas(colors: Colors, like: FloatArray, name: str = "colors") -> FloatArray:
    """Return a row (4,) for each row of `like`; its opacity stays where the colours have none.

    Parameters
    ----------
    colors
        One colour, or one for each row: names of Manim's ("red", "YELLOW"), hex of 3, 4, 6 or 8
        digits, `ManimColor`, or numbers (3,) or (4,), which are fractions from 0 to 1, or bytes
        if they are integers up to 255; or all numbers as (N, 3) or (N, 4).
    like
        (N, 4).
    name
        Of the argument.
    """
    return spread_colors(color_rows(colors, name), like, name)


def spread_colors(rows: FloatArray, like: FloatArray, name: str = "colors") -> FloatArray:
    """Give each row of `like` the one colour or its own; its opacity where that is NaN."""
    if len(rows) not in (1, len(like)):
        raise DetangleError(
            f"{name}: got {len(rows)} colours; give one, or one for each of {len(like)}"
        )
    rgbas = np.broadcast_to(rows, like.shape).copy()
    kept = np.isnan(rgbas[:, 3])
    rgbas[kept, 3] = like[kept, 3]
    return rgbas


def color_rows(colors: Colors, name: str = "colors") -> FloatArray:
    """Read colours as of `as_rgbas`, (M, 4); NaN is the opacity of those that have none."""
    if hasattr(colors, "__array__") and not isinstance(colors, np.ndarray):
        colors = np.asarray(colors)  # columns of pandas, tensors
    if _is_one(colors):
        return _row(colors, name)[None]
    if not isinstance(colors, Iterable):
        raise _no_color(colors, name)
    items = list(colors)
    if not items:
        return np.zeros((0, 4))
    if all(isinstance(item, list | tuple | np.ndarray) for item in items):
        return _fractions(colors if isinstance(colors, np.ndarray) else items, name)
    known: dict[Any, FloatArray] = {}
    for item in items:
        if _key(item) not in known:
            known[_key(item)] = _row(item, name)
    return np.array([known[_key(item)] for item in items])


def gradient(rows: FloatArray, count: int) -> FloatArray:
    """Spread M colours (M, 4) evenly over `count` dots, and blend between them."""
    places = np.linspace(0, len(rows) - 1, count)
    return np.column_stack([np.interp(places, np.arange(len(rows)), part) for part in rows.T])


def _is_one(colors: Colors) -> bool:
    """Whether it is one colour, which may itself be a list of numbers."""
    if isinstance(colors, np.ndarray) and colors.ndim == 0:
        return True
    if isinstance(colors, list | tuple | np.ndarray):
        return len(colors) > 0 and all(map(_is_number, colors))
    return isinstance(colors, str | ManimColor | Integral)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.number)


def _key(item: Any) -> Any:
    """Return what tells a colour from others: most are text, and there are few of them."""
    return item if isinstance(item, str) else id(item)


def _row(color: Any, name: str) -> FloatArray:
    """Read one colour, (4,)."""
    plain = (
        color.item() if isinstance(color, np.ndarray | np.generic) and color.ndim == 0 else color
    )
    if isinstance(plain, list | tuple | np.ndarray):
        return np.asarray(_fractions([plain], name)[0])
    is_hex = isinstance(plain, str) and _HEX.fullmatch(plain)
    try:
        if isinstance(plain, str) and "#" in plain and not is_hex:
            raise ValueError  # Manim looks for digits anywhere in the text
        row = np.array(ManimColor(plain).to_rgba(), dtype=np.float64)
    except (TypeError, ValueError, AttributeError):
        raise _no_color(plain, name) from None
    if row[3] == 1 and not (is_hex and len(plain) in (5, 9)):
        row[3] = np.nan
    return row


def _fractions(rows: Any, name: str) -> FloatArray:
    """Read rows of numbers, (M, 3) or (M, 4), of fractions or of bytes."""
    wanted = "numbers must be of shape (N, 3) or (N, 4)"
    given = as_numbers(rows, name, wanted)
    if given.ndim != 2 or given.shape[1] not in (3, 4):
        raise DetangleError(f"{name} have shape {given.shape}; {wanted}")
    whole = np.asarray(rows).dtype
    if whole == np.uint8 or (whole.kind in "iu" and given.max(initial=0) > 1):
        given = given / 255
    if not ((given >= -ROUNDING) & (given <= 1 + ROUNDING)).all():
        raise DetangleError(
            f"{name} must be numbers between 0 and 1, or whole numbers between 0 and 255"
        )
    rgbas = np.full((len(given), 4), np.nan)
    rgbas[:, : given.shape[1]] = np.clip(given, 0.0, 1.0)
    return rgbas


def _no_color(color: Any, name: str) -> DetangleError:
    near = get_close_matches(str(color).upper(), filter(str.isupper, vars(manim_colors)), n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return DetangleError(
        f"{name}: {shown(color)} is no colour; {hint}give a name of Manim's, '#58C4DD', a "
        "ManimColor, or three numbers from 0 to 1"
    )
