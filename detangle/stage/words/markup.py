"""Typst markup and plain text: how the one becomes the other, and what braces stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any

from detangle.errors import DetangleError

_SPECIAL = re.compile(r"([\\#$*_`<>@=\-+/\[\]~\"'])|(?<=\.)(\.)|^(\s*\d+)(\.)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ESCAPED = re.compile(r"\\(.)")
_MATH = re.compile(r"(?<!\\)\$(.*?)(?<!\\)\$")
_EMPHASIS = re.compile(r"(?<![\\\w])([*_])(.+?)(?<!\\)\1(?!\w)")
_SIGNS = {"times": "\N{MULTIPLICATION SIGN}", "dot": "\N{MIDDLE DOT}"}


class Markup(str):
    """Typst markup: `$…$` is math. Other strings of a scene's words are shown as written."""

    __slots__ = ()


def escape(text: str) -> Markup:
    r"""Make any string safe to stand in Typst markup, as it is.

    Control characters, line breaks among them, become a blank.

    Examples
    --------
    >>> print(escape("$5 for class_0"))
    \$5 for class\_0
    """
    return Markup(_SPECIAL.sub(_escaped, _CONTROL.sub(" ", text)))


def as_markup(template: str) -> Markup:
    """Return a template as markup: plain text is escaped, and its braces stay."""
    if isinstance(template, Markup):
        return template
    return Markup("".join(_braced(escape(text)) + hole for text, hole in _parts(template)))


def fields(template: str) -> set[str]:
    """Return the names that stand in a template's braces.

    Raises
    ------
    DetangleError
        If the braces do not match, or are empty.
    """
    try:
        found = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError as error:
        raise DetangleError(f"{template!r}: {error}; a brace itself is written twice") from None
    if "" in found:
        raise DetangleError(f"{template!r}: empty braces; name what is filled in")
    return {re.split(r"[.\[]", name)[0] for name in found}


def fill(template: str, values: Mapping[str, Any]) -> Markup:
    """Fill in a template of markup; values that are plain text are shown as written.

    A number may stand with its noun: `{count:# point|# points}` is `1 point` or `5 points`.

    Examples
    --------
    >>> print(fill("{count:# point lies|# points lie} here", {"count": 1}))
    1 point lies here
    """
    return Markup(_Escaping().vformat(template, (), values))


def readable(markup: str) -> str:
    r"""Return markup as a caption or a script shows it, without the signs of the markup.

    Examples
    --------
    >>> print(readable(r"class\_0: $w dot x$ *is* the sum"))
    class_0: w · x is the sum
    """
    text = _EMPHASIS.sub(r"\2", _MATH.sub(_read_math, markup))
    return _ESCAPED.sub(r"\1", text)


class _Escaping(Formatter):
    """Formats strings as plain text, and counts with their noun: `{count:# point|# points}`."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Format a value; text that is not markup is escaped."""
        if "|" in format_spec:
            one, many = format_spec.split("|", 1)
            return (one if value == 1 else many).replace("#", str(value))
        text = format(value, format_spec)
        return escape(text) if isinstance(value, str) and not isinstance(value, Markup) else text


def _escaped(found: re.Match[str]) -> str:
    special, dot, number, end = found.groups()
    return f"{number}\\{end}" if number else f"\\{special or dot}"


def _read_math(found: re.Match[str]) -> str:
    signs = (_SIGNS.get(sign, sign) for sign in found.group(1).split(" "))
    return " ".join(signs)


def _parts(template: str) -> list[tuple[str, str]]:
    """Cut a template into its text and the braces after each piece of it."""
    fields(template)
    return [
        (text, "" if name is None else _hole(name, spec or "", how))
        for text, name, spec, how in Formatter().parse(template)
    ]


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _hole(name: str, spec: str, how: str | None) -> str:
    return "{" + name + (f"!{how}" if how else "") + (f":{spec}" if spec else "") + "}"
