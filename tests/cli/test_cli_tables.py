"""Bad tables get one line that names file, column and row, status 2, and harm no file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from detangle.cli import main

Make = Callable[[Path], object]

GOOD = "x,y,species\n0.5,1,cat\n1.5,2,dog\n2.5,3,cat\n3.5,4,dog\n"


def text(content: str, encoding: str = "utf-8") -> Make:
    return lambda file: file.write_bytes(content.encode(encoding))


def parquet(**columns: list[Any]) -> Make:
    return lambda file: pd.DataFrame(columns).to_parquet(file)


def npz(**arrays: object) -> Make:
    return lambda file: np.savez(file, **{k: np.asarray(v) for k, v in arrays.items()})  # type: ignore[arg-type]


def cut(make: Make) -> Make:
    """Make a file and take its second half away."""

    def half(file: Path) -> None:
        make(file)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    return half


def nothing(_file: Path) -> None:
    pass


def rows(n: int, classes: int = 2) -> str:
    return "x,species\n" + "".join(f"{i},c{i % classes}\n" for i in range(n))


SPECIES = "--label species"
POINTS = np.arange(8.0).reshape(4, 2)

# For each case: how the file is made, its name, the flags, and what the one line must say.
CASES: dict[str, tuple[Make, str, str, tuple[str, ...]]] = {
    "no such file": (nothing, "point.csv", SPECIES, ("not there", "did you mean 'points.csv'?")),
    "a folder": (lambda f: f.mkdir(), "d.csv", SPECIES, ("is a folder",)),
    "a name too long": (nothing, "x" * 300 + ".csv", SPECIES, ("File name too long",)),
    "a wide table without the label": (
        text(",".join(f"x{k}" for k in range(500)) + "\n"),
        "t.csv",
        "--label x5000",
        ("no column 'x5000'", "did you mean", "it has 500 columns"),
    ),
    "unknown suffix": (text(GOOD), "t.xlsx", SPECIES, ("'.xlsx'", ".csv, .tsv, .parquet, .npz")),
    "no suffix": (text(GOOD), "table", SPECIES, ("no suffix",)),
    "not an ordinary file": (lambda f: os.mkfifo(f), "t.csv", SPECIES, ("not an ordinary file",)),
    "empty": (text(""), "t.csv", SPECIES, ("is empty",)),
    "only empty lines": (text("\n \n\n"), "t.csv", SPECIES, ("is empty", "first line")),
    "header only": (text("x,y,species\n"), "t.csv", SPECIES, ("no rows",)),
    "parquet without rows": (parquet(x=[], species=[]), "t.parquet", SPECIES, ("no rows",)),
    "npz without rows": (npz(points=np.zeros((0, 2)), labels=[]), "t.npz", "", ("no rows",)),
    "no label named": (text(GOOD), "t.csv", "", ("--label", "x, y, species")),
    "no such label": (
        text(GOOD),
        "t.csv",
        "--label specie",
        ("no column 'specie' for the labels", "did you mean 'species'?"),
    ),
    "no such column": (
        text(GOOD),
        "t.csv",
        f"{SPECIES} --columns x yy",
        ("no column 'yy' for the points", "did you mean 'y'?"),
    ),
    "no header": (
        text("1,2,cat\n3,4,dog\n"),
        "t.csv",
        SPECIES,
        ("no column 'species'", "1, 2, cat"),
    ),
    "label among the columns": (
        text(GOOD),
        "t.csv",
        f"{SPECIES} --columns x species",
        ("'species' holds the labels",),
    ),
    "a column twice": (text(GOOD), "t.csv", f"{SPECIES} --columns x x", ("'x' is chosen twice",)),
    "nothing but labels": (text("species\na\nb\n"), "t.csv", SPECIES, ("no other column",)),
    "duplicate names": (
        text("x,y,x,species\n1,2,3,a\n"),
        "t.csv",
        SPECIES,
        ("columns 1 and 3 are both named 'x'",),
    ),
    "text": (
        text("x,y,species\n1,2,a\n1,n/a,b\n"),
        "t.csv",
        SPECIES,
        ("row 2 (line 3), column 'y'", "'n/a' is not a number"),
    ),
    "text after an empty line and a cell of two lines": (
        text('x,species\n\n1,"a\nb"\noops,c\n'),
        "t.csv",
        SPECIES,
        ("row 2 (line 5), column 'x'", "'oops'"),
    ),
    "decimal comma": (
        text("x;species\n1,5;a\n2,5;b\n"),
        "t.csv",
        SPECIES,
        ("row 1 (line 2), column 'x'", "'1,5' is not a number", "decimal point"),
    ),
    "digits in groups": (text("x,species\n1_000,a\n2,b\n"), "t.csv", SPECIES, ("'1_000'",)),
    "an empty cell": (
        text("x\ty\tspecies\n1\t2\ta\n3\t\tb\n"),
        "t.tsv",
        SPECIES,
        ("row 2 (line 3), column 'y'", "the cell is empty"),
    ),
    "NaN": (
        text("x,species\n1,a\nnan,b\n"),
        "t.csv",
        SPECIES,
        ("row 2 (line 3), column 'x'", "missing value"),
    ),
    "infinite": (
        text("x,species\n1,a\n-inf,b\n"),
        "t.csv",
        SPECIES,
        ("row 2 (line 3), column 'x'", "'-inf' is infinite"),
    ),
    "too large": (
        text("x,species\n1,a\n1e39,b\n"),
        "t.csv",
        SPECIES,
        ("row 2 (line 3), column 'x'", "too large"),
    ),
    "a label is missing": (
        text("x,species\n1,a\n2,\n3,b\n"),
        "t.csv",
        SPECIES,
        ("row 2 (line 3), column 'species'", "label is missing"),
    ),
    "one class": (
        text("x,species\n1,a\n2,a\n"),
        "t.csv",
        SPECIES,
        ("column 'species'", "one class only", "'a' in all 2 rows"),
    ),
    "more classes than colours": (
        text(rows(30, classes=11)),
        "t.csv",
        SPECIES,
        ("row 11 (line 12), column 'species'", "'c10' is class 11", "colours for 10"),
    ),
    "a label that is a measurement": (
        text(rows(20_000)),
        "t.csv",
        "--label x",
        ("row 11 (line 12), column 'x'", "class 11"),
    ),
    "fewer rows than classes": (text("x,species\n1,a\n"), "t.csv", SPECIES, ("1 row", "fewer")),
    "a sample of fewer rows than classes": (
        text(rows(9, classes=3)),
        "t.csv",
        f"{SPECIES} --sample 2",
        ("sample of 2", "3 classes in column 'species'"),
    ),
    "a class that the sample misses": (
        text(rows(5000) + "1,rare\n"),
        "t.csv",
        f"{SPECIES} --sample 50",
        ("none of the 50 sampled rows", "'rare'", "column 'species'", "1 of all 5,001"),
    ),
    "a class too small to hold out": (
        text(rows(8) + "1,rare\n"),
        "t.csv",
        f"{SPECIES} --test 0.5",
        ("class 'rare' has 1 point", "hold out"),
    ),
    "a row too short": (
        text("x,y,species\n1,2,a\n3,4\n"),
        "t.csv",
        SPECIES,
        ("row 2 (line 3)", "2 cells", "header has 3", "before column 'species'"),
    ),
    "a row too long": (
        text("x,y,species\n1,2,a\n3,4,b,5\n"),
        "t.csv",
        SPECIES,
        ("row 2 (line 3)", "4 cells", "after the last column, 'species'"),
    ),
    "Latin-1": (
        text("x,species\n1,a\n2,Käfer\n", "latin-1"),
        "t.csv",
        SPECIES,
        ("line 3", "0xe4", "UTF-8"),
    ),
    "Latin-1 in the header": (text("größe,s\n1,a\n", "latin-1"), "t.csv", SPECIES, ("line 1",)),
    "UTF-16": (text(GOOD, "utf-16"), "t.csv", SPECIES, ("UTF-16", "save it as UTF-8")),
    "an open quotation mark": (
        text('x,species\n1,a\n2,"b\n3,a\n4,b\n'),
        "t.csv",
        SPECIES,
        ("line 3", "never closed"),
    ),
    "an endless line": (
        text("x,species\n" + "1" * 2**20),
        "t.csv",
        SPECIES,
        ("line 2", "a cell is longer"),
    ),
    "bytes": (
        lambda f: f.write_bytes(bytes(range(256)) * 9),
        "t.csv",
        SPECIES,
        ("line 2", "not UTF-8"),
    ),
    "parquet that is none": (text(GOOD), "t.parquet", SPECIES, ("cannot be read as Parquet",)),
    "parquet cut off": (
        cut(parquet(x=[1, 2], species=["a", "b"])),
        "t.parquet",
        SPECIES,
        ("cannot be read as Parquet",),
    ),
    "parquet with text": (
        parquet(x=["1", "oops"], species=["a", "b"]),
        "t.parquet",
        SPECIES,
        ("row 2, column 'x'", "'oops' is not a number"),
    ),
    "parquet with a gap": (
        parquet(x=[1.0, None, 3.0], species=["a", "b", "a"]),
        "t.parquet",
        SPECIES,
        ("row 2, column 'x'", "empty"),
    ),
    "parquet without a label": (
        parquet(x=[1.0, 2.0, 3.0], species=["a", None, "b"]),
        "t.parquet",
        SPECIES,
        ("row 2, column 'species'", "label is missing"),
    ),
    "parquet without the column": (
        parquet(x=[1.0, 2.0], species=["a", "b"]),
        "t.parquet",
        "--label spices",
        ("no column 'spices'", "'species'"),
    ),
    "npz without points": (npz(point=POINTS, labels=[0, 1, 0, 1]), "t.npz", "", ("'points'",)),
    "npz without labels": (npz(points=POINTS), "t.npz", "", ("no array 'labels'",)),
    "npz without that label": (
        npz(points=POINTS, labels=[0, 1, 0, 1]),
        "t.npz",
        "--label kind",
        ("no array 'kind'",),
    ),
    "npz with pickled labels": (
        npz(points=POINTS, labels=np.array(["a", 1, None, "b"], dtype=object)),
        "t.npz",
        "",
        ("'labels' holds pickled Python objects", "never loaded"),
    ),
    "npz with pickled points": (
        npz(points=np.array([[1, "a"]] * 4, dtype=object), labels=[0, 1, 0, 1]),
        "t.npz",
        "",
        ("'points' holds pickled Python objects",),
    ),
    "npz of text": (npz(points=[["a", "b"]], labels=[0]), "t.npz", "", ("not numbers",)),
    "npz that disagrees": (
        npz(points=POINTS, labels=[0, 1, 0]),
        "t.npz",
        "",
        ("'labels' has shape (3,)", "'points' has (4, 2)"),
    ),
    "npz of one axis": (npz(points=[1.0, 2.0], labels=[0, 1]), "t.npz", "", ("(2,)", "(N, D)")),
    "npz with NaN": (
        npz(points=np.where(POINTS == 5, np.nan, POINTS), labels=[0, 1, 0, 1]),
        "t.npz",
        "",
        ("row 3 (points[2, 1]), column 'x2'", "missing value"),
    ),
    "npz with infinity": (
        npz(points=np.asfortranarray(np.where(POINTS == 5, np.inf, POINTS)), labels=[0, 1, 0, 1]),
        "t.npz",
        "",
        ("row 3 (points[2, 1]), column 'x2'", "infinite"),
    ),
    "npz with too many columns": (
        npz(points=np.zeros((0, 2**20 + 1), np.int8), labels=[]),
        "t.npz",
        "",
        ("1,048,577 columns",),
    ),
    "npz that is none": (text(GOOD), "t.npz", "", ("cannot be read as an NPZ archive",)),
    "npz cut off": (
        cut(npz(points=POINTS, labels=[0, 1, 0, 1])),
        "t.npz",
        "",
        ("cannot be read as an NPZ archive",),
    ),
    "enormous": (
        text(rows(1_000_001)),
        "t.csv",
        SPECIES,
        ("1,000,001 rows", "at most 1,000,000", "--sample"),
    ),
    "enormous npz": (
        npz(points=np.zeros((1_000_001, 1), np.int8), labels=np.zeros(1_000_001, np.int8)),
        "t.npz",
        "",
        ("1,000,001 rows", "--sample"),
    ),
    "a wide table": (
        npz(points=np.zeros((100, 2**20), np.int8), labels=[0, 1] * 50),
        "t.npz",
        "",
        ("100 rows of 1,048,576 columns", "at most 64", "--sample"),
    ),
    "an enormous sample": (
        text(GOOD),
        "t.csv",
        f"{SPECIES} --sample 50000000",
        ("sample of 50,000,000", "at most 1,000,000"),
    ),
    "a negative sample": (text(GOOD), "t.csv", f"{SPECIES} --sample -1", ("sample is -1",)),
    "a negative seed": (
        text(GOOD),
        "t.csv",
        f"{SPECIES} --sample 3 --sample-seed -1",
        ("sample_seed is -1",),
    ),
    "all held out": (text(GOOD), "t.csv", f"{SPECIES} --test 1", ("test is 1",)),
    "a seed of the test": (text(GOOD), "t.csv", f"{SPECIES} --test-seed -1", ("test_seed is -1",)),
    "another dataset": (text(GOOD), "t.csv", f"{SPECIES} --dataset moons", ("--dataset",)),
    "two presets": (text(GOOD), "t.csv", f"{SPECIES} moons", ("'moons'",)),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a good table and something precious."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text(GOOD)
    (tmp_path / "out.safetensors").write_bytes(b"precious")
    return tmp_path


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that must be refused, and return its one line."""
    before = contents(folder)
    assert main(words) == 2
    printed = capsys.readouterr()
    (line,) = printed.err.splitlines()
    assert line.startswith("detangle: error: ")
    assert printed.out == ""
    assert contents(folder) == before
    return line


