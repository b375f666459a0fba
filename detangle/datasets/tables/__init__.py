"""Your own points: from a file, or from a DataFrame."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detangle.datasets.dataset import POINT_NAME, Dataset
from detangle.datasets.missing import MissingValues
from detangle.datasets.prepare import Preparation, prepare
from detangle.datasets.tables.reading import Reading
from detangle.errors import DetangleError
from detangle.recipe import Parameter

if TYPE_CHECKING:  # pandas takes half a second to import, and a film does not need it
    from pandas import DataFrame

    from detangle.datasets.tables.sources import Source

NAME = "table"
"""What a recipe calls the dataset of a file."""

KINDS = (".csv", ".tsv", ".parquet", ".npz")
"""Suffixes of the files that are tables."""

AS_IT_IS = Preparation()


def from_file(
    path: str | Path,
    *,
    label: str = "",
    columns: Sequence[str] = (),
    names: str = "",
    exclude: Sequence[str] = (),
    sample: int = 0,
    sample_seed: int = 0,
    drop_missing: bool = False,
    keep_default_na: bool = True,
    na_values: Sequence[str] = (),
    decimal: str = "",
    header: bool = True,
    standardize: bool = False,
    test: float = 0.0,
    test_seed: int = 0,
) -> Dataset:
    """Read a table from a file.

    What is odd about it, such as a column that numbers the rows, is said in the log.

    Parameters
    ----------
    path
        A .csv, .tsv, .parquet or .npz file. The first line of text names the columns; an .npz
        file has the arrays `points` (N, D) and `labels` (N,), and its columns are x1, x2, ….
    label
        Name of the column of labels, text or numbers; each of its 2 to 10 different values is a
        class. An .npz file needs none. If any label is a code that begins with 0, such as 007, all
        are text; ordered categories keep their order.
    columns
        Names of the columns of numbers, in the order of the coordinates; empty takes all but the
        label and the names.
    names
        Name of a column that names each point, for scenes that follow some of them; empty if there
        is none.
    exclude
        Names of columns to leave out of the columns of numbers.
    sample, sample_seed
        How many rows to draw at random, at most, and the seed of the draw; 0 takes all rows. The
        file is read in chunks, so it may be far larger than the memory.
    drop_missing
        Whether rows that lack the label or a number are left out; if not, they are refused.
    keep_default_na
        Whether text such as `NA`, `N/A` or `NULL` is missing, as for pandas. If not, it is text;
        an empty cell is missing in any case.
    na_values
        What else is missing, such as `?` or `-999`.
    decimal
        The mark before the decimals of numbers in text, a point or a comma; the other one groups
        thousands. Empty finds out from the numbers, and refuses them if they allow both. Truth
        values are 1 and 0, and 51% is 0.51 in a column of percentages.
    header
        Whether the first line of a text file names the columns; if not, they are x1, x2, ….
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
        _several(exclude),
        advised=True,
        path=str(path),
        label=label,
        columns=_several(columns),
        names=names,
        sample=sample,
        sample_seed=sample_seed,
        drop_missing=drop_missing,
        keep_default_na=keep_default_na,
        na_values=_several(na_values),
        decimal=decimal,
        header=header,
    )


def from_frame(
    frame: DataFrame,
    *,
    label: str,
    columns: Sequence[str] = (),
    names: str = "",
    exclude: Sequence[str] = (),
    drop_missing: bool = False,
    keep_default_na: bool = True,
    na_values: Sequence[str] = (),
    decimal: str = "",
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
    label, columns, names, exclude, drop_missing, keep_default_na, na_values, decimal
        As `from_file` explains them. Without `names`, points are named by the index of the
        DataFrame, unless that only counts them.
    standardize, test, test_seed
        As `Preparation` explains them.
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

    reading = Reading(
        str(label),
        _several(columns),
        str(names),
        _several(exclude),
        drop_missing=drop_missing,
        na=MissingValues(keep_default_na, _several(na_values)),
        decimal=decimal,
    )
    how = Preparation(standardize=standardize, test=test, test_seed=test_seed)
    table = FrameTable(name, frame)
    made = _dataset(table, reading, how, advised=True)
    return made if names else _named_by(table.row_names, made)


def table(
    how: Preparation = AS_IT_IS,
    exclude: tuple[str, ...] = (),
    advised: bool = False,
    *,
    path: str = "",
    label: str = "",
    columns: tuple[str, ...] = (),
    names: str = "",
    sample: int = 0,
    sample_seed: int = 0,
    drop_missing: bool = False,
    keep_default_na: bool = True,
    na_values: tuple[str, ...] = (),
    decimal: str = "",
    header: bool = True,
    sha256: str = "",
) -> Dataset:
    """Read a table as a recipe describes it.

    Parameters
    ----------
    how
        What to do with it afterwards.
    exclude
        Columns to leave out. A recipe has no need of them, as it names the columns that are left.
    advised
        Whether to say in the log what is odd about the table.
    path, label, columns, names, sample, sample_seed
        As `from_file` explains them.
    drop_missing, keep_default_na, na_values, decimal, header
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
        source, label = _opened(path, label, header=header)
        reading = Reading(
            label,
            columns,
            names,
            exclude,
            sample,
            sample_seed,
            drop_missing,
            MissingValues(keep_default_na, na_values),
            decimal,
        )
        made = _dataset(source, reading, how, advised=advised)
    except OSError as error:
        raise DetangleError(f"{path}: cannot be read ({error.strerror or error})") from None
    origin: dict[str, Parameter] = {
        "path": path,
        "names": names,
        "sample": sample,
        "sample_seed": sample_seed,
        "drop_missing": drop_missing,
        "keep_default_na": keep_default_na,
        "na_values": na_values,
        "decimal": decimal,
        "header": header,
        "sha256": found,
    }
    return replace(made, name=NAME, parameters={**made.parameters, **origin})


def _dataset(source: Source, reading: Reading, how: Preparation, *, advised: bool) -> Dataset:
    from detangle.datasets.tables.advice import advise
    from detangle.datasets.tables.rows import read_table

    dataset, exact, odd = read_table(source, reading)
    if advised:
        advise(source, dataset, exact, reading, odd, standardized=how.standardize)
    return prepare(dataset, how, exact)


def _several(values: str | float | Iterable[object]) -> tuple[str, ...]:
    """Return names as text, also where one is given alone, as pandas takes it."""
    if isinstance(values, str | int | float):
        return (str(values),)
    return tuple(map(str, values))


def _named_by(row_names: NDArray[np.str_] | None, dataset: Dataset) -> Dataset:
    """Name the points of a dataset, and those that it holds out, by the names of all rows."""
    if row_names is None:
        return dataset
    names = row_names[dataset.columns["row"]]
    test = None if dataset.test is None else _named_by(row_names, dataset.test)
    return replace(dataset, columns={**dataset.columns, POINT_NAME: names}, test=test)


def _opened(path: str, label: str, *, header: bool) -> tuple[Source, str]:
    """Open a table, and name its column of labels; the suffix tells which kind of file it is."""
    from detangle.datasets.tables.npz import LABELS, NpzTable
    from detangle.datasets.tables.sources import ParquetTable
    from detangle.datasets.tables.text import TextTable

    suffix = Path(path).suffix.lower()
    if not header and suffix in (".npz", ".parquet"):
        raise DetangleError(f"{path}: its columns have names; only text may have no header")
    if suffix == ".npz":
        label = label or LABELS
        return NpzTable(path, label), label
    source = ParquetTable(path) if suffix == ".parquet" else TextTable(path, header)
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
