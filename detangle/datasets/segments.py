"""Short line segments scattered over a square, each of one class."""

from __future__ import annotations

import numpy as np

from detangle.datasets.checks import at_least, positive
from detangle.datasets.dataset import Dataset


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
    at_least("line_segments", 1, n_neg=n_neg, n_pos=n_pos, n_line_sample=n_line_sample)
    positive("line_segments", line_length=line_length)
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
