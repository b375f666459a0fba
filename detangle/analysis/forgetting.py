"""What the layers forget of the input: places that merge, directions that are lost, dead units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle.run.snapshot import Snapshot

Array = NDArray[np.float64]

LOST = 1e-9
"""A singular value below this share of the Jacobian's scale is rounding: the direction is lost."""


@dataclass(frozen=True)
class Forgotten:
    """What is lost between the input and a layer.

    Attributes
    ----------
    places
        At how many different places the points are.
    full_rank
        At how many points no direction is lost: the layer's Jacobian there has the input's rank.
    dead
        Units of that layer and those before it that are the same for all points.
    """

    places: int
    full_rank: int
    dead: int


def forgotten(snapshot: Snapshot, layer: int, points: ArrayLike) -> Forgotten:
    """Count what is lost between the input and a layer.

    Parameters
    ----------
    snapshot
        The network.
    layer
        Up to which layer, from 1.
    points
        (N, D_0) input points.
    """
    given = np.asarray(points, dtype=np.float64)
    outputs = [snapshot.layer(k, given) for k in range(1, layer + 1)]
    ranks = jacobian_ranks(snapshot, layer, given)
    return Forgotten(
        places=len(np.unique(outputs[-1], axis=0)),
        full_rank=int((ranks == given.shape[1]).sum()),
        dead=sum(int((np.ptp(output, axis=0) == 0).sum()) for output in outputs),
    )


def jacobian_ranks(snapshot: Snapshot, layer: int, points: ArrayLike) -> NDArray[np.int64]:
    """Return the rank (N,) of the derivative of a layer's output by the input, at each point.

    By the chain rule it is the product of diag(σ'(z_k)) W_k over the layers up to this one.
    """
    hidden = np.asarray(points, dtype=np.float64)
    jacobian = np.broadcast_to(np.eye(hidden.shape[1]), (len(hidden), *2 * hidden.shape[1:]))
    for k in range(1, layer + 1):
        z = snapshot.affine(k, hidden)
        slopes = snapshot.activation.derivative(z)
        jacobian = slopes[:, :, None] * (snapshot.weights[k - 1] @ jacobian)
        hidden = snapshot.activate(z)
    singular = np.linalg.svd(jacobian, compute_uv=False)
    scale = np.prod([np.linalg.norm(snapshot.weights[k], 2) for k in range(layer)])
    return np.asarray((singular > LOST * scale).sum(axis=1))
