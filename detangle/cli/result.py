"""What a subcommand hands back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """Text for standard output, and the exit status."""

    text: str = ""
    status: int = 0


def table(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows of words out in aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
