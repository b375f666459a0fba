"""Points and labels of any arrays: those that lack a value, and the classes of the others."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle._typing import BoolArray, IntArray
from detangle.datasets.missing import MissingValues, class_name
from detangle.errors import DetangleError


def without_missing(
    name: str, points: ArrayLike, labels: ArrayLike, na: MissingValues, *, drop: bool
) -> tuple[Any, NDArray[Any]]:
    """Return the points and labels that lack nothing; what is wrong with others is left to others.

    Raises
    ------
    DetangleError
        If a label is missing, and such points are not to be dropped.
    """
    numbers = _numbers(points, na)
    # As objects, a NaN beside words does not become the word nan.
    array = np.asarray(labels, dtype=None if hasattr(labels, "dtype") else object)
    if array.ndim != 1 or numbers is None or len(numbers) != len(array):
        return points, array
    there = ~_missing(array, na)
    if drop:
        there &= ~np.isnan(numbers).any(axis=1)
    elif not there.all():
        row = int(there.argmin())
        raise DetangleError(
            f"{name}: the label of point {row} is missing ({array[row]!s}); leave such points out: "
            "drop_missing=True; or if it is a class: keep_default_na=False"
        )
    return numbers[there], array[there]


def classes(name: str, labels: NDArray[Any], kind: object) -> tuple[tuple[str, ...], IntArray]:
    """Name the C classes of labels (N,), and tell the class of each, (N,).

    They are sorted, unless the dtype that the labels had is one of pandas' ordered categories.
    """
    if getattr(kind, "ordered", False):
        order = list(kind.categories)  # type: ignore[attr-defined]
        places = {category: k for k, category in enumerate(order)}
        used, index = np.unique([places[label] for label in labels], return_inverse=True)
        return tuple(class_name(order[k]) for k in used), index.astype(np.int64)
    try:
        plain = np.asarray(labels.tolist()) if labels.dtype == object else labels
        values, index = np.unique(plain, return_inverse=True)
    except (TypeError, ValueError):
        raise DetangleError(
            f"{name}: labels are not all numbers or all text, one a point"
        ) from None
    return tuple(map(class_name, values)), index.astype(np.int64)


def _numbers(points: ArrayLike, na: MissingValues) -> NDArray[Any] | None:
    """Return (N, D) points as numbers, NaN where one is missing; None if they are no numbers."""
    try:
        array = np.asarray(points)
        if array.dtype == object and array.ndim == 2:
            array = np.array([[np.nan if cell in na else cell for cell in row] for row in array])
        array = array.astype(np.float64)
    except (TypeError, ValueError):
        return None
    return array if array.ndim == 2 else None


def _missing(labels: NDArray[Any], na: MissingValues) -> BoolArray:
    if labels.dtype.kind in "iub":
        return np.zeros(len(labels), bool)
    return np.fromiter((label in na for label in labels.tolist()), bool, len(labels))
