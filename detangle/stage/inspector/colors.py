"""Contrast of colours, as WCAG 2 defines it.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

import numpy as np

from detangle._typing import FloatArray

NEUTRAL = 0.12
"""Largest difference between the channels of a colour that counts as grey."""


def over(rgba: FloatArray, ground: FloatArray) -> FloatArray:
    """Return the opaque colours (…, 3) that colours (…, 4) make on a ground (…, 3)."""
    alpha = rgba[..., 3:]
    return np.asarray(rgba[..., :3] * alpha + ground * (1 - alpha))


def luminance(color: FloatArray) -> FloatArray:
    """Return the relative luminance of sRGB colours (…, 3), from 0 to 1."""
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the contrast ratio of colours (…, 3): from 1, the same, to 21, black on white."""
    one, other = luminance(a), luminance(b)
    return np.asarray((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05))


def is_grey(color: FloatArray) -> bool:
    """Tell whether a colour (3,) has no hue: greys are scenery, hues carry meaning."""
    return bool(np.ptp(color[:3]) < NEUTRAL)
