"""Where the points of a wide layer are drawn at any step of a training."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from detangle import Trajectory, from_arrays
from detangle.analysis.projected import ProjectedLayer, project_layers

Array = NDArray[np.float64]
STEPS = [0, 4, 6, 20]


def run_of(widths: tuple[int, ...] = (5, 7), features: int = 3) -> Trajectory:
    rng = np.random.default_rng(1)
    points = rng.normal(size=(30, features))
    layers = []
    for width in widths:
        base, drift = rng.normal(size=(2, features, width))
        layers.append(np.stack([np.tanh(points @ (base + 0.03 * s * drift)) for s in STEPS]))
    return from_arrays(
        points=points, labels=np.arange(30) % 2, layers=layers, steps=STEPS,
        loss=np.ones(4), accuracy=np.ones(4),
    )  # fmt: skip


def test_the_last_picture_is_the_one_of_the_layers_film() -> None:
    run = run_of()
    found = project_layers(run, range(3))
    assert [layer.layer for layer in found] == [0, 1, 2]
    for k, layer in enumerate(found):
        plain = PCA(2).fit(run.layer_at(k).astype(np.float64))
        share = plain.explained_variance_ratio_.sum()
        assert layer.explained_at(20) == pytest.approx(share, abs=1e-6)
        gaps = np.linalg.norm(np.diff(layer.pictures[-1], axis=0), axis=1)
        expected = np.linalg.norm(np.diff(plain.transform(run.layer_at(k)), axis=0), axis=1)
        np.testing.assert_allclose(gaps, expected, atol=1e-5)


def test_each_picture_is_nearest_to_the_one_after_it() -> None:
    """No turn of it within its plane would be nearer: ZᵀY is symmetric and not negative."""
    (layer,) = project_layers(run_of(), range(2, 3))
    for before, after in zip(layer.pictures, layer.pictures[1:], strict=False):
        both = before.T @ after
        np.testing.assert_allclose(both, both.T, atol=1e-8)
        assert np.linalg.eigvalsh(both)[0] > -1e-9


def test_between_two_records_the_points_go_straight() -> None:
    (layer,) = project_layers(run_of(), range(1, 2))
    np.testing.assert_array_equal(layer.coordinates_at(4), layer.pictures[1])
    np.testing.assert_allclose(layer.coordinates_at(5), layer.pictures[1:3].mean(axis=0))
    expected = 0.25 * layer.pictures[2] + 0.75 * layer.pictures[3]
    np.testing.assert_allclose(layer.coordinates_at(16.5), expected)
    for step, record in ((-1, 0), (0, 0), (20, 3), (99, 3)):
        np.testing.assert_array_equal(layer.coordinates_at(step), layer.pictures[record])
    assert layer.explained_at(12) == layer.explained[2]


def test_the_quickest_point_says_how_far_an_interval_goes() -> None:
    pictures = np.zeros((3, 2, 2))
    pictures[1, 1], pictures[2, 0] = (3, 4), (0, 1)
    layer = ProjectedLayer(1, np.array([0, 1, 2]), pictures, np.ones(3))
    assert layer.moved.tolist() == [5.0, 5.0]


@pytest.mark.parametrize("features", [1, 2, 3, 9])
def test_the_input_stands_still(features: int) -> None:
    run = run_of(features=features)
    (layer,) = project_layers(run, range(1))
    assert layer.moved.max() < 1e-9
    if features == 2:  # a plane is drawn as it lies
        centred = run.points - run.points.mean(axis=0)
        np.testing.assert_allclose(layer.pictures[0], centred, atol=1e-6)
