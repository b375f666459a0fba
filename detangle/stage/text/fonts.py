"""What is said of letters that no font has: Typst draws a box in place of each."""

from __future__ import annotations

import logging
import unicodedata
from functools import lru_cache

from detangle.errors import printable, shortened
from detangle.stage.text.outlines import has_boxes, outline
from detangle.stage.words.markup import escape

MOST = 20
"""Letters that are named at most."""
_UNSEEN = {"Cc", "Cf", "Cn", "Mn", "Zl", "Zp", "Zs"}
"""Unicode's categories of characters that need no ink of their own."""

_log = logging.getLogger(__name__)


def missing_letters(markup: str) -> str:
    """Return the letters of a line that no font has as outlines, each once, in their order.

    An emoji that only a font of pictures has is one of them: outlines alone can be drawn.

    Examples
    --------
    >>> missing_letters("seen")
    ''
    """
    if markup.isascii():
        return ""
    boxes = has_boxes(outline(markup))
    letters = dict.fromkeys(c for c in markup if not c.isascii())
    return "".join(c for c in letters if (boxes or _is_symbol(c)) and _is_missing(c))


def warn_of_missing(markup: str) -> None:
    """Say in one line which letters no font has, and what to install; once for the same letters."""
    letters = missing_letters(markup)
    if letters:
        _warn(letters)


@lru_cache(maxsize=256)
def _warn(letters: str) -> None:
    scripts = ", ".join(dict.fromkeys(map(_script, letters)))
    _log.warning(
        "no installed font has outlines of the letters %s, so that boxes or gaps stand for them; "
        "install a font for %s, such as one of fonts.google.com/noto, and render again",
        shortened(printable(letters), MOST),
        shortened(scripts, 2 * MOST),
    )


@lru_cache(maxsize=1024)
def _is_missing(letter: str) -> bool:
    if unicodedata.category(letter) in _UNSEEN:
        return False
    made = outline(escape(letter))
    return has_boxes(made) or not made.shapes


def _is_symbol(letter: str) -> bool:
    return unicodedata.category(letter) == "So"


def _script(letter: str) -> str:
    """Name a letter's script: Unicode's names begin with it."""
    if _is_symbol(letter):
        return "symbols and emoji"
    name = unicodedata.name(letter, "").split(" ")[0]
    return name if name == "CJK" else name.capitalize() or "them"
