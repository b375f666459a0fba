"""The fill kernel: exact cover, no seams, the right alpha."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from detangle.stage.paint.kernels.polygons import fill_polygons

WHITE = (1.0, 1.0, 1.0, 1.0)


def _sides(*rings: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in rings])


def _filled(
    sides: NDArray[np.float64],
    rgba: tuple[float, ...] = WHITE,
    window: tuple[int, int, int, int] | None = None,
) -> NDArray[np.uint8]:
    pixels = np.zeros((60, 80, 4), dtype=np.uint8)
    fill_polygons(pixels, sides, rgba, window=window)
    return pixels


def _star(seed: int, reach: float) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    angles = np.sort(rng.uniform(0, 2 * np.pi, 9))
    radii = rng.uniform(2, reach, 9)
    around = np.column_stack([np.cos(angles), np.sin(angles)])
    return np.asarray(np.array([40, 30]) + radii[:, None] * around)


def _area(ring: NDArray[np.float64]) -> float:
    a, b = ring, np.roll(ring, -1, axis=0)
    return abs(float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / 2)


@pytest.mark.parametrize("seed", range(12))
def test_the_ink_is_the_area(seed: int) -> None:
    star = _star(seed, 28)
    ink = _filled(_sides(star))[..., 3].sum() / 255
    assert ink == pytest.approx(_area(star), abs=2)


@pytest.mark.parametrize("seed", range(12))
def test_a_window_shows_what_was_there_without_it(seed: int) -> None:
    sides = _sides(_star(seed, 200))
    window = (13, 7, 61, 50)
    whole, part = _filled(sides), _filled(sides, window=window)
    left, top, right, bottom = window
    seen = part[top:bottom, left:right].astype(int)
    assert np.abs(seen - whole[top:bottom, left:right].astype(int)).max() <= 1
    part[top:bottom, left:right] = 0
    assert not part.any()


def test_an_edge_covers_its_fraction_of_a_pixel() -> None:
    ring = np.array([[10.25, 5.5], [20.75, 5.5], [20.75, 9], [10.25, 9]])
    alpha = _filled(_sides(ring))[..., 3] / 255
    np.testing.assert_allclose(alpha[7, [9, 10, 11, 20, 21]], [0, 0.75, 1, 0.75, 0], atol=0.003)
    np.testing.assert_allclose(alpha[[4, 5, 6, 8, 9], 15], [0, 0.5, 1, 1, 0], atol=0.003)


def test_neighbours_leave_no_seam() -> None:
    a, b, c, d = np.array([[3.3, 2.1], [70.2, 9.7], [61.4, 55.5], [8.8, 44.2]])
    whole = _filled(_sides(np.array([a, b, c, d])))
    halves = _filled(_sides(np.array([a, b, c]), np.array([a, c, d])))
    assert np.abs(whole.astype(int) - halves.astype(int)).max() <= 1


def test_a_hole_stays_empty() -> None:
    outer = np.array([[10.0, 10], [50, 10], [50, 50], [10, 50]])
    inner = np.array([[20.0, 20], [20, 40], [40, 40], [40, 20]])
    pixels = _filled(_sides(outer, inner))
    assert pixels[30, 30, 3] == 0
    assert pixels[15, 15, 3] == 255


def test_colours_are_premultiplied() -> None:
    ring = np.array([[0.0, 0], [80, 0], [80, 60], [0, 60]])
    pixels = _filled(_sides(ring), (1.0, 0.5, 0.0, 0.5))
    np.testing.assert_allclose(pixels[30, 40], [128, 64, 0, 128], atol=1)


def test_what_is_not_finite_is_not_drawn() -> None:
    assert not _filled(np.array([[0.0, 0, np.nan, 50]])).any()
    assert not _filled(np.zeros((0, 4))).any()
