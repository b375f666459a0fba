"""Contrast of colours, as WCAG defines it."""

from __future__ import annotations

import numpy as np
from manim import ManimColor
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rgb(color: str) -> Array:
    return np.asarray(ManimColor(color).to_rgb(), dtype=np.float64)


def over(rgba: Array, background: Array) -> Array:
    """The opaque colour that a translucent one makes on a background."""
    return np.asarray(rgba[:3] * rgba[3] + background * (1 - rgba[3]))


def luminance(color: Array) -> float:
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(a: Array, b: Array) -> float:
    """From 1, the same, to 21, black on white."""
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)
