"""Your own points: from a file, or from a DataFrame."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detangle._typing import IntArray
from detangle.datasets.dataset import POINT_NAME, Dataset
from detangle.datasets.prepare import Preparation, prepare
from detangle.datasets.tables.columns import chosen_columns
from detangle.datasets.tables.sample import Reservoir
from detangle.errors import DetangleError
from detangle.recipe import Parameter

if TYPE_CHECKING:  # pandas takes half a second to import, and a film does not need it
    from pandas import DataFrame

    from detangle.datasets.tables.sources import Source

NAME = "table"
"""What a recipe calls the dataset of a file."""

KINDS = (".csv", ".tsv", ".parquet", ".npz")
"""Suffixes of the files that are tables."""

MOST_ROWS = 1_000_000
"""A table with more rows is read only as a sample."""

MOST_CELLS = 2**26
"""Rows times chosen columns that are kept at most: half a gigabyte while they are read."""

AS_IT_IS = Preparation()


def from_file(
    path: str | Path,
    *,
    label: str = "",
    columns: Sequence[str] = (),
    names: str = "",
    sample: int = 0,
    sample_seed: int = 0,
    standardize: bool = False,
    test: float = 0.0,
    test_seed: int = 0,
) -> Dataset:
    """Read a table from a file.

    Parameters
    ----------
    path
        A .csv, .tsv, .parquet or .npz file. The first line of text names the columns; an .npz
        file has the arrays `points` (N, D) and `labels` (N,), and its columns are x1, x2, ….
    label
        Name of the column of labels, text or numbers; each of its 2 to 10 different values is a
        class. An .npz file needs none.
    columns
        Names of the columns of numbers, in the order of the coordinates; empty takes all but the
        label and the names.
    names
        Name of a column that names each point, for scenes that follow some of them; empty if there
        is none.
    sample, sample_seed
        How many rows to draw at random, at most, and the seed of the draw; 0 takes all rows. The
        file is read in chunks, so it may be far larger than the memory.
    standardize, test, test_seed
        As `Preparation` explains them.

    Raises
    ------
    DetangleError
        If the table cannot be used; the message names the file, and the column and the row.
    """
    how = Preparation(standardize=standardize, test=test, test_seed=test_seed)
    return table(
        how,
        path=str(path),
        label=label,
        columns=tuple(columns),
        names=names,
        sample=sample,
        sample_seed=sample_seed,
    )


def from_frame(
    frame: DataFrame,
    *,
    label: str,
    columns: Sequence[str] = (),
    names: str = "",
    standardize: bool = False,
    test: float = 0.0,
    test_seed: int = 0,
    name: str = "data",
) -> Dataset:
    """Take the points and labels of a DataFrame.

    Parameters
    ----------
    frame
        The table, with a row a point.
    label, columns, names, standardize, test, test_seed
        As `from_file` explains them. Without `names`, points are named by the index of the
        DataFrame, unless that only counts them.
    name
        What to call the dataset.

    Raises
    ------
    DetangleError
        If the table cannot be used; the message names the column and the row.

    Examples
    --------
    >>> import pandas as pd
    >>> from detangle import datasets
    >>> frame = pd.DataFrame({"x": [0.5, 1.5, 2.5], "kind": ["cat", "dog", "cat"]})
    >>> datasets.from_frame(frame, label="kind").class_names
    ('cat', 'dog')
    """
    from detangle.datasets.tables.sources import FrameTable

    how = Preparation(standardize=standardize, test=test, test_seed=test_seed)
    table = FrameTable(name, frame)
    made = _dataset(table, str(label), tuple(columns), str(names), Reservoir(), how)
    return made if names else _named_by(table.row_names, made)


def table(
    how: Preparation = AS_IT_IS,
    *,
    path: str = "",
    label: str = "",
    columns: tuple[str, ...] = (),
    names: str = "",
    sample: int = 0,
    sample_seed: int = 0,
    sha256: str = "",
) -> Dataset:
    """Read a table as a recipe describes it.

    Parameters
    ----------
    how
        What to do with it afterwards.
    path, label, columns, names, sample, sample_seed
        As `from_file` explains them.
    sha256
        SHA-256 of the file's bytes; a file with others is refused. Empty takes any.
    """
    if not path:
        raise DetangleError("table: path is empty; name the file, such as points.csv")
    try:
        found = _sha256(_existing(Path(path)))
        if sha256 not in ("", found):
            raise DetangleError(
                f"{path}: is not the file that the recipe was made with (its SHA-256 is "
                f"{found[:12]}…, not {sha256[:12]}…)"
            )
        source, label = _opened(path, label)
        made = _dataset(source, label, columns, names, Reservoir(sample, sample_seed), how)
    except OSError as error:
        raise DetangleError(f"{path}: cannot be read ({error.strerror or error})") from None
    origin: dict[str, Parameter] = {
        "path": path,
        "names": names,
        "sample": sample,
        "sample_seed": sample_seed,
        "sha256": found,
    }
    return replace(made, name=NAME, parameters={**made.parameters, **origin})


def _dataset(
    source: Source,
    label: str,
    columns: tuple[str, ...],
    names: str,
    kept: Reservoir,
    how: Preparation,
) -> Dataset:
    from detangle.datasets.tables.cells import Labels, complaint, first_bad_cells, numbers, texts

    chosen = chosen_columns(source, label, columns, names)
    also = [names] if names else []
    _check_size(source, len(chosen), kept)
    where = {column: k for k, column in enumerate(source.columns)}
    labels = Labels(lambda row, what: source.cell_error(row, label, what))
    bad: dict[int, tuple[int, object]] = {}
    with closing(source.chunks([where[column] for column in (*chosen, *also, label)])) as chunks:
        for chunk in chunks:
            codes = labels.encode(chunk.iloc[:, -1])
            rows = kept.choose(len(chunk))
            cells = chunk.iloc[rows, : len(chosen)]
            values = numbers(cells)
            bad |= first_bad_cells(cells, values, kept.seen + rows)
            named = [texts(chunk.iloc[rows, len(chosen)])] if names else []
            kept.keep(rows, codes[rows], values, *named)
            _check_size(source, len(chosen), kept)
    if not kept.seen:
        raise source.error("no rows, only the names of columns")
    rows, codes, points, *named = kept.rows()
    for row in rows[np.isnan(points).any(axis=1)][:1].tolist():
        k, cell = bad[row]
        cure = "mend the row or take it out, or leave the column out by --columns"
        raise source.cell_error(row, chosen[k], f"{complaint(cell)}; {cure}")
    classes, of_code, counts = labels.classes()
    _check_classes(source, label, classes, counts, of_code[codes])
    parameters: dict[str, Parameter] = {"label": label, "columns": chosen}
    dataset = Dataset(
        source.name,
        points.astype(np.float32),
        of_code[codes],
        classes,
        {"row": rows, **dict(zip((POINT_NAME,), named, strict=False))},
        parameters=parameters,
    )
    return prepare(dataset, how, points)


def _named_by(row_names: NDArray[np.str_] | None, dataset: Dataset) -> Dataset:
    """Name the points of a dataset, and those that it holds out, by the names of all rows."""
    if row_names is None:
        return dataset
    names = row_names[dataset.columns["row"]]
    test = None if dataset.test is None else _named_by(row_names, dataset.test)
    return replace(dataset, columns={**dataset.columns, POINT_NAME: names}, test=test)


def _check_classes(
    source: Source, label: str, names: Sequence[str], counts: IntArray, sampled: IntArray
) -> None:
    """Refuse a table, or a sample of it, that lacks a class.

    The table has counts (C,) rows of each class; the rows that were kept have the classes (N,).
    """
    from detangle.datasets.tables.cells import shown

    n_rows, column = counts.sum(), f"column {label!r}"
    if n_rows < 2:
        raise source.error(f"{n_rows} row, which is fewer than the two classes that there must be")
    if len(names) < 2:
        raise source.error(
            f"{column} has one class only, {shown(names[0])} in all {n_rows:,} rows; there must "
            "be at least two"
        )
    if len(sampled) < len(names):
        raise source.error(
            f"a sample of {len(sampled)} is fewer rows than the {len(names)} classes in {column}; "
            "raise --sample"
        )
    for k in np.flatnonzero(np.bincount(sampled, minlength=len(names)) == 0).tolist():
        raise source.error(
            f"none of the {len(sampled):,} sampled rows is of class {shown(names[k])} ({column}), "
            f"as {counts[k]:,} of all {n_rows:,} rows are; raise --sample, or choose another "
            "--sample-seed"
        )


def _check_size(source: Source, n_columns: int, kept: Reservoir) -> None:
    """Refuse what does not fit in memory: the sample, or without one the rows that are known."""
    for name, value in {"sample": kept.size, "sample_seed": kept.seed}.items():
        if value < 0:
            raise source.error(f"{name} is {value}; it must be 0 or more")
    most = min(MOST_ROWS, MOST_CELLS // n_columns)
    if kept.size > most:
        raise source.error(
            f"a sample of {kept.size:,} rows of {n_columns:,} columns does not fit "
            f"in memory; at most {most:,} do"
        )
    n_rows = max(source.n_rows or 0, kept.seen)
    if not kept.size and n_rows > most:
        count = f"{n_rows:,}" if source.n_rows else f"more than {most:,}"
        raise source.error(
            f"{count} rows of {n_columns:,} columns, and at most {most:,} are read "
            f"at once; draw some of them at random with --sample {min(most, 10_000)}"
        )


def _opened(path: str, label: str) -> tuple[Source, str]:
    """Open a table, and name its column of labels; the suffix tells which kind of file it is."""
    from detangle.datasets.tables.npz import LABELS, NpzTable
    from detangle.datasets.tables.sources import ParquetTable
    from detangle.datasets.tables.text import TextTable

    suffix = Path(path).suffix.lower()
    if suffix == ".npz":
        label = label or LABELS
        return NpzTable(path, label), label
    source = ParquetTable(path) if suffix == ".parquet" else TextTable(path)
    if not label:
        columns = ", ".join(filter(None, source.columns))
        raise source.error(f"name the column of labels with --label; the columns are: {columns}")
    return source, label


def _existing(file: Path) -> Path:
    """Refuse what is no file that can be a table; name the file beside it that was meant."""
    if file.is_dir():
        raise DetangleError(f"{file}: is a folder; name the file in it")
    if file.suffix.lower() not in KINDS:
        raise DetangleError(
            f"{file}: {f'unknown suffix {file.suffix!r}' if file.suffix else 'has no suffix'}; "
            f"a table is one of {', '.join(KINDS)}"
        )
    if not file.exists():
        beside = file.parent.iterdir() if file.parent.is_dir() else iter(())
        names = [path.name for path in beside if path.suffix.lower() in KINDS]
        close = difflib.get_close_matches(file.name, names, n=1)
        hint = f"; did you mean {str(file.with_name(close[0]))!r}?" if close else ""
        raise DetangleError(f"{file}: the file is not there{hint}")
    if not file.is_file():
        raise DetangleError(f"{file}: is not an ordinary file, which can be read more than once")
    if file.stat().st_size == 0:
        raise DetangleError(f"{file}: the file is empty")
    return file


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
