"""What the sampler of the disk with holes drew and dropped; the datasets are those of before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from detangle import PRESETS, datasets
from detangle.datasets.disks import HolesDraw, draw_holes

DIGESTS: tuple[tuple[str, Mapping[str, Any], str], ...] = (
    ("holes", {}, "61f7fd3efec4b162ad769ffaab7551c6291ffc84f79c1a95b81e75d253d9c9ab"),
    (
        "holes",
        {"seed": 3, "n_neg": 7, "n_pos": 5, "n_hole": 1, "r_hole": 1 / 6},
        "61d05435ace21f37bb71b7eede1c7627d2b47e6620107ab2a60462e4a8b584fb",
    ),
    (
        "holes",
        {"seed": 8, "n_neg": 2000, "n_pos": 2000, "r_hole": 0.15},
        "4b99829a8d308ce61362db8c90cf25f7c80b5f371b29c2bd8f0505063cf70412",
    ),
    (
        "holes",
        {"seed": 1, "n_hole": 4, "allow_center": False, "r": 2.0},
        "a74bf72029ec2d42e5e52e1dd971b1fddb0596461a59da2fd9a5ff14c614da05",
    ),
    ("line_segments", {}, "b8d5b58e1dadbb4113925204a81c5751520854bad82c30e1596698f731e73504"),
)
PRESET_DIGESTS = {
    "moons": "ceeaf113ca0d8d54bc99a1472ab1d8de76fca296939ed31c9195a4bd5546edc9",
    "spirals": "6f4521e321d240573c0dc2c5de2b260c47bfaf9c307c3d8e400feacad71940c1",
    "circles": "8b4574ff587633c1e2fae0081ef8db7cd606f56a9e1fccea1fc2b49768748c55",
    "holes": "a38bdeaea286e003c3c1163b91837dd49e4d50c177abc74b01c86a537c9a1be4",
    "notebook": "35a0b9b86046c601c039d3e077c72b44d5d96baf5017dea8f8ca4d364173c1bb",
}


def drawn_with(**changed: Any) -> tuple[dict[str, Any], HolesDraw]:
    """Complete parameters of `holes`, and what was drawn with them."""
    parameters = datasets.complete("holes", changed)
    values: dict[str, Any] = dict(parameters)
    return values, draw_holes(**values)


@st.composite
def draws(draw: st.DrawFn) -> tuple[dict[str, Any], HolesDraw]:
    return drawn_with(
        seed=draw(st.integers(0, 2**32)),
        n_neg=draw(st.integers(1, 300)),
        n_pos=draw(st.integers(1, 40)),
        n_hole=draw(st.integers(1, 9)),
        r_hole=draw(st.floats(0.02, 1 / 6)),
        allow_center=draw(st.booleans()),
    )


def nearest(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance of each point from the nearest centre."""
    return np.asarray(np.min([np.hypot(*(points - centre).T) for centre in centres], axis=0))


@given(draws())
def test_dropped_points_lie_in_holes_and_kept_ones_outside(
    made: tuple[dict[str, Any], HolesDraw],
) -> None:
    parameters, draw = made
    assert len(draw.negatives) + len(draw.dropped) == len(draw.drawn) == len(draw.kept)
    assert len(draw.negatives) == parameters["n_neg"]
    assert (nearest(draw.negatives, draw.centres) > parameters["r_hole"] * (1 - 1e-12)).all()
    assert (nearest(draw.dropped, draw.centres) <= parameters["r_hole"] * (1 + 1e-12)).all()
    assert np.hypot(*draw.drawn.T).max() <= parameters["r"] * (1 + 1e-12)
    assert draw.kept[-1]  # it ends as soon as there are enough


@given(draws())
def test_the_dataset_is_what_was_kept_in_the_order_of_drawing(
    made: tuple[dict[str, Any], HolesDraw],
) -> None:
    parameters, draw = made
    data = datasets.holes(**parameters)
    expected = np.concatenate([draw.drawn[draw.kept], draw.positives]).astype(np.float32)
    np.testing.assert_array_equal(data.points, expected)
    np.testing.assert_array_equal(data.columns["hole"][parameters["n_neg"] :], draw.hole)


def test_the_order_is_that_of_the_random_numbers() -> None:
    """The first round asks for all, each later one for what is still missing, by hand."""
    parameters, draw = drawn_with(seed=11, n_neg=400, r_hole=0.16)
    rng, drawn, missing = np.random.default_rng(11), list[tuple[float, float]](), 400
    while missing:
        for share, turn in zip(rng.random(missing), rng.random(missing), strict=True):
            radius, angle = np.sqrt(share), 2 * np.pi * turn
            drawn.append((radius * np.cos(angle), radius * np.sin(angle)))
        outside = nearest(np.array(drawn), draw.centres) > parameters["r_hole"]
        missing = 400 - int(outside.sum())
    np.testing.assert_allclose(draw.drawn, drawn, atol=1e-15)
    np.testing.assert_array_equal(draw.kept, outside)


@pytest.mark.parametrize(("name", "parameters", "digest"), DIGESTS)
def test_generators_make_the_points_of_before(
    name: str, parameters: Mapping[str, Any], digest: str
) -> None:
    assert datasets.make(name, parameters).digest == digest


@pytest.mark.parametrize(("name", "digest"), PRESET_DIGESTS.items())
def test_presets_have_the_points_of_before(name: str, digest: str) -> None:
    recipe = PRESETS[name].recipe
    assert datasets.make(recipe.dataset, recipe.dataset_parameters).digest == digest
