"""Digits are scikit-learn's, and their variations are what their names say."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.ndimage import rotate
from sklearn.datasets import load_digits

from detangle import DetangleError, datasets
from detangle.datasets import digits
from detangle.datasets.images import shifted, thickened, turned, varied

Array = NDArray[np.float64]
TABLE = load_digits()

IMAGES = arrays(np.float64, (8, 8), elements=st.floats(0, 1))


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


@pytest.mark.parametrize(
    ("parameters", "what"),
    [
        ({"classes": (5,)}, r"classes is \(5,\); it must be at least two different digits"),
        ({"classes": ()}, r"classes is \(\)"),
        ({"classes": (5, 5)}, r"classes is \(5, 5\)"),
        ({"classes": (5, 10)}, r"classes is \(5, 10\)"),
        ({"classes": [5, "9"]}, r"classes is \(5, '9'\)"),
        ({"classes": (True, 9)}, r"classes is \(True, 9\)"),
        ({"classes": "5 9"}, "classes is '5 9'; it must be a list"),
        ({"classes": 59}, "classes is 59; it must be a list"),
        ({"n_points": -1}, "n_points is -1"),
        ({"n_points": 1}, "n_points is 1; it must be 0 for all images, or at least 2"),
        ({"n_points": 400}, "takes 200 images of the digit 5; there are 182"),
    ],
)
def test_what_cannot_be_drawn_is_refused(parameters: dict[str, Any], what: str) -> None:
    with pytest.raises(DetangleError, match=what):
        datasets.make("digits", parameters)


@given(IMAGES)
def test_nothing_changes_by_an_amount_of_nothing(image: Array) -> None:
    for same in (shifted(image, 0), turned(image, 0), thickened(image, 0), varied(image)):
        np.testing.assert_allclose(same, image, atol=1e-9)


@given(IMAGES, st.integers(-3, 3), st.integers(-3, 3))
def test_whole_pixels_are_shifted_as_they_are(image: Array, right: int, down: int) -> None:
    moved = np.zeros((8, 8))
    for row, column in itertools.product(range(8), range(8)):
        if 0 <= row + down < 8 and 0 <= column + right < 8:
            moved[row + down, column + right] = image[row, column]
    np.testing.assert_allclose(shifted(image, right, down), moved, atol=1e-6)


@given(IMAGES, st.sampled_from([90, 180, 270, -90]))
def test_quarter_turns_are_exact_and_counter_clockwise(image: Array, degrees: int) -> None:
    np.testing.assert_allclose(turned(image, degrees), np.rot90(image, degrees // 90), atol=1e-6)


def test_other_turns_are_scipys() -> None:
    image = TABLE.images[5] / 16
    expected = rotate(image, 25, reshape=False, order=3, mode="grid-constant")
    np.testing.assert_allclose(turned(image, 25), np.clip(expected, 0, 1), atol=1e-9)


@given(IMAGES, st.floats(0, 1))
def test_a_thicker_pen_adds_ink_and_a_thinner_one_takes_it(image: Array, amount: float) -> None:
    framed = np.pad(image, 1)
    near = [np.roll(framed, shift, axis)[1:-1, 1:-1] for axis in (0, 1) for shift in (-1, 1)]
    most, least = np.max([image, *near], axis=0), np.min([image, *near], axis=0)
    np.testing.assert_allclose(
        thickened(image, amount), image + amount * (most - image), atol=1e-12
    )
    np.testing.assert_allclose(
        thickened(image, -amount), image + amount * (least - image), atol=1e-12
    )


@pytest.mark.parametrize(
    "vary", [shifted, lambda i, t: turned(i, 30 * t), lambda i, t: thickened(i, t / 3)]
)
def test_a_sweep_is_a_curve_without_jumps(vary: object) -> None:
    image = TABLE.images[9] / 16
    sweep = np.array([vary(image, t) for t in np.linspace(-3, 3, 601)])  # type: ignore[operator]
    assert np.abs(np.diff(sweep, axis=0)).max() < 0.03
    assert 0 <= sweep.min() <= sweep.max() <= 1


def test_images_that_are_none_are_refused() -> None:
    with pytest.raises(DetangleError, match="must be"):
        shifted(np.zeros(64), 1)
    with pytest.raises(DetangleError, match="finite"):
        turned(np.full((8, 8), np.nan), 1)
    with pytest.raises(DetangleError, match="from -1 to 1"):
        thickened(np.zeros((8, 8)), 1.5)
