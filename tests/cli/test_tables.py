"""Bad tables get one line that names file, column and row, status 2, and harm no file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

Run = Callable[[str], str]

GOOD = "x,y,species\n0.5,1,cat\n1.5,2,dog\n2.5,3,cat\n3.5,4,dog\n"
SPECIES = "--label species"
POINTS = np.arange(8.0).reshape(4, 2)


class Case(NamedTuple):
    """How a file is made, its name, the options, and what the one line must say."""

    make: Callable[[Path], object]
    name: str
    flags: str
    said: tuple[str, ...]


def text(
    content: str, *said: str, name: str = "t.csv", flags: str = SPECIES, encoding: str = "utf-8"
) -> Case:
    return Case(lambda file: file.write_bytes(content.encode(encoding)), name, flags, said)


def parquet(
    columns: dict[str, list[Any]], *said: str, flags: str = SPECIES, half: bool = False
) -> Case:
    def make(file: Path) -> None:
        pd.DataFrame(columns).to_parquet(file)
        cut(file, half)

    return Case(make, "t.parquet", flags, said)


def npz(arrays: dict[str, Any], *said: str, flags: str = "", half: bool = False) -> Case:
    def make(file: Path) -> None:
        named: dict[str, Any] = {key: np.asarray(value) for key, value in arrays.items()}
        np.savez(file, **named)
        cut(file, half)

    return Case(make, "t.npz", flags, said)


def cut(file: Path, half: bool) -> None:
    """Take the second half of a file away, if that is asked for."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // (2 if half else 1)])


def rows(n: int, classes: int = 2) -> str:
    return "x,species\n" + "".join(f"{i},c{i % classes}\n" for i in range(n))


