"""Damaged tables: a seeded stream of text, Parquet and NumPy files, each wrong in a known way."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 8
CELLS = (
    "", " ", "nan", "NA", "inf", "-inf", "1e400", "1e39", "-1e-400", "9" * 500, "1,5", "1.5.2",
    "0x1f", "1_000", "\u0663", "1e", "true", "2020-01-01", '"', '""', "'", '"a', "\x00", "\x1b[2J",
    "\u202e", "é", "x" * 3000, "a\nb", "\r", "\ufeff", "\ud800",
    "None", "[1]", "=1+1", "50%", "1 000",
    "\u22121", "+1",
)  # fmt: skip
NAMES = (
    *(
        "",
        "label",
        "x1",
        " x1",
        "x" * 3000,
        "\x1b[2J",
        "a\nb",
        '"',
        "x1,x1",
        "é",
        "Unnamed: 0",
        "1",
    ),
)
CODES = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp500")
VALUES: tuple[Callable[[Random], Any], ...] = (
    lambda rng: [rng.random() < 0.5 for _ in range(ROWS)],
    lambda _: [None] * ROWS,
    lambda rng: rng.choices([None, 1.0, float("nan"), float("inf"), 1e300], k=ROWS),
    lambda rng: rng.choices([None, 1, 2**63 - 1, -(2**63)], k=ROWS),
    lambda rng: rng.choices(["a", "b", None, "", "\x1b[2J", "x" * 2000], k=ROWS),
    lambda rng: rng.choices([b"a", b"\xff", None], k=ROWS),
    lambda rng: rng.choices([[1.0], [], None, [1.0, 2.0]], k=ROWS),
    lambda rng: rng.choices([{"a": 1}, None], k=ROWS),
    lambda rng: rng.choices([Decimal("1.5"), None, Decimal("-2.25")], k=ROWS),
    lambda _: list(pd.date_range("2020-01-01", periods=ROWS)),
    lambda _: list(pd.timedelta_range("1h", periods=ROWS)),
    lambda rng: pa.array(rng.choices(["a", "b", None], k=ROWS)).dictionary_encode(),
    lambda _: np.arange(ROWS).astype(np.float16),
    lambda _: np.arange(ROWS).astype(np.uint64) + 2**63,
    lambda _: list(range(ROWS)),
    lambda _: ["same"] * ROWS,
)
ARRAYS: tuple[Callable[[], Any], ...] = (
    lambda: np.zeros((ROWS, 0)),
    lambda: np.zeros((0, 2)),
    lambda: np.zeros(ROWS),
    lambda: np.zeros((ROWS, 2, 2)),
    lambda: np.float64(1),
    lambda: np.full((ROWS, 2), np.nan),
    lambda: np.full((ROWS, 2), 1e300),
    lambda: np.ones((ROWS, 2), np.complex128),
    lambda: np.ones((ROWS, 2), bool),
    lambda: np.array([["a", "b"]] * ROWS),
    lambda: np.array([[b"a", b"\xff"]] * ROWS),
    lambda: np.array([[{}, None]] * ROWS, object),
    lambda: np.zeros(ROWS, [("a", "f4"), ("b", "i4")]),
    lambda: np.arange(ROWS).astype("M8[s]"),
    lambda: np.arange(ROWS) - 2**62,
    lambda: np.arange(ROWS) % 3 + 0.5,
    lambda: np.where(np.arange(ROWS) % 2, np.nan, 1.0),
    lambda: np.array(["a", "\x1b[2J"] * (ROWS // 2)),
    lambda: np.arange(ROWS + 1) % 2,
    lambda: np.arange(ROWS)[::-1] % 2,
)


def mutants(seed: int, count: int) -> Iterator[tuple[str, str, bytes]]:
    """Yield names, suffixes and contents of damaged tables; equal seeds give equal tables."""
    for i in range(count):
        rng = Random(f"{seed} {i}")
        suffix = rng.choice(sorted(MAKERS))
        content = MAKERS[suffix](rng)
        for _ in range(rng.choice([0, 0, 0, 1, 3])):
            content = _damaged(content, rng)
        yield f"{seed}.{i} table", suffix, content


def sound(suffix: str) -> bytes:
    """Return a table that can be used."""
    if suffix == ".npz":
        return _npz(dict(_arrays()))
    frame = _frame()
    if suffix == ".parquet":
        return _parquet({str(name): values for name, values in frame.items()})
    return frame.to_csv(index=False, sep="," if suffix == ".csv" else "\t").encode()


def _frame() -> pd.DataFrame:
    numbers = np.random.default_rng(0).normal(size=(ROWS, 2)).round(3)
    labels = ["a", "b"] * (ROWS // 2)
    return pd.DataFrame({"x1": numbers[:, 0], "x2": numbers[:, 1], "label": labels})


def _text(rng: Random, separator: str) -> bytes:
    frame = _frame()
    rows = [list(frame.columns), *([str(cell) for cell in row] for row in frame.to_numpy())]
    for _ in range(rng.choice([1, 1, 2, 5])):
        rng.choice(TEXT_FAULTS)(rows, rng)
    mark = separator if rng.random() < 0.8 else rng.choice(";|,\t : ")
    end = rng.choice(["\n", "\n", "\n", "\r\n", "\r", "\n\n", "\n \n"])
    text = end.join(mark.join(row) for row in rows) + rng.choice(["", end])
    code = rng.choice(CODES) if rng.random() < 0.3 else "utf-8"
    return text.encode(code, "ignore" if code != "utf-8" else "surrogatepass")


def _strange_cell(rows: list[list[str]], rng: Random) -> None:
    row = rng.choice(rows)
    if row:
        row[rng.randrange(len(row))] = rng.choice(NAMES if row is rows[0] else CELLS)


def _strange_column(rows: list[list[str]], rng: Random) -> None:
    column, cell = rng.randrange(3), rng.choice(CELLS)
    for row in rows[1:]:
        if len(row) > column:
            row[column] = cell


def _ragged(rows: list[list[str]], rng: Random) -> None:
    row = rng.choice(rows)
    row[:] = rng.choice([row[:-1], [*row, "7"], [], row * 3, ["", *row]])


def _fewer_rows(rows: list[list[str]], rng: Random) -> None:
    del rows[rng.choice([1, 1, 2, 3]) :]


def _more_rows(rows: list[list[str]], rng: Random) -> None:
    rows += rng.choice([rows[:], rows[:1] * 50, [[cell] for cell in CELLS]])


TEXT_FAULTS = (_strange_cell, _strange_cell, _strange_column, _ragged, _fewer_rows, _more_rows)


def _some_parquet(rng: Random) -> bytes:
    columns: dict[str, Any] = {str(name): values for name, values in _frame().items()}
    for _ in range(rng.choice([1, 1, 2])):
        name = rng.choice([*columns, rng.choice(NAMES)])
        columns[name] = rng.choice(VALUES)(rng)
    return _parquet(columns)


def _parquet(columns: dict[str, Any]) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table({name: pa.array(values) for name, values in columns.items()}), target)
    return target.getvalue()


def _arrays() -> dict[str, Any]:
    return {"points": _frame()[["x1", "x2"]].to_numpy(), "labels": np.arange(ROWS) % 2}


def _some_npz(rng: Random) -> bytes:
    arrays = _arrays()
    for _ in range(rng.choice([1, 1, 2])):
        name = rng.choice(["points", "labels", "class_names", "test"])
        arrays[name] = rng.choice(ARRAYS)()
    if rng.random() < 0.1:
        del arrays[rng.choice(sorted(arrays))]
    return _npz(arrays)


def _npz(arrays: dict[str, Any]) -> bytes:
    target = io.BytesIO()
    np.savez(target, **arrays)
    return target.getvalue()


def _damaged(content: bytes, rng: Random) -> bytes:
    """Cut bytes off, lose, change or add some."""
    at = rng.randrange(len(content) + 1)
    size = rng.choice([1, 1, 4, 100])
    new = rng.choice([b"", rng.randbytes(size), b"\x00" * size, b'"', b"\xff\xfe"])
    return rng.choice([content[:at], content[:at] + new + content[at + size :]])


MAKERS: dict[str, Callable[[Random], bytes]] = {
    ".csv": lambda rng: _text(rng, ","),
    ".tsv": lambda rng: _text(rng, "\t"),
    ".parquet": _some_parquet,
    ".npz": _some_npz,
}
