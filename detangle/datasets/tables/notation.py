"""How numbers are written in text: decimal marks, groups of thousands, percentages."""

from __future__ import annotations

import re
from dataclasses import dataclass

POINT, COMMA = ".", ","
EITHER = POINT + COMMA
"""The marks that may stand between a number's whole part and its decimals."""

TRUTH = {
    **dict.fromkeys(("True", "TRUE", "true"), 1.0),
    **dict.fromkeys(("False", "FALSE", "false"), 0.0),
}
"""What pandas, R, Excel and JSON write for a truth value."""

_CODE = re.compile(r"[+-]?0[0-9]+")
"""A code such as 007, or a number that was filled up with zeros."""

_SPACED = re.compile(r"([+-]?[0-9]{1,3}(?:[ \u00a0\u202f'\u2019][0-9]{3})+)([.,][0-9]*)?")
"""Thousands apart by a blank, as in France, or an apostrophe, as in Switzerland."""


def _pattern(decimal: str, group: str) -> re.Pattern[str]:
    grouped = rf"[1-9][0-9]{{0,2}}(?:\{group}[0-9]{{3}})+(?:\{decimal}[0-9]*)?"
    plain = rf"(?:[0-9]+(?:\{decimal}[0-9]*)?|\{decimal}[0-9]+)(?:[eE][+-]?[0-9]+)?"
    return re.compile(rf"[+-]?(?:{grouped}|{plain})")


_PATTERNS = {POINT: _pattern(POINT, COMMA), COMMA: _pattern(COMMA, POINT)}


@dataclass(frozen=True)
class Notation:
    """How the numbers of a table are written."""

    decimal: str = ""
    """The mark before the decimals, the other one groups thousands; empty where it is not known,
    and only numbers without groups, with a decimal point, can be read."""
    percent: frozenset[int] = frozenset()
    """Positions of the columns of percentages."""


def bare(text: str) -> tuple[str, bool]:
    """Take blanks, also between thousands, and the sign of per cent off; tell if it was there.

    A minus sign of typographers becomes that of programmers.

    Examples
    --------
    >>> bare("1 234,5 %")
    ('1234,5', True)
    """
    core = text.strip().replace("\u2212", "-")
    percent = core.endswith("%")
    core = core.removesuffix("%").rstrip() if percent else core
    if spaced := _SPACED.fullmatch(core):
        whole, decimals = spaced.groups()
        core = re.sub(r"[^0-9+-]", "", whole) + (decimals or "")
    return core, percent


def is_code(text: str) -> bool:
    """Tell whether digits begin with a 0 that no number needs.

    Examples
    --------
    >>> [is_code(text) for text in ("01234", "0", "0.5", "00.5", "1200")]
    [True, False, False, False, False]
    """
    return _CODE.fullmatch(text.strip()) is not None


def marks(core: str) -> str:
    """Return which marks may stand before the decimals of a number; none if it is no number.

    Examples
    --------
    >>> [marks(core) for core in ("1.5", "0,25", "1.234,5", "1,234", "12", "1,2,3")]
    ['.', ',', ',', '.,', '.,', '']
    """
    return "".join(mark for mark in EITHER if _PATTERNS[mark].fullmatch(core))


def in_doubt(core: str) -> bool:
    """Tell whether a number has another value with each mark: 1,234 may be 1234."""
    return (POINT in core or COMMA in core) and marks(core) == EITHER


def parsed(core: str, decimal: str) -> float:
    """Read a number whose decimals follow this mark; NaN if it is no number.

    Examples
    --------
    >>> parsed("1.234,5", ","), parsed("1,234", "."), parsed("1,5", ".")
    (1234.5, 1234.0, nan)
    """
    if not _PATTERNS[decimal].fullmatch(core):
        return float("nan")
    group = COMMA if decimal == POINT else POINT
    return float(core.replace(group, "").replace(decimal, POINT))