CASES = {
    "no such file": Case(
        lambda _: None,
        "point.csv",
        SPECIES,
        ("not there", "did you mean 'points.csv'?"),
    ),
    "a folder": Case(lambda f: f.mkdir(), "d.csv", SPECIES, ("is a folder",)),
    "a name too long": Case(lambda _: None, "x" * 300 + ".csv", SPECIES, ("File name too long",)),
    "a wide table without the label": text(
        ",".join(f"x{k}" for k in range(500)) + "\n",
        "no column 'x5000'",
        "did you mean",
        "it has 500 columns",
        flags="--label x5000",
    ),
    "unknown suffix": text(GOOD, "'.xlsx'", ".csv, .tsv, .parquet, .npz", name="t.xlsx"),
    "no suffix": text(GOOD, "no suffix", name="table"),
    "not an ordinary file": Case(
        lambda f: os.mkfifo(f), "t.csv", SPECIES, ("not an ordinary file",)
    ),
    "empty": text("", "is empty"),
    "only empty lines": text("\n \n\n", "is empty", "first line"),
    "header only": text("x,y,species\n", "no rows"),
    "parquet without rows": parquet({"x": [], "species": []}, "no rows"),
    "npz without rows": npz({"points": np.zeros((0, 2)), "labels": []}, "no rows"),
    "no label named": text(GOOD, "--label", "x, y, species", flags=""),
    "no such label": text(
        GOOD, "no column 'specie' for the labels", "did you mean 'species'?", flags="--label specie"
    ),
    "no such column": text(
        GOOD,
        "no column 'yy' for the points",
        "did you mean 'y'?",
        flags=f"{SPECIES} --columns x yy",
    ),
    "no header": text("1,2,cat\n3,4,dog\n", "no column 'species'", "1, 2, cat"),
    "label among the columns": text(
        GOOD, "'species' holds the labels", flags=f"{SPECIES} --columns x species"
    ),
    "a column twice": text(GOOD, "'x' is chosen twice", flags=f"{SPECIES} --columns x x"),
    "nothing but labels": text("species\na\nb\n", "no other column"),
    "duplicate names": text("x,y,x,species\n1,2,3,a\n", "columns 1 and 3 are both named 'x'"),
    "text": text(
        "x,y,species\n1,2,a\n1,n/a,b\n", "row 2 (line 3), column 'y'", "'n/a' is not a number"
    ),
    "text after an empty line and a cell of two lines": text(
        'x,species\n\n1,"a\nb"\noops,c\n', "row 2 (line 5), column 'x'", "'oops'"
    ),
    "decimal comma": text(
        "x;species\n1,5;a\n2,5;b\n",
        "row 1 (line 2), column 'x'",
        "'1,5' is not a number",
        "decimal point",
    ),
    "digits in groups": text("x,species\n1_000,a\n2,b\n", "'1_000'"),
    "an empty cell": text(
        "x\ty\tspecies\n1\t2\ta\n3\t\tb\n",
        "row 2 (line 3), column 'y'",
        "the cell is empty",
        name="t.tsv",
    ),
    "NaN": text("x,species\n1,a\nnan,b\n", "row 2 (line 3), column 'x'", "missing value"),
    "infinite": text(
        "x,species\n1,a\n-inf,b\n", "row 2 (line 3), column 'x'", "'-inf' is infinite"
    ),
    "too large": text("x,species\n1,a\n1e39,b\n", "row 2 (line 3), column 'x'", "too large"),
    "a label is missing": text(
        "x,species\n1,a\n2,\n3,b\n", "row 2 (line 3), column 'species'", "label is missing"
    ),
    "one class": text(
        "x,species\n1,a\n2,a\n", "column 'species'", "one class only", "'a' in all 2 rows"
    ),
    "more classes than colours": text(
        rows(30, classes=11),
        "row 11 (line 12), column 'species'",
        "'c10' is class 11",
        "colours for 10",
    ),
    "a label that is a measurement": text(
        rows(20000), "row 11 (line 12), column 'x'", "class 11", flags="--label x"
    ),
    "fewer rows than classes": text("x,species\n1,a\n", "1 row", "fewer"),
    "a sample of fewer rows than classes": text(
        rows(9, classes=3),
        "sample of 2",
        "3 classes in column 'species'",
        flags=f"{SPECIES} --sample 2",
    ),
    "a class that the sample misses": text(
        rows(5000) + "1,rare\n",
        "none of the 50 sampled rows",
        "'rare'",
        "column 'species'",
        "1 of all 5,001",
        flags=f"{SPECIES} --sample 50",
    ),
    "a class too small to hold out": text(
        rows(8) + "1,rare\n", "class 'rare' has 1 point", "hold out", flags=f"{SPECIES} --test 0.5"
    ),
    "a row too short": text(
        "x,y,species\n1,2,a\n3,4\n",
        "row 2 (line 3)",
        "2 cells",
        "header has 3",
        "before column 'species'",
    ),
    "a row too long": text(
        "x,y,species\n1,2,a\n3,4,b,5\n",
        "row 2 (line 3)",
        "4 cells",
        "after the last column, 'species'",
    ),
    "Latin-1": text("x,species\n1,a\n2,Käfer\n", "line 3", "0xe4", "UTF-8", encoding="latin-1"),
    "Latin-1 in the header": text("größe,s\n1,a\n", "line 1", encoding="latin-1"),
    "UTF-16": text(GOOD, "UTF-16", "save it as UTF-8", encoding="utf-16"),
    "an open quotation mark": text('x,species\n1,a\n2,"b\n3,a\n4,b\n', "line 3", "never closed"),
    "an endless line": text("x,species\n" + "1" * 2**20, "line 2", "a cell is longer"),
    "bytes": Case(
        lambda f: f.write_bytes(bytes(range(256)) * 9),
        "t.csv",
        SPECIES,
        ("line 2", "not UTF-8"),
    ),
    "parquet that is none": text(GOOD, "cannot be read as Parquet", name="t.parquet"),
    "parquet cut off": parquet(
        {"x": [1, 2], "species": ["a", "b"]}, "cannot be read as Parquet", half=True
    ),
    "parquet with text": parquet(
        {"x": ["1", "oops"], "species": ["a", "b"]}, "row 2, column 'x'", "'oops' is not a number"
    ),
    "parquet with a gap": parquet(
        {"x": [1.0, None, 3.0], "species": ["a", "b", "a"]}, "row 2, column 'x'", "missing value"
    ),
    "parquet without a label": parquet(
        {"x": [1.0, 2.0, 3.0], "species": ["a", None, "b"]},
        "row 2, column 'species'",
        "label is missing",
    ),
    "parquet without the column": parquet(
        {"x": [1.0, 2.0], "species": ["a", "b"]},
        "no column 'spices'",
        "'species'",
        flags="--label spices",
    ),
    "npz without points": npz({"point": POINTS, "labels": [0, 1, 0, 1]}, "'points'"),
    "npz without labels": npz({"points": POINTS}, "no array 'labels'"),
    "npz without that label": npz(
        {"points": POINTS, "labels": [0, 1, 0, 1]}, "no array 'kind'", flags="--label kind"
    ),
    "npz with pickled labels": npz(
        {"points": POINTS, "labels": np.array(["a", 1, None, "b"], dtype=object)},
        "'labels' holds pickled Python objects",
        "never loaded",
    ),
    "npz with pickled points": npz(
        {"points": np.array([[1, "a"]] * 4, dtype=object), "labels": [0, 1, 0, 1]},
        "'points' holds pickled Python objects",
    ),
    "npz of text": npz({"points": [["a", "b"]], "labels": [0]}, "not numbers"),
    "npz that disagrees": npz(
        {"points": POINTS, "labels": [0, 1, 0]}, "'labels' has shape (3,)", "'points' has (4, 2)"
    ),
    "npz of one axis": npz({"points": [1.0, 2.0], "labels": [0, 1]}, "(2,)", "(N, D)"),
    "npz with NaN": npz(
        {"points": np.where(POINTS == 5, np.nan, POINTS), "labels": [0, 1, 0, 1]},
        "row 3 (points[2, 1]), column 'x2'",
        "missing value",
    ),
    "npz with infinity": npz(
        {
            "points": np.asfortranarray(np.where(POINTS == 5, np.inf, POINTS)),
            "labels": [0, 1, 0, 1],
        },
        "row 3 (points[2, 1]), column 'x2'",
        "infinite",
    ),
    "npz with too many columns": npz(
        {"points": np.zeros((0, 2**20 + 1), np.int8), "labels": []}, "1,048,577 columns"
    ),
    "npz that is none": text(GOOD, "cannot be read as an NPZ archive", name="t.npz", flags=""),
    "npz cut off": npz(
        {"points": POINTS, "labels": [0, 1, 0, 1]}, "cannot be read as an NPZ archive", half=True
    ),
    "enormous": text(rows(1000001), "more than 1,000,000 rows", "at most 1,000,000", "--sample"),
    "enormous npz": npz(
        {"points": np.zeros((1000001, 1), np.int8), "labels": np.zeros(1000001, np.int8)},
        "1,000,001 rows",
        "--sample",
    ),
    "a wide table": npz(
        {"points": np.zeros((100, 2**20), np.int8), "labels": [0, 1] * 50},
        "100 rows of 1,048,576 columns",
        "at most 64",
        "--sample",
    ),
    "an enormous sample": text(
        GOOD, "sample of 50,000,000", "at most 1,000,000", flags=f"{SPECIES} --sample 50000000"
    ),
    "a negative sample": text(GOOD, "sample is -1", flags=f"{SPECIES} --sample -1"),
    "a negative seed": text(
        GOOD, "sample_seed is -1", flags=f"{SPECIES} --sample 3 --sample-seed -1"
    ),
    "all held out": text(GOOD, "test is 1", flags=f"{SPECIES} --test 1"),
    "a seed of the test": text(GOOD, "test_seed is -1", flags=f"{SPECIES} --test-seed -1"),
}


