"""Places and amounts as people give them, read into arrays or refused in one line."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.errors import DetangleError, shortened

ROUNDING = 1e-6
"""By how much a number may be beyond its limits."""
_MOST_SHOWN = 60
"""Characters of what was given that an error shows."""


def as_points(points: ArrayLike, name: str = "points") -> FloatArray:
    """Copy points of shape (N, 2) or (N, 3) into (N, 3) float64, with z = 0 where there is none.

    A point that is not finite becomes NaN.
    """
    given = as_numbers(points, name, "they must be numbers of shape (N, 2) or (N, 3)")
    if given.shape == (0,):
        return np.zeros((0, 3))
    if given.ndim != 2 or given.shape[1] not in (2, 3):
        hint = f"; one point is {[given.tolist()]}" if given.shape in ((2,), (3,)) else ""
        raise DetangleError(f"{name} have shape {given.shape}; they must be (N, 2) or (N, 3){hint}")
    if given.shape[1] == 2:
        given = np.column_stack([given, np.zeros(len(given))])
    given[~np.isfinite(given).all(axis=1)] = np.nan  # infinities would warn wherever they go
    return given


def as_coords(coords: ArrayLike, dimension: int) -> FloatArray:
    """Copy and check coordinates of a layer, (N, D); a point that is not finite becomes NaN."""
    wanted = f"they must be (N, {dimension})"
    given = as_numbers(coords, "coords", wanted)
    if given.shape == (0,):
        return np.zeros((0, dimension))
    if given.ndim != 2 or given.shape[1] != dimension:
        raise DetangleError(f"coords have shape {given.shape}; {wanted}")
    given[~np.isfinite(given).all(axis=1)] = np.nan
    return given


def finite_rows(points: FloatArray) -> FloatArray:
    """Return those of (N, 3) points that have a place."""
    return np.asarray(points[np.isfinite(points).all(axis=1)])


def as_amounts(value: ArrayLike, count: int, name: str, most: float = np.inf) -> FloatArray:
    """Spread one number over all points, or check that there is one for each: (N,) float64.

    None may be negative, or larger than `most`.
    """
    wanted = f"give one number, or {count}"
    given = as_numbers(value, name, wanted)
    if given.shape not in ((), (count,)):
        raise DetangleError(f"{name} has shape {given.shape}; {wanted}")
    limits = "must not be negative" if most == np.inf else f"must lie between 0 and {most:g}"
    outside = given[~((given >= -ROUNDING) & (given <= most + ROUNDING))]
    if outside.size:
        raise DetangleError(f"{name} is {outside.flat[0]:g}; it {limits}")
    return np.broadcast_to(np.clip(given, 0.0, most), (count,)).copy()


def as_amount(value: ArrayLike, name: str, most: float = np.inf) -> float:
    """Check one number, which is not negative and not larger than `most`."""
    given = as_numbers(value, name, "give one number")
    if given.ndim:
        raise DetangleError(f"{name} has shape {given.shape}; give one number")
    return float(as_amounts(given, 1, name, most)[0])


def as_box(box: ArrayLike, name: str) -> FloatArray:
    """Check left, bottom, right, top: (4,)."""
    wanted = "give left, bottom, right and top"
    given = as_numbers(box, name, wanted)
    if given.shape != (4,) or not (given[:2] <= given[2:]).all():
        raise DetangleError(f"{name} is {shown(box)}; {wanted}, in this order")
    return given


def as_counts(counts: ArrayLike, name: str) -> IntArray:
    """Check whole numbers that are not negative, (L,)."""
    wanted = "they must be whole numbers, none of them negative"
    given = as_numbers(counts, name, wanted)
    if given.ndim != 1 or (given < 0).any() or (given != np.rint(given)).any():
        raise DetangleError(f"{name} are {shown(counts)}; {wanted}")
    return given.astype(np.int64)


def as_labels(labels: ArrayLike, count: int) -> IntArray:
    """Check class indices of points: (N,)."""
    given = as_counts(labels, "labels")
    if len(given) != count:
        raise DetangleError(f"there are {len(given)} labels and {count} points; give each one")
    return given


def as_rows(rows: ArrayLike, count: int, name: str) -> IntArray:
    """Check which of `count` points are meant, (M,)."""
    given = as_counts(rows, name)
    if (given >= count).any():
        raise DetangleError(f"{name}: there is no point {given.max()}: there are 0 to {count - 1}")
    return given


def as_mask(which: ArrayLike, count: int, name: str) -> BoolArray:
    """Check whether each point is meant, or all or none of them: (N,)."""
    given = np.asarray(which)
    if given.dtype != bool or given.shape not in ((), (count,)):
        raise DetangleError(f"{name} is {shown(which)}; give True or False, or {count} of them")
    return np.broadcast_to(given, (count,))


def as_selection(rows: Any, count: int) -> IntArray:
    """Return which of the points are meant by a number, a slice, numbers or a mask: (M,)."""
    try:
        return np.atleast_1d(np.arange(count)[rows if isinstance(rows, slice) else _index(rows)])
    except (IndexError, TypeError, ValueError):
        raise DetangleError(
            f"{shown(rows)} names no dots of {count}; give numbers below {count}, a slice, or a "
            "mask of all"
        ) from None


def _index(rows: Any) -> Any:
    """Return an index of whole numbers or of truth values; an empty list has none."""
    given = np.asarray(rows)
    return given.astype(np.int64) if given.size == 0 and given.dtype != bool else given


def as_numbers(value: Any, name: str, wanted: str) -> FloatArray:
    """Copy numbers into a float64 array, or say what is wanted."""
    if isinstance(value, np.ma.MaskedArray):
        value = np.ma.filled(value.astype(np.float64), np.nan)
    try:
        raw = np.asarray(value)
        if value is not None and raw.dtype.kind != "c":
            return np.array(raw, dtype=np.float64)
    except (TypeError, ValueError, RuntimeError):
        pass
    raise DetangleError(f"{name}: {shown(value)} cannot be used; {wanted}")


def shown(value: object) -> str:
    """Write what was given on one short line."""
    return shortened(" ".join(repr(value).split()), _MOST_SHOWN)
