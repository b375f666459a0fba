"""Letters that no font has are named, text is shown as written, and nothing is placed at NaN."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from manim import VGroup, tempconfig

from detangle.stage.text import fonts
from detangle.stage.text.fonts import missing_letters
from detangle.stage.text.outlines import outline
from detangle.stage.text.typeset import baseline, stand, words
from detangle.stage.words.markup import escape

PRIVATE = "\U0010fffd"
"""A letter of nobody's script, in no font."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Keep outlines in a folder of the test's own."""
    with tempconfig({"tex_dir": str(tmp_path / "Tex")}):
        for cached in (outline, fonts._is_missing, fonts._warn):
            cached.cache_clear()
        yield tmp_path / "Tex"
        for cached in (outline, fonts._is_missing, fonts._warn):
            cached.cache_clear()


@pytest.mark.usefixtures("folder")
def test_letters_that_no_font_has_are_named_once_in_one_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    name = f"caf\u00e9 {PRIVATE}{PRIVATE}\U0010fffc"
    assert missing_letters(escape(name)) == f"{PRIVATE}\U0010fffc"
    words(escape(name), 24, "#FFFFFF")
    words(escape(name), 36, "#FFFFFF")
    (line,) = [r.getMessage() for r in caplog.records if r.name.startswith("detangle")]
    assert "\\U0010fffd" in line
    assert "install" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "name",
    [
        "setosa",
        "na\u00efve",
        "Ve\u010dernica",
        "\u03b1-\u03b2",
        "\u0441\u043e\u0440\u0442",
        "e\u0301",
    ],
)
def test_letters_that_ship_with_typst_are_not_missing(name: str) -> None:
    assert missing_letters(escape(name)) == ""


def test_a_line_with_a_missing_letter_is_typeset_anew(
    folder: Path,
) -> None:
    """What a font that is installed later has must not stay a box."""
    outline(escape(f"a{PRIVATE}"))
    assert not folder.exists() or not list(folder.iterdir())
    outline(escape("a\u00e9"))
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("name", ["", " ", "\u200d", "\ufe0f", "\u00ad", PRIVATE, "\u0301"])
def test_no_name_is_placed_at_nan(name: str) -> None:
    line = words(escape(name), 24, "#FFFFFF")
    assert np.isfinite(baseline(line))
    stand(line, 1.0, 2.0)
    assert all(np.isfinite(shape.points).all() for shape in VGroup(line).get_family())


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("--", "-"),
        ("---", "-"),
        ("...", "."),
        ('""', '"'),
        ("''", "'"),
        ("??", "?"),
        (",,", ","),
        ("<<", "<"),
        (">>", ">"),
        ("``", "`"),
    ],
)
def test_signs_are_shown_as_written(text: str, alone: str) -> None:
    """None becomes a dash, an ellipsis or a curly quote: each is the sign that stands alone."""
    (sign,) = outline(escape(f"{alone}")).shapes
    shapes = outline(escape(f"a{text}b")).shapes[1:-1]
    assert len(shapes) == len(text)
    for shape in shapes:
        assert np.allclose(np.ptp(shape, axis=0), np.ptp(sign, axis=0), atol=1e-9)
