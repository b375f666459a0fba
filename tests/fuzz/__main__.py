"""Look for files on which detangle stumbles: `python -m tests.fuzz [SEED [COUNT]]`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz import run_files, sound, tables
from tests.fuzz.using import Use, fault_of, use_run, use_table

SHOWN = 5
"""Mutants that are named of each kind of fault."""
LONG = 2.0
"""Seconds after which a file is called slow."""


def main(seed: int = 0, count: int = 100_000) -> int:
    """Use `count` damaged files, one in ten a table, and tell what is wrong with how that ends."""
    kinds: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, use, path in _files(Path(folder), seed, count):
            began = time.monotonic()
            fault = fault_of(use, path)
            if time.monotonic() - began > LONG:
                fault = fault or "slow"
            if fault:
                kinds.setdefault(fault[:100], []).append(name)
    for fault, names in sorted(kinds.items(), key=lambda kind: -len(kind[1])):
        print(f"{len(names):6d} {fault!a}: {', '.join(names[:SHOWN])}")
    print(f"{sum(map(len, kinds.values()))} faults in {count} files, seed {seed}")
    return int(bool(kinds))


def _files(folder: Path, seed: int, count: int) -> Iterator[tuple[str, Use, Path]]:
    path = folder / "mutant.safetensors"
    for name, content in run_files.mutants(sound.run_files(folder), seed, count - count // 10):
        path.write_bytes(content)
        yield name, use_run, path
    for name, suffix, content in tables.mutants(seed, count // 10):
        path = folder / f"mutant{suffix}"
        path.write_bytes(content)
        yield name, use_table, path


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
