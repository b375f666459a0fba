"""Your own points: from a file, or from a DataFrame."""

from __future__ import annotations

import difflib
import hashlib
import math
import re
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detangle.datasets.dataset import Dataset
from detangle.datasets.prepare import Preparation, prepare
from detangle.errors import DetangleError, nearest
from detangle.recipe import Parameter

if TYPE_CHECKING:  # pandas takes half a second to import, and a film does not need it
    from pandas import DataFrame, Series

    from detangle.datasets.table_reading import Source

Values = NDArray[np.float64]
Rows = NDArray[np.int64]

NAME = "table"
"""What a recipe calls the dataset of a file."""

KINDS = (".csv", ".tsv", ".parquet", ".npz")
"""Suffixes of the files that are tables."""

MOST_ROWS = 1_000_000
"""A table with more rows is read only as a sample."""

MOST_CELLS = 2**26
"""Rows times chosen columns that are kept at most: half a gigabyte while they are read."""

MOST_CLASSES = 10
"""Classes that have a colour of their own."""

LARGEST = float(np.finfo(np.float32).max)
"""Points are kept in 32 bits; a larger number would become infinite."""

SHOWN = 40
"""Characters of a cell that a message shows."""

LISTED, COMPARED = 30, 10_000
"""Columns whose names a message lists, and that are compared to one that is not there."""

