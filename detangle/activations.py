"""The activation functions, in NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

LEAK = 0.01
"""Slope of leaky ReLU below zero, as in PyTorch."""


def _relu(z: Array) -> Array:
    return np.maximum(z, 0)


def _leaky_relu(z: Array) -> Array:
    return np.where(z < 0, LEAK * z, z)


def _sigmoid(z: Array) -> Array:
    from scipy.special import expit

    return np.asarray(expit(z))


def _gelu(z: Array) -> Array:
    # z Φ(z), Φ the standard normal distribution (Hendrycks & Gimpel, arXiv 1606.08415).
    from scipy.special import ndtr

    return np.asarray(z * ndtr(z))


def _identity(z: Array) -> Array:
    return z


ACTIVATIONS: Mapping[str, Callable[[Array], Array]] = {
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "tanh": np.tanh,
    "sigmoid": _sigmoid,
    "gelu": _gelu,
    "identity": _identity,
}
"""Every activation by its name in a recipe; each maps an array element by element."""
