"""Tables of any kind give the points and labels that stand in them, and say how they were read."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from detangle import Dataset, DetangleError, Recipe, datasets, load_or_train, record, save
from detangle.datasets.tables.sample import Reservoir

POINTS = np.array([[0.5, -1.25, 3.0], [2.0, 4.0, -0.125], [8.0, 0.1, 1e-3], [7.0, 6.0, 5.0]])
KINDS = ["dog", "cat", "dog", "bee"]
FRAME = pd.DataFrame({"a": POINTS[:, 0], "b": POINTS[:, 1], "c c": POINTS[:, 2], "kind": KINDS})


def written(content: str) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(content.encode())


LINES = FRAME.to_csv(index=False)
FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "CSV": ("t.csv", written(LINES)),
    "upper case": ("T.CSV", written(LINES)),
    "Windows": ("t.csv", written("\ufeff" + LINES.replace("\n", "\r\n"))),
    "semicolons": ("t.csv", written(LINES.replace(",", ";"))),
    "spaces and empty lines": ("t.csv", written("\n" + LINES.replace(",", " ,  ") + "\n  \n\n")),
    "quoted": ("t.csv", lambda f: FRAME.to_csv(f, index=False, quoting=csv.QUOTE_ALL)),
    "no last newline": ("t.csv", written(LINES.rstrip())),
    "row names": ("t.csv", FRAME.to_csv),
    "TSV": ("t.tsv", lambda f: FRAME.to_csv(f, sep="\t", index=False)),
    "Parquet": ("t.parquet", FRAME.to_parquet),
    "Parquet with row names": ("t.parquet", FRAME.set_index(pd.Index([5, 6, 7, 9])).to_parquet),
    "Parquet of categories": ("t.parquet", FRAME.astype({"kind": "category"}).to_parquet),
    "Parquet in groups": ("t.parquet", lambda f: FRAME.to_parquet(f, row_group_size=2)),
}


ARCHIVES: dict[str, tuple[Callable[..., None], NDArray[Any], NDArray[Any]]] = {
    "plain": (np.savez, POINTS, np.array(KINDS)),
    "compressed": (np.savez_compressed, POINTS, np.array(KINDS)),
    "column by column": (np.savez, np.asfortranarray(POINTS), np.array(KINDS)),
    "bytes": (np.savez, POINTS, np.array(KINDS, dtype="S")),
    "big-endian": (np.savez, POINTS.astype(">f8"), np.array(KINDS)),
}


def assert_same_points(data: Dataset) -> None:
    np.testing.assert_array_equal(data.points, POINTS.astype(np.float32))
    assert data.class_names == ("bee", "cat", "dog")
    assert data.labels.tolist() == [2, 1, 2, 0]
    assert data.columns["row"].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("kind", list(FILES))
def test_every_kind_of_file_gives_the_same_points(kind: str, tmp_path: Path) -> None:
    name, make = FILES[kind]
    make(tmp_path / name)
    assert_same_points(datasets.from_file(tmp_path / name, label="kind"))
    assert_same_points(datasets.from_frame(FRAME, label="kind"))


@pytest.mark.parametrize("kind", list(ARCHIVES))
def test_an_archive_gives_them_too(kind: str, tmp_path: Path) -> None:
    save_it, points, labels = ARCHIVES[kind]
    save_it(tmp_path / "t.npz", points=points, labels=labels)
    assert_same_points(datasets.from_file(tmp_path / "t.npz"))
    part = datasets.from_file(tmp_path / "t.npz", columns=["x3", "x1"])
    np.testing.assert_array_equal(part.points, POINTS[:, [2, 0]].astype(np.float32))


def test_columns_are_chosen_by_name_and_keep_their_order() -> None:
    data = datasets.from_frame(FRAME, label="kind", columns=["c c", "a"])
    np.testing.assert_array_equal(data.points, POINTS[:, [2, 0]].astype(np.float32))
    assert data.parameters["columns"] == ("c c", "a")


LABELS: dict[str, tuple[list[object], tuple[str, ...], list[int]]] = {
    "numbers in their order": ([10, 9, 1, 10], ("1", "9", "10"), [2, 1, 0, 2]),
    "whole fractions": ([1.0, 0.0, 1.0, 0.0], ("0", "1"), [1, 0, 1, 0]),
    "fractions": ([0.5, 1.5, 0.5, 0.25], ("0.25", "0.5", "1.5"), [1, 2, 1, 0]),
    "one number written in many ways": (["1", "1.0", "1.00", "2"], ("1", "2"), [0, 0, 0, 1]),
    "codes": (["007", "7", "010", "007"], ("007", "010", "7"), [0, 2, 1, 0]),
    "long codes": (
        ["9007199254740993", "9007199254740992"] * 2,
        ("9007199254740992", "9007199254740993"),
        [1, 0, 1, 0],
    ),
    "truth": ([True, False, True, True], ("False", "True"), [1, 0, 1, 1]),
    "numbers among words": (["10", "9", "b", "10"], ("10", "9", "b"), [0, 1, 2, 0]),
    "words that look like none": (["na", "none", "na", "no"], ("na", "no", "none"), [0, 2, 0, 1]),
    "other scripts": (
        ["Käfer", "猫", "می\u200cرود", "Käfer"],
        ("Käfer", "می\u200cرود", "猫"),
        [0, 2, 1, 0],
    ),
    "control characters": (["a\nb", "a\x07", "a", "a\nb"], ("a", "a b"), [1, 0, 0, 1]),
    "markup": (["<b>", "*x*", "$y_1$ & #z", "<b>"], ("$y_1$ & #z", "*x*", "<b>"), [2, 1, 0, 2]),
}


@pytest.mark.parametrize("kind", list(LABELS))
def test_labels_become_classes(kind: str, tmp_path: Path) -> None:
    labels, names, expected = LABELS[kind]
    frame = pd.DataFrame({"x": [1, 2, 3, 4], "y": labels})
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    data = [
        datasets.from_frame(frame, label="y"),
        datasets.from_file(tmp_path / "t.csv", label="y"),
        datasets.from_file(tmp_path / "t.parquet", label="y"),
    ]
    assert [made.class_names for made in data] == [names] * 3
    assert [made.labels.tolist() for made in data] == [expected] * 3


def test_ten_classes_are_not_too_many() -> None:
    frame = pd.DataFrame({"x": np.arange(30), "y": np.arange(30) % 10})
    assert datasets.from_frame(frame, label="y").n_classes == 10


def test_a_frame_may_hold_any_numbers() -> None:
    frame = pd.DataFrame(
        {
            "whole": pd.array([1, 2, 3], dtype="Int64"),
            "truth": [True, False, True],
            "words": ["1.5", " 2.5", "3e2"],
            7: np.array([1, 2, 3], dtype=np.uint8),
            "y": pd.Categorical(["a", "b", "a"]),
        },
        index=["r", "s", "t"],
    )
    data = datasets.from_frame(frame, label="y")
    expected = [[1, 1, 1.5, 1], [2, 0, 2.5, 2], [3, 1, 300, 3]]
    np.testing.assert_array_equal(data.points, np.array(expected, dtype=np.float32))


LISTS = pd.Series([[1], [2], [1], [2]], dtype=object)
BAD_FRAMES: list[tuple[Any, str]] = [
    (FRAME.assign(a=pd.array([1, None, 3, 4], "Int64")), r"row 2 \(index '1'\), column 'a': '<N"),
    (FRAME.assign(kind=LISTS), r"row 1 .* column 'kind': '\[1\]' is neither text nor a number"),
    (FRAME.assign(when=pd.Timestamp("2022-01-01")), "row 1 .* column 'when': .* is not a number"),
    (FRAME.rename(columns={"b": "a"}), "columns 1 and 2 are both named 'a'"),
    ({"kind": [1]}, "a dict is no pandas DataFrame"),
]


@pytest.mark.parametrize(("frame", "what"), BAD_FRAMES)
def test_a_frame_that_cannot_be_used_is_refused(frame: Any, what: str) -> None:
    with pytest.raises(DetangleError, match=f"^data: {what}"):
        datasets.from_frame(frame, label="kind")


FINITE = st.floats(-1e30, 1e30, width=64)


@given(
    st.lists(st.tuples(FINITE, FINITE, st.sampled_from(["u", "v, w", 'x"y', "z\nz"])), min_size=2)
)
def test_what_is_written_is_read(table: list[tuple[float, float, str]]) -> None:
    table = [*table, (0.0, 0.0, "u"), (1.0, 1.0, "v, w")]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("a", "b", "kind"), *table])
        data = datasets.from_file(path, label="kind")
    written_as = [row[2].replace("\n", " ") for row in table]
    names = sorted(set(written_as))
    assert data.class_names == tuple(names)
    assert [names[k] for k in data.labels] == written_as
    expected = np.array([row[:2] for row in table]).astype(np.float32)
    np.testing.assert_array_equal(data.points, expected)


# --- How it was read is in the recipe ---------------------------------------------------------


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a table of 60 rows."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(5, 3, (60, 3)), columns=["a", "b", "c"])
    frame["kind"] = rng.choice(["u", "v", "w"], 60)
    frame.to_csv("t.csv", index=False)
    return Path("t.csv")


READ = {"columns": ("c", "a"), "sample": 40, "sample_seed": 3}
PREPARED = {"standardize": True, "test": 0.25, "test_seed": 7}
AS_IT_STANDS = {
    "drop_missing": False,
    "keep_default_na": True,
    "na_values": (),
    "decimal": "",
    "header": True,
}


def test_the_recipe_says_how_the_table_was_read_and_prepared(table: Path, tmp_path: Path) -> None:
    data = datasets.from_file(table, label="kind", **READ, **PREPARED)  # type: ignore[arg-type]
    run = record(data, Recipe.of(widths=(2,), epochs=2))
    first = save(run, "first").read_bytes()
    recipe = Recipe.of(**json.loads(run.recipe.to_json()))
    assert (recipe.dataset, recipe.data_hash) == ("table", data.digest)
    said: dict[str, Any] = dict(recipe.dataset_parameters)
    means, scales = (np.array(said.pop(key)) for key in ("means", "scales"))
    digest = sha256(table.read_bytes()).hexdigest()
    file = {"path": "t.csv", "sha256": digest, "label": "kind", "names": ""}
    assert said == file | READ | PREPARED | AS_IT_STANDS
    raw = pd.read_csv(table)[["c", "a"]].to_numpy()[data.columns["row"]]
    np.testing.assert_allclose(means, raw.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(scales, raw.std(axis=0), rtol=1e-12)
    np.testing.assert_allclose(data.points * scales + means, raw, rtol=1e-5)
    again = datasets.make(recipe.dataset, recipe.dataset_parameters)
    assert save(record(again, recipe), "again").read_bytes() == first
    assert load_or_train(recipe, cache=tmp_path / "cache").recipe == run.recipe


def test_a_table_that_has_changed_is_not_taken_for_the_old_one(table: Path) -> None:
    data = datasets.from_file(table, label="kind")
    table.write_text(table.read_text() + "1,2,3,u\n")
    with pytest.raises(DetangleError, match=r"t.csv: is not the file .* made with"):
        datasets.make("table", data.parameters)
    assert datasets.from_file(table, label="kind").digest != data.digest


@pytest.mark.parametrize(
    ("columns", "what"), [("a", "columns is 'a'; it must be a list"), ((1,), "no column '1'")]
)
def test_columns_in_a_recipe_are_a_list_of_names(columns: Any, what: str, table: Path) -> None:
    with pytest.raises(DetangleError, match=what):
        datasets.make("table", {"path": str(table), "label": "kind", "columns": columns})


# --- Sampling -----------------------------------------------------------------------------------


def _drawn(n: int, size: int, seed: int, cuts: list[int]) -> NDArray[np.int64]:
    """Offer n rows, cut into batches, and return the numbers of those that stay."""
    kept = Reservoir(size, seed)
    edges = [0, *sorted(c for c in cuts if c < n), n]
    for start, end in pairwise(edges):
        chosen = kept.choose(end - start)
        kept.keep(chosen, np.arange(start, end)[chosen])
    (rows,) = kept.rows()
    return rows


@given(st.integers(1, 300), st.integers(1, 40), st.integers(0, 99), st.lists(st.integers(0, 299)))
def test_a_sample_does_not_depend_on_the_batches(
    n: int, size: int, seed: int, cuts: list[int]
) -> None:
    rows = _drawn(n, size, seed, cuts)
    np.testing.assert_array_equal(rows, _drawn(n, size, seed, []))
    assert len(rows) == min(n, size)
    assert (np.diff(rows) > 0).all()
    # By definition: the rows with the smallest of the numbers that all have drawn.
    keys = np.random.default_rng(seed).random(n)
    np.testing.assert_array_equal(rows, np.sort(np.argsort(keys)[:size]))


def test_all_kinds_of_files_give_the_same_sample(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    points, labels = rng.normal(size=(5000, 2)), rng.integers(0, 2, 5000)
    frame = pd.DataFrame(points, columns=["x1", "x2"]).assign(labels=labels)
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_parquet(tmp_path / "t.parquet", row_group_size=700)
    np.savez(tmp_path / "t.npz", points=points, labels=labels)
    drawn = [
        datasets.from_file(tmp_path / name, label="labels", sample=100, sample_seed=5)
        for name in ("t.csv", "t.parquet", "t.npz")
    ]
    assert len({data.digest for data in drawn}) == 1
    rows = drawn[0].columns["row"]
    np.testing.assert_array_equal(drawn[0].points, points[rows].astype(np.float32))
    np.testing.assert_array_equal(drawn[0].labels, labels[rows])
    other = datasets.from_file(tmp_path / "t.npz", sample=100, sample_seed=6)
    assert other.columns["row"].tolist() != rows.tolist()
    everything = datasets.from_file(tmp_path / "t.npz", sample=6000)
    assert len(everything) == 5000


def _large(n: int, folder: Path, suffix: str) -> Path:
    """Write a table of n rows."""
    path, points = folder / f"{n}{suffix}", np.random.default_rng(0).normal(size=(n, 2))
    kinds = np.where(points[:, 0] > 0, "u", "v")
    frame = pd.DataFrame(points, columns=["x1", "x2"]).assign(labels=kinds)
    if suffix == ".csv":
        frame.round(4).to_csv(path, index=False)
    elif suffix == ".npz":
        np.savez(path, points=points, labels=kinds)
    else:
        frame.to_parquet(path, row_group_size=n)
    return path


PEAKS = """
import sys, tracemalloc, pyarrow
from detangle import datasets
datasets.from_file(sys.argv[1], label="labels", sample=99)  # what is imported is not counted
tracemalloc.start()
for path in sys.argv[1:]:
    tracemalloc.reset_peak()
    datasets.from_file(path, label="labels", sample=99)
    print(tracemalloc.get_traced_memory()[1], pyarrow.default_memory_pool().max_memory())
