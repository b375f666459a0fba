"""Outlines of typeset lines, kept on disk so that no string is typeset twice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
from manim import MathTypst, Typst, config
from numpy.typing import NDArray

PREAMBLE = '#set text(font: "New Computer Modern")'
"""The formulas' own typeface for words, too; it comes with Typst, so frames look alike anywhere."""
SIZE = 48.0
"""Font size at which outlines are kept."""


@dataclass(frozen=True, eq=False)
class Outline:
    """The shapes of one typeset line.

    Parameters
    ----------
    shapes
        One (M, 3) array of Bézier points for each glyph or rule, the line centred on the origin.
    strokes
        Stroke width of each shape: 0 for glyphs, more for drawn rules.
    parts
        Indices of the shapes of each named part.
    """

    shapes: tuple[NDArray[np.float64], ...]
    strokes: tuple[float, ...]
    parts: dict[str, tuple[int, ...]]


@lru_cache(maxsize=1024)
def outline(source: str, names: tuple[str, ...] | None = None) -> Outline:
    """Typeset a line, or read how it was typeset before.

    Parameters
    ----------
    source
        Typst markup; or Typst math, where `names` is given.
    names
        Labels of the parts of a formula, `{{ … : name }}`; None for a line of words.
    """
    path = _path(source, names)
    if path.exists():
        return _read(path)
    made = _typeset(source, names)
    _write(path, made)
    return made


def _path(source: str, names: tuple[str, ...] | None) -> Path:
    state = json.dumps([source, names, PREAMBLE, version("typst"), version("manim")])
    digest = hashlib.sha256(state.encode()).hexdigest()[:24]
    return Path(config.get_dir("tex_dir")) / f"{digest}.npz"


def _typeset(source: str, names: tuple[str, ...] | None) -> Outline:
    if names is None:
        line: Typst = Typst(source, typst_preamble=PREAMBLE, font_size=SIZE)
    else:
        line = MathTypst(source, font_size=SIZE)
    index = {id(shape): i for i, shape in enumerate(line.submobjects)}
    parts = {name: tuple(index[id(s)] for s in line.select(name)) for name in names or ()}
    return Outline(
        tuple(np.array(shape.points) for shape in line.submobjects),
        tuple(0.0 if shape.get_fill_opacity() else shape.stroke_width for shape in line),
        parts,
    )


def _write(path: Path, made: Outline) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part.npz")
    np.savez(
        temporary,
        points=np.concatenate([np.empty((0, 3)), *made.shapes]),
        lengths=np.array([len(shape) for shape in made.shapes], dtype=np.int64),
        strokes=np.array(made.strokes),
        parts=np.array(json.dumps(made.parts)),
    )
    temporary.replace(path)


def _read(path: Path) -> Outline:
    with np.load(path) as file:
        cuts = np.cumsum(file["lengths"])[:-1]
        shapes = np.split(file["points"], cuts) if len(file["lengths"]) else []
        parts = json.loads(str(file["parts"]))
        strokes = tuple(map(float, file["strokes"]))
    return Outline(tuple(shapes), strokes, {name: tuple(i) for name, i in parts.items()})
