"""Your own points: from a file, or from a DataFrame."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from detangle.datasets.dataset import Dataset
from detangle.datasets.prepare import Preparation, prepare
from detangle.datasets.tables.frame import FrameTable
from detangle.datasets.tables.npz import NpzTable
from detangle.datasets.tables.opening import open_table
from detangle.datasets.tables.reading import choose_columns, read
from detangle.datasets.tables.source import Source
from detangle.errors import DetangleError
from detangle.recipe import Parameter

if TYPE_CHECKING:
    from pandas import DataFrame

NAME = "table"
"""What a recipe calls the dataset of a file."""

AS_IT_IS = Preparation()


def from_file(
    path: str | Path,
    *,
    label: str = "",
    columns: Sequence[str] = (),
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
        Names of the columns of numbers, in the order of the coordinates; none takes all but the
        label.
    sample, sample_seed
        How many rows to draw at random, at most, and the seed of the draw; 0 takes all rows. The
        rows stream by: a table may be far larger than the memory.
    standardize, test, test_seed
        As `Preparation` explains them.

    Raises
    ------
    DetangleError
        If the table cannot be used; the message names the file, and the column and the row.
    """
    return table(
        Preparation(standardize=standardize, test=test, test_seed=test_seed),
        path=str(path),
        label=label,
        columns=tuple(columns),
        sample=sample,
        sample_seed=sample_seed,
    )


def from_frame(
    frame: DataFrame,
    *,
    label: str,
    columns: Sequence[str] = (),
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
    label, columns, standardize, test, test_seed
        As `from_file` explains them.
    name
        What to call the dataset.

    Raises
    ------
    DetangleError
        If the table cannot be used; the message names the column and the row.
    """
    how = Preparation(standardize=standardize, test=test, test_seed=test_seed)
    everything: Drawn = {"sample": 0, "sample_seed": 0}
    names = [str(column) for column in columns]
    return _dataset(FrameTable(frame, name), str(label), names, everything, how)


def table(
    how: Preparation = AS_IT_IS,
    *,
    path: str = "",
    label: str = "",
    columns: tuple[str, ...] = (),
    sample: int = 0,
    sample_seed: int = 0,
    sha256: str = "",
) -> Dataset:
    """Read a table as a recipe describes it.

    Parameters
    ----------
    how
        What to do with it afterwards.
    path, label, columns, sample, sample_seed
        As `from_file` explains them.
    sha256
        SHA-256 of the file's bytes; a file with others is refused. Empty takes any.
    """
    if not path:
        raise DetangleError("table: path is empty; name the file, such as points.csv")
    source = open_table(path, label)
    found = _sha256(Path(path))
    if sha256 not in ("", found):
        raise DetangleError(
            f"{path}: is not the file that the recipe was made with (its SHA-256 is {found[:12]}…, "
            f"not {sha256[:12]}…)"
        )
    if not label and isinstance(source, NpzTable):
        label = source.label
    if not label:
        raise DetangleError(
            f"{path}: name the column of labels with --label; the columns are: "
            f"{', '.join(filter(None, source.columns))}"
        )
    drawn: Drawn = {"sample": sample, "sample_seed": sample_seed}
    made = _dataset(source, label, tuple(map(str, columns)), drawn, how)
    origin: dict[str, Parameter] = {
        "path": path,
        "sample": sample,
        "sample_seed": sample_seed,
        "sha256": found,
    }
    return replace(made, name=NAME, parameters={**made.parameters, **origin})


class Drawn(TypedDict):
    """How rows are drawn."""

    sample: int
    sample_seed: int


def _dataset(
    source: Source, label: str, columns: Sequence[str], drawn: Drawn, how: Preparation
) -> Dataset:
    chosen = choose_columns(source, label, columns)
    cells = read(source, chosen, label, **drawn)
    read_as: dict[str, Parameter] = {"label": label, "columns": chosen}
    dataset = Dataset(
        source.name,
        cells.points.astype(np.float32),
        cells.labels,
        cells.class_names,
        {"row": cells.rows},
        parameters=read_as,
    )
    return prepare(dataset, how, cells.points)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
