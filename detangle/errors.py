"""The one kind of error that is a user's to mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class DetangleError(ValueError):
    """An input that detangle cannot use.

    The message is one line that says what was wrong, where, and what to do next; the command line
    prints it and exits with status 2.

    Parameters
    ----------
    message
        The line; control characters in it, which may come from a file, are shown as escapes.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(printable(message))


JOINERS = "\u200c\u200d"
"""Characters of many scripts that are seen by their neighbours alone."""

MOST = 300
"""Characters of what is said of a file at most, whatever it holds."""


def error_in(file: object, what: str) -> DetangleError:
    """Return what to raise if something is wrong with a file, `MOST` characters at most."""
    return DetangleError(line_about(file, what))


def line_about(file: object, what: str) -> str:
    """Return what to say of a file, on one line of `MOST` characters at most."""
    return shortened(printable(f"{file}: {what}"), MOST)


def printable(text: str) -> str:
    """Write the characters that would move a terminal's cursor or hide text as escapes."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in JOINERS else c.encode("unicode_escape").decode() for c in text
    )


def shortened(text: str, most: int) -> str:
    """Leave out the middle of a text of more than `most` characters.

    Examples
    --------
    >>> shortened("all of these words", 10)
    'all o…ords'
    """
    if len(text) <= most:
        return text
    tail = (most - 1) // 2
    return f"{text[: most - 1 - tail]}…{text[len(text) - tail :]}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which of the known names a mistyped one was probably meant to be."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}known: {', '.join(names)}"
