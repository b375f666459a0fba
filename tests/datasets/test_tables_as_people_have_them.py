"""Tables of spreadsheets and statistics programs are read as they are meant, or refused."""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detangle import Dataset, DetangleError, datasets

Options = dict[str, Any]
MONTHS = ["low", "high", "middle", "low"]


def read(text: str, folder: Path, suffix: str = ".csv", **options: Any) -> Dataset:
    path = folder / f"t{suffix}"
    path.write_text(text, encoding="utf-8")
    return datasets.from_file(path, **{"label": "s", **options})


# --- Text, the points that stand in it, and the class of each -----------------------------------

READ: dict[str, tuple[str, Options, Any, list[str]]] = {
    "English thousands": ('x,y,s\n"1,234",.5,a\n"5,678,901",2,b\n', {},
                          [[1234, 0.5], [5678901, 2]], ["a", "b"]),
    "English, said so": ('x,s\n"1,234",a\n5,b\n', {"decimal": "."}, [[1234], [5]], ["a", "b"]),
    "English money": ('x,s\n"2,115.88",a\n"-3",b\n', {}, [[2115.88], [-3]], ["a", "b"]),
    "decimal commas": ("x;y;s\n1,5;2;a\n-0,25;3;b\n", {}, [[1.5, 2], [-0.25, 3]], ["a", "b"]),
    "German thousands": ("x;s\n1.234,5;a\n1.234;b\n3;a\n", {},
                         [[1234.5], [1234], [3]], ["a", "b", "a"]),
    "German, told by another column": ("x;y;s\n1.234;0,5;a\n2.000;1,25;b\n", {},
                                       [[1234, 0.5], [2000, 1.25]], ["a", "b"]),
    "German, said so": ("x;s\n1.234;a\n5.678;b\n", {"decimal": ","}, [[1234], [5678]], ["a", "b"]),
    "points, said so": ("x;s\n1.234;a\n5.678;b\n", {"decimal": "."}, [[1.234], [5.678]],
                        ["a", "b"]),
    "points, told by another number": ("x;s\n1.234;a\n0.678;b\n", {}, [[1.234], [0.678]],
                                       ["a", "b"]),
    "three decimals": ("x,s\n1.234,a\n5.678,b\n", {}, [[1.234], [5.678]], ["a", "b"]),
    "commas late in the file": ("x;s\n" + "7;a\n" * 40000 + "1,5;b\n", {},
                                [[7]] * 40000 + [[1.5]], ["a"] * 40000 + ["b"]),
    "blanks and apostrophes": ("x;s\n1 234;a\n1'234'567;b\n12\u00a0345,5;a\n", {},
                               [[1234], [1234567], [12345.5]], ["a", "b", "a"]),
    "per cent": ("x,y,s\n51%,1,a\n3.5 %,2,b\n", {}, [[0.51, 1], [0.035, 2]], ["a", "b"]),
    "truth": ("x,y,s\nTrue,TRUE,a\nFalse,false,b\n", {}, [[1, 1], [0, 0]], ["a", "b"]),
    "Excel's separator": ("sep=;\nx;s\n1;a\n2;b\n", {}, [[1], [2]], ["a", "b"]),
    "Excel's separator is a bar": ("SEP=|\r\nx|s\r\n1|a\r\n2|b\r\n", {}, [[1], [2]], ["a", "b"]),
    "no header": ("5.1,3.5,setosa\n4.9,3,other\n", {"header": False, "label": "x3"},
                  [[5.1, 3.5], [4.9, 3]], ["setosa", "other"]),
    "no header, decimal commas": ("1,5;2,5;a\n2;3,5;b\n", {"header": False, "label": "x3"},
                                  [[1.5, 2.5], [2, 3.5]], ["a", "b"]),
    "years": ("1990,2000,2010,s\n1,2,3,a\n3,4,4,b\n", {}, [[1, 2, 3], [3, 4, 4]], ["a", "b"]),
    "wavelengths": ("400.5,401,401.5,402,402.5,s\n1,2,3,4,5,a\n5,4,3,2,1,b\n", {},
                    [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]], ["a", "b"]),
    "columns left out": ("id,x,s\np1,1,a\np2,2,b\n", {"exclude": ["id"]}, [[1], [2]], ["a", "b"]),
    "alone, not in lists": ("id,x,s\np1,1,a\np2,-99,b\np3,3,b\n",
                            {"exclude": "id", "na_values": -99, "drop_missing": True},
                            [[1], [3]], ["a", "b"]),
    "rows dropped": ("x,y,s\n1,2,a\nNA,3,b\n4,,b\n5,6,N/A\n7,8,b\n", {"drop_missing": True},
                     [[1, 2], [7, 8]], ["a", "b"]),
    "Namibia": ("x,s\n1,NA\n2,DE\n", {"keep_default_na": False}, [[1], [2]], ["NA", "DE"]),
    "other signs": ("x,s\n1,a\n?,b\n-999.0,a\n3,b\n", {"na_values": ["?", -999],
                    "drop_missing": True}, [[1], [3]], ["a", "b"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", READ)
def test_numbers_are_what_people_mean_by_them(kind: str, tmp_path: Path) -> None:
    text, options, points, labels = READ[kind]
    data = read(text, tmp_path, **options)
    np.testing.assert_array_equal(data.points, np.array(points, dtype=np.float32))
    assert [data.class_names[k] for k in data.labels] == labels
    assert datasets.make("table", data.parameters).digest == data.digest


REFUSED: dict[str, tuple[str, Options, tuple[str, ...]]] = {
    "English or decimal comma": ('x,s\n"1,234",a\n2,b\n', {},
                                 ("row 1 (line 2), column 'x': '1,234' is 1234 or 1.234",
                                  "--decimal . or --decimal ,")),
    "German or three decimals": ("x;s\n7;a\n1.234;b\n", {},
                                 ("row 2 (line 3), column 'x': '1.234' is 1.234 or 1234",
                                  "--decimal")),
    "both marks": ("x;s\n1,5;a\n2.5;b\n", {}, ("column 'x'", "other numbers have not")),
    "not as said": ("x;s\n1,5;a\n2;b\n", {"decimal": "."}, ("'1,5' has a comma before its",)),
    "wrong groups": ('x,s\n"1,2,3",a\n2,b\n', {}, ("'1,2,3' is not a number",)),
    "some per cent": ("x,s\n51%,a\n3,b\n", {}, ("'51%' is a percentage", "other cells")),
    "no such mark": ("x,s\n1,a\n", {"decimal": "x"}, ("decimal is 'x'",)),
    "no header": ("5.1,3.5,a\n4.9,3,a\n6,7,b\n", {"label": "a"}, ("(5.1, 3.5, a)", "--no-header")),
    "no header of whole numbers": ("5,3,a\n4,3,a\n6,7,b\n", {"label": "a"}, ("--no-header",)),
    "no header, other label": ("5,3,a\n4,3,a\n", {}, ("no column 's'", "--no-header")),
    "no header, twice": ("0,0,a\n4,3,a\n", {"label": "a"}, ("both named '0'", "--no-header")),
    "all dropped": ("x,s\n,a\n1,NA\n", {"drop_missing": True}, ("2 of 2 rows lack", "1 lack 'x'")),
    "an empty column": ("x,y,s\n1,,a\n2,,b\n", {}, ("'y': the cell is empty", "--exclude y")),
    "words are not dropped": ("x,s\n1,a\nhi,b\n3,b\n", {"drop_missing": True}, ("'hi' is not",)),
    "Namibia": ("x,s\n1,NA\n2,DE\n", {}, ("label is missing ('NA')", "--no-keep-default-na")),
    "an empty label": ("x,s\n1,\n2,b\n", {"keep_default_na": False}, ("the label is missing",)),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_could_be_meant_otherwise_is_refused(kind: str, tmp_path: Path) -> None:
    text, options, said = REFUSED[kind]
    with pytest.raises(DetangleError) as caught:
        read(text, tmp_path, **options)
    assert all(part in str(caught.value) for part in said), caught.value


def test_a_header_of_ten_thousand_columns_is_read(tmp_path: Path) -> None:
    names = [f"expression of gene {k}" for k in range(10_000)]
    for suffix, mark in ((".csv", ","), (".tsv", "\t")):
        rows = [[*names, "s"], ["1"] * 10_000 + ["a"], ["2"] * 10_000 + ["b"]]
        data = read("\n".join(map(mark.join, rows)), tmp_path, suffix)
        np.testing.assert_array_equal(data.points, np.full((2, 10_000), [[1], [2]]))


SWAPPED, FRENCH = str.maketrans(",.", ".,"), str.maketrans(",.", "\u202f,")
WRITERS: dict[str, tuple[str, Callable[[float, int], str]]] = {
    "English": (",", lambda value, places: f"{value:,.{places}f}"),
    "English, plain": (",", lambda value, places: f"{value:.{places}f}"),
    "German": (";", lambda value, places: f"{value:,.{places}f}".translate(SWAPPED)),
    "German, plain": (";", lambda value, places: f"{value:.{places}f}".translate(SWAPPED)),
    "French": (";", lambda value, places: f"{value:,.{places}f}".translate(FRENCH)),
    "Swiss": (";", lambda value, places: f"{value:,.{places}f}".replace(",", "'")),
}
VALUES = st.lists(st.tuples(st.floats(-1e7, 1e7), st.integers(0, 4)), min_size=2, max_size=6)


@given(st.sampled_from(sorted(WRITERS)), VALUES)
def test_a_number_is_never_another_one(kind: str, values: list[tuple[float, int]]) -> None:
    separator, write = WRITERS[kind]
    rows = [[write(value, places), "ab"[k % 2]] for k, (value, places) in enumerate(values)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=separator).writerows([("x", "s"), *rows])
        decimal = "," if kind.startswith(("German", "French")) else "."
        points = [[round(value, places)] for value, places in values]
        said = datasets.from_file(path, label="s", decimal=decimal)
        np.testing.assert_array_equal(said.points, np.array(points, np.float32))
        found = points_or_refusal(path)
        if isinstance(found, str):
            assert "--decimal" in found
        else:
            np.testing.assert_array_equal(found, said.points)


def points_or_refusal(path: Path) -> Any:
    try:
        return datasets.from_file(path, label="s").points
    except DetangleError as error:
        return str(error)


# --- Missing: pandas says what is ----------------------------------------------------------------

WRITTEN = (
    *("#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", ""),
    *("<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null", "Na", "none", "-", "?"),
    *("Nan", "missing", "0", "n.a.", "Null"),
)


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("cell", WRITTEN)
def test_a_label_is_missing_where_pandas_finds_none(cell: str, keep: bool, tmp_path: Path) -> None:
    text = f'x,s\n1,a\n2,"{cell}"\n3,b\n'
    (tmp_path / "p.csv").write_text(text)
    frame = pd.read_csv(tmp_path / "p.csv", keep_default_na=keep, na_values=[""])
    missing = bool(frame["s"].isna()[1])
    names = ("a", "b") if missing else tuple(sorted({"a", "b", cell}))
    raw = pd.read_csv(tmp_path / "p.csv", dtype=object, keep_default_na=False)
    choice: Options = {"drop_missing": True, "keep_default_na": keep}
    assert read(text, tmp_path, **choice).class_names == names
    assert datasets.from_frame(raw, label="s", **choice).class_names == names
    assert Dataset.from_arrays(raw[["x"]], raw["s"], **choice).class_names == names
    assert Dataset.from_arrays([[1], [2], [3]], list(raw["s"]), **choice).class_names == names


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NA, pd.NaT])
def test_nothing_is_missing_in_frames_and_arrays(nothing: Any) -> None:
    labels, x = pd.Series(["a", nothing, "b"], dtype=object), [1, 2, 3]
    frame = pd.DataFrame({"x": x, "s": labels})
    with pytest.raises(DetangleError, match=r"row 2 .*the label is missing"):
        datasets.from_frame(frame, label="s", keep_default_na=False)
    for those in (labels, list(labels), labels.to_numpy()):
        with pytest.raises(DetangleError, match="the label of point 1 is missing"):
            Dataset.from_arrays(frame[["x"]], those, keep_default_na=False)
        dropped = Dataset.from_arrays(frame[["x"]], those, drop_missing=True)
        assert (dropped.class_names, dropped.points.tolist()) == (("a", "b"), [[1], [3]])
    other = pd.DataFrame({"x": pd.Series([1, nothing, 3], dtype=object), "s": ["a", "b", "b"]})
    with pytest.raises(DetangleError, match=r"row 2 .*(missing value|empty); leave .*--drop-miss"):
        datasets.from_frame(other, label="s")
    assert datasets.from_frame(other, label="s", drop_missing=True).points.tolist() == [[1], [3]]
    points = Dataset.from_arrays(other[["x"]], other["s"], drop_missing=True).points
    assert points.tolist() == [[1], [3]]


# --- Kinds of tables ----------------------------------------------------------------------------


def test_ordered_categories_keep_their_order(tmp_path: Path) -> None:
    levels = ["low", "middle", "high", "never"]
    frame = pd.DataFrame({"x": [1.0, 2, 3, 4], "s": pd.Categorical(MONTHS, levels, ordered=True)})
    frame.to_parquet(tmp_path / "t.parquet")
    made = [
        datasets.from_frame(frame, label="s"),
        datasets.from_file(tmp_path / "t.parquet", label="s"),
        Dataset.from_arrays(frame[["x"]], frame["s"]),
        Dataset.from_arrays(frame[["x"]], frame["s"].to_numpy(object), class_names=None),
    ]
    assert [data.class_names for data in made[:3]] == [("low", "middle", "high")] * 3
    assert [data.labels.tolist() for data in made[:3]] == [[0, 2, 1, 0]] * 3
    assert made[3].class_names == ("high", "low", "middle")


def test_one_table_has_one_answer_in_every_kind_of_file(tmp_path: Path) -> None:
    frame = pd.get_dummies(
        pd.DataFrame({"x": [1.0, 2, 3], "island": ["p", "q", "p"], "s": ["a", "b", "a"]}),
        columns=["island"],
    )
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    expected = [[1, 1, 0], [2, 0, 1], [3, 1, 0]]
    assert datasets.from_frame(frame, label="s").points.tolist() == expected
    for name in ("t.csv", "t.parquet"):
        assert datasets.from_file(tmp_path / name, label="s").points.tolist() == expected


# --- What is odd is said ------------------------------------------------------------------------

N = 40
NOISE = np.random.default_rng(0).normal(size=N)
KIND = ["a", "b"] * (N // 2)
ORDER = np.random.default_rng(1).permutation(N)
ODD: dict[str, tuple[dict[str, Any], Options, tuple[str, ...]]] = {
    "from 0": ({"Unnamed: 0": range(N), "x": NOISE}, {}, ("'Unnamed: 0' numbers the rows",
               "--exclude 'Unnamed: 0'")),
    "from 1": ({"Id": range(1, N + 1), "x": NOISE}, {}, ("--exclude Id",)),
    "shuffled": ({"k": ORDER, "x": NOISE}, {}, ("--exclude k",)),
    "identifiers": ({"user_id": ORDER * 7 + 1000, "x": NOISE}, {}, ("--exclude user_id",)),
    "two": ({"x": NOISE, "i": range(N), "id": ORDER}, {"standardize": True},
            ("columns 'i', 'id' number", "--exclude i id")),
    "scales": ({"x": NOISE, "mass": NOISE * 1000}, {}, ("'mass' varies 1,000 times as much as 'x'",
               "--standardize")),
    "a small class": ({"x": NOISE, "s": ["a"] * 38 + ["b"] * 2}, {}, ("of 40 rows, class 'b' has 2",
                      "merge")),
    "dropped": ({"x": [np.nan, *NOISE[1:]]}, {"drop_missing": True},
                ("1 of 40 rows lack", "1 lack 'x'")),
    "codes": ({"zip": [f"{k:05}" for k in ORDER * 7 + 1]}, {},
              ("'zip' has codes such as '00", "read as ", "--exclude zip")),
    "codes that were asked for": ({"zip": [f"{k:05}" for k in ORDER * 7 + 1]},
                                  {"columns": ["zip"]}, ()),
    "no codes": ({"x": [f"{k}.5" for k in ORDER % 3]}, {}, ()),
    "nothing": ({"x": NOISE, "y": NOISE * 30, "day": np.arange(N) % 7}, {}, ()),
    "asked for": ({"x": NOISE, "id": range(N)}, {"columns": ["x", "id"]}, ()),
    "left out": ({"x": NOISE, "id": range(N)}, {"exclude": ["id"]}, ()),
}  # fmt: skip


@pytest.mark.parametrize("kind", ODD)
def test_what_is_odd_is_said_in_a_line(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    columns, options, said = ODD[kind]
    frame = pd.DataFrame({"s": KIND, **columns})
    with caplog.at_level(logging.WARNING):
        datasets.from_frame(frame, label="s", **options)
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == bool(said)
    assert all(part in lines[0] for part in said), lines


def test_codes_and_thousands_are_said_in_every_kind_of_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    codes = pd.DataFrame({"zip": ["01234", "20500", "07"], "s": ["a", "b", "a"]})
    codes.to_csv(tmp_path / "t.csv", index=False)
    codes.to_csv(tmp_path / "t.tsv", index=False, sep="\t")
    codes.to_parquet(tmp_path / "t.parquet")
    for name in ("t.csv", "t.tsv", "t.parquet"):
        caplog.clear()
        datasets.from_file(tmp_path / name, label="s")
        assert "'zip' has codes such as '01234', read as 1234;" in caplog.text
    for suffix, mark in ((".csv", ","), (".tsv", "\t")):
        text = f"x{mark}s\n1.234{mark}a\n13.456{mark}b\n"
        caplog.clear()
        assert read(text, tmp_path, suffix).points[0] == np.float32(1.234)
        assert "column 'x': '1.234' is read as 1.234; if it is 1234: --decimal ," in caplog.text
        caplog.clear()
        assert read(text, tmp_path, suffix, decimal=",").points[0] == 1234
        read(text + f"0.5{mark}a\n", tmp_path, suffix)
        assert not caplog.records


def test_a_sample_knows_its_row_numbers(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    pd.DataFrame({"x": NOISE, "k": range(N), "s": KIND}).to_csv(tmp_path / "t.csv", index=False)
    datasets.from_file(tmp_path / "t.csv", label="s", sample=20)
    assert "--exclude k" in caplog.text
