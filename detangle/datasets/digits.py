"""Real handwritten digits: small gray images, which scikit-learn brings along."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detangle.datasets.checks import at_least
from detangle.datasets.dataset import Dataset
from detangle.errors import DetangleError

WHITE = 16
"""The table's largest gray value: how many of a pixel's 4 x 4 scanned dots had ink."""


def digits(*, seed: int = 0, n_points: int = 0, classes: str = "5 9") -> Dataset:
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
        The digits, 2 to 10 of them, with spaces between them; class 0 is the first.
    """
    at_least("digits", 0, n_points=n_points)
    chosen = _digits_in(classes)
    images, digit = _table()
    rows = [np.flatnonzero(digit == value) for value in chosen]
    if n_points:
        rows = _sampled(rows, chosen, n_points, seed)
    index = np.sort(np.concatenate(rows))
    labels = np.array([chosen.index(value) for value in digit[index]], dtype=np.int64)
    points = (images[index] / WHITE).astype(np.float32)
    return Dataset("digits", points, labels, tuple(map(str, chosen)), {"index": index})


def _digits_in(classes: str) -> list[int]:
    """Read the digits that are asked for."""
    words = classes.split() if isinstance(classes, str) else []
    good = all(len(word) == 1 and word in "0123456789" for word in words)
    if not good or len(words) < 2 or len(set(words)) < len(words):
        raise DetangleError(
            f"digits: classes is {classes!r}; it must be at least two different digits with "
            "spaces between them, such as '5 9'"
        )
    return [int(word) for word in words]


def _table() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Read all images (1797, 64), from 0 to `WHITE`, and which digits they are (1797,)."""
    from sklearn.datasets import load_digits  # slow to import, and only this dataset needs it

    images, digit = load_digits(return_X_y=True)
    return images, digit


def _sampled(
    rows: list[NDArray[np.int64]], chosen: list[int], n_points: int, seed: int
) -> list[NDArray[np.int64]]:
    """Draw some of the rows of each class, without putting back."""
    if n_points < len(rows):
        raise DetangleError(
            f"digits: n_points is {n_points}; it must be 0 for all images, or at least "
            f"{len(rows)}, one a class"
        )
    rng = np.random.default_rng(seed)
    drawn = []
    for k, (digit, own) in enumerate(zip(chosen, rows, strict=True)):
        count = n_points // len(rows) + (k < n_points % len(rows))
        if count > len(own):
            raise DetangleError(
                f"digits: n_points is {n_points}, which takes {count} images of the digit "
                f"{digit}; there are {len(own)}"
            )
        drawn.append(rng.choice(own, count, replace=False))
    return drawn
