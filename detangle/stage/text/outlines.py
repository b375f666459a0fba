"""Outlines of typeset lines, kept on disk so that no string is typeset twice."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from manim import MathTypst, Typst, config
from numpy.typing import NDArray

from detangle.run.whole_file import written_whole
from detangle.stage.folders import folder

PREAMBLE = '#set text(font: "New Computer Modern")'
"""The formulas' own typeface for words, too; it comes with Typst, so frames look alike anywhere."""
SIZE = 48.0
"""Font size at which outlines are kept."""
NO_CHARACTER = "\uffff"
"""No font has it: Unicode promises that it never becomes a character."""
KEPT = 3
"""Number of the rules by which outlines are kept; what was kept by older ones is made anew."""
PIXELS = 135.0
"""Pixels in a scene unit for which drawn rules are kept, whatever film asks for them first: Manim
makes them thinner in smaller pictures. It is that of 1080 pixels and 8 units."""

NON_JOINER = "\u200c"
"""It has no ink, and keeps its two neighbours from becoming one glyph."""
_SIGNS_IN_A_ROW = re.compile(r"(\\[-<>'`\"]|[,?!])(?=[,\\])")
"""Signs of plain text, most of them escaped, of which the typeface makes dashes and quotes."""


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
    # A file that is damaged, as by a disk that was full, is made anew.
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        return _read(path)
    made = _typeset(source, names)
    # A font that is installed later may have what is a box or nothing today.
    if not made.shapes or (not source.isascii() and has_boxes(made)):
        return made
    with suppress(OSError):  # a folder that cannot be written costs time, not the picture
        _write(path, made)
    return made


def has_boxes(made: Outline) -> bool:
    """Return True if a line of words has the box that Typst draws for a letter that no font has."""
    box = _box()
    return any(
        shape.shape == box.shape and np.allclose(shape - shape.min(axis=0), box, atol=1e-6)
        for shape in made.shapes
    )


@lru_cache(maxsize=1)
def _box() -> NDArray[np.float64]:
    """Return the (M, 3) outline of the box, its lower left corner at the origin."""
    (box,) = _typeset(NO_CHARACTER, None).shapes
    return np.asarray(box - box.min(axis=0))


def _path(source: str, names: tuple[str, ...] | None) -> Path:
    state = json.dumps([KEPT, source, names, PREAMBLE, PIXELS, *_versions()])
    digest = hashlib.sha256(state.encode()).hexdigest()[:24]
    return folder("tex_dir") / f"{digest}.json"


@lru_cache(maxsize=1)
def _versions() -> tuple[str, str]:
    return version("typst"), version("manim")


def _typeset(source: str, names: tuple[str, ...] | None) -> Outline:
    if names is None:
        source = _SIGNS_IN_A_ROW.sub("\\1" + NON_JOINER, source)
    with _settings_of_its_own():
        if names is None:
            line: Typst = Typst(
                source, typst_preamble=PREAMBLE, font_size=SIZE, use_svg_cache=False
            )
        else:
            line = MathTypst(source, font_size=SIZE, use_svg_cache=False)
    index = {id(shape): i for i, shape in enumerate(line.submobjects)}
    parts = {name: tuple(index[id(s)] for s in line.select(name)) for name in names or ()}
    return Outline(
        tuple(np.array(shape.points) for shape in line.submobjects),
        tuple(0.0 if shape.get_fill_opacity() else shape.stroke_width for shape in line),
        parts,
    )


@contextmanager
def _settings_of_its_own() -> Iterator[None]:
    """Let Manim typeset where no other process does: in one folder, they read each other's halves.

    Only what matters is changed: `tempconfig` sets everything, which takes as long as a short line.
    """
    usual = config.tex_dir, config.frame_width
    with TemporaryDirectory() as alone:
        config.tex_dir, config.frame_width = alone, config.pixel_width / PIXELS
        try:
            yield
        finally:
            config.tex_dir, config.frame_width = usual


def _write(path: Path, made: Outline) -> None:
    shapes = [shape.tolist() for shape in made.shapes]
    text = json.dumps({"shapes": shapes, "strokes": made.strokes, "parts": made.parts})
    with written_whole(path) as file:
        file.write_text(text)


def _read(path: Path) -> Outline:
    made = json.loads(path.read_text())
    shapes = tuple(np.array(shape, dtype=np.float64).reshape(-1, 3) for shape in made["shapes"])
    parts = {name: tuple(indices) for name, indices in made["parts"].items()}
    return Outline(shapes, tuple(made["strokes"]), parts)
