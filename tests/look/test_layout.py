"""Areas lie in the safe frame and do not meet, whatever the frame is like."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detangle.look.layout import SAFE, Area, Layout

sides = st.floats(2, 40)
corners, lengths = st.floats(-9, 9), st.floats(6, 20)
areas = st.builds(lambda x, y, w, h: Area(x, y, x + w, y + h), corners, corners, lengths, lengths)
ratios = st.one_of(st.integers(1, 6), st.lists(st.floats(0.2, 5), min_size=1, max_size=6))
NEAR = 1e-9


def inside(part: Area, whole: Area, margin: float = 0.0) -> bool:
    room = whole.inset(*4 * (margin - NEAR,))
    return room.around(part) == room and part.width > 0 and part.height > 0


def apart(one: Area, other: Area) -> float:
    """The largest of the distances along x and y: what is positive does not overlap."""
    return max(
        other.left - one.right,
        one.left - other.right,
        other.bottom - one.top,
        one.bottom - other.top,
    )


@given(sides, sides, st.floats(0.1, 10))
def test_areas_are_safe_disjoint_and_the_same_in_any_unit(w: float, h: float, unit: float) -> None:
    layout, scaled = Layout.of_size(w, h), Layout.of_size(unit * w, unit * h)
    assert scaled.scale == pytest.approx(unit * layout.scale)
    parts = [layout.title, layout.stage, layout.formula, layout.loss]
    for part in (*parts, layout.panels):
        assert inside(part, layout.frame, SAFE * layout.scale)
    for one, other in combinations(parts, 2):
        assert apart(one, other) >= layout.gap / 2 - NEAR
    assert inside(layout.formula, layout.panels)
    assert inside(layout.loss, layout.panels)
    for part, same in zip(
        parts, (scaled.title, scaled.stage, scaled.formula, scaled.loss), strict=True
    ):
        assert [unit * edge for edge in part.box] == pytest.approx(list(same.box), abs=1e-6)


def test_in_landscape_the_stage_is_large_and_the_panels_beside_it() -> None:
    layout = Layout.of_size(128 / 9, 8)
    assert 5.9 <= layout.stage.height <= 6.3
    assert layout.panels.left > layout.stage.right
    assert layout.formula.bottom > layout.loss.top
    assert layout.scale == 1


@pytest.mark.parametrize(("width", "height"), [(8, 128 / 9), (4.5, 8), (8, 8)])
def test_else_the_panels_are_below_the_stage(width: float, height: float) -> None:
    layout = Layout.of_size(width, height)
    assert layout.panels.top < layout.stage.bottom < layout.title.bottom
    assert layout.stage.width == pytest.approx(layout.panels.width)
    if height > width:
        assert layout.formula.bottom > layout.loss.top
        assert layout.stage.width == pytest.approx(layout.stage.height)
    else:
        assert layout.formula.right < layout.loss.left


@given(areas, ratios, st.floats(0, 0.5))
def test_columns_and_rows_fill_an_area_in_order(
    area: Area, parts: int | list[float], gap: float
) -> None:
    columns, rows = area.columns(parts, gap), area.rows(parts, gap)
    assert (columns[0].left, columns[-1].right) == pytest.approx((area.left, area.right))
    assert (rows[0].top, rows[-1].bottom) == pytest.approx((area.top, area.bottom))
    for (left, right), (upper, lower) in zip(pairwise(columns), pairwise(rows), strict=True):
        assert right.left - left.right == pytest.approx(gap, abs=NEAR)
        assert upper.bottom - lower.top == pytest.approx(gap, abs=NEAR)
    assert {(c.bottom, c.top) for c in columns} == {(area.bottom, area.top)}
    assert {(r.left, r.right) for r in rows} == {(area.left, area.right)}
    wanted = [1.0] * parts if isinstance(parts, int) else parts
    for column, row, ratio in zip(columns, rows, wanted, strict=True):
        assert column.width / columns[0].width == pytest.approx(ratio / wanted[0])
        assert row.height / rows[0].height == pytest.approx(ratio / wanted[0])


@given(areas, st.integers(1, 6))
def test_tiles_are_equal_and_none_could_hold_a_larger_square(area: Area, count: int) -> None:
    tiles = area.tiles(count, gap=0.2)
    assert len(tiles) == count
    assert all(inside(tile, area) for tile in tiles)
    assert all(apart(a, b) >= 0.2 - NEAR for a, b in combinations(tiles, 2))
    best = min(tiles[0].width, tiles[0].height)
    for rows in range(1, count + 1):
        across = -(-count // rows)
        width = (area.width - 0.2 * (across - 1)) / across
        height = (area.height - 0.2 * (rows - 1)) / rows
        assert min(width, height) <= best + NEAR
