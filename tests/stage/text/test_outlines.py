"""A line is typeset once, and again where what was kept of it is of no use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from manim import tempconfig

from detangle.stage.text.outlines import Outline, outline


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Keep outlines in a folder of the test's own."""
    with tempconfig({"tex_dir": str(tmp_path / "Tex")}):
        yield tmp_path


def fresh(source: str) -> Outline:
    outline.cache_clear()
    return outline(source)


def same(one: Outline, other: Outline) -> bool:
    pairs = zip(one.shapes, other.shapes, strict=True)
    return all(np.array_equal(a, b) for a, b in pairs) and one.strokes == other.strokes


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"shapes": 1}', "\0"])
def test_an_outline_that_is_damaged_is_made_anew(damage: str, folder: Path) -> None:
    made = fresh("one")
    (file,) = (folder / "Tex").iterdir()
    sound = file.read_text()
    file.write_text(damage)
    assert same(fresh("one"), made)
    assert file.read_text() == sound
    file.write_text(sound.replace("0.", "1.", 1))
    assert not same(fresh("one"), made)  # what is sound is read, not made


def test_outlines_are_drawn_where_none_can_be_kept(folder: Path) -> None:
    (folder / "Tex").write_text("in the way")
    assert len(fresh("one").shapes) == 3
