"""A few thousand damaged files are used or refused in one line; `make fuzz` tries many more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import run_files, sound
from tests.fuzz.using import fault_of, use_run

COUNT = 2000
PARTS = 4
"""Parts of the stream, so that a fault is found before all of it is tried."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return sound.run_files(tmp_path_factory.mktemp("sound"))


def test_sound_runs_are_used(files: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "run.safetensors"
    for content in files:
        path.write_bytes(content)
        use_run(path)
        path.write_bytes(run_files.RunFile.of(content).content())
        use_run(path)


@pytest.mark.parametrize("seed", range(PARTS))
def test_damaged_runs_are_used_or_refused(seed: int, files: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "mutant.safetensors"
    for name, content in run_files.mutants(files, seed, COUNT // PARTS):
        path.write_bytes(content)
        assert not (fault := fault_of(use_run, path)), f"{name}: {fault}"
