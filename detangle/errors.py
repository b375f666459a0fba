"""The one kind of error that is a user's to mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class DetangleError(ValueError):
    """An input that detangle cannot use.

    The message is one line that says what was wrong, where, and what to do next; the command line
    prints it and exits with status 2.
    """


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which of the known names a mistyped one was probably meant to be."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}known: {', '.join(names)}"
