"""Grid, tracer cell and basis vectors go through a motion as points do, creased where they must."""

from __future__ import annotations

import numpy as np
import pytest

from detangle.geometry.motions import Clamp
from detangle.stage import Area, Theme, View, WarpedGrid, tracer_cell

VIEW = View(Area(-4.0, -3.0, 4.0, 3.0), (0.0, 0.0), 1.0)
THEME = Theme.dark()


@pytest.mark.parametrize("samples", [2, 9])
def test_a_cell_is_a_closed_square(samples: int) -> None:
    cell = tracer_cell(np.array([-0.3, 0.2]), 0.5, VIEW, THEME, samples)
    np.testing.assert_array_equal(cell.coords[0], cell.coords[-1])
    assert cell.lengths.sum() == len(cell.coords) == 4 * samples
    x, y = cell.coords.T
    area = 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))
    assert area == pytest.approx(0.25)


def test_a_crease_puts_vertices_on_the_axis_and_bends_nothing() -> None:
    grid = WarpedGrid(View(VIEW.area, (0.13, 0.07), 1.3), THEME)
    turned = grid.coords @ np.array([[0.8, 0.6], [-0.6, 0.8]])
    grid.show_at(turned, VIEW)
    before = _length(grid.coords, grid.lengths)
    grid.crease(0, VIEW)
    assert _length(grid.coords, grid.lengths) == pytest.approx(before)
    joined = np.ones(len(grid.coords) - 1, dtype=bool)
    joined[np.cumsum(grid.lengths)[:-1] - 1] = False
    across = grid.coords[:-1, 0] * grid.coords[1:, 0] < -1e-15
    assert not (across & joined).any()
    clamped = Clamp(0)(grid.coords, 1.0)
    np.testing.assert_allclose(clamped, np.maximum(grid.coords, [0, -np.inf]), atol=1e-15)


def _length(coords: np.ndarray, lengths: np.ndarray) -> float:
    """Length of all line strings together."""
    parts = np.split(coords, np.cumsum(lengths)[:-1])
    return float(sum(np.linalg.norm(np.diff(part, axis=0), axis=1).sum() for part in parts))
