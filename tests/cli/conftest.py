"""What the tests of the command share: it runs in this process, in a folder of its own."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from detangle.cli import main

Run = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:  # noqa: ARG001
    """Run a command that must succeed without a word on stderr, and return what it prints."""

    def run(words: str) -> str:
        assert main(shlex.split(words)) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return run


@pytest.fixture
def refusal(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command that must be refused, and return its one line; no file may change."""

    def run(words: str) -> str:
        before = contents(folder)
        capsys.readouterr()
        assert main(shlex.split(words)) == 2
        printed = capsys.readouterr()
        (line,) = printed.err.splitlines()
        assert line.startswith("detangle: error: ")
        assert printed.out == ""
        assert contents(folder) == before
        return line

    return run


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def table(folder: Path) -> str:
    """Write 120 points of the plane in three species, and return the options that name them."""
    rng = np.random.default_rng(0)
    lines = [
        f"{rng.normal(k % 3)},{rng.normal(10 * (k % 3), 5)},{('ant', 'bee', 'cat')[k % 3]},{k}"
        for k in range(120)
    ]
    (folder / "points.csv").write_text("\n".join(["x,y,species,number", *lines]))
    return "--data points.csv --label species --columns x y"
