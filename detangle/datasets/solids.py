"""Points in space: linked rings, and nested spheres."""

from __future__ import annotations

import itertools

import numpy as np

from detangle._typing import FloatArray
from detangle.datasets.dataset import Dataset, at_least, not_negative
from detangle.datasets.registry import generator

CORNER = 3.0
"""The nine copies stand at the corners (±3, ±3, ±3) of a cube and at its middle, the origin."""

RING_SHIFT = 2.2
"""Shift of ring A of a pair along x; ring B stays at the pair's centre."""

RING_RADII = (2.5, 2.2)
"""Each ring is made of two circles of these radii."""

RING_CENTRES = (
    (1, 1, 1),
    (-1, -1, 1),
    (-1, 1, -1),
    (1, -1, -1),
    (0, 0, 0),
    (-1, -1, -1),
    (1, 1, -1),
    (-1, 1, 1),
    (1, -1, 1),
)
"""Where the pairs of rings stand, in units of `CORNER`."""

RING_CLASSES = (0, 1, 0, 1, 0, 0, 1, 0, 1)
"""Class of ring A of each pair; ring B has the other one."""

SPHERES = ((1.0, 0), (1.05, 0), (2.0, 1), (2.05, 1), (0.5, 1))
"""Radius and class of the spheres around each centre."""

_GOLDEN = np.pi * (3 - np.sqrt(5))


@generator
def linked_rings(*, seed: int = 0, n_circle: int = 100, jitter: float = 0.7) -> Dataset:
    """Sample nine pairs of linked rings: each class is nine rings, one of every pair.

    The set D-II of G. Naitzat, A. Zhitnikov and L.-H. Lim, *Topology of Deep Neural Networks*
    (2020, arXiv 2004.06093), in the coordinates of their script before it scales them. Ring A of a
    pair lies in the xy-plane, shifted by 2.2 along x; ring B lies in the xz-plane. Each ring is two
    circles, of radii 2.5 and 2.2. Both classes have Betti numbers (9, 9) before the jitter. With a
    jitter of 0.24 or less all 18 rings stay apart. With theirs, 0.7, neighbours overlap a little:
    the fifteen nearest of 144,000 points are wrong about 1.8 % of new ones.

    The columns `pair` (0 to 8), `ring` (0 for A, 1 for B) and `radius` say where a point is from.

    Parameters
    ----------
    seed
        Seed of the jitter.
    n_circle
        Points on each of the 36 circles, evenly spaced before the jitter: the density. There are
        36 times as many points in all.
    jitter
        Each coordinate of each point is moved by a uniform random number from -jitter to jitter.
    """
    at_least(3, n_circle=n_circle)
    not_negative(jitter=jitter)
    circles = list(itertools.product(range(9), (0, 1), RING_RADII))
    points = np.concatenate([_circle(*circle, n_circle) for circle in circles])
    rng = np.random.default_rng(seed)
    points += rng.uniform(-jitter, jitter, points.shape)
    pair, ring, radius = (
        np.repeat(np.array(kind), n_circle) for kind in zip(*circles, strict=True)
    )
    labels = np.where(ring == 0, np.array(RING_CLASSES)[pair], 1 - np.array(RING_CLASSES)[pair])
    columns = {"pair": pair, "ring": ring, "radius": radius}
    return Dataset(
        "linked_rings", points.astype(np.float32), labels, ("first rings", "second rings"), columns
    )


@generator
def nested_spheres(*, seed: int = 0, n_sphere: int = 100) -> Dataset:
    """Sample nine nests of spheres: a shell of class 0 between a shell and a core of class 1.

    The set D-III of G. Naitzat, A. Zhitnikov and L.-H. Lim, *Topology of Deep Neural Networks*
    (2020, arXiv 2004.06093), in the coordinates of their script before it scales them. Around each
    centre there are spheres of radii 1 and 1.05 (class 0), and of 2, 2.05 and 0.5 (class 1). Class
    0 has Betti numbers (9, 0, 9); class 1 has 18 parts. How many parts are found in the points
    depends on their density: with 100 points a sphere, joining those closer than 0.9, it is 9 and
    18.

    The columns `nest` (0 to 8) and `radius` say on which sphere a point lies.

    Parameters
    ----------
    seed
        Seed of the rotations: each sphere is turned by a random one.
    n_sphere
        Points on each of the 45 spheres, spread evenly on a spiral, whatever its radius. There are
        45 times as many points in all.
    """
    at_least(1, n_sphere=n_sphere)
    rng = np.random.default_rng(seed)
    spiral = _spiral(n_sphere)
    corners = itertools.product((-CORNER, CORNER), repeat=3)
    centres = np.array([(0.0, 0.0, 0.0), *corners])
    spheres = [(nest, *sphere) for nest, sphere in itertools.product(range(9), SPHERES)]
    points = np.concatenate(
        [centres[nest] + radius * spiral @ _rotation(rng).T for nest, radius, _ in spheres]
    )
    nest, radius, labels = (
        np.repeat(np.array(kind), n_sphere) for kind in zip(*spheres, strict=True)
    )
    columns = {"nest": nest, "radius": radius}
    return Dataset(
        "nested_spheres",
        points.astype(np.float32),
        labels,
        ("shells between", "shells and cores"),
        columns,
    )


def _circle(pair: int, ring: int, radius: float, n: int) -> FloatArray:
    """Place n points evenly on a circle of a pair: in the xy-plane (A) or the xz-plane (B)."""
    angle = 2 * np.pi * np.arange(n) / n
    points = np.zeros((n, 3))
    points[:, 0] = radius * np.cos(angle) + (RING_SHIFT if ring == 0 else 0.0)
    points[:, 1 + ring] = radius * np.sin(angle)
    return points + CORNER * np.array(RING_CENTRES[pair])


def _spiral(n: int) -> FloatArray:
    """Spread n points over the unit sphere: each has the same area, a golden angle apart."""
    height = (2 * np.arange(n) + 1) / n - 1
    width = np.sqrt(1 - height**2)
    angle = _GOLDEN * np.arange(n)
    return np.column_stack([width * np.cos(angle), width * np.sin(angle), height])


def _rotation(rng: np.random.Generator) -> FloatArray:
    """Draw a rotation (3, 3), every one as likely as any other: a unit quaternion as a matrix."""
    from scipy.spatial.transform import Rotation  # slow to import

    return Rotation.from_quat(rng.normal(size=4), scalar_first=True).as_matrix()
