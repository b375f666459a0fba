"""The disk with holes: where its points lie, how many, how evenly, and what it refuses."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chisquare, kstest

from detangle import DetangleError
from detangle.datasets import holes

Parameters = dict[str, Any]


@st.composite
def parameters(draw: st.DrawFn) -> Parameters:
    """Draw radii that fit into each other; the holes may overlap."""
    r = draw(st.floats(0.01, 100))
    r_hole = draw(st.floats(0.01, 1)) * r / 6
    return {
        "seed": draw(st.integers(0, 2**32)),
        "n_neg": draw(st.integers(1, 200)),
        "n_pos": draw(st.integers(1, 60)),
        "n_hole": draw(st.integers(1, 24)),
        "r": r,
        "r_hole": r_hole,
        "r_pos": draw(st.floats(0.01, 1)) * r_hole,
        "allow_center": draw(st.booleans()),
    }


def _centres(p: Parameters) -> NDArray[np.float64]:
    """Place the holes by hand: one at the centre if allowed, the others on a circle of r / 2."""
    ring = p["n_hole"] - p["allow_center"]
    centres = [(0.0, 0.0)] * p["allow_center"]
    for i in range(ring):
        angle = 2 * math.pi * i / ring
        centres.append((p["r"] / 2 * math.cos(angle), p["r"] / 2 * math.sin(angle)))
    return np.array(centres)


def _apart(p: Parameters) -> bool:
    centres = _centres(p)
    gaps = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    np.fill_diagonal(gaps, math.inf)
    return bool(gaps.min() >= 2 * p["r_hole"] * (1 + 1e-9))


@given(parameters())
def test_every_point_is_where_it_belongs(p: Parameters) -> None:
    assume(_apart(p))
    data, rounding = holes(**p), 1e-6 * p["r"]
    negative, positive = data.points[data.labels == 0], data.points[data.labels == 1]
    assert (len(negative), len(positive)) == (p["n_neg"], p["n_pos"])
    assert np.linalg.norm(negative, axis=1).max() <= p["r"] + rounding
    centres = _centres(p)
    distance = np.linalg.norm(negative[:, None] - centres, axis=2)
    assert distance.min() >= p["r_hole"] - rounding
    hole = data.frame["hole"].to_numpy()
    assert (hole[data.labels == 0] == -1).all()
    of_its_own = np.linalg.norm(positive - centres[hole[data.labels == 1]], axis=1)
    assert of_its_own.max() <= p["r_pos"] + rounding


@given(parameters())
def test_the_holes_share_the_positives_evenly(p: Parameters) -> None:
    assume(_apart(p))
    data = holes(**p)
    share = np.bincount(data.frame["hole"][data.labels == 1], minlength=p["n_hole"])
    each, more = divmod(p["n_pos"], p["n_hole"])
    assert share.tolist() == [each + 1] * more + [each] * (p["n_hole"] - more)


@given(parameters())
def test_holes_that_overlap_are_refused_and_both_cures_work(p: Parameters) -> None:
    p |= {"r_pos": 1e-9, "n_neg": 1, "n_pos": 1, "n_hole": p["n_hole"] * 4}
    assume(not _apart(p))
    with pytest.raises(DetangleError, match="overlap") as error:
        holes(**p)
    cure = re.search(r"at most (\d+) fit there: lower n_hole, or r_hole to (\S+)", str(error.value))
    assert cure is not None
    fewer = int(cure[1]) + p["allow_center"]
    holes(**{**p, "n_hole": fewer})
    holes(**{**p, "r_hole": float(cure[2])})
    with pytest.raises(DetangleError, match="overlap"):
        holes(**{**p, "n_hole": fewer + 1})


@given(st.floats(0.01, 100), st.floats(1.001, 20))
def test_holes_that_are_too_large_are_refused_and_the_cure_works(r: float, excess: float) -> None:
    p: Parameters = {"r": r, "r_hole": r / 6 * excess, "r_pos": r / 1e4, "n_hole": 1}
    with pytest.raises(DetangleError, match="three holes in a row") as error:
        holes(**p)
    cure = re.search(r"make r_hole (\S+) \(r / 6\) or less", str(error.value))
    assert cure is not None
    holes(**{**p, "r_hole": float(cure[1])})


def test_small_disks_that_do_not_fit_are_refused_and_the_cure_works() -> None:
    with pytest.raises(DetangleError, match=r"r_pos is 0.2, above r_hole = 0.1"):
        holes(r_pos=0.2)
    holes(r_pos=0.1)


def test_holes_that_just_touch_are_not_refused_for_rounding() -> None:
    holes(r=0.6, r_hole=0.1)
    holes(n_hole=6, allow_center=False, r_hole=0.125, r=0.75)


@pytest.mark.parametrize("allow_center", [True, False])
def test_one_hole_is_at_the_centre_or_on_the_circle(allow_center: bool) -> None:
    data = holes(n_hole=1, r=2, allow_center=allow_center)
    positive = data.points[data.labels == 1]
    expected = [0, 0] if allow_center else [1, 0]
    np.testing.assert_allclose(positive.mean(axis=0), expected, atol=0.01)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[(name, value) for name in ("n_neg", "n_pos", "n_hole") for value in (0, -1, 2.5, 10**9)],
        *[(name, value) for name in ("r", "r_hole", "r_pos") for value in (0, -1, math.nan, "1")],
    ],
)
def test_other_bad_parameters_are_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(DetangleError, match=f"holes: {name} is"):
        holes(**{name: value})


def test_the_disk_is_filled_evenly() -> None:
    # One hole of the largest radius at the centre: the squared radius is uniform in [1/36, 1].
    data = holes(seed=4, n_neg=20_000, n_hole=1, r_hole=1 / 6)
    x, y = data.points[data.labels == 0].T.astype(np.float64)
    assert kstest(x**2 + y**2, "uniform", args=(1 / 36, 35 / 36)).pvalue > 0.01
    assert kstest(np.arctan2(y, x), "uniform", args=(-np.pi, 2 * np.pi)).pvalue > 0.01


def test_the_disk_is_filled_evenly_around_nine_holes() -> None:
    data = holes(seed=1, n_neg=40_000, r_hole=0.15)
    x, y = data.points[data.labels == 0].T.astype(np.float64)
    # Each eighth of a turn, and the three rings within, around and outside the circle of holes.
    eighth = np.floor((np.arctan2(y, x) + np.pi / 8) / (np.pi / 4)).astype(int) % 8
    ring = np.digitize(np.hypot(x, y), [0.35, 0.65])
    counts = np.bincount(8 * ring + eighth, minlength=24)
    hole = math.pi * 0.15**2
    areas = [
        math.pi * 0.35**2 - hole,
        math.pi * (0.65**2 - 0.35**2) - 8 * hole,
        math.pi * (1 - 0.65**2),
    ]
    expected = np.repeat(areas, 8) / 8
    expected *= counts.sum() / expected.sum()
    assert chisquare(counts, expected).pvalue > 0.01


def test_the_small_disks_are_filled_evenly() -> None:
    data = holes(seed=2, n_pos=20_000, n_hole=1, r_pos=0.05)
    x, y = data.points[data.labels == 1].T.astype(np.float64)
    assert kstest((x**2 + y**2) / 0.05**2, "uniform").pvalue > 0.01
    assert kstest(np.arctan2(y, x), "uniform", args=(-np.pi, 2 * np.pi)).pvalue > 0.01
