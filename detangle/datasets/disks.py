"""A disk with holes, and the other class inside the holes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from detangle._typing import BoolArray, FloatArray, IntArray
from detangle.datasets.dataset import Dataset, at_least, positive
from detangle.datasets.registry import generator
from detangle.errors import DetangleError

_ROUNDING = 1 - 1e-9
"""Holes that touch are not refused for the last bits of their radii."""


@dataclass(frozen=True, eq=False)
class HolesDraw:
    """All that was drawn for a disk with holes, in the order in which it was drawn.

    Parameters
    ----------
    centres
        (n_hole, 2) centres of the holes.
    drawn
        (M, 2) points of the disk, M >= n_neg.
    kept
        (M,) whether each of them lies outside all holes: n_neg of them do, the last one among them.
    positives
        (n_pos, 2) points of the small disks.
    hole
        (n_pos,) index of the hole of each.
    """

    centres: FloatArray
    drawn: FloatArray
    kept: BoolArray
    positives: FloatArray
    hole: IntArray

    @property
    def negatives(self) -> FloatArray:
        """The drawn points that are kept, (n_neg, 2)."""
        return self.drawn[self.kept]

    @property
    def dropped(self) -> FloatArray:
        """The drawn points that fell into a hole, (M - n_neg, 2)."""
        return self.drawn[~self.kept]


@generator
def holes(
    *,
    seed: int = 0,
    n_neg: int = 500,
    n_pos: int = 500,
    n_hole: int = 9,
    r: float = 1.0,
    r_hole: float = 0.1,
    r_pos: float = 0.02,
    allow_center: bool = True,
) -> Dataset:
    """Sample a disk with holes (class 0) and small disks at the holes' centres (class 1).

    The holes lie evenly on a circle of radius r / 2, one of them at the centre if allowed. After
    Matt Johnson, *Animating How Neural Networks Detangle Classes* (2022).

    Parameters
    ----------
    seed
        Seed of the random numbers.
    n_neg, n_pos
        Points of class 0 and of class 1.
    n_hole
        Number of holes.
    r, r_hole, r_pos
        Radius of the disk, of each hole, and of the small disk within it.
    allow_center
        Whether one of the holes is at the centre.

    Raises
    ------
    DetangleError
        If the holes overlap or do not fit, or the small disks do not fit into them.
    """
    draw = draw_holes(
        seed=seed,
        n_neg=n_neg,
        n_pos=n_pos,
        n_hole=n_hole,
        r=r,
        r_hole=r_hole,
        r_pos=r_pos,
        allow_center=allow_center,
    )
    return Dataset(
        "holes",
        np.concatenate([draw.negatives, draw.positives]).astype(np.float32),
        np.repeat(np.array([0, 1]), [n_neg, n_pos]),
        ("disk", "holes"),
        {"hole": np.concatenate([np.full(n_neg, -1), draw.hole])},
    )


def draw_holes(
    *,
    seed: int,
    n_neg: int,
    n_pos: int,
    n_hole: int,
    r: float,
    r_hole: float,
    r_pos: float,
    allow_center: bool,
) -> HolesDraw:
    """Draw the points of `holes`, and keep those that it drops, too; it has the same parameters."""
    at_least(1, n_neg=n_neg, n_pos=n_pos, n_hole=n_hole)
    positive(r=r, r_hole=r_hole, r_pos=r_pos)
    _check_radii(r, r_hole, r_pos)
    _check_overlap(n_hole - int(allow_center), r, r_hole)
    rng = np.random.default_rng(seed)
    centres = hole_centres(n_hole, r, allow_center)
    drawn, kept = _disk_until(rng, n_neg, r, centres, r_hole)
    hole = np.sort(np.arange(n_pos) % n_hole)  # the first n_pos mod n_hole holes get one more
    return HolesDraw(centres, drawn, kept, centres[hole] + _disk(rng, n_pos, r_pos), hole)


def hole_centres(n_hole: int, r: float, allow_center: bool) -> FloatArray:
    """Place the holes: (n_hole, 2) centres, evenly on a circle of radius r / 2."""
    on_circle = n_hole - int(allow_center)
    angle = 2 * np.pi * np.arange(on_circle) / max(on_circle, 1)
    circle = r / 2 * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.concatenate([np.zeros((int(allow_center), 2)), circle])


def _disk(rng: np.random.Generator, n: int, radius: float) -> FloatArray:
    # The square root makes the density uniform: area grows with the radius squared.
    distance = radius * np.sqrt(rng.random(n))
    angle = 2 * np.pi * rng.random(n)
    return np.column_stack([distance * np.cos(angle), distance * np.sin(angle)])


def _disk_until(
    rng: np.random.Generator, n: int, r: float, centres: FloatArray, r_hole: float
) -> tuple[FloatArray, BoolArray]:
    """Draw until n points lie outside all holes, and tell which do: these are exactly uniform."""
    drawn, kept = np.empty((0, 2)), np.empty(0, dtype=bool)
    while (missing := n - int(kept.sum())) > 0:
        more = _disk(rng, missing, r)
        distance = np.linalg.norm(more[:, None] - centres[None], axis=2)
        drawn = np.concatenate([drawn, more])
        kept = np.concatenate([kept, (distance > r_hole).all(axis=1)])
    return drawn, kept


def _check_radii(r: float, r_hole: float, r_pos: float) -> None:
    if r_hole * _ROUNDING > r / 6:
        raise DetangleError(
            f"r_hole is {r_hole}: three holes in a row must fit into the disk; "
            f"make r_hole {_rounded_down(r / 6)} (r / 6) or less, or r larger"
        )
    if r_pos > r_hole:
        raise DetangleError(
            f"r_pos is {r_pos}, above r_hole = {r_hole}: the small disks must fit into "
            "the holes; make r_pos smaller"
        )


def _check_overlap(on_circle: int, r: float, r_hole: float) -> None:
    if on_circle < 2:
        return
    chord = r * math.sin(math.pi / on_circle)  # neighbours' distance on a circle of radius r / 2
    if chord < 2 * r_hole * _ROUNDING:
        fit = math.floor(math.pi / math.asin(2 * r_hole * _ROUNDING / r))
        raise DetangleError(
            f"{on_circle} holes of radius {r_hole} overlap on their circle; at most {fit} "
            f"fit there: lower n_hole, or r_hole to {_rounded_down(chord / 2)} or less"
        )


def _rounded_down(value: float) -> str:
    """Write four digits of a number that, taken at their word, are not above it."""
    unit = 10.0 ** (math.floor(math.log10(value)) - 3)
    return f"{math.floor(value / unit) * unit:.4g}"
