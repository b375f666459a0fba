"""Wide layers projected to the plane or to space: principal component analysis, aligned.

A projection is a frozen map from the D coordinates of a layer to p = 1, 2 or 3 that can be drawn:
the points' mean is taken away, then each coordinate is read along one of p orthonormal components.
The components span the subspace of the greatest variance (principal component analysis, PCA).

Within that subspace PCA knows no left and right, and where two variances are near each other it may
swap their axes from one layer, or one training step, to the next: points would jump though nothing
has happened to them. So each basis is turned to where the picture before it was (`fitted`). A turn
or a reflection within the subspace moves no point out of it and leaves the total of the p variances
as it is: the fraction of the variance that a picture shows does not depend on how it is turned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.geometry.polar import LARGEST


@dataclass(frozen=True, eq=False)
class Projection:
    """A view of a wide layer in p coordinates.

    Parameters
    ----------
    mean
        (D,) the point that is drawn at the origin.
    components
        (p, D) the directions of the layer that are drawn along each axis: orthonormal rows. Of a
        layer of fewer than p units all is drawn, without stretching it: then the columns are
        orthonormal.
    ratio
        (p,) fraction of the points' total variance along each of them, 0 to 1.
    """

    mean: FloatArray
    components: FloatArray
    ratio: FloatArray

    @classmethod
    def of(cls, points: ArrayLike, dimension: int = 2, like: ArrayLike | None = None) -> Self:
        """Find the projection in which the points differ as much as they can.

        Parameters
        ----------
        points
            (N, D) points of a layer.
        dimension
            p: 1, 2 or 3.
        like
            (N, p) coordinates of the same points in the picture before, to which the basis is
            turned. Without them the first component has the greatest variance, the second the next,
            and the largest entry of each is positive, as scikit-learn has it.

        Raises
        ------
        DetangleError
            If the shapes do not fit, or a number is not finite.

        Examples
        --------
        >>> points = np.array([[0.0, 0, 0], [0, 3, 0], [0, 0, 1], [0, 3, 1]])
        >>> flat = Projection.of(points)
        >>> flat.components, flat.explained
        (array([[0., 1., 0.],
               [0., 0., 1.]]), 1.0)
        """
        layer = _checked(points, dimension)
        found = cls.along(layer, principal(layer - layer.mean(axis=0), dimension))
        return found if like is None else found.fitted(layer, like)

    @classmethod
    def along(cls, points: ArrayLike, components: ArrayLike) -> Self:
        """Look at the (N, D) points along given directions, (p, D)."""
        axes = np.asarray(components, np.float64)
        layer = _checked(points, len(axes))
        mean, total = layer.mean(axis=0), float(layer.var(axis=0).sum())
        variance = ((layer - mean) @ axes.T).var(axis=0)
        return cls(mean, axes, variance / total if total > 0 else np.zeros(len(axes)))

    @classmethod
    def facing(cls, points: ArrayLike, normal: ArrayLike, like: ArrayLike | None = None) -> Self:
        """Look at the points from the side: first a given direction, then the most of what is left.

        A hyperplane `normal @ h + offset = 0` is exactly the vertical line at `cut(normal, offset)`
        in this picture, and each point lies on its own side of it.

        Parameters
        ----------
        points
            (N, D) points of a layer.
        normal
            (D,) the direction to be drawn along the first axis, of any length but 0.
        like
            (N, 2) coordinates of the same points in the picture before: each axis is mirrored if
            it would else run against that picture's own.
        """
        layer = _checked(points)
        first = np.asarray(normal, dtype=np.float64)
        if first.shape != layer.shape[1:] or not np.linalg.norm(first) > 0:
            raise DetangleError(
                f"the normal has shape {first.shape}; it must be ({layer.shape[1]},), and not 0"
            )
        first = first / np.linalg.norm(first)
        centred, others = layer - layer.mean(axis=0), _complement(first)
        second = principal(centred @ others.T, 1)[0] @ others if len(others) else 0 * first
        axes = np.stack([first, second])
        if like is not None:
            other = np.asarray(like, dtype=np.float64)
            together = (centred @ axes.T * (other - other.mean(axis=0))).sum(axis=0)
            axes = axes * np.where(together < 0, -1.0, 1.0)[:, None]
        return cls.along(layer, axes)

    @property
    def explained(self) -> float:
        """Fraction of the points' variance that the picture shows, 0 to 1."""
        return float(self.ratio.sum())

    def place(self, points: ArrayLike) -> FloatArray:
        """Map (N, D) points of the layer to (N, p) coordinates of the picture."""
        return np.asarray((np.asarray(points, np.float64) - self.mean) @ self.components.T)

    def cut(self, normal: ArrayLike, offset: float) -> float:
        """Return where `normal @ h + offset = 0` crosses the first axis, which lies along `normal`.

        The line is all of the hyperplane that there is to see only if no other axis is tilted
        against it, as in the projections made by `facing`.
        """
        across = np.asarray(normal, dtype=np.float64)
        return float(-(across @ self.mean + offset) / (across @ self.components[0]))

    def fitted(self, points: ArrayLike, like: ArrayLike) -> Self:
        """Turn the basis within its subspace, so that the picture is as near as can be to another.

        The turn R, reflections allowed, is the orthogonal Procrustes solution (Schönemann 1966): it
        makes the sum of squared distances between Z R and the other picture smallest, both about
        their means. With the singular value decomposition Zᵀ Y = U S Vᵀ it is R = U Vᵀ.

        Parameters
        ----------
        points
            (N, D) points of this layer.
        like
            (N, p) coordinates of the same points in the other picture.
        """
        layer, target = np.asarray(points, np.float64), np.asarray(like, np.float64)
        if target.shape != (len(layer), len(self.components)):
            raise DetangleError(
                f"the picture to be like has shape {target.shape}; it must be "
                f"({len(layer)}, {len(self.components)}), a row for each point"
            )
        left, _, right = np.linalg.svd(self.place(layer).T @ (target - target.mean(axis=0)))
        return self.along(layer, (left @ right).T @ self.components)