@pytest.fixture
def folder(folder: Path) -> Path:
    """Work in a folder with a good table and something precious."""
    (folder / "points.csv").write_text(GOOD)
    (folder / "out.safetensors").write_bytes(b"precious")
    return folder


@pytest.mark.parametrize("case", list(CASES))
def test_a_bad_table_gets_one_line(case: str, folder: Path, refusal: Run) -> None:
    make, name, flags, said = CASES[case]
    make(folder / name)
    line = refusal(f"train --data {name} {flags} --output out")
    for part in said:
        assert part in line
    if "test" not in said[0]:
        assert f"error: {name}: " in line


@pytest.mark.parametrize("command", ["search", "render LayerMorph"])
@pytest.mark.parametrize(
    "case", ["no such label", "text", "enormous npz", "npz with pickled labels"]
)
def test_other_commands_refuse_them_alike(
    command: str, case: str, folder: Path, refusal: Run
) -> None:
    make, name, flags, said = CASES[case]
    make(folder / name)
    assert said[0] in refusal(f"{command} --data {name} {flags}")


def test_a_pickle_is_never_run(folder: Path, refusal: Run) -> None:
    np.savez(folder / "t.npz", points=POINTS, labels=np.array([Trap()] * 4, dtype=object))
    assert "never loaded" in refusal("train --data t.npz")
    assert not (folder / "trapped").exists()


class Trap:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, ("trapped",)


def test_parquet_without_pyarrow_says_what_to_install(
    folder: Path, refusal: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet({"x": [1.0, 2.0], "species": ["a", "b"]}).make(folder / "t.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    line = refusal("train --data t.parquet --label species")
    assert "t.parquet: Parquet files need pyarrow: pip install 'manim-detangle[parquet]'" in line
