"""How a table is read, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

from detangle.datasets.missing import MissingValues


@dataclass(frozen=True)
class Reading:
    """How a table is read; `from_file` explains each of the values."""

    label: str
    columns: tuple[str, ...] = ()
    names: str = ""
    exclude: tuple[str, ...] = ()
    sample: int = 0
    sample_seed: int = 0
    drop_missing: bool = False
    na: MissingValues = field(default_factory=MissingValues)
    decimal: str = ""
