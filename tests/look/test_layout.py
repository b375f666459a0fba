"""Regions lie in the safe frame and do not meet, whatever the frame is like."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detangle.look.layout import GAP, SAFE, Area, Layout

sides = st.floats(2, 40)
regions = st.builds(
    lambda x, y, w, h: Area(x, y, x + w, y + h),
    st.floats(-9, 9),
    st.floats(-9, 9),
    st.floats(6, 20),
    st.floats(6, 20),
)
shares = st.one_of(st.integers(1, 6), st.lists(st.floats(0.2, 5), min_size=1, max_size=6))
NEAR = 1e-9


def inside(part: Area, whole: Area, margin: float = 0.0) -> bool:
    return (
        part.left >= whole.left + margin - NEAR
        and part.bottom >= whole.bottom + margin - NEAR
        and part.right <= whole.right - margin + NEAR
        and part.top <= whole.top - margin + NEAR
    )


def apart(one: Area, other: Area) -> float:
    """The largest of the distances along x and y: what is positive does not overlap."""
    return max(
        other.left - one.right,
        one.left - other.right,
        other.bottom - one.top,
        one.bottom - other.top,
    )


@given(sides, sides)
def test_regions_are_safe_and_disjoint(width: float, height: float) -> None:
    layout = Layout.of_size(width, height)
    parts = [layout.title, layout.stage, layout.formula, layout.loss]
    for part in (*parts, layout.panels):
        assert part.width > 0
        assert part.height > 0
        assert inside(part, layout.frame, SAFE * layout.scale)
    for one, other in combinations(parts, 2):
        assert apart(one, other) >= layout.gap / 2 - NEAR
    assert inside(layout.formula, layout.panels)
    assert inside(layout.loss, layout.panels)


@given(sides, sides, st.floats(0.1, 10))
def test_a_frame_twice_as_large_has_the_same_layout(w: float, h: float, factor: float) -> None:
    small, large = Layout.of_size(w, h), Layout.of_size(factor * w, factor * h)
    assert large.scale == pytest.approx(factor * small.scale)
    for part in ("title", "stage", "formula", "loss"):
        boxes = getattr(small, part).box, getattr(large, part).box
        assert [factor * side for side in boxes[0]] == pytest.approx(list(boxes[1]), abs=1e-6)


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


@given(regions, shares, st.floats(0, 0.5))
def test_columns_fill_a_region_left_to_right(
    area: Area, parts: int | list[float], gap: float
) -> None:
    columns = area.columns(parts, gap)
    assert columns[0].left == pytest.approx(area.left)
    assert columns[-1].right == pytest.approx(area.right)
    for one, other in pairwise(columns):
        assert other.left - one.right == pytest.approx(gap, abs=NEAR)
    assert {(c.bottom, c.top) for c in columns} == {(area.bottom, area.top)}
    ratios = [1.0] * parts if isinstance(parts, int) else parts
    for column, ratio in zip(columns, ratios, strict=True):
        assert column.width / columns[0].width == pytest.approx(ratio / ratios[0])


@given(regions, shares)
def test_rows_fill_a_region_top_to_bottom(area: Area, parts: int | list[float]) -> None:
    rows = area.rows(parts)
    assert rows[0].top == pytest.approx(area.top)
    assert rows[-1].bottom == pytest.approx(area.bottom)
    for one, other in pairwise(rows):
        assert one.bottom - other.top == pytest.approx(GAP)
    assert {(r.left, r.right) for r in rows} == {(area.left, area.right)}


@given(regions, st.integers(1, 6))
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


def test_four_tiles_of_a_wide_region_are_two_by_two() -> None:
    tiles = Area(0, 0, 6, 5).tiles(4)
    assert tiles[0].top == tiles[1].top > tiles[2].top == tiles[3].top


@given(regions, st.floats(0.1, 0.9))
def test_a_region_is_cut_with_a_gap_between(area: Area, fraction: float) -> None:
    upper, lower = area.split_vertically(fraction)
    assert upper.bottom - lower.top == pytest.approx(GAP)
    assert upper.height == pytest.approx(fraction * (area.height - GAP))
