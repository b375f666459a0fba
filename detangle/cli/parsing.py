"""Words of the command line into a dataclass, with every complaint on one line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from typing import Any, TypeVar

import tyro

from detangle.errors import DetangleError

T = TypeVar("T")

# With box-drawing characters the title is part of the first rule, without them it stands above.
_RULE = re.compile(r"╭.*╮|[─╰╯│ -]*[─-]{3}[─╰╯│ -]*")

_PLAINER = (
    (r"^Error parsing ", ""),
    (r"invalid literal for int\(\) with base 10: (.*)", r"\1 is not a whole number"),
    (r"could not convert string to float: (.*)", r"\1 is not a number"),
    (r"Could not find valid parse for arguments: \[(.*)\]", r"cannot use \1"),
    (r"\.$", ""),
    (r"\. Expected one of \((.*)\)", r"; choose from \1"),
    (r"no type matching (.*) could be instantiated from \[(.*)\]", r"cannot use \2; it takes \1"),
    (r"^invalid choice (.*) for argument '(.*?)'", r"\2: invalid choice \1"),
    (r"^Missing value for argument '(.*)'\..*", r"\1: needs a value"),
    (r"^Missing from [^:]*: +(\S+) .*", r"\1 is missing"),
)


def parse(
    kind: type[T],
    words: Sequence[str],
    *,
    prog: str,
    default: T | None = None,
    description: str | None = None,
) -> T:
    """Read a dataclass from words; `--help` among them prints its help and exits.

    Parameters
    ----------
    kind
        A dataclass; its fields are the flags, their docstrings the help.
    words
        What the user typed after `prog`.
    prog
        The command as the user typed it, such as `detangle info`.
    default
        Values of the flags that are not given.
    description
        Text above the flags in the help; None takes the class's docstring.

    Raises
    ------
    DetangleError
        If a flag is unknown or missing, or a value is of the wrong kind.
    """
    given: dict[str, Any] = {} if default is None else {"default": default}
    complaint = StringIO()
    try:
        with redirect_stderr(complaint):
            parsed: tuple[T, list[str]] = tyro.cli(
                kind,
                args=list(words),
                prog=prog,
                description=description,
                return_unknown_args=True,
                **given,
            )
    except SystemExit as stop:
        if not stop.code:
            raise
        raise DetangleError(f"{_one_line(complaint.getvalue())}; see: {prog} --help") from None
    value, unknown = parsed
    if unknown:
        what = _unknown(unknown[0], _help(kind, given))
        raise DetangleError(f"{what}; see: {prog} --help")
    return value


def _help(kind: type[T], given: dict[str, Any]) -> str:
    text = StringIO()
    with redirect_stdout(text), suppress(SystemExit):
        tyro.cli(kind, args=["--help"], **given)
    return _plain(text.getvalue())


def _unknown(word: str, help_text: str) -> str:
    """Say that a word is not known, and which flag of the help it was probably meant to be."""
    if not word.startswith("-"):
        return f"unexpected argument {word!r}"
    name = word.partition("=")[0]
    flags = re.findall(r"(?<![\w-])--[a-z](?:[\w.-]*\w)?", help_text)
    family = [flag for flag in flags if "." in name and flag.startswith(name.partition(".")[0])]
    close = difflib.get_close_matches(name.replace("_", "-"), family or flags, n=1)
    return f"unknown flag {name}" + (f", did you mean {close[0]}?" if close else "")


def _one_line(box: str) -> str:
    """Take the complaint itself out of tyro's box: what stands below the title."""
    blocks: list[list[str]] = [[]]
    for line in _plain(box).splitlines():
        if _RULE.fullmatch(line):
            blocks.append([])
        else:
            blocks[-1].append(line.strip("│ "))
    text = " ".join(blocks[min(1, len(blocks) - 1)])
    for pattern, plainer in _PLAINER:
        text = re.sub(pattern, plainer, text)
    return text


def _plain(text: str) -> str:
    """Take away the colours that a terminal gets."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
