"""`python -m benchmarks [name …]` measures and prints the table; status 1 if a target is missed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

from benchmarks.timing import Row, machine, table

BENCHMARKS = ("training", "searching", "drawing", "rendering", "peers", "startup", "memory")
"""Modules beside this one; each has a function `rows` that measures and gives its rows."""


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all of them."""
    unknown = sorted(set(names) - set(BENCHMARKS))
    if unknown:
        print(f"no benchmark {unknown[0]!r}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    print(f"{machine()}; each time is the best of several, taken by turns\n")
    rows = [row for name in names or BENCHMARKS for row in _rows_of(name)()]
    print(table(rows))
    return 0 if all(row.met for row in rows) else 1


def _rows_of(name: str) -> Callable[[], list[Row]]:
    rows: Callable[[], list[Row]] = import_module(f"benchmarks.{name}").rows
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
