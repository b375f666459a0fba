"""Small real data that scikit-learn brings along: three tables, and handwritten digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from detangle._typing import IntArray
from detangle.datasets.dataset import Dataset, at_least
from detangle.datasets.registry import generator
from detangle.errors import DetangleError, nearest

Names = tuple[str, ...]

WHITE = 16
"""The largest gray value of `load_digits`: how many of a pixel's 4 x 4 scanned dots had ink."""


@generator
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


@generator
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


@generator
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


@generator
def digits(*, seed: int = 0, n_points: int = 0, classes: tuple[int, ...] = (5, 9)) -> Dataset:
    """Take images of some of the ten digits; an image is one point of 64 pixels.

    The images are the 1797 of `sklearn.datasets.load_digits`, the test set of E. Alpaydin and
    C. Kaynak, *Optical Recognition of Handwritten Digits* (UCI, 1998, CC BY 4.0). A point's
    coordinates are its pixels from 0 (paper) to 1 (ink), row by row from the top left. The column
    `index` says where in scikit-learn's table an image stands.

    Parameters
    ----------
    seed
        Seed of the choice of images; without effect where all are taken.
    n_points
        Images in all, shared evenly: the first classes get the odd ones. 0 takes all there are.
    classes
        The digits, 2 to 10 different ones; the first one is class 0.
    """
    from sklearn.datasets import load_digits  # slow to import, and only this dataset needs it

    at_least(0, n_points=n_points)
    _check_digits(classes)
    images, digit = load_digits(return_X_y=True)
    rows = [np.flatnonzero(digit == value) for value in classes]
    if n_points:
        rows = _sampled(rows, classes, n_points, seed)
    index = np.sort(np.concatenate(rows))
    labels = np.array([classes.index(value) for value in digit[index]], dtype=np.int64)
    points = (images[index] / WHITE).astype(np.float32)
    return Dataset("digits", points, labels, tuple(map(str, classes)), {"index": index})


def _chosen(name: str, load: Callable[[], Any], features: Names, classes: Names) -> Dataset:
    bunch = load()
    measures = [str(measure).removesuffix(" (cm)") for measure in bunch.feature_names]
    kinds = [str(kind) for kind in bunch.target_names]
    columns = _places("features", features, measures, 1)
    wanted = _places("classes", classes, kinds, 2)
    index = np.flatnonzero(np.isin(bunch.target, wanted))
    labels = np.array([wanted.index(kind) for kind in bunch.target[index]], dtype=np.int64)
    points = bunch.data[np.ix_(index, np.array(columns))].astype(np.float32)
    names = tuple(kinds[kind] for kind in wanted)
    return Dataset(name, points, labels, names, {"index": index})


def _places(what: str, chosen: Names, known: Sequence[str], least: int) -> list[int]:
    """Say where in the table the chosen names are; none chooses all."""
    for word in chosen:
        if word not in known:
            raise DetangleError(f"{what} has no {word!r}: {nearest(str(word), known)}")
    if chosen and len(set(chosen)) < max(len(chosen), least):
        raise DetangleError(f"{what} is {chosen!r}; it must name at least {least}, each once")
    return [known.index(word) for word in chosen or known]


def _check_digits(classes: tuple[int, ...]) -> None:
    known = all(type(digit) is int and 0 <= digit <= 9 for digit in classes)
    if not known or len(set(classes)) < max(len(classes), 2):
        raise DetangleError(
            f"classes is {classes!r}; it must be at least two different digits, such as (5, 9)"
        )


def _sampled(
    rows: list[IntArray], classes: tuple[int, ...], n_points: int, seed: int
) -> list[IntArray]:
    """Draw some of the rows of each class, without putting back."""
    if n_points < len(rows):
        raise DetangleError(
            f"n_points is {n_points}; it must be 0 for all images, or at least "
            f"{len(rows)}, one a class"
        )
    rng = np.random.default_rng(seed)
    drawn = []
    for k, (digit, own) in enumerate(zip(classes, rows, strict=True)):
        count = n_points // len(rows) + (k < n_points % len(rows))
        if count > len(own):
            raise DetangleError(
                f"n_points is {n_points}, which takes {count} images of the digit "
                f"{digit}; there are {len(own)}"
            )
        drawn.append(rng.choice(own, count, replace=False))
    return drawn
