"""Wide layers are shown as PCA shows them, and nothing flips or jumps between two pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.linalg import orthogonal_procrustes
from scipy.stats import ortho_group
from sklearn.decomposition import PCA

from detangle._typing import FloatArray
from detangle.errors import DetangleError
from detangle.geometry.projection import Projection, aligned

SEEDS = st.integers(0, 10_000)


def cloud(seed: int, count: int = 40, width: int = 6) -> FloatArray:
    """Points whose variances along the main directions are well apart."""
    rng = np.random.default_rng(seed)
    axes: FloatArray = ortho_group.rvs(width, random_state=rng)
    return rng.normal(size=(count, width)) * 3.0 ** -np.arange(width) @ axes + rng.normal(
        size=width
    )


@given(SEEDS, st.integers(1, 3))
def test_it_is_scikit_learns_pca(seed: int, dimension: int) -> None:
    points = cloud(seed)
    found, pca = Projection.of(points, dimension), PCA(dimension).fit(points)
    np.testing.assert_allclose(found.ratio, pca.explained_variance_ratio_, atol=1e-9)
    np.testing.assert_allclose(found.place(points), pca.transform(points), atol=1e-9)
    assert found.explained == pytest.approx(pca.explained_variance_ratio_.sum())


@given(SEEDS, SEEDS, st.integers(1, 3))
def test_it_is_turned_as_scipy_turns(seed: int, other: int, dimension: int) -> None:
    points, target = cloud(seed), cloud(other, width=dimension)
    plain = PCA(dimension).fit_transform(points)
    turn, _ = orthogonal_procrustes(plain, target - target.mean(axis=0))
    fitted = Projection.of(points, dimension, like=target)
    np.testing.assert_allclose(fitted.place(points), plain @ turn, atol=1e-8)
    fractions = (plain @ turn).var(axis=0) / points.var(axis=0).sum()
    np.testing.assert_allclose(fitted.ratio, fractions, atol=1e-9)


@given(SEEDS, SEEDS)
def test_the_picture_does_not_depend_on_how_the_layer_is_turned(seed: int, other: int) -> None:
    before, layer = cloud(seed), cloud(other, width=5)
    turned = layer @ ortho_group.rvs(5, random_state=seed) + 7.0
    one, two = aligned([before, layer]), aligned([before, turned, layer, -layer])
    for found, points in zip(two[1:], (turned, layer, -layer), strict=True):
        np.testing.assert_allclose(found.place(points), one[1].place(layer), atol=1e-8)
        np.testing.assert_allclose(found.ratio, one[1].ratio, atol=1e-9)


@given(
    SEEDS, arrays(np.float64, 6, elements=st.floats(-2, 2)).filter(lambda n: np.abs(n).max() > 0.1)
)
def test_a_hyperplane_faced_is_a_vertical_line(seed: int, normal: FloatArray) -> None:
    points = cloud(seed)
    found = Projection.facing(points, normal)
    np.testing.assert_allclose(found.components @ found.components.T, np.eye(2), atol=1e-12)
    offset = float(normal @ points[0])
    value = points @ normal - offset
    distance = value / np.linalg.norm(normal)
    drawn = found.place(points)[:, 0] - found.cut(normal, -offset)
    np.testing.assert_allclose(drawn, distance, atol=1e-9)
    rest = points - np.outer(points @ normal, normal) / (normal @ normal)
    assert found.ratio[1] * points.var(axis=0).sum() == pytest.approx(
        PCA(1).fit(rest).explained_variance_[0] * (len(points) - 1) / len(points)
    )


@given(SEEDS, st.sampled_from([1.0, -1.0]), st.sampled_from([1.0, -1.0]))
def test_facing_keeps_left_and_right_where_they_are(seed: int, first: float, second: float) -> None:
    points = cloud(seed)
    normal = np.arange(1.0, 7.0)
    plain = Projection.facing(points, normal)
    shown = plain.place(points) * [first, second]
    mirrored = Projection.facing(points, normal, like=shown)
    np.testing.assert_allclose(mirrored.place(points), shown, atol=1e-9)
    assert mirrored.cut(normal, 2.0) == pytest.approx(first * plain.cut(normal, 2.0))
    np.testing.assert_allclose(mirrored.ratio, plain.ratio)


@pytest.mark.parametrize("normal", [[3.0, 0.0], [2.0]])
def test_facing_the_only_direction_there_is(normal: list[float]) -> None:
    points = np.array([[0.0, 1.0], [2.0, 1.0], [5.0, 1.0]])[:, : len(normal)]
    found = Projection.facing(points, normal)
    expected = np.column_stack([points[:, 0] - 7 / 3, np.zeros(3)])
    np.testing.assert_allclose(found.place(points), expected, atol=1e-12)
    assert found.ratio.tolist() == pytest.approx([1.0, 0.0])
    assert found.cut(normal, -normal[0]) == pytest.approx(1 - 7 / 3)


@pytest.mark.parametrize(
    ("points", "dimension", "words"),
    [
        (np.zeros(4), 2, "points have shape"),
        (np.zeros((0, 4)), 2, "points have shape"),
        (np.zeros((4, 0)), 2, "points have shape"),
        (np.zeros((4, 4)), 4, "dimension is 4"),
        (np.full((4, 4), np.nan), 2, "finite"),
    ],
)
def test_what_cannot_be_projected_is_refused(points: Any, dimension: int, words: str) -> None:
    with pytest.raises(DetangleError, match=words):
        Projection.of(points, dimension)


@given(SEEDS, st.integers(1, 2), st.integers(2, 3))
def test_a_layer_of_fewer_units_is_drawn_as_it_is(seed: int, width: int, dimension: int) -> None:
    points, target = cloud(seed, width=width), cloud(seed + 1, width=dimension)
    for found in (Projection.of(points, dimension), Projection.of(points, dimension, like=target)):
        assert found.explained == pytest.approx(1.0)
        picture = found.place(points)
        gaps = np.linalg.norm(points[:, None] - points, axis=2)
        np.testing.assert_allclose(np.linalg.norm(picture[:, None] - picture, axis=2), gaps)


def test_a_wide_layer_of_few_points_is_projected_too() -> None:
    points = np.random.default_rng(0).normal(size=(5, 300))
    found = Projection.of(points)
    np.testing.assert_allclose(found.place(points), PCA(2).fit_transform(points), atol=1e-9)
    alone = Projection.of(points[:1])
    assert (alone.explained, alone.place(points[:1]).tolist()) == (0.0, [[0.0, 0.0]])
    assert Projection.of(np.ones((5, 4))).explained == 0.0


@given(SEEDS)
def test_given_directions_are_read_as_they_are(seed: int) -> None:
    points, axes = cloud(seed), ortho_group.rvs(6, random_state=seed)[:2]
    found = Projection.along(points, axes)
    centred = points - points.mean(axis=0)
    np.testing.assert_allclose(found.place(points), centred @ axes.T, atol=1e-12)
    assert found.explained == pytest.approx((centred @ axes.T).var(0).sum() / centred.var(0).sum())


def test_other_shapes_are_refused() -> None:
    points = cloud(0)
    with pytest.raises(DetangleError, match="a row for each point"):
        Projection.of(points, 2, like=np.zeros((3, 2)))
    with pytest.raises(DetangleError, match="normal has shape"):
        Projection.facing(points, np.zeros(6))
