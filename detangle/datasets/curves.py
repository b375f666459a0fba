"""Points on curves of the plane: moons, circles, spirals, and short line segments."""

from __future__ import annotations

import numpy as np

from detangle._typing import FloatArray
from detangle.datasets.dataset import Dataset, at_least, not_negative, positive
from detangle.datasets.registry import generator
from detangle.errors import DetangleError


@generator
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
    at_least(2, n_points=n_points)
    not_negative(noise=noise)
    upper, lower = (np.pi * np.linspace(0, 1, n) for n in _halves(n_points))
    curves = (
        np.column_stack([np.cos(upper), np.sin(upper)]),
        np.column_stack([1 - np.cos(lower), 0.5 - np.sin(lower)]),
    )
    return _noisy("moons", curves, ("upper", "lower"), noise, seed)


@generator
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
    at_least(2, n_points=n_points)
    not_negative(noise=noise)
    positive(factor=factor)
    if factor >= 1:
        raise DetangleError(f"factor is {factor}; the inner circle needs one below 1")
    outer, inner = (2 * np.pi * np.arange(n) / n for n in _halves(n_points))
    curves = (
        np.column_stack([np.cos(outer), np.sin(outer)]),
        factor * np.column_stack([np.cos(inner), np.sin(inner)]),
    )
    return _noisy("circles", curves, ("outer", "inner"), noise, seed)


@generator
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
    at_least(2, n_points=n_points)
    positive(turns=turns)
    not_negative(noise=noise)
    curves = tuple(_arm(n, turns, half) for n, half in zip(_halves(n_points), (0, 1), strict=True))
    return _noisy("spirals", curves, ("first arm", "second arm"), noise, seed)


@generator
def line_segments(
    *,
    seed: int = 0,
    n_neg: int = 10,
    n_pos: int = 10,
    line_length: float = 0.1,
    n_line_sample: int = 30,
) -> Dataset:
    """Sample points on random line segments; the classes are shuffled over the segments.

    Each segment starts uniformly in [-1, 1]², has a uniform angle, and its points lie at uniform
    distances from the start. After Matt Johnson, *Animating How Neural Networks Detangle Classes*
    (2022).

    Parameters
    ----------
    seed
        Seed of the random numbers.
    n_neg, n_pos
        Segments of class 0 and of class 1.
    line_length
        Length of a segment.
    n_line_sample
        Points on each segment.
    """
    at_least(1, n_neg=n_neg, n_pos=n_pos, n_line_sample=n_line_sample)
    positive(line_length=line_length)
    rng = np.random.default_rng(seed)
    n = n_neg + n_pos
    start = rng.uniform(-1, 1, (n, 2))
    angle = rng.uniform(0, 2 * np.pi, n)
    distance = rng.uniform(0, line_length, (n, n_line_sample))
    label = rng.permutation(np.repeat(np.array([0, 1]), [n_neg, n_pos]))
    direction = np.column_stack([np.cos(angle), np.sin(angle)])
    points = start[:, None] + distance[:, :, None] * direction[:, None]
    line = np.repeat(np.arange(n), n_line_sample)
    return Dataset(
        "line_segments",
        points.reshape(-1, 2).astype(np.float32),
        label[line],
        ("negative", "positive"),
        {
            "line_id": line,
            "start_x1": start[line, 0],
            "start_x2": start[line, 1],
            "angle": angle[line],
        },
    )


def _arm(n: int, turns: float, half: int) -> FloatArray:
    # Equal steps of the squared radius keep the points' density along the arm about even.
    radius = np.sqrt(np.linspace(0.01, 1, n))
    angle = 2 * np.pi * turns * radius + np.pi * half
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _halves(n: int) -> tuple[int, int]:
    return n - n // 2, n // 2


def _noisy(
    name: str,
    curves: tuple[FloatArray, ...],
    class_names: tuple[str, ...],
    noise: float,
    seed: int,
) -> Dataset:
    points = np.concatenate(curves)
    points = points + np.random.default_rng(seed).normal(0, noise, points.shape)
    labels = np.repeat(np.arange(len(curves)), [len(curve) for curve in curves])
    return Dataset(name, points.astype(np.float32), labels, class_names)
