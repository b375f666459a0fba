"""Which values are missing, however they are written; and how a label names a class."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from numbers import Real

TEXTS = frozenset(
    {
        *("#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN"),
        *("<NA>", "N/A", "NA", "NULL", "NaN", "NaT", "None", "n/a", "nan", "null"),
    }
)
"""Text that stands for a missing value: what `pandas.read_csv` takes for one, and `NaT`."""

NOTHING = frozenset({"None", "nan", "NaN", "<NA>", "NaT"})
"""How Python writes None, and the missing values of NumPy and pandas."""

_BREAKS = re.compile(r"[\t-\r\x85\u2028\u2029]+")


@dataclass(frozen=True)
class MissingValues:
    """Tells which values are missing: `value in MissingValues()`.

    An empty text, None, NaN, NaT and pandas.NA always are.
    """

    keep_default_na: bool = True
    """Whether text such as `NA`, `N/A`, `NULL` or `None` is missing, too (`TEXTS`)."""
    na_values: tuple[str, ...] = ()
    """What else is missing, such as `?` or `-999`; a number in whatever way it is written."""

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every text that is missing, without spaces around it."""
        default = TEXTS if self.keep_default_na else frozenset[str]()
        return default | {"", *(str(value).strip() for value in self.na_values)}

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """Every number that is missing."""
        values = (_number(value) for value in self.na_values)
        return tuple(value for value in values if value is not None)

    def __contains__(self, value: object) -> bool:
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if not isinstance(value, str):
            number = isinstance(value, Real) and value in self.numbers
            return number or str(value) in NOTHING
        text = value.strip()
        return text in self.texts or (bool(self.numbers) and _number(text) in self.numbers)


def class_name(label: object) -> str:
    r"""Write a label as the name of a class: in any script, on one line.

    A line break becomes a blank; other control characters, which no font shows, are left out.

    Examples
    --------
    >>> class_name("New\nYork\x07")
    'New York'
    """
    text = label.decode("utf-8", "replace") if isinstance(label, bytes) else str(label)
    line = _BREAKS.sub(" ", text)
    if not line.isprintable():
        line = "".join(c for c in line if unicodedata.category(c) != "Cc")
    return line.strip()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
