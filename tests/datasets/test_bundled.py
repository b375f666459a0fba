"""Small real tables are scikit-learn's, whole or in part."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_iris, load_wine

from detangle import DetangleError, datasets

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


@pytest.mark.parametrize(
    ("name", "parameters", "what"),
    [
        (
            "iris",
            {"features": ("petal lenght",)},
            "features has no 'petal lenght': did you mean 'pe",
        ),
        (
            "iris",
            {"classes": ("setosa",)},
            r"classes is \('setosa',\); it must name at least 2, each once",
        ),
        ("iris", {"classes": ("setosa", "setosa")}, "each once"),
        ("wine", {"features": ("hue", "hue")}, "each once"),
        ("breast_cancer", {"classes": ("benign", "bad")}, "classes has no 'bad'"),
        ("wine", {"features": (1,)}, "features has no 1"),
        ("wine", {"features": "hue"}, "features is 'hue'; it must be a list"),
        ("breast_cancer", {"seed": 1}, "no parameter 'seed'"),
    ],
)
def test_what_is_not_there_is_refused(name: str, parameters: dict[str, Any], what: str) -> None:
    with pytest.raises(DetangleError, match=what):
        datasets.make(name, parameters)
