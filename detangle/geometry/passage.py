"""From one view of a wide layer to another, by turning the plane onto which it is projected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle.errors import DetangleError
from detangle.geometry.projection import Projection

Array = NDArray[np.float64]

SAME = 1e-7
"""Sine of an angle below which two directions are one."""


@dataclass(frozen=True, eq=False)
class Passage:
    """Turn the plane of one projection into that of another, as one walks around a sculpture.

    Each picture on the way is an orthogonal projection of the layer, too, so nothing that is shown
    is an average of two pictures. Between two planes there are two principal angles, whose cosines
    are the singular values of A Bᵀ (Björck & Golub 1973). Each pair of principal vectors turns
    through its angle, while the axes turn within the plane: a step of a grand tour (Asimov 1985). A
    mirror image is reached through the larger angle's supplement: the plane is turned over.

    Parameters
    ----------
    start, end
        Two projections of the same layer to 2 coordinates, with the same mean.
    """

    start: Projection
    end: Projection

    def __post_init__(self) -> None:
        shapes = self.start.components.shape, self.end.components.shape
        if shapes[0] != shapes[1] or shapes[0][0] != 2:
            raise DetangleError(f"components have shapes {shapes}; both must be (2, D)")

    def place(self, points: ArrayLike, t: float) -> Array:
        """Map (N, D) points of the layer to the (N, 2) picture at time t, from 0 to 1."""
        mean = (1 - t) * self.start.mean + t * self.end.mean
        return np.asarray((np.asarray(points, np.float64) - mean) @ self.components(t).T)

    def components(self, t: float) -> Array:
        """Return the orthonormal (2, D) directions that are drawn along the axes at time t.

        Where both planes are one and the pictures mirror images, it turns over like a card: at
        t = 1/2 one of the directions has no length.
        """
        axes, angle = self._axes
        near, far, angles = self._principal
        c, s = np.cos(t * angle), np.sin(t * angle)
        grown = t * angles[:, None]
        vectors = np.cos(grown) * near + np.sin(grown) * far
        return np.asarray(np.array([[c, -s], [s, c]]) @ axes @ vectors)

    @cached_property
    def _axes(self) -> tuple[Array, float]:
        """The axes (2, 2) at first, as mixtures of principal vectors, and their turn in radians."""
        left, right = self._pairing
        turn = right.T @ left.T
        return left, float(np.arctan2(turn[1, 0], turn[0, 0]))

    @cached_property
    def _principal(self) -> tuple[Array, Array, Array]:
        """Principal vectors (2, D), what they turn to at right angles (2, D), by how much (2,)."""
        left, right = self._pairing
        near, goal = left.T @ self.start.components, right @ self.end.components
        cosine = (near * goal).sum(axis=1)
        across = goal - cosine[:, None] * near
        sine = np.linalg.norm(across, axis=1)
        far = np.where(sine[:, None] > SAME, across / np.maximum(sine, SAME)[:, None], 0.0)
        return near, far, np.arctan2(sine, cosine)

    @cached_property
    def _pairing(self) -> tuple[Array, Array]:
        """Which vectors of the two planes belong together: U and Vᵀ, with det U Vᵀ = 1."""
        left, _, right = np.linalg.svd(self.start.components @ self.end.components.T)
        if np.linalg.det(left @ right) < 0:
            right[1] = -right[1]
        return left, right