@pytest.mark.parametrize("case", list(CASES))
def test_a_bad_table_gets_one_line(
    case: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, name, flags, said = CASES[case]
    make(folder / name)
    words = ("train", "--data", name, *flags.split(), "--output", "out")
    line = refusal(folder, capsys, *words)
    for part in said:
        assert part in line
    if "--d" not in said[0] and "'moons'" not in said[0] and "test" not in said[0]:
        assert f"error: {name}: " in line


@pytest.mark.parametrize("command", ["search", "render LayerMorph"])
@pytest.mark.parametrize(
    "case", ["no such label", "text", "enormous npz", "npz with pickled labels"]
)
def test_other_commands_refuse_them_alike(
    command: str, case: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, name, flags, said = CASES[case]
    make(folder / name)
    line = refusal(folder, capsys, *command.split(), "--data", name, *flags.split())
    assert said[0] in line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("train points.csv", "--data points.csv --label COLUMN"),
        ("train --data", "--data: needs a value"),
        ("train --data points.csv --label", "--label: needs a value"),
        ("train --data points.csv --label species --colums x", "did you mean --columns"),
        ("train spirls --data points.csv --label species", "'spirals'"),
        ("train notebook --data points.csv --label species --widths 3", "last of the widths"),
        ("train moons --test 1.5", "test is 1.5"),
        ("train moons --dataset table", "path is empty"),
        ("train moons --dataset table --dataset.path points.csv", "--label"),
        ("render LayerMorph --data points.csv --label species --run x", "both given"),
        ("render LayerMorph --label species", "add --data"),
        ("render LayerMorph --data -ql", "--data: needs a value"),
    ],
)
def test_flags_that_do_not_fit_are_refused(
    words: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refusal(folder, capsys, *words.split())


def test_a_pickle_is_never_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.savez(folder / "t.npz", points=POINTS, labels=np.array([Trap()] * 4, dtype=object))
    assert "never loaded" in refusal(folder, capsys, "train", "--data", "t.npz")
    assert not (folder / "trapped").exists()


class Trap:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, ("trapped",)


def test_parquet_without_pyarrow_says_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet(x=[1.0, 2.0], species=["a", "b"])(folder / "t.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    line = refusal(folder, capsys, "train", "--data", "t.parquet", "--label", "species")
    assert "t.parquet: Parquet files need pyarrow: pip install 'detangle[parquet]'" in line
