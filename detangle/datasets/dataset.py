"""A dataset: labelled points, checked once; and the checks that all generators share."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle._typing import Float32Array, IntArray
from detangle.datasets.arrays import classes, without_missing
from detangle.datasets.missing import MissingValues, class_name
from detangle.errors import DetangleError
from detangle.recipe import Parameter

if TYPE_CHECKING:  # pandas takes half a second to import, and a film does not need it
    from pandas import DataFrame


POINT_NAME = "name"
"""Column of a dataset that names its points."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled points.

    Parameters
    ----------
    name
        What the dataset is called; the generator's name where a generator made it.
    points
        (N, D) float32, finite.
    labels
        (N,) int64, the index of each point's class in `class_names`.
    class_names
        One name a class, at least two; `class 0`, `class 1`, … where none are given.
    columns
        (N,) arrays of whatever else the generator knows of each point; they go into `frame`.
    test
        Points of the same classes that are held out: never trained on, only judged by.
    parameters
        How the points were made, as plain values for a recipe: a generator's parameters, how a
        table was read, and what `prepare` did afterwards. Empty where nothing is known.
    generated
        `digest` of the points that `make` makes from `name` and `parameters`; empty if it cannot.

    Raises
    ------
    DetangleError
        If the shapes disagree, a coordinate is not finite, or a label has no class.
    """

    name: str
    points: Float32Array
    labels: IntArray
    class_names: tuple[str, ...] = ()
    columns: Mapping[str, NDArray[np.generic]] = field(default_factory=dict)
    test: Dataset | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    generated: str = ""

    def __post_init__(self) -> None:
        points = _float_points(self.name, self.points)
        labels = _int_labels(self.name, self.labels, len(points))
        names = tuple(map(class_name, self.class_names)) or _default_names(labels)
        _check_classes(self.name, labels, names)
        columns = {key: np.asarray(value) for key, value in self.columns.items()}
        for key, value in columns.items():
            if value.shape != labels.shape:
                raise DetangleError(
                    f"{self.name}: column {key!r} has shape {value.shape}, not ({len(labels)},)"
                )
        if self.test is not None:
            _check_test(self.name, self.test, points.shape[1], names)
        for key, checked in {
            "points": points,
            "labels": labels,
            "class_names": names,
            "columns": columns,
            "parameters": dict(self.parameters),
        }.items():
            object.__setattr__(self, key, checked)

    def __len__(self) -> int:
        return len(self.points)

    def __repr__(self) -> str:
        """Tell in a few lines what it is."""
        held_out = "" if self.test is None else f", {len(self.test)} more held out"
        counts = np.bincount(self.labels, minlength=self.n_classes)
        names = [f"{n} {name!r}" for n, name in zip(counts[:6], self.class_names, strict=False)]
        more = ", …" * (self.n_classes > len(names))
        return (
            f"Dataset {self.name!r}: {len(self)} points of {self.dimension} numbers{held_out}\n"
            f"  {self.n_classes} classes: {', '.join(names)}{more}"
        )

    @classmethod
    def from_arrays(
        cls,
        points: ArrayLike,
        labels: ArrayLike,
        *,
        name: str = "data",
        class_names: Sequence[str] | None = None,
        drop_missing: bool = False,
        keep_default_na: bool = True,
    ) -> Dataset:
        """Build a dataset from any arrays; labels may be strings or numbers.

        Parameters
        ----------
        points
            (N, D) numbers.
        labels
            (N,) values; each distinct value is a class, in sorted order; ordered categories of
            pandas keep their own.
        name
            What to call it.
        class_names
            Names in the sorted order of the labels, in place of the labels themselves.
        drop_missing
            Whether points that lack the label or a coordinate are left out; if not, they are
            refused. Missing are None, NaN, NaT, pandas.NA, and text such as `NA`.
        keep_default_na
            Whether text such as `NA`, `N/A` or `NULL` is missing, as for pandas; if not, it is a
            class.
        """
        na = MissingValues(keep_default_na)
        there, known = without_missing(name, points, labels, na, drop=drop_missing)
        named, index = classes(name, known, getattr(labels, "dtype", None))
        names = named if class_names is None else tuple(class_names)
        return cls(name, _float_points(name, there), index, names)

    @property
    def dimension(self) -> int:
        """Number of coordinates of a point (D_0)."""
        return int(self.points.shape[1])

    @property
    def n_classes(self) -> int:
        """Number of classes (C)."""
        return len(self.class_names)

    @property
    def frame(self) -> DataFrame:
        """The pandas view: x1, x2, …, label, and the generator's own columns."""
        from pandas import DataFrame

        coordinates = {f"x{i + 1}": self.points[:, i] for i in range(self.dimension)}
        return DataFrame({**coordinates, "label": self.labels, **self.columns})

    @property
    def rows(self) -> IntArray | None:
        """Row of each point in the table that it comes from, counted from 1: (N,)."""
        known = self.columns.get("row")
        return None if known is None else known.astype(np.int64) + 1

    @property
    def point_names(self) -> tuple[str, ...]:
        """A name for each point; empty if they have none."""
        return tuple(map(str, self.columns.get(POINT_NAME, ())))

    @property
    def digest(self) -> str:
        """SHA-256 of points, labels, class names and what is held out, in hexadecimal."""
        state = hashlib.sha256(json.dumps([self.points.shape, self.class_names]).encode())
        state.update(self.points.tobytes())
        state.update(self.labels.tobytes())
        if self.test is not None:
            state.update(self.test.digest.encode())
        return state.hexdigest()

    @property
    def data_hash(self) -> str:
        """What a recipe must hold to know these points: empty if `make` makes them, or `digest`."""
        return "" if self.generated == self.digest else self.digest

    def generated_from(self, parameters: Mapping[str, Parameter]) -> Dataset:
        """Return this dataset as what `make` makes from its name and these parameters."""
        return replace(self, parameters=parameters, generated=self.digest)


