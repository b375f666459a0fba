"""Runs that go as trainings go, well or badly: small networks whose numbers are chosen by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from detangle import Trajectory, from_arrays
from detangle.stage import StageScene

Array = NDArray[np.float64]
N = 40
"""Points of a run."""
STEPS = np.array([0, 10, 20, 40, 80, 160])
"""Recorded steps of a run."""
KINKS: dict[str, Callable[[Array], Array]] = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "identity": lambda z: z,
}


def two(gap: float, *, minority: int = N // 2) -> tuple[Array, NDArray[np.int64]]:
    """Two blobs whose centres are `gap` apart, along the first coordinate."""
    rng = np.random.default_rng(1)
    labels = (np.arange(N) < minority).astype(np.int64)
    points = rng.normal(0, 0.5, (N, 2))
    points[:, 0] += gap * (labels - 0.5)
    return points, labels


def ring(classes: int) -> tuple[Array, NDArray[np.int64]]:
    """Blobs around the origin, one a class."""
    labels = np.arange(N) % classes
    angle = 2 * np.pi * labels / classes
    spread = np.random.default_rng(2).normal(0, 0.15, (N, 2))
    return 2 * np.column_stack([np.cos(angle), np.sin(angle)]) + spread, labels


def run(
    data: tuple[Array, NDArray[np.int64]],
    readouts: Sequence[float],
    *,
    weight: Array | None = None,
    bias: Sequence[float] = (0.3, 0.3),
    normal: Array | None = None,
    offset: Array | None = None,
    activation: str = "relu",
    held_out: bool = False,
) -> Trajectory:
    """One layer of two units that never changes, under a readout whose scale is learned.

    Parameters
    ----------
    data
        (N, 2) points and (N,) labels.
    readouts
        The scale of the readout at each recorded step: it sets the loss.
    weight, bias
        Of the layer; the identity and a small shift if not given.
    normal, offset
        (C, 2) and (C,) of the readout at scale 1.
    """
    points, labels = data
    classes, steps = int(labels.max()) + 1, len(STEPS)
    weight = np.eye(2) if weight is None else weight
    if normal is None:
        normal = np.array([[-1.0, 0.0], [1.0, 0.0]])
        offset = np.array([0.3, -0.3])
    offset = np.zeros(classes) if offset is None else offset
    hidden = KINKS[activation](points @ weight.T + np.asarray(bias))
    scale = np.asarray(readouts, dtype=np.float64)[:, None, None]
    scores = scale * (hidden @ normal.T + offset)
    return from_arrays(
        points=points,
        labels=labels,
        layers=[np.repeat(hidden[None], steps, axis=0)],
        steps=STEPS,
        loss=cross_entropy(scores, labels),
        weights=[np.repeat(weight[None], steps, axis=0)],
        biases=[np.repeat(np.asarray(bias, dtype=np.float64)[None], steps, axis=0)],
        activation=activation,
        readout=(scale * normal, scale[:, 0] * offset),
        class_names=[f"kind_{i}" for i in range(classes)],
        test=(points + 0.1, labels) if held_out else None,
    )


def cross_entropy(scores: Array, labels: NDArray[np.int64]) -> Array:
    """Return the mean over points (N,) of log Σ exp(s) - s of the label, of (S, N, C) scores."""
    highest = scores.max(axis=2, keepdims=True)
    normalizer = np.log(np.exp(scores - highest).sum(axis=2)) + highest[..., 0]
    return np.asarray((normalizer - scores[:, np.arange(len(labels)), labels]).mean(axis=1))


def borders(classes: int) -> Array:
    """Return readout weights (C, 2), each towards a blob of `ring`."""
    angle = 2 * np.pi * np.arange(classes) / classes
    return np.column_stack([np.cos(angle), np.sin(angle)])


LEARNS = (-0.2, 0.1, 0.5, 1.0, 2.0, 3.0)
FAR, NEAR = two(6.0), two(1.0)
TURNED = np.array([[0.6, -0.8], [0.8, 0.6]])
LEVEL, LEVEL_OFFSET = np.zeros((2, 2)), np.array([0.2, -0.2])

RUNS: dict[str, Trajectory] = {
    "separable": run(FAR, LEARNS, bias=(4.0, 4.0)),
    "separable, turned over": run(
        FAR, LEARNS, weight=np.diag([1.0, -1.0]), bias=(4.0, 4.0), normal=np.diag([-1.0, 0.0])
    ),
    "overlapping": run(
        NEAR,
        LEARNS,
        bias=(3.0, 3.0),
        normal=np.array([[-1.0, 0], [1, 0]]),
        offset=np.array([3.0, -3.0]),
    ),
    "never learns": run(NEAR, (0.5,) * 6, normal=LEVEL, offset=LEVEL_OFFSET),
    "gets worse": run(
        FAR,
        LEARNS[::-1],
        bias=(4.0, 4.0),
        normal=np.array([[-1.0, 0], [1, 0]]),
        offset=np.array([4.0, -4.0]),
    ),
    "fast": run(
        FAR,
        (-1, 3, 3, 3, 3, 3),
        bias=(4.0, 4.0),
        normal=np.array([[-1.0, 0], [1, 0]]),
        offset=np.array([4.0, -4.0]),
    ),
    "diverges and recovers": run(
        NEAR,
        (0.1, 1, -30, -3, 1, 2),
        bias=(3.0, 3.0),
        normal=np.array([[-1.0, 0], [1, 0]]),
        offset=np.array([3.0, -3.0]),
    ),
    "one class dominant": run(two(1.0, minority=2), (0.1,) * 6, normal=LEVEL, offset=LEVEL_OFFSET),
    "straight boundary": run(
        FAR,
        LEARNS,
        activation="identity",
        bias=(0.0, 0.0),
        normal=np.array([[-1.0, 0], [1, 0]]),
        offset=np.zeros(2),
    ),
    "smooth": run(FAR, LEARNS, activation="tanh", weight=TURNED, bias=(0.0, 0.0)),
    "at one place": run(FAR, LEARNS, weight=np.zeros((2, 2)), bias=(1.0, 1.0)),
    "all clamped": run(FAR, LEARNS, bias=(-9.0, -9.0)),
    "nothing clamped": run(NEAR, LEARNS, weight=TURNED, bias=(9.0, 9.0)),
    "bent": run(
        NEAR,
        LEARNS,
        weight=TURNED,
        bias=(0.1, -0.1),
        normal=np.array([[-1.0, -1.0], [1.0, 1.0]]),
        offset=np.array([0.4, -0.4]),
    ),
    "tiny loss": run(
        FAR,
        (9, 10, 11, 12, 13, 14),
        bias=(4.0, 4.0),
        normal=np.array([[-1.0, 0], [1, 0]]),
        offset=np.array([4.0, -4.0]),
    ),
    "huge loss": run(
        FAR,
        (-3e4, -2e4, -1e4, -1e3, 1, 3),
        bias=(4.0, 4.0),
        normal=np.array([[-1.0, 0], [1, 0]]),
        offset=np.array([4.0, -4.0]),
    ),
    "held-out points": run(NEAR, LEARNS, held_out=True),
    **{
        f"{c} classes": run(
            ring(c),
            LEARNS,
            bias=(4.0, 4.0),
            normal=borders(c),
            offset=-4.0 * borders(c).sum(axis=1),
        )
        for c in (3, 5, 10)
    },
}


def shown_by(scenes: Sequence[type[StageScene]]) -> list[tuple[type[StageScene], str]]:
    """Return each scene with the name of each run that it shows."""
    return [(scene, name) for scene in scenes for name in RUNS if scene.shows.test(RUNS[name])]
