"""Rows of words as text."""

from __future__ import annotations

from collections.abc import Sequence

from detangle.recipe import Parameter


def table(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows of words out in aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def settings(parameters: dict[str, Parameter]) -> str:
    """Write parameters as `name=value`, one space between them; the items of a list as `5,9`."""
    return " ".join(f"{key}={_word(value)}" for key, value in parameters.items())


def _word(value: Parameter) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
