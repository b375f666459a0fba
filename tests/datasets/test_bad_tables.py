"""A table that cannot be used is refused in one line that names file, column and row."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from detangle import DetangleError, datasets

GOOD = "x,y,species\n0.5,1,cat\n1.5,2,dog\n2.5,3,cat\n3.5,4,dog\n"
POINTS = np.arange(8.0).reshape(4, 2)
LABELS = [0, 1, 0, 1]


def refusal(path: Path, **options: Any) -> str:
    with pytest.raises(DetangleError) as caught:
        datasets.from_file(path, **options)
    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert "\n" not in line
    return line


def rows(n: int, classes: int = 2) -> str:
    return "x,species\n" + "".join(f"{i},c{i % classes}\n" for i in range(n))


Options = dict[str, Any]
Said = tuple[str, ...]
TEXTS: list[tuple[str | bytes, Options, Said]] = [
    ("", {}, ("the file is empty",)),
    ("\n \n\n", {}, ("the file is empty", "first line")),
    ("x,y,species\n", {}, ("no rows",)),
    # Columns
    (GOOD, {"label": ""}, ("--label", "x, y, species")),
    (GOOD, {"label": "specie"}, ("no column 'specie' for the labels", "did you mean 'species'?")),
    (GOOD, {"columns": ["x", "yy"]}, ("no column 'yy' for the points", "did you mean 'y'?")),
    ("1,2,cat\n3,4,dog\n", {}, ("no column 'species'", "1, 2, cat")),
    (",".join(f"x{k}" for k in range(500)), {"label": "x5000"}, ("did you mean", "500 columns")),
    (GOOD, {"columns": ["x", "species"]}, ("'species' holds the labels",)),
    (GOOD, {"columns": ["x", "x"]}, ("'x' is chosen twice",)),
    ("species\na\nb\n", {}, ("no other column",)),
    ("x,y,x,species\n1,2,3,a\n", {}, ("columns 1 and 3 are both named 'x'",)),
    # Numbers
    (
        "x,y,species\n1,2,a\n1,n/a,b\n",
        {},
        ("row 2 (line 3), column 'y': 'n/a' is not a number but a missing value", "--drop-missing"),
    ),
    ('x,species\n\n1,"a\nb"\noops,c\n', {}, ("row 2 (line 5), column 'x': 'oops'",)),
    (
        "id,x,first name,species\np1,1,Ann,a\np2,2,Bo,b\n",
        {},
        ("row 1 (line 2), column 'id': 'p1' is not a number", "--exclude id 'first name'"),
    ),
    (GOOD, {"exclude": ["z"]}, ("no column 'z' to exclude", "x, y")),
    (GOOD, {"exclude": ["x", "y"]}, ("all columns are excluded",)),
    ("x,species\n1_000,a\n2,b\n", {}, ("'1_000' is not a number",)),
    ("x\tspecies\n1\ta\n\tb\n", {}, ("row 2 (line 3), column 'x': the cell is empty",)),
    ("x,species\n1,a\nnan,b\n", {}, ("row 2 (line 3), column 'x': 'nan'", "missing value")),
    ("x,species\n1,a\n-inf,b\n", {}, ("row 2 (line 3), column 'x': '-inf' is infinite",)),
    ("x,species\n1,a\n1e39,b\n", {}, ("row 2 (line 3), column 'x': '1e39' is too large",)),
    # Labels
    ("x,species\n1,a\n2,\n3,b\n", {}, ("row 2 (line 3), column 'species': the label is missing",)),
    ('x,species\n1,a\n3,b\n""\n', {}, ("row 3, column 'species': the label is missing",)),
    ("x,species\n1,a\n2,a\n", {}, ("column 'species' has one class only, 'a' in all 2 rows",)),
    (rows(30, 11), {}, ("row 11 (line 12), column 'species': 'c10' is class 11", "for 10")),
    (rows(20000), {"label": "x"}, ("row 11 (line 12), column 'x': '10' is class 11",)),
    ("x,species\n1,a\n", {}, ("1 row", "fewer")),
    # Samples
    (rows(9, 3), {"sample": 2}, ("a sample of 2", "3 classes in column 'species'")),
    (
        rows(5000) + "1,rare\n",
        {"sample": 50},
        ("none of the 50 sampled rows", "'rare' (column 'species')", "1 of all 5,001"),
    ),
    (rows(1_000_001), {}, ("more than 1,000,000 rows", "at most 1,000,000", "--sample")),
    (GOOD, {"sample": 50_000_000}, ("a sample of 50,000,000", "at most 1,000,000")),
    (GOOD, {"sample": -1}, ("sample is -1",)),
    (GOOD, {"sample": 3, "sample_seed": -1}, ("sample_seed is -1",)),
    # The text itself
    ("x,y,species\n1,2,a\n3,4\n", {}, ("row 2 (line 3)", "2 cells", "before column 'species'")),
    ("x,y,species\n1,2,a\n3,4,b,5\n", {}, ("row 2 (line 3)", "4 cells", "the last column, 'sp")),
    ("x,species\n1,a\n2,Käfer\n".encode("latin-1"), {}, ("line 3", "0xe4", "UTF-8")),
    ("größe,s\n1,a\n".encode("latin-1"), {}, ("line 1", "0xf6")),
    (GOOD.encode("utf-16"), {}, ("UTF-16", "save it as UTF-8")),
    (GOOD.encode("utf-16-le"), {}, ("line 1", "UTF-16", "save it as UTF-8")),
    (bytes(range(256)) * 9, {}, ("line 2", "not UTF-8")),
    ('x,species\n1,a\n2,"b\n3,a\n4,b\n', {}, ("line 3", "never closed")),
    ("x,species\n" + "1" * 2**20, {}, ("line 2", "a cell is longer")),
]


@pytest.mark.parametrize(("content", "options", "said"), TEXTS, ids=[said[0] for *_, said in TEXTS])
def test_text(content: str | bytes, options: Options, said: Said, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    line = refusal(path, **{"label": "species", **options})
    assert all(part in line for part in said), line


PARQUET: list[tuple[dict[str, list[Any]], Said]] = [
    ({"x": [], "species": []}, ("no rows",)),
    ({"x": ["1", "oops"], "species": ["a", "b"]}, ("row 2, column 'x': 'oops' is not a number",)),
    ({"x": [1.0, None], "species": ["a", "b"]}, ("row 2, column 'x'", "missing value")),
    (
        {"x": [1, 2, 3], "species": ["a", None, "b"]},
        ("row 2, column 'species': the label is",),
    ),
    ({"x": [1.0, 2.0], "spices": ["a", "b"]}, ("no column 'species'", "'spices'")),
]


@pytest.mark.parametrize(("columns", "said"), PARQUET, ids=[said[0] for *_, said in PARQUET])
def test_parquet(columns: dict[str, list[Any]], said: Said, tmp_path: Path) -> None:
    pd.DataFrame(columns).to_parquet(tmp_path / "t.parquet")
    line = refusal(tmp_path / "t.parquet", label="species")
    assert all(part in line for part in said), line


def with_a(cell: float) -> Any:
    return np.where(POINTS == 5, cell, POINTS)


PICKLED = np.array(["a", 1, None, "b"], dtype=object)
ENORMOUS = np.zeros(1_000_001, np.int8)
ARCHIVES: list[tuple[dict[str, Any], Said]] = [
    ({"point": POINTS, "labels": LABELS}, ("no array 'points'", "did you mean 'point'?")),
    ({"points": POINTS}, ("no array 'labels'",)),
    ({"points": POINTS, "labels": PICKLED}, ("'labels' holds pickled Python", "never loaded")),
    ({"points": PICKLED[:, None], "labels": LABELS}, ("'points' holds pickled Python objects",)),
    ({"points": [["a", "b"]], "labels": [0]}, ("not numbers",)),
    ({"points": POINTS, "labels": [0, 1, 0]}, ("'labels' has shape (3,)", "'points' has (4, 2)")),
    ({"points": [1.0, 2.0], "labels": [0, 1]}, ("(2,)", "(N, D)")),
    ({"points": np.zeros((0, 2)), "labels": []}, ("no rows",)),
    (
        {"points": with_a(np.nan), "labels": LABELS},
        ("row 3 (points[2, 1]), column 'x2'", "missing"),
    ),
    ({"points": with_a(np.inf).T.copy().T, "labels": LABELS}, ("row 3 (points[2, 1])", "infinite")),
    ({"points": np.zeros((0, 2**20 + 1), np.int8), "labels": []}, ("1,048,577 columns",)),
    ({"points": ENORMOUS[:, None], "labels": ENORMOUS}, ("1,000,001 rows", "--sample")),
    (
        {"points": np.zeros((100, 2**20), np.int8), "labels": LABELS * 25},
        ("100 rows of 1,048,576 columns", "at most 64", "--sample"),
    ),
]


@pytest.mark.parametrize(("arrays", "said"), ARCHIVES, ids=[said[0] for *_, said in ARCHIVES])
def test_npz(arrays: dict[str, Any], said: Said, tmp_path: Path) -> None:
    np.savez(tmp_path / "t.npz", **arrays)
    line = refusal(tmp_path / "t.npz")
    assert all(part in line for part in said), line


FILES: list[tuple[str, Callable[[Path], object], str]] = [
    ("point.csv", lambda _: None, "not there; did you mean"),
    ("d.csv", lambda path: path.mkdir(), "is a folder"),
    ("x" * 300 + ".csv", lambda _: None, "File name too long"),
    (
        "t.xlsx",
        lambda path: path.write_text(GOOD),
        "'.xlsx'; a table is one of .csv, .tsv",
    ),
    ("table", lambda path: path.write_text(GOOD), "no suffix"),
    ("t.csv", os.mkfifo, "not an ordinary file"),
    ("t.parquet", lambda path: path.write_text(GOOD), "cannot be read as Parquet"),
    ("t.npz", lambda path: path.write_text(GOOD), "cannot be read as an NPZ archive"),
]


@pytest.mark.parametrize(("name", "make", "said"), FILES)
def test_files(name: str, make: Callable[[Path], object], said: str, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(GOOD)
    make(tmp_path / name)
    assert said in refusal(tmp_path / name, label="species")


def test_a_pickle_is_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    np.savez("t.npz", points=POINTS, labels=np.array([Trap()] * 4, dtype=object))
    assert "never loaded" in refusal(Path("t.npz"))
    assert not Path("trapped").exists()


class Trap:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, ("trapped",)


def test_parquet_without_pyarrow_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pd.DataFrame({"x": [1.0, 2.0], "species": ["a", "b"]}).to_parquet(tmp_path / "t.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    line = refusal(tmp_path / "t.parquet", label="species")
    assert "Parquet files need pyarrow: pip install 'manim-detangle[parquet]'" in line