MOST_POINTS = 10_000_000


def at_least(least: int, **counts: int) -> None:
    """Refuse counts below a least one, or so large that they cannot be meant."""
    _check(counts, lambda n: least <= n <= MOST_POINTS, f"from {least} to {MOST_POINTS}")


def positive(**sizes: float) -> None:
    """Refuse sizes that are not positive finite numbers."""
    _check(sizes, lambda size: 0 < size < math.inf, "a positive number")


def not_negative(**sizes: float) -> None:
    """Refuse sizes that are not finite numbers of at least 0."""
    _check(sizes, lambda size: 0 <= size < math.inf, "0 or more")


def _check(values: Mapping[str, Any], fits: Callable[[Any], bool], wanted: str) -> None:
    for name, value in values.items():
        if not fits(value):
            raise DetangleError(f"{name} is {value!r}; it must be {wanted}")


def _float_points(name: str, points: ArrayLike) -> Float32Array:
    try:
        array = np.array(points, dtype=np.float32, order="C")
    except (TypeError, ValueError):
        raise DetangleError(f"{name}: points are not an array of numbers of shape (N, D)") from None
    if array.ndim != 2 or 0 in array.shape:
        raise DetangleError(f"{name}: points have shape {array.shape}, not (N, D) with N, D >= 1")
    finite = np.isfinite(array)
    if not finite.all():
        row, column = np.argwhere(~finite)[0]
        value = array[row, column]
        missing = ", a missing value" if np.isnan(value) else ""
        raise DetangleError(
            f"{name}: point {row} has {value} at coordinate {column}{missing}; "
            "remove it or fill it in"
        )
    return array


def _int_labels(name: str, labels: ArrayLike, n: int) -> IntArray:
    array = np.asarray(labels)
    if array.shape != (n,):
        raise DetangleError(f"{name}: {n} points, but labels have shape {array.shape}, not ({n},)")
    if array.dtype.kind not in "iub":
        raise DetangleError(
            f"{name}: labels are {array.dtype}, not whole numbers; Dataset.from_arrays takes any"
        )
    return array.astype(np.int64)


def _default_names(labels: IntArray) -> tuple[str, ...]:
    return tuple(f"class {i}" for i in range(max(2, int(labels.max()) + 1)))


def _check_classes(name: str, labels: IntArray, names: tuple[str, ...]) -> None:
    if len(names) < 2:
        raise DetangleError(f"{name}: {len(names)} class; there must be at least two to tell apart")
    outside = (labels < 0) | (labels >= len(names))
    if outside.any():
        raise DetangleError(
            f"{name}: label {labels[outside][0]} has no class; labels go from 0 to {len(names) - 1}"
        )


def _check_test(name: str, test: Dataset, dimension: int, names: tuple[str, ...]) -> None:
    if test.dimension != dimension or test.class_names != names:
        raise DetangleError(
            f"{name}: the points that are held out have {test.dimension} coordinates and the "
            f"classes {', '.join(test.class_names)}; they must have {dimension}, and the classes "
            f"{', '.join(names)}"
        )
