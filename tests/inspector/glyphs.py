"""Letters recognised by their outlines, so that what is drawn can be read and measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from detangle.stage.text.outlines import SIZE
from detangle.stage.text.typeset import formula, words
from detangle.stage.words.markup import escape

Array = NDArray[np.float64]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
SIGNS = ".,:;?!%()&…"
MINUS = "\N{MINUS SIGN}"
ALIKE = 0.01
SUBSCRIPT = 0.7
"""Size of a subscript, as a share of the formula's."""


@dataclass(frozen=True, eq=False)
class Template:
    """A character, its outline at a height of 1, and its height at the font size `SIZE`."""

    character: str
    outline: Array
    height: float


def recognise(shape: VMobject) -> Template | None:
    """Find the character that an outline is, however large and wherever."""
    return _recognised(shape.points.tobytes())


@lru_cache(maxsize=8192)
def _recognised(outline: bytes) -> Template | None:
    """Do so for points (M, 3) as bytes: most letters stand where they stood a frame before."""
    points = np.frombuffer(outline).reshape(-1, 3)
    candidates = _templates().get(len(points), ())
    if not candidates:
        return None
    normalised, _ = _normalised(points)
    for template in candidates:
        if np.abs(template.outline - normalised).max() < ALIKE:
            return template
    return None


def read(shapes: Iterable[VMobject]) -> str:
    """Spell out what glyphs say; an unknown one is `?`."""
    known = (recognise(shape) for shape in shapes if len(shape.points))
    return "".join("?" if template is None else template.character for template in known)


def capital_height(shape: VMobject) -> float:
    """Height of a capital or digit, or of a capital beside another letter; 0 if it is not known."""
    template, height = recognise(shape), float(np.ptp(shape.points[:, 1]))
    if template is None or template.character in SIGNS + MINUS:
        return 0.0
    if template.character.isupper() or template.character.isdigit():
        return height
    return height * _height_of_h() / template.height


@lru_cache(maxsize=1)
def _height_of_h() -> float:
    """Height of a capital at the font size `SIZE`."""
    return float(words("H", SIZE, "#FFFFFF").submobjects[0].height)


@lru_cache(maxsize=1)
def _templates() -> dict[int, tuple[Template, ...]]:
    kept: dict[int, tuple[Template, ...]] = {}
    for template in _made():
        kept[len(template.outline)] = (*kept.get(len(template.outline), ()), template)
    return kept


def _made() -> Iterator[Template]:
    text = DIGITS + LETTERS + SIGNS + MINUS
    yield from _matched(text, words(" ".join(map(escape, text)), SIZE, "#FFFFFF"))
    spaced = " ".join(DIGITS + LETTERS)
    yield from _matched(DIGITS + LETTERS, formula(spaced, SIZE, "#FFFFFF"))
    yield from _small()


def _small() -> Iterator[Template]:
    """Digits in a subscript: the font has other outlines for them."""
    digits = formula("x_(0123456789)", SIZE, "#FFFFFF").submobjects[1:]
    for character, shape in zip(DIGITS, digits, strict=True):
        outline, height = _normalised(shape.points)
        yield Template(character, outline, height / SUBSCRIPT)


def _matched(text: str, line: VMobject) -> Iterator[Template]:
    if len(text) != len(line.submobjects):
        raise ValueError(f"{len(text)} characters made {len(line.submobjects)} shapes")
    for character, shape in zip(text, line.submobjects, strict=True):
        outline, height = _normalised(shape.points)
        yield Template(character, outline, height)


def _normalised(points: Array) -> tuple[Array, float]:
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    height = float(high[1] - low[1])
    return (points[:, :2] - low) / max(height, 1e-9), height
