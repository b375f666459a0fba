"""Names for the NumPy array types that annotations use throughout the package."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
"""Double precision: what everything after training computes with."""
Float32Array: TypeAlias = NDArray[np.float32]
"""Single precision: what training computes with and a run file stores."""
AnyFloatArray: TypeAlias = NDArray[np.floating]
"""Either of the two."""
IntArray: TypeAlias = NDArray[np.int64]
"""Labels, indices, counts and steps."""
BoolArray: TypeAlias = NDArray[np.bool_]
"""Masks."""
ByteArray: TypeAlias = NDArray[np.uint8]
"""Pixels: colour channels from 0 to 255."""