def aligned(
    layers: Sequence[ArrayLike], dimension: int = 2, like: ArrayLike | None = None
) -> tuple[Projection, ...]:
    """Project the same points in one layer after another, each picture fitted to the one before.

    Parameters
    ----------
    layers
        (N, D_k) points of each layer; the widths may differ.
    dimension
        p: 1, 2 or 3.
    like
        (N, p) the picture to which the first one is fitted, if it is not to be drawn as PCA would.

    Returns
    -------
    A projection for each layer, in their order.
    """
    found: list[Projection] = []
    picture = like
    for layer in layers:
        found.append(Projection.of(layer, dimension, like=picture))
        picture = found[-1].place(layer)
    return tuple(found)


def _checked(points: ArrayLike, dimension: int = 2) -> FloatArray:
    layer = np.asarray(points, dtype=np.float64)
    if not 1 <= dimension <= LARGEST:
        raise DetangleError(f"dimension is {dimension}; it must be from 1 to {LARGEST}")
    if layer.ndim != 2 or 0 in layer.shape:
        raise DetangleError(f"points have shape {layer.shape}; it must be (N, D), and not empty")
    if not np.isfinite(layer).all():
        raise DetangleError("points must be finite numbers to be projected")
    return layer


def principal(centred: FloatArray, count: int) -> FloatArray:
    """Return the directions (count, D) of the greatest variance; the largest entry is positive.

    What there are no directions for is 0.
    """
    found = np.zeros((count, centred.shape[1]))
    components = _leading(centred)[:count]
    found[: len(components)] = components
    largest = np.abs(found).argmax(axis=1)
    return np.asarray(found * np.sign(found[np.arange(count), largest])[:, None])


def _leading(centred: FloatArray) -> FloatArray:
    """Return the directions, (min(N, D), D) at least, in the order of their variance."""
    n, width = centred.shape
    if n < width:
        return np.asarray(np.linalg.svd(centred, full_matrices=False)[2])
    # The scatter's eigenvectors are the same directions, found faster where points are many.
    return np.asarray(np.linalg.eigh(centred.T @ centred)[1].T[::-1])


def _complement(direction: FloatArray) -> FloatArray:
    """Return an orthonormal basis (D - 1, D) of all that is at right angles to a unit vector."""
    return np.asarray(np.linalg.svd(direction[None])[2][1:])
