"""Where points were before a motion: the inverse of what a layer does, where there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from detangle.errors import DetangleError
from detangle.geometry.motions import Bend, Clamp, Flip, Motion, Shift, Turn

Array = NDArray[np.float64]

ONE = 1 - np.finfo(np.float64).epsneg
"""The greatest number below 1: what has been rounded to 1 is taken for it."""


def _logit(values: Array) -> Array:
    from scipy.special import logit

    return np.asarray(logit(np.clip(values, 1 - ONE, ONE)))


def _arctanh(values: Array) -> Array:
    return np.asarray(np.arctanh(np.clip(values, -ONE, ONE)))


INVERSES: Mapping[str, Callable[[Array], Array]] = {
    "tanh": _arctanh,
    "sigmoid": _logit,
    "identity": np.asarray,
}
"""Inverses of the activations that bend, by their names."""


def undone(motion: Motion, points: Array, activation: str) -> Array:
    """Return where points were before a motion brought them here.

    Parameters
    ----------
    motion
        A whole motion, from 0 to 1.
    points
        (N, D) where they are after it.
    activation
        Name of the network's activation: what `Bend` goes to.

    Raises
    ------
    DetangleError
        If the motion has no inverse: ReLU's clamp, or a matrix that loses a direction.
    """
    match motion:
        case Turn() | Flip():
            return _solved(motion.matrix(1.0), points)
        case Shift():
            return points - motion.offset
        case Clamp() if motion.leak > 0:
            moved = points.copy()
            z = points[:, motion.coordinate]
            moved[:, motion.coordinate] = np.where(z < 0, z / motion.leak, z)
            return moved
        case Bend() if activation in INVERSES:
            moved = points.copy()
            moved[:, : motion.width] = INVERSES[activation](points[:, : motion.width])
            return moved
    raise DetangleError(f"{type(motion).__name__.lower()} of {activation} cannot be undone")


def _solved(matrix: Array, points: Array) -> Array:
    try:
        return np.asarray(np.linalg.solve(matrix, points.T).T, dtype=np.float64)
    except np.linalg.LinAlgError:
        raise DetangleError("these weights lose a direction: they cannot be undone") from None
