"""Real handwritten digits: small gray images, which scikit-learn brings along."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detangle.datasets.checks import at_least
from detangle.datasets.dataset import Dataset
from detangle.errors import DetangleError

WHITE = 16
"""The table's largest gray value: how many of a pixel's 4 x 4 scanned dots had ink."""


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
    at_least("digits", 0, n_points=n_points)
    _check_digits(classes)
    images, digit = _table()
    rows = [np.flatnonzero(digit == value) for value in classes]
    if n_points:
        rows = _sampled(rows, classes, n_points, seed)
    index = np.sort(np.concatenate(rows))
    labels = np.array([classes.index(value) for value in digit[index]], dtype=np.int64)
    points = (images[index] / WHITE).astype(np.float32)
    return Dataset("digits", points, labels, tuple(map(str, classes)), {"index": index})


def _check_digits(classes: tuple[int, ...]) -> None:
    known = all(type(digit) is int and 0 <= digit <= 9 for digit in classes)
    if not known or len(set(classes)) < max(len(classes), 2):
        raise DetangleError(
            f"digits: classes is {classes!r}; it must be at least two different digits, such as "
            "(5, 9)"
        )


def _table() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Read all images (1797, 64), from 0 to `WHITE`, and which digits they are (1797,)."""
    from sklearn.datasets import load_digits  # slow to import, and only this dataset needs it

    images, digit = load_digits(return_X_y=True)
    return images, digit


def _sampled(
    rows: list[NDArray[np.int64]], classes: tuple[int, ...], n_points: int, seed: int
) -> list[NDArray[np.int64]]:
    """Draw some of the rows of each class, without putting back."""
    if n_points < len(rows):
        raise DetangleError(
            f"digits: n_points is {n_points}; it must be 0 for all images, or at least "
            f"{len(rows)}, one a class"
        )
    rng = np.random.default_rng(seed)
    drawn = []
    for k, (digit, own) in enumerate(zip(classes, rows, strict=True)):
        count = n_points // len(rows) + (k < n_points % len(rows))
        if count > len(own):
            raise DetangleError(
                f"digits: n_points is {n_points}, which takes {count} images of the digit "
                f"{digit}; there are {len(own)}"
            )
        drawn.append(rng.choice(own, count, replace=False))
    return drawn
