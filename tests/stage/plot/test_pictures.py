"""Small images are drawn as the squares that they are, wherever they lie between the pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Transform, tempconfig
from numpy.typing import NDArray

from detangle.stage import Area, Pictures, PlanePictures, StageCamera, Theme, View
from detangle.stage.paint.kernels.images import draw_image

Array = NDArray[np.float64]

FINE = 16
"""The oracle draws with so many sub-pixels along each side of a pixel."""
GLYPH = np.random.default_rng(1).uniform(size=(3, 4)).round(2)
WHITE, NONE = np.ones(4), np.zeros(4)

SIXTEENTHS = st.integers(-10 * FINE, 30 * FINE).map(lambda n: n / FINE)


def drawn(middle: tuple[float, float], height: float, **options: object) -> NDArray[np.uint8]:
    pixels = np.zeros((20, 24, 4), np.uint8)
    draw_image(pixels, middle, height, GLYPH, WHITE, NONE, **options)  # type: ignore[arg-type]
    return pixels


@given(SIXTEENTHS, SIXTEENTHS, st.sampled_from([3.0, 6.0, 9.0, 1.5]))
def test_cover_is_the_fraction_of_the_squares_area(x: float, y: float, height: float) -> None:
    """Edges are on the oracle's sub-pixels, so that counting them is exact."""
    cell = height / 3 * FINE
    middle = (x, y)
    rows = np.arange(20 * FINE) + 0.5
    columns = np.arange(24 * FINE) + 0.5
    i = np.floor((rows - (y - height / 2) * FINE) / cell).astype(int)
    j = np.floor((columns - (x - 2 * height / 3) * FINE) / cell).astype(int)
    inside = ((i >= 0) & (i < 3))[:, None] & ((j >= 0) & (j < 4))
    fine = np.where(inside, GLYPH[np.clip(i, 0, 2)][:, np.clip(j, 0, 3)], 0.0)
    cover = fine.reshape(20, FINE, 24, FINE).mean(axis=(1, 3))
    found = drawn(middle, height)
    np.testing.assert_allclose(found[..., 3], 255 * cover, atol=1.01)
    np.testing.assert_array_equal(found[..., 0], found[..., 3])


@given(st.floats(6, 18), st.floats(6, 14), st.floats(0.5, 8))
def test_ink_stays_as_the_image_glides(x: float, y: float, height: float) -> None:
    total = drawn((x, y), height)[..., 3].sum(dtype=np.int64) / 255
    area = height * height * 4 / 3
    assert total == pytest.approx(GLYPH.mean() * area, abs=0.5)


def test_nothing_outside_of_the_window_changes() -> None:
    free, cut = drawn((12, 10), 12), drawn((12, 10), 12, window=(10, 4, 14, 9))
    np.testing.assert_array_equal(cut[4:9, 10:14], free[4:9, 10:14])
    cut[4:9, 10:14] = 0
    assert not cut.any()


def test_colours_are_blended_premultiplied() -> None:
    pixels = np.full((4, 4, 4), 100, np.uint8)
    pixels[..., 3] = 200
    image = np.array([[0.5]])
    ink, paper = np.array([1, 0, 0, 0.8]), np.array([0, 0, 1, 0.25])
    draw_image(pixels, (2, 2), 2, image, ink, paper)
    below = np.array([100, 100, 100, 200]) * (1 - 0.2) + 0.2 * np.array([0, 0, 255, 255])
    expected = below * (1 - 0.4) + 0.4 * np.array([255, 0, 0, 255])
    np.testing.assert_allclose(pixels[1:3, 1:3], np.broadcast_to(expected, (2, 2, 4)), atol=1.51)
    assert (pixels[0] == [100, 100, 100, 200]).all()


def test_a_camera_draws_them_upright_and_in_place() -> None:
    with tempconfig({"pixel_width": 160, "pixel_height": 90}):
        camera = StageCamera(frame_width=16, frame_height=9)
        image = np.zeros((2, 2))
        image[0, 1] = 1  # the upper right quarter
        pictures = Pictures([[3, 2]], [image], "#FF0000", size=2)
        camera.capture_mobjects([pictures])
        lit = camera.pixel_array[..., 0] == 255
    rows, columns = np.nonzero(lit)
    # The quarter is 3 to 4 along x and 2 to 3 along y; ten pixels are a unit, the origin (80, 45).
    assert (columns.min(), columns.max() + 1) == (110, 120)
    assert (rows.min(), rows.max() + 1) == (15, 25)
    assert pictures.corners[0].tolist() == [[2, 1], [4, 3]]


def test_images_blend_in_a_transform() -> None:
    start = Pictures([[0, 0]], [np.zeros((2, 2))], "#000000", size=1)
    end = Pictures([[4, 0]], [np.ones((2, 2))], "#FFFFFF", size=3)
    animation = Transform(start, end, rate_func=lambda t: t)
    animation.begin()
    animation.interpolate(0.25)
    np.testing.assert_allclose(start.points[0], [1, 0, 0])
    np.testing.assert_allclose(start.images, 0.25)
    np.testing.assert_allclose(start.rgbas[0, :3], 0.25)
    assert start.sizes[0] == pytest.approx(1.5)


def test_pictures_of_a_plane_lie_where_its_view_puts_them() -> None:
    view = View(Area(-2, -1, 2, 1), (1.0, 1.0), 0.5)
    theme = Theme.dark()
    images = np.zeros((2, 8, 8))
    found = PlanePictures([[1, 1], [3, 0]], images, np.array([0, 1]), view, theme, size=0.3)
    np.testing.assert_allclose(found.points, np.array([[0, 0, 0], [1, -0.5, 0]]))
    found.show_at(np.array([[1.0, 3.0], [1.0, 1.0]]), view)
    np.testing.assert_allclose(found.points, np.array([[0, 1, 0], [0, 0, 0]]))
    assert found.clip is not None
    assert tuple(found.clip) == view.area.box


def test_images_of_another_number_are_refused() -> None:
    with pytest.raises(ValueError, match=r"must be \(2, H, W\)"):
        Pictures([[0, 0], [1, 1]], np.zeros((3, 8, 8)))
    with pytest.raises(ValueError, match=r"must be \(1, H, W\)"):
        Pictures([[0, 0]], np.zeros((1, 64)))
