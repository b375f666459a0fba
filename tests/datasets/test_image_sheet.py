"""The sheet of an image's variations: where each lies, and the lines through them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

from detangle.datasets.image_sheet import SMOOTH, ImageSheet
from detangle.datasets.images import shifted, thickened, turned

Array = NDArray[np.float64]


@pytest.fixture(scope="module")
def sheet() -> ImageSheet:
    image = load_digits().images[5] / 16
    return ImageSheet(image, np.linspace(-1, 1, 5), np.linspace(-20, 20, 3))


def test_each_image_is_turned_and_then_shifted(sheet: ImageSheet) -> None:
    points = sheet.points.reshape(3, 5, 8, 8)
    for i, angle in enumerate([-20, 0, 20]):
        for j, shift in enumerate([-1, -0.5, 0, 0.5, 1]):
            expected = shifted(turned(sheet.image, angle), shift)
            np.testing.assert_array_equal(points[i, j], expected)
            assert sheet.places[5 * i + j].tolist() == [shift, angle]
    np.testing.assert_allclose(points[1, 2], sheet.image, atol=1e-12)


def test_it_is_made_evenly_to_both_sides() -> None:
    made = ImageSheet.around(np.zeros((8, 8)), 1.5, 30.0, 7)
    np.testing.assert_allclose(made.shifts, [-1.5, -1, -0.5, 0, 0.5, 1, 1.5])
    np.testing.assert_allclose(made.angles, [-30, -20, -10, 0, 10, 20, 30])


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


def test_a_pen_writes_every_image_anew(sheet: ImageSheet) -> None:
    written = sheet.written(sheet.points, 0.4)
    for point, image in zip(written, sheet.points, strict=True):
        np.testing.assert_array_equal(point, thickened(image.reshape(8, 8), 0.4).ravel())
