"""A sentence that claims something is said only where the claim holds."""

from __future__ import annotations

import pytest

from detangle.errors import DetangleError
from detangle.stage.words import Words, merged
from detangle.stage.words.claims import said
from detangle.stage.words.markup import Markup

WORDS = Words(
    {
        "end.title": Markup("{right} of {n}"),
        "end.caption": Markup("The end."),
        "end.all_right.title": Markup("All {n} are right"),
        "end.no_better.title": Markup("Nothing won"),
    }
)


@pytest.mark.parametrize(
    ("right", "line", "key"),
    [(9, 5, "end.title"), (5, 5, "end.no_better.title"), (10, 10, "end.all_right.title")],
)
def test_the_first_claim_that_holds_is_said(right: int, line: int, key: str) -> None:
    assert said(WORDS, "end.title", {"right": right, "n": 10, "right_by_line": line}) == key


def test_a_part_without_a_claim_is_said_in_any_case() -> None:
    assert said(WORDS, "end.caption", {}) == "end.caption"


def test_a_claim_about_a_value_that_is_not_told_is_refused() -> None:
    with pytest.raises(DetangleError, match=r"'end\.all_right\.title' are said of right, n, and"):
        said(WORDS, "end.title", {"right": 3})


def test_words_of_ones_own_are_said_whatever_holds() -> None:
    changed = merged(WORDS, {"end.title": "Done"})
    assert said(changed, "end.title", {"right": 10, "n": 10, "right_by_line": 0}) == "end.title"


def test_a_claim_of_ones_own_words_may_be_added() -> None:
    changed = merged(WORDS, {"end.all_right.caption": "Every single one of {n}."})
    assert said(changed, "end.caption", {"right": 10, "n": 10}) == "end.all_right.caption"
