"""Small real data are scikit-learn's, whole or in part."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine

from detangle import datasets
from detangle.datasets import digits

TABLE = load_digits()
LOADERS = {"iris": load_iris, "wine": load_wine, "breast_cancer": load_breast_cancer}


@pytest.mark.parametrize("name", list(LOADERS))
def test_the_whole_table(name: str) -> None:
    points, labels = LOADERS[name](return_X_y=True)
    data = datasets.make(name)
    np.testing.assert_array_equal(data.points, points.astype(np.float32))
    np.testing.assert_array_equal(data.labels, labels)
    assert data.name == name
    assert data.class_names == tuple(map(str, LOADERS[name]().target_names))
    assert data.columns["index"].tolist() == list(range(len(points)))


def test_some_features_and_classes() -> None:
    points, labels = load_iris(return_X_y=True)
    chosen: dict[str, Any] = {
        "features": ("petal width", "sepal length"),
        "classes": ["virginica", "versicolor"],
    }
    data = datasets.make("iris", chosen)
    rows = np.flatnonzero(labels > 0)
    np.testing.assert_array_equal(data.points, points[rows][:, [3, 0]].astype(np.float32))
    np.testing.assert_array_equal(data.labels, 2 - labels[rows])
    np.testing.assert_array_equal(data.columns["index"], rows)
    assert data.class_names == ("virginica", "versicolor")
    assert datasets.make("wine", {"features": ("hue",)}).points.shape == (178, 1)


@pytest.mark.parametrize("classes", [(5, 9), (9, 5), tuple(range(10))])
def test_they_are_the_rows_of_scikit_learns_table(classes: tuple[int, ...]) -> None:
    data = digits(classes=classes)
    index = data.frame["index"].to_numpy()
    assert data.class_names == tuple(map(str, classes))
    assert (np.diff(index) > 0).all()
    assert len(data) == sum(int((TABLE.target == int(name)).sum()) for name in data.class_names)
    names = np.array(data.class_names)[data.labels]
    assert names.astype(int).tolist() == TABLE.target[index].tolist()
    np.testing.assert_array_equal(data.points, TABLE.data[index] / 16)
    assert (data.points.min(), data.points.max(), data.dimension) == (0, 1, 64)


@given(st.integers(0, 99), st.integers(3, 60))
def test_some_of_them_are_shared_evenly(seed: int, count: int) -> None:
    data = digits(seed=seed, n_points=count, classes=(3, 7, 8))
    index = data.frame["index"].to_numpy()
    sizes = np.bincount(data.labels)
    assert sizes.sum() == count
    assert sizes.max() - sizes.min() <= 1
    assert len(set(index)) == count
    np.testing.assert_array_equal(data.points, TABLE.data[index] / 16)
