"""A few thousand damaged files are used or refused in one line; `make fuzz` tries many more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import run_files, sound, tables
from tests.fuzz.using import fault_of, use_run, use_table

RUNS, TABLES = 2000, 500


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


@pytest.mark.parametrize("seed", range(4))
def test_damaged_runs_are_used_or_refused(seed: int, files: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "mutant.safetensors"
    for name, content in run_files.mutants(files, seed, RUNS // 4):
        path.write_bytes(content)
        assert not (fault := fault_of(use_run, path)), f"{name}: {fault}"


@pytest.mark.parametrize("suffix", tables.MAKERS)
def test_sound_tables_are_read(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"table{suffix}"
    path.write_bytes(tables.sound(suffix))
    use_table(path)


def test_damaged_tables_are_read_or_refused(tmp_path: Path) -> None:
    for name, suffix, content in tables.mutants(0, TABLES):
        path = tmp_path / f"mutant{suffix}"
        path.write_bytes(content)
        assert not (fault := fault_of(use_table, path)), f"{name}: {fault}"
