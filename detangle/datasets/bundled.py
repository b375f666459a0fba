"""Small real tables by name, which scikit-learn brings along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from detangle.datasets.dataset import Dataset
from detangle.errors import DetangleError, nearest

Names = tuple[str, ...]


def iris(*, features: tuple[str, ...] = (), classes: tuple[str, ...] = ()) -> Dataset:
    """Take 150 irises of three species, each measured four times, in centimetres.

    R. A. Fisher, *The use of multiple measurements in taxonomic problems* (Annals of Eugenics 7,
    1936), as in `sklearn.datasets.load_iris`. One species stands apart; the other two touch. The
    column `index` says where in scikit-learn's table a flower stands.

    Parameters
    ----------
    features
        Measurements, such as `("petal length", "petal width")`; empty takes all: sepal length,
        sepal width, petal length, petal width.
    classes
        Species, class 0 first; empty takes all: setosa, versicolor, virginica.
    """
    from sklearn.datasets import load_iris  # slow to import, and only this dataset needs it

    return _chosen("iris", load_iris, features, classes)


def wine(*, features: tuple[str, ...] = (), classes: tuple[str, ...] = ()) -> Dataset:
    """Take 178 wines of three cultivars, each with 13 results of a chemical analysis.

    M. Forina and others, *PARVUS* (Institute of Pharmaceutical and Food Analysis, Genoa), as in
    `sklearn.datasets.load_wine`. The results are of very different size: standardise them. The
    column `index` says where in scikit-learn's table a wine stands.

    Parameters
    ----------
    features
        Results, such as `("alcohol", "hue")`; empty takes all.
    classes
        Cultivars, class 0 first; empty takes all: class_0, class_1, class_2.
    """
    from sklearn.datasets import load_wine  # slow to import, and only this dataset needs it

    return _chosen("wine", load_wine, features, classes)


def breast_cancer(*, features: tuple[str, ...] = (), classes: tuple[str, ...] = ()) -> Dataset:
    """Take 569 tumours, malignant or benign, each with 30 measures of its cells' nuclei.

    W. H. Wolberg, W. N. Street and O. L. Mangasarian, *Breast Cancer Wisconsin (Diagnostic)* (UCI
    Machine Learning Repository, 1995), as in `sklearn.datasets.load_breast_cancer`. The
    measures are of very different size: standardise them. The column `index` says where in
    scikit-learn's table a tumour stands.

    Parameters
    ----------
    features
        Measures, such as `("mean radius", "mean texture")`; empty takes all.
    classes
        Diagnoses, class 0 first; empty takes both: malignant, benign.
    """
    from sklearn.datasets import load_breast_cancer  # slow to import, and only needed here

    return _chosen("breast_cancer", load_breast_cancer, features, classes)


def _chosen(name: str, load: Callable[[], Any], features: Names, classes: Names) -> Dataset:
    bunch = load()
    measures = [str(measure).removesuffix(" (cm)") for measure in bunch.feature_names]
    kinds = [str(kind) for kind in bunch.target_names]
    columns = _places(name, "features", features, measures, 1)
    wanted = _places(name, "classes", classes, kinds, 2)
    index = np.flatnonzero(np.isin(bunch.target, wanted))
    labels = np.array([wanted.index(kind) for kind in bunch.target[index]], dtype=np.int64)
    points = bunch.data[np.ix_(index, np.array(columns))].astype(np.float32)
    names = tuple(kinds[kind] for kind in wanted)
    return Dataset(name, points, labels, names, {"index": index})


def _places(name: str, what: str, chosen: Names, known: Sequence[str], least: int) -> list[int]:
    """Say where in the table the chosen names are; none chooses all."""
    for word in chosen:
        if word not in known:
            raise DetangleError(f"{name}: {what} has no {word!r}: {nearest(str(word), known)}")
    if chosen and len(set(chosen)) < max(len(chosen), least):
        raise DetangleError(
            f"{name}: {what} is {chosen!r}; it must name at least {least}, each once"
        )
    return [known.index(word) for word in chosen or known]