"""


@pytest.mark.parametrize("suffix", [".csv", ".npz", ".parquet"])
def test_a_sample_of_a_longer_table_takes_no_more_memory(suffix: str, tmp_path: Path) -> None:
    n = 150_000 if suffix == ".parquet" else 50_000  # rows that Arrow reads at once, and others
    paths = [str(_large(m, tmp_path, suffix)) for m in (n, 4 * n)]
    done = subprocess.run([sys.executable, "-c", PEAKS, *paths], capture_output=True, check=True)
    (python, arrow), (longer_python, longer_arrow) = np.array(done.stdout.split(), int).reshape(
        2, 2
    )
    assert longer_python < 1.2 * python
    assert longer_arrow <= 1.2 * arrow


@pytest.mark.parametrize("kind", ["CSV", "TSV", "Parquet", "NPZ"])
def test_a_damaged_file_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{kind.lower()}"
    if kind == "NPZ":
        np.savez(path, points=POINTS, labels=KINDS)
    else:
        FILES[kind][1](path)
    whole, rng = path.read_bytes(), np.random.default_rng(0)
    for _ in range(150):
        start, end = np.sort(rng.integers(0, len(whole), 2)).tolist()
        noise = rng.bytes(int(rng.integers(0, 9)))
        path.write_bytes(whole[:start] + noise + whole[min(end, start + 9) :])
        line = refusal(path, "" if kind == "NPZ" else "kind") or f"{path}: "
        assert line.startswith(f"{path}: ")
        assert "\n" not in line


def refusal(path: Path, label: str) -> str | None:
    try:
        datasets.from_file(path, label=label)
    except DetangleError as error:
        return str(error)
    return None
