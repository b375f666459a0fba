"""Which kind of table a file is."""

from __future__ import annotations

import difflib
from pathlib import Path

from detangle.datasets.tables.npz import LABELS, NpzTable
from detangle.datasets.tables.parquet import ParquetTable
from detangle.datasets.tables.source import Source
from detangle.datasets.tables.text import SEPARATORS, TextTable
from detangle.errors import DetangleError

KINDS = (*SEPARATORS, ".parquet", ".npz")


def open_table(path: str | Path, label: str = "") -> Source:
    """Open a table; which kind it is, its suffix tells.

    Parameters
    ----------
    path
        A .csv, .tsv, .parquet or .npz file.
    label
        Name of the labels; an .npz file calls them `labels` unless told otherwise.

    Raises
    ------
    DetangleError
        If there is no such file, or it is of another kind.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    try:
        _check_file(file)
        if suffix == ".npz":
            return NpzTable(file, label or LABELS)
        return ParquetTable(file) if suffix == ".parquet" else TextTable(file)
    except OSError as error:
        raise DetangleError(f"{file}: cannot be read ({error.strerror or error})") from None


def _check_file(file: Path) -> None:
    if file.is_dir():
        raise DetangleError(f"{file}: is a folder; name the file in it")
    if file.suffix.lower() not in KINDS:
        raise DetangleError(
            f"{file}: {f'unknown suffix {file.suffix!r}' if file.suffix else 'has no suffix'}; "
            f"a table is one of {', '.join(KINDS)}"
        )
    if not file.exists():
        raise DetangleError(f"{file}: the file is not there{_alike(file)}")
    if not file.is_file():
        raise DetangleError(f"{file}: is not an ordinary file, which can be read more than once")
    if file.stat().st_size == 0:
        raise DetangleError(f"{file}: the file is empty")
    with file.open("rb"):
        pass


def _alike(file: Path) -> str:
    """Name a file beside the missing one that was probably meant."""
    beside = file.parent.iterdir() if file.parent.is_dir() else iter(())
    names = [path.name for path in beside if path.suffix.lower() in KINDS]
    close = difflib.get_close_matches(file.name, names, n=1)
    return f"; did you mean {str(file.with_name(close[0]))!r}?" if close else ""
