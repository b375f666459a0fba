"""Words: plain text is shown as written, markup is asked for, braces are filled in or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detangle.errors import DetangleError
from detangle.stage.text.outlines import outline
from detangle.stage.words import Words, merged
from detangle.stage.words.markup import Markup, as_markup, escape, fill, readable

WORDS = Words({"end.title": Markup("{n} of {m}"), "end.caption": Markup("$w dot x$")})
printable = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")))


@given(printable)
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    assert readable(escape(text)) == text


@given(printable, printable)
def test_a_value_is_read_as_it_is(text: str, value: str) -> None:
    template = as_markup(text.replace("{", "{{").replace("}", "}}") + ": {name}")
    assert readable(fill(template, {"name": value})) == f"{text}: {value}"


@pytest.mark.parametrize("text", ["$5 for @me, #1", "<b>bold</b> a_b *c* `d`", "1. one", "a ... b"])
def test_plain_text_has_a_glyph_for_each_of_its_characters(text: str) -> None:
    assert len(outline(escape(text)).shapes) == len(text.replace(" ", ""))


def test_control_characters_are_blanks() -> None:
    assert escape("a\x1b[2Jb\r\nc") == "a \\[2Jb c"


def test_markup_stays_markup_and_plain_text_becomes_it() -> None:
    changed = merged(WORDS, {"end.title": "$5", "end.caption": Markup("$5$")})
    assert changed == {"end.title": r"\$5", "end.caption": "$5$"}


def test_braces_that_nothing_fills_in_are_refused() -> None:
    with pytest.raises(DetangleError, match=r"'end\.title', {k} is not filled in; these are: m, n"):
        merged(WORDS, {"end.title": "{k} of {m}"})
    with pytest.raises(DetangleError, match="a brace itself is written twice"):
        merged(WORDS, {"end.title": "{n"})
    with pytest.raises(DetangleError, match="empty braces"):
        merged(WORDS, {"end.title": "{}"})
    assert merged(WORDS, {"end.narration": "{m} of {n}"})["end.narration"] == "{m} of {n}"


def test_words_are_text() -> None:
    with pytest.raises(DetangleError, match=r"'end\.title' are text, not 5"):
        merged(WORDS, {"end.title": 5})  # type: ignore[dict-item]