MISSING = ("", "nan", "<na>", "nat")
"""How a missing label may be spelled, in lower case."""

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")

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
    how = Preparation(standardize=standardize, test=test, test_seed=test_seed)
    return table(
        how,
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

    Examples
    --------
    >>> import pandas as pd
    >>> from detangle import datasets
    >>> frame = pd.DataFrame({"x": [0.5, 1.5, 2.5], "kind": ["cat", "dog", "cat"]})
    >>> datasets.from_frame(frame, label="kind").class_names
    ('cat', 'dog')
    """
    from detangle.datasets.table_reading import FrameTable

    how = Preparation(standardize=standardize, test=test, test_seed=test_seed)
    return _dataset(FrameTable(name, frame), str(label), tuple(columns), Reservoir(), how)


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
    from detangle.datasets.table_reading import LABELS, open_table

    if not path:
        raise DetangleError("table: path is empty; name the file, such as points.csv")
    try:
        found = _sha256(_existing(Path(path)))
        if sha256 not in ("", found):
            raise DetangleError(
                f"{path}: is not the file that the recipe was made with (its SHA-256 is "
                f"{found[:12]}…, not {sha256[:12]}…)"
            )
        source = open_table(Path(path), label)
        if not label and Path(path).suffix.lower() != ".npz":
            raise DetangleError(
                f"{path}: name the column of labels with --label; the columns are: "
                f"{', '.join(filter(None, source.columns))}"
            )
        made = _dataset(source, label or LABELS, columns, Reservoir(sample, sample_seed), how)
    except OSError as error:
        raise DetangleError(f"{path}: cannot be read ({error.strerror or error})") from None
    origin: dict[str, Parameter] = {
        "path": path,
        "sample": sample,
        "sample_seed": sample_seed,
        "sha256": found,
    }
    return replace(made, name=NAME, parameters={**made.parameters, **origin})


@dataclass(eq=False)
class Reservoir:
    """A uniform sample of rows that stream by, in one pass and in little memory.

    Each row draws a random number, and the rows with the smallest numbers stay. So the sample
    depends on the seed and on the rows' order alone, not on how they are divided, and each set of
    `size` rows is as likely as any other.

    Parameters
    ----------
    size
        Rows to keep; 0 keeps all.
    seed
        Seed of the random numbers.
    """

    size: int = 0
    seed: int = 0
    seen: int = 0
    _kept: list[tuple[NDArray[Any], ...]] = field(default_factory=list)
    _bound: float = math.inf

    def __post_init__(self) -> None:
        self._rng = np.random.default_rng(max(self.seed, 0))

    def choose(self, n: int) -> Rows:
        """Return which of the next n rows may stay, counted from the first of them."""
        self._keys = self._rng.random(n) if self.size else np.zeros(n)
        return np.flatnonzero(self._keys < self._bound)

    def keep(self, chosen: Rows, *columns: NDArray[Any]) -> None:
        """Keep the chosen rows, with whatever (m, …) is known of them."""
        self._kept.append((self._keys[chosen], self.seen + chosen, *columns))
        self.seen += len(self._keys)
        if self.size and sum(len(part[0]) for part in self._kept) > 2 * self.size:
            self._shrink()

    def rows(self) -> tuple[NDArray[Any], ...]:
        """Return the numbers (m,) of the rows that stay, in order, and what is known of them."""
        self._shrink()
        return self._kept[0][1:]

    def _shrink(self) -> None:
        parts = tuple(np.concatenate(part) for part in zip(*self._kept, strict=True))
        if self.size and len(parts[0]) > self.size:
            smallest = np.sort(np.argpartition(parts[0], self.size - 1)[: self.size])
            parts = tuple(part[smallest] for part in parts)
            self._bound = float(parts[0].max())
        self._kept = [parts]


class Labels:
    """The labels of a table as they stream by: numbered as they appear, and counted.

    Parameters
    ----------
    source, column
        Where they come from, for messages.
    """

    def __init__(self, source: Source, column: str) -> None:
        self.source, self.column = source, column
        self.rows = 0
        self._codes: dict[object, int] = {}
        self._counts = np.zeros(0, dtype=np.int64)

    def encode(self, labels: Series[Any]) -> Rows:
        """Return the code (n,) of each of the next n labels.

        Raises
        ------
        DetangleError
            If a label is missing, or there are more classes than colours.
        """
        local, values = self._distinct(labels)
        for k, value in enumerate(values):
            row = self.rows + int(np.argmax(local == k))
            if _text(value).lower() in MISSING:
                raise self._error(row, "the label is missing")
            new = value not in self._codes
            code = self._codes.setdefault(value, len(self._codes))
            if new and code >= MOST_CLASSES and len(self.classes()[0]) > MOST_CLASSES:
                raise self._error(
                    row,
                    f"{shown(value)} is class {MOST_CLASSES + 1}, and there are colours for "
                    f"{MOST_CLASSES}; choose another label, or merge classes",
                )
        codes = np.array([self._codes[value] for value in values], dtype=np.int64)[local]
        known = np.pad(self._counts, (0, len(self._codes) - len(self._counts)))
        self._counts = known + np.bincount(codes, minlength=len(known))
        self.rows += len(codes)
        return codes

    def classes(self) -> tuple[tuple[str, ...], Rows]:
        """Name the classes, numbers in their own order, words in that of the alphabet.

        Returns
        -------
        names
            C names; 1, 1.0 and "1" are one class.
        of_code
            (codes,) the class of each code.
        """
        import pandas as pd

        texts = [_text(label) for label in self._codes]
        numbers = np.asarray(pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce"))
        keys = numbers if np.isfinite(numbers).all() else np.array(texts, dtype=object)
        names, of_code = np.unique(keys, return_inverse=True)
        return tuple(map(_class_name, names.tolist())), of_code.astype(np.int64)

    def checked(self, codes: Rows) -> tuple[tuple[str, ...], Rows]:
        """Return the classes' names and the class of each row that was kept, by its code.

        Raises
        ------
        DetangleError
            If there are fewer rows than two classes need, only one class, or none of the rows
            that were kept is of some class.
        """
        if self.rows < 2:
            raise self.source.error(
                f"{self.rows} row, which is fewer than the two classes that there must be"
            )
        names, of_code = self.classes()
        if len(names) < 2:
            raise self.source.error(
                f"column {self.column!r} has one class only, {shown(names[0])} in all "
                f"{self.rows:,} rows; there must be at least two"
            )
        if len(codes) < len(names):
            raise self.source.error(
                f"a sample of {len(codes)} is fewer rows than the {len(names)} classes in column "
                f"{self.column!r}; raise --sample"
            )
        sampled = np.bincount(of_code[codes], minlength=len(names))
        for k in np.flatnonzero(sampled == 0):
            raise self.source.error(
                f"none of the {len(codes):,} sampled rows is of class {shown(names[k])} (column "
                f"{self.column!r}), as {self._counts[of_code == k].sum():,} of all "
                f"{self.rows:,} rows are; raise --sample, or choose another --sample-seed"
            )
        return names, of_code[codes]

    def _distinct(self, labels: Series[Any]) -> tuple[Rows, list[Any]]:
        """Return the labels that differ, and which of them each one is."""
        import pandas as pd

        try:
            local, values = pd.factorize(labels)
        except TypeError:  # a list, a dictionary: what cannot be compared by its value
            row, cell = next((i, c) for i, c in enumerate(labels) if c.__hash__ is None)
            raise self._error(
                self.rows + row, f"{shown(cell)} is neither text nor a number"
            ) from None
        if (local < 0).any():
            raise self._error(self.rows + int(np.argmax(local < 0)), "the label is missing")
        return local, list(values)

    def _error(self, row: int, what: str) -> DetangleError:
        return self.source.cell_error(row, self.column, what)


def _dataset(
    source: Source, label: str, columns: tuple[str, ...], kept: Reservoir, how: Preparation
) -> Dataset:
    chosen = _chosen_columns(source, label, columns)
    _check_size(source, len(chosen), kept)
    where = {column: k for k, column in enumerate(source.columns)}
    labels = Labels(source, label)
    bad: dict[int, tuple[int, object]] = {}
    with closing(source.chunks([where[column] for column in (*chosen, label)])) as chunks:
        for chunk in chunks:
            codes = labels.encode(chunk.iloc[:, -1])
            rows = kept.choose(len(chunk))
            cells = chunk.iloc[rows, :-1]
            values = _numbers(cells)
            bad |= _first_bad_cells(cells, values, kept.seen + rows)
            kept.keep(rows, codes[rows], values)
            _check_size(source, len(chosen), kept)
    if not kept.seen:
        raise source.error("no rows, only the names of columns")
    rows, codes, points = kept.rows()
    for row in rows[np.isnan(points).any(axis=1)][:1].tolist():
        column, cell = chosen[bad[row][0]], bad[row][1]
        cure = "mend the row or take it out, or leave the column out by --columns"
        raise source.cell_error(row, column, f"{_complaint(cell)}; {cure}")
    names, classes = labels.checked(codes)
    parameters: dict[str, Parameter] = {"label": label, "columns": chosen}
    dataset = Dataset(
        source.name, points.astype(np.float32), classes, names, {"row": rows}, None, parameters
    )
    return prepare(dataset, how, points)


def _numbers(cells: DataFrame) -> Values:
    """Convert cells to (n, D) numbers, NaN for each that is not a finite number of 32 bits."""
    import pandas as pd

    if all(kind.kind in "iufb" for kind in cells.dtypes.unique()):
        values = cells.to_numpy(np.float64, na_value=np.nan, copy=True)
    else:
        columns = [
            pd.to_numeric(cells.iloc[:, k].astype(object), errors="coerce")
            for k in range(cells.shape[1])
        ]
        values = np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])
    values[~(np.abs(values) <= LARGEST)] = np.nan
    return values


def _first_bad_cells(cells: DataFrame, values: Values, rows: Rows) -> dict[int, tuple[int, object]]:
    """Return, for each row with a cell that is no number, which column that is, and the cell."""
    bad = np.isnan(values)
    where = np.flatnonzero(bad.any(axis=1)).tolist()
    return {int(rows[i]): (k := int(bad[i].argmax()), cells.iloc[i, k]) for i in where}


def _chosen_columns(source: Source, label: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of the points: those that are asked for, or all but the label.

    A column without a name is never one of the points: it is where pandas writes row names.
    """
    known: dict[str, int] = {}
    for number, column in enumerate(source.columns, start=1):
        if column and column in known:
            raise source.error(
                f"columns {known[column]} and {number} are both named {column!r}; "
                "rename one of them"
            )
        known[column] = number
    known.pop("", None)
    _check_known(source, [label], known, "for the labels")
    chosen = tuple(map(str, columns)) or tuple(c for c in source.columns if c and c != label)
    if not chosen:
        raise source.error(f"it has no other column than the label, {label!r}")
    _check_known(source, chosen, known, "for the points")
    if label in chosen:
        raise source.error(
            f"column {label!r} holds the labels, which the network must not see; "
            "take it out of the columns"
        )
    if len(set(chosen)) < len(chosen):
        twice = next(column for i, column in enumerate(chosen) if column in chosen[:i])
        raise source.error(f"column {twice!r} is chosen twice")
    return chosen


def _check_known(source: Source, columns: Sequence[str], known: Collection[str], why: str) -> None:
    for column in columns:
        if column not in known:
            raise source.error(f"no column {column!r} {why}: {_meant(column, known)}")


def _meant(column: str, known: Collection[str]) -> str:
    """Say which column was probably meant; of a wide table not all names are listed."""
    if len(known) <= LISTED:
        return nearest(column, known)
    first = sorted(known)[:LISTED]
    close = difflib.get_close_matches(column, known, n=1) if len(known) <= COMPARED else []
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}it has {len(known):,} columns: {', '.join(first)}, …"


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


def _complaint(cell: Any) -> str:
    """Say what is wrong with a cell that is not a finite number."""
    import pandas as pd

    text = "" if cell is None else str(cell).strip()
    if text == "":
        return "the cell is empty"
    if text.lower() in MISSING:
        return f"{shown(cell)} is not a number but a missing value"
    value = float(pd.to_numeric(pd.Series([cell], dtype=object), errors="coerce")[0])
    if math.isinf(value):
        return f"{shown(cell)} is infinite"
    if math.isfinite(value):
        return f"{shown(cell)} is too large for a number of 32 bits"
    hint = ", write it with a decimal point" if _DECIMAL_COMMA.fullmatch(text) else ""
    return f"{shown(cell)} is not a number{hint}"


def _class_name(value: object) -> str:
    """Write a label; of a whole number no more than its digits."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _text(label: object) -> str:
    return (label.decode("utf-8", "replace") if isinstance(label, bytes) else str(label)).strip()


def shown(cell: object) -> str:
    """Quote a cell on one line, the beginning of it if it is long."""
    text = repr(cell if isinstance(cell, str) else str(cell))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


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
