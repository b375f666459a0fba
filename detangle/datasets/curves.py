"""Two interleaved curves: moons, circles, spirals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detangle.datasets.checks import at_least, not_negative, positive
from detangle.datasets.dataset import Dataset
from detangle.errors import DetangleError


def moons(*, seed: int = 0, n_points: int = 500, noise: float = 0.08) -> Dataset:
    """Sample two interleaved half circles of radius 1.

    Parameters
    ----------
    seed
        Seed of the noise.
    n_points
        Points in all; class 0 gets the odd one.
    noise
        Standard deviation of the normal noise added to each coordinate.
    """
    at_least("moons", 2, n_points=n_points)
    not_negative("moons", noise=noise)
    upper, lower = (np.pi * np.linspace(0, 1, n) for n in _halves(n_points))
    curves = (
        np.column_stack([np.cos(upper), np.sin(upper)]),
        np.column_stack([1 - np.cos(lower), 0.5 - np.sin(lower)]),
    )
    return _noisy("moons", curves, ("upper", "lower"), noise, seed)


def circles(
    *, seed: int = 0, n_points: int = 500, noise: float = 0.05, factor: float = 0.4
) -> Dataset:
    """Sample a circle of radius 1 and one of radius `factor` inside it.

    Parameters
    ----------
    seed
        Seed of the noise.
    n_points
        Points in all; class 0, the outer circle, gets the odd one.
    noise
        Standard deviation of the normal noise added to each coordinate.
    factor
        Radius of the inner circle, below 1.
    """
    at_least("circles", 2, n_points=n_points)
    not_negative("circles", noise=noise)
    positive("circles", factor=factor)
    if factor >= 1:
        raise DetangleError(f"circles: factor is {factor}; the inner circle needs one below 1")
    outer, inner = (2 * np.pi * np.arange(n) / n for n in _halves(n_points))
    curves = (
        np.column_stack([np.cos(outer), np.sin(outer)]),
        factor * np.column_stack([np.cos(inner), np.sin(inner)]),
    )
    return _noisy("circles", curves, ("outer", "inner"), noise, seed)


def spirals(
    *, seed: int = 0, n_points: int = 500, turns: float = 0.75, noise: float = 0.02
) -> Dataset:
    """Sample two arms of an Archimedean spiral, half a turn apart, out to radius 1.

    Parameters
    ----------
    seed
        Seed of the noise.
    n_points
        Points in all; class 0 gets the odd one.
    turns
        Turns that an arm makes from the centre to radius 1.
    noise
        Standard deviation of the normal noise added to each coordinate.
    """
    at_least("spirals", 2, n_points=n_points)
    positive("spirals", turns=turns)
    not_negative("spirals", noise=noise)
    curves = tuple(_arm(n, turns, half) for n, half in zip(_halves(n_points), (0, 1), strict=True))
    return _noisy("spirals", curves, ("first arm", "second arm"), noise, seed)


def _arm(n: int, turns: float, half: int) -> NDArray[np.float64]:
    # Equal steps of the squared radius keep the points' density along the arm about even.
    radius = np.sqrt(np.linspace(0.01, 1, n))
    angle = 2 * np.pi * turns * radius + np.pi * half
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _halves(n: int) -> tuple[int, int]:
    return n - n // 2, n // 2


def _noisy(
    name: str,
    curves: tuple[NDArray[np.float64], ...],
    class_names: tuple[str, ...],
    noise: float,
    seed: int,
) -> Dataset:
    points = np.concatenate(curves)
    points = points + np.random.default_rng(seed).normal(0, noise, points.shape)
    labels = np.repeat(np.arange(len(curves)), [len(curve) for curve in curves])
    return Dataset(name, points.astype(np.float32), labels, class_names)
