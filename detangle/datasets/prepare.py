"""Preparing any dataset for training: points are held out for testing, coordinates standardised."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

import numpy as np

from detangle._typing import FloatArray, IntArray
from detangle.datasets.dataset import Dataset
from detangle.errors import DetangleError
from detangle.recipe import Parameter


@dataclass(frozen=True)
class Preparation:
    """How a dataset is prepared; the defaults leave it as it is.

    Raises
    ------
    DetangleError
        If a value makes no sense.
    """

    standardize: bool = False
    """Shift and scale each coordinate so that the points that are trained on have mean 0 and
    standard deviation 1."""
    means: tuple[float, ...] = ()
    """The means, one for each coordinate; empty computes them from the points."""
    scales: tuple[float, ...] = ()
    """The standard deviations, likewise; 1 for a coordinate that is the same for all points."""
    test: float = 0.0
    """Fraction of each class that is held out: kept beside the others, never trained on."""
    test_seed: int = 0
    """Seed of the choice of these."""

    def __post_init__(self) -> None:
        if not 0 <= self.test < 1:
            raise DetangleError(
                f"test is {self.test}: it must be a share of the points, such as 0.2, or 0 for none"
            )
        if self.test_seed < 0:
            raise DetangleError(f"test_seed is {self.test_seed}: it must be 0 or more")

    def parameters(self) -> dict[str, Parameter]:
        """Return what makes a difference, as a recipe holds it."""
        values = asdict(self)
        if not self.test:
            del values["test"], values["test_seed"]
        if not self.standardize:
            del values["standardize"], values["means"], values["scales"]
        return {key: value for key, value in values.items() if value != ()}


NAMES = tuple(field.name for field in fields(Preparation))
"""Parameters that every dataset has beside its own."""

DEFAULTS: Mapping[str, Parameter] = asdict(Preparation())


def prepare(dataset: Dataset, how: Preparation, exact: FloatArray | None = None) -> Dataset:
    """Hold some points out, and standardise all by those that are left.

    Parameters
    ----------
    dataset
        The points.
    how
        What to do.
    exact
        (N, D) the same points before they were rounded to 32 bits, where they are known.

    Returns
    -------
    Dataset
        The points to train on, with the others as its `test`.

    Raises
    ------
    DetangleError
        If a class has only one point, which cannot be on both sides, or the means and scales do
        not fit the coordinates.
    """
    if not (how.test or how.standardize):
        return dataset
    points = dataset.points.astype(np.float64) if exact is None else exact
    train, test = split(dataset, how.test, how.test_seed)
    if how.standardize:
        means, scales = _scaling(dataset.name, points[train], how)
        points = (points - means) / scales
        how = replace(how, means=tuple(means.tolist()), scales=tuple(scales.tolist()))
    held_out = _rows(dataset, points, test) if how.test else None
    prepared = replace(_rows(dataset, points, train), test=held_out)
    parameters = {**dataset.parameters, **how.parameters()}
    if dataset.generated and not dataset.data_hash:
        return prepared.generated_from(parameters)
    return replace(prepared, parameters=parameters)


def split(dataset: Dataset, fraction: float, seed: int) -> tuple[IntArray, IntArray]:
    """Choose the points to train on and those to hold out, each in the dataset's order.

    Of each class the nearest count to this fraction is held out, at least one point and not all.
    """
    if not fraction:
        return np.arange(len(dataset)), np.arange(0)
    rng = np.random.default_rng(seed)
    held_out = np.zeros(len(dataset), dtype=bool)
    for k, name in enumerate(dataset.class_names):
        rows = rng.permutation(np.flatnonzero(dataset.labels == k))
        if len(rows) < 2:
            raise DetangleError(
                f"{dataset.name}: class {name!r} has {len(rows)} point, too few to train on some "
                "and hold out others; leave test at 0"
            )
        count = min(max(math.floor(fraction * len(rows) + 0.5), 1), len(rows) - 1)
        held_out[rows[:count]] = True
    return np.flatnonzero(~held_out), np.flatnonzero(held_out)


def _rows(dataset: Dataset, points: FloatArray, rows: IntArray) -> Dataset:
    columns = {key: value[rows] for key, value in dataset.columns.items()}
    part, labels = points[rows].astype(np.float32), dataset.labels[rows]
    return replace(dataset, points=part, labels=labels, columns=columns, test=None)


def _scaling(name: str, points: FloatArray, how: Preparation) -> tuple[FloatArray, FloatArray]:
    """Take the means and scales that are given, or those of the points."""
    if how.means or how.scales:
        return _given(name, how.means, points), _given(name, how.scales, points)
    means, scales = points.mean(axis=0), points.std(axis=0)
    # Of a column of equal numbers the sum may be off by its last bits.
    same = points.max(axis=0) == points.min(axis=0)
    return np.where(same, points[0], means), np.where(same, 1.0, scales)


def _given(name: str, values: tuple[float, ...], points: FloatArray) -> FloatArray:
    numbers = all(isinstance(value, int | float) for value in values)
    if not (numbers and len(values) == points.shape[1] and np.isfinite(values).all()):
        raise DetangleError(
            f"{name}: means and scales must each be {points.shape[1]} numbers, one a coordinate"
        )
    return np.array(values, dtype=np.float64)
