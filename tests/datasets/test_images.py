"""Variations of images are what their names say, and a sheet holds them where it says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import map_coordinates
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

from detangle import DetangleError
from detangle._typing import FloatArray
from detangle.datasets.images import SMOOTH, ImageSheet, shifted, thickened, turned

TABLE = load_digits()

IMAGES = arrays(np.float64, (8, 8), elements=st.floats(0, 1))


@given(IMAGES, st.integers(-3, 3), st.integers(-3, 3))
def test_whole_pixels_are_shifted_as_they_are(image: FloatArray, right: int, down: int) -> None:
    moved = np.zeros((8, 8))
    for row, column in itertools.product(range(8), range(8)):
        if 0 <= row + down < 8 and 0 <= column + right < 8:
            moved[row + down, column + right] = image[row, column]
    np.testing.assert_allclose(shifted(image, right, down), moved, atol=1e-6)


@given(IMAGES, st.sampled_from([0, 90, 180, 270, -90]))
def test_quarter_turns_are_exact_and_counter_clockwise(image: FloatArray, degrees: int) -> None:
    np.testing.assert_allclose(turned(image, degrees), np.rot90(image, degrees // 90), atol=1e-6)


def test_other_turns_take_each_pixel_from_where_it_was() -> None:
    image, angle = TABLE.images[5] / 16, np.radians(25)
    y, x = 3.5 - np.arange(8)[:, None], np.arange(8) - 3.5  # from the middle, up and right
    was_x, was_y = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    places = np.array([3.5 - was_y, was_x + 3.5])
    expected = map_coordinates(image, places, order=3, mode="grid-constant")
    np.testing.assert_allclose(turned(image, 25), np.clip(expected, 0, 1), atol=1e-9)


@given(IMAGES, st.floats(0, 1))
def test_a_thicker_pen_adds_ink_and_a_thinner_one_takes_it(
    image: FloatArray, amount: float
) -> None:
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


@pytest.fixture(scope="module")
def sheet() -> ImageSheet:
    return ImageSheet(TABLE.images[5] / 16, np.linspace(-1, 1, 5), np.linspace(-20, 20, 3))


def test_each_image_is_turned_and_then_shifted(sheet: ImageSheet) -> None:
    points = sheet.points.reshape(3, 5, 8, 8)
    for i, angle in enumerate([-20, 0, 20]):
        for j, shift in enumerate([-1, -0.5, 0, 0.5, 1]):
            expected = shifted(turned(sheet.image, angle), shift)
            np.testing.assert_array_equal(points[i, j], expected)
            assert sheet.places[5 * i + j].tolist() == [shift, angle]
    written = sheet.written(sheet.points, 0.4).reshape(3, 5, 8, 8)
    np.testing.assert_array_equal(written[1, 4], thickened(points[1, 4], 0.4))


def test_its_plane_is_pcas_with_shifts_to_the_right_and_turns_upwards(sheet: ImageSheet) -> None:
    assert sheet.projection.explained == pytest.approx(
        PCA(2).fit(sheet.points).explained_variance_ratio_.sum()
    )
    middle = sheet.projection.place(sheet.points).reshape(3, 5, 2)
    across, up = middle[1, -1] - middle[1, 0], middle[-1, 2] - middle[0, 2]
    assert across[0] > 3 * abs(across[1])
    assert up[1] > 3 * abs(up[0])


def test_its_lines_lead_through_all_images(sheet: ImageSheet) -> None:
    lines = np.split(sheet.lines.vertices, np.cumsum(sheet.lines.lengths)[:-1])
    points = sheet.points.reshape(3, 5, 64)
    assert len(lines) == 3 + 5
    for row, line in zip(points, lines, strict=False):
        np.testing.assert_allclose(line[::SMOOTH], row, atol=1e-12)
    for column, line in zip(points.transpose(1, 0, 2), lines[3:], strict=True):
        np.testing.assert_allclose(line[::SMOOTH], column, atol=1e-12)
    steps = [np.abs(np.diff(line, axis=0)).max() for line in lines]
    assert max(steps) < 0.2
