"""Look for files on which detangle stumbles: `python -m tests.fuzz [SEED [COUNT]]`."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz import run_files, sound
from tests.fuzz.using import fault_of, use_run

SHOWN = 5
"""Mutants that are named of each kind of fault."""


def main(seed: int = 0, count: int = 100_000) -> int:
    """Use `count` damaged run files, tell the faults, and keep a file of each kind."""
    kinds: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "mutant.safetensors"
        for label, content in run_files.mutants(sound.run_files(folder), seed, count):
            path.write_bytes(content)
            began = time.monotonic()
            fault = fault_of(use_run, path)
            if time.monotonic() - began > 2:
                fault = fault or "slow"
            if fault:
                kinds.setdefault(fault[:100], []).append(label)
    for kind, labels in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"{len(labels):6d} {kind!a}  {labels[:SHOWN]}")
    print(sum(map(len, kinds.values())), "of", count)
    return bool(kinds)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
