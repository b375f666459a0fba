"""A slow tour of a wide layer: more than two of its main directions, two of them at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from detangle.geometry.passage import Passage
from detangle.geometry.projection import Projection, principal


@dataclass(frozen=True, eq=False)
class Stop:
    """A plane at which a tour rests.

    Parameters
    ----------
    projection
        The picture.
    components
        Which of the main directions, from 1, are drawn along the axes.
    """

    projection: Projection
    components: tuple[int, int]


def tour(points: ArrayLike, start: Projection, count: int) -> list[Stop]:
    """Plan a tour that begins and ends at a picture, and passes all of the main directions.

    From stop to stop one of the two directions gives way to the next: 1 and 2, 3 and 2, 3 and 4, …;
    from the last of them it goes straight home. Between two stops the plane turns, see `Passage`.

    Parameters
    ----------
    points
        (N, D) points of the layer.
    start
        Their picture along the first two directions.
    count
        How many directions are passed; there are at most D.

    Returns
    -------
    The stops, home among them at both ends; that alone if there are no more than two directions.
    """
    layer = np.asarray(points, np.float64)
    home = Stop(start, (1, 2))
    most = min(count, *layer.shape)
    if most < 3:
        return [home]
    first = start.components
    rest = layer - layer.mean(axis=0)
    others = principal(rest - rest @ first.T @ first, most - 2)
    axes = [*first, *others]
    stops, pair = [home], (1, 2)
    for following in range(3, most + 1):
        pair = (following, pair[1]) if following % 2 else (pair[0], following)
        along = np.stack([axes[i - 1] for i in pair])
        stops.append(Stop(Projection.along(layer, along), pair))
    return [*stops, home]


def legs(stops: Sequence[Stop]) -> list[Passage]:
    """Return the ways from each stop to the next."""
    return [Passage(a.projection, b.projection) for a, b in pairwise(stops)]
