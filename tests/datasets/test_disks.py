"""The disk with holes: where its points lie, in which order they are drawn, what it refuses."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import kstest

from detangle import DetangleError, datasets
from detangle.datasets import holes
from detangle.datasets.disks import draw_holes

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
    draw, data, centres = draw_holes(**p), holes(**p), _centres(p)
    rounding = 1e-9 * p["r"]
    np.testing.assert_allclose(draw.centres, centres, atol=rounding)
    assert np.hypot(*draw.drawn.T).max() <= p["r"] + rounding
    nearest = np.min([np.hypot(*(draw.drawn - centre).T) for centre in centres], axis=0)
    assert (nearest[draw.kept] >= p["r_hole"] - rounding).all()
    assert (nearest[~draw.kept] <= p["r_hole"] + rounding).all()
    assert draw.kept[-1]  # it ends as soon as there are enough
    assert np.hypot(*(draw.positives - centres[draw.hole]).T).max() <= p["r_pos"] + rounding
    each, more = divmod(p["n_pos"], p["n_hole"])
    assert np.bincount(draw.hole, minlength=p["n_hole"]).tolist() == (
        [each + 1] * more + [each] * (p["n_hole"] - more)
    )
    points = np.concatenate([draw.drawn[draw.kept], draw.positives])
    np.testing.assert_array_equal(data.points, points.astype(np.float32))
    assert data.labels.tolist() == [0] * p["n_neg"] + [1] * p["n_pos"]
    assert data.columns["hole"].tolist() == [-1] * p["n_neg"] + draw.hole.tolist()


def test_the_order_is_that_of_the_random_numbers() -> None:
    """The first round asks for all, each later one for what is still missing, by hand."""
    values: Parameters = {**datasets.complete("holes", {"seed": 11, "n_neg": 400, "r_hole": 0.16})}
    draw = draw_holes(**values)
    rng, drawn, missing = np.random.default_rng(11), list[tuple[float, float]](), 400
    while missing:
        for fraction, turn in zip(rng.random(missing), rng.random(missing), strict=True):
            radius, angle = math.sqrt(fraction), 2 * math.pi * turn
            drawn.append((radius * math.cos(angle), radius * math.sin(angle)))
        far = np.linalg.norm(np.array(drawn)[:, None] - draw.centres, axis=2) > 0.16
        missing = 400 - int(far.all(axis=1).sum())
    np.testing.assert_allclose(draw.drawn, drawn, atol=1e-15)
    np.testing.assert_array_equal(draw.kept, far.all(axis=1))


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


def test_small_disks_must_fit() -> None:
    with pytest.raises(DetangleError, match=r"r_pos is 0.2, above r_hole = 0.1"):
        holes(r_pos=0.2)


@pytest.mark.parametrize(
    "p",
    [{"r": 0.6}, {"n_hole": 6, "allow_center": False, "r_hole": 0.125, "r": 0.75}, {"r_pos": 0.1}],
)
def test_what_just_touches_is_not_refused_for_rounding(p: Parameters) -> None:
    holes(**p)


def test_disks_are_filled_evenly() -> None:
    # One hole of the largest radius at the centre: the squared radius is uniform in [1/36, 1].
    data = holes(seed=4, n_neg=20_000, n_pos=20_000, n_hole=1, r_hole=1 / 6, r_pos=0.05)
    for k, least, most in ((0, 1 / 36, 1), (1, 0, 0.05**2)):
        x, y = data.points[data.labels == k].T.astype(np.float64)
        assert kstest(x**2 + y**2, "uniform", args=(least, most - least)).pvalue > 0.01
        assert kstest(np.arctan2(y, x), "uniform", args=(-np.pi, 2 * np.pi)).pvalue > 0.01
