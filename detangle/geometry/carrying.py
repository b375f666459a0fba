"""One picture of a wide layer through a whole training: nothing flips and nothing jumps.

Each record has a projection of its own (see `detangle.geometry.projection`), turned within its
plane to the picture of the record after it. The plane itself follows the directions of the greatest
variance, but slowly: where a third direction overtakes the second, PCA alone would go from one
plane to another within a step; here it turns there by a small angle a record.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle.geometry.projection import Projection

Array = NDArray[np.float64]

TURN = np.radians(3.0)
"""The plane turns by at most so much, in radians, from one record to the next."""


def carried_back(
    layers: Iterable[ArrayLike], last: Projection, most: float = TURN
) -> list[Projection]:
    """Follow a layer from the last record of a training back to the first.

    Parameters
    ----------
    layers
        (N, D) points of the layer at each record, the last one first.
    last
        The projection of the last record.
    most
        Greatest angle between the planes of two records, radians.

    Returns
    -------
    A projection for each record, in the order of the layers.
    """
    found: list[Projection] = []
    for layer in layers:
        if not found:
            found, picture = [last], last.place(layer)
            continue
        wanted = Projection.of(layer, len(last.components)).components
        turned = turned_towards(found[-1].components, wanted, most)
        found.append(Projection.along(layer, turned).fitted(layer, picture))
        picture = found[-1].place(layer)
    return found


def turned_towards(start: Array, end: Array, most: float) -> Array:
    """Turn a plane towards another along the shortest way, by at most an angle.

    Each pair of principal vectors turns through a part of its own angle (Björck & Golub 1973); the
    axes within the planes do not matter.

    Parameters
    ----------
    start, end
        (p, D) orthonormal directions.
    most
        Radians.

    Returns
    -------
    (p, D) orthonormal directions.
    """
    if len(start) >= start.shape[1]:  # all of the layer is seen, there is nowhere to turn
        return end
    left, cosines, right = np.linalg.svd(start @ end.T)
    near, goal = left.T @ start, right @ end
    angles = np.arccos(np.clip(cosines, -1.0, 1.0))
    largest = float(angles.max())
    if largest <= most:
        return end
    across = goal - cosines[:, None] * near
    lengths = np.linalg.norm(across, axis=1, keepdims=True)
    unit = np.divide(across, lengths, out=np.zeros_like(across), where=lengths > 0)
    grown = most / largest * angles[:, None]
    return np.asarray(np.cos(grown) * near + np.sin(grown) * unit)
