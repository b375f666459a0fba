"""Places, colours and amounts in every form in which people give them, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import (
    BLUE,
    ORIGIN,
    RED,
    RIGHT,
    UP,
    YELLOW,
    Dot,
    Group,
    ManimColor,
    SurroundingRectangle,
    Transform,
    VGroup,
    color_gradient,
    linear,
)
from numpy.testing import assert_allclose

from detangle.errors import DetangleError
from detangle.look.layout import Area
from detangle.stage import (
    DotStyle,
    Pictures,
    PointCloud,
    ProbabilityShade,
    Restyle,
    SpaceCloud,
    SpaceView,
    Strokes,
    Tails,
    Theme,
    View,
    pulse,
)
from detangle.stage.paint.painted import Painted
from detangle.stage.plot.marks import Marks, crosses
from detangle.stage.plot.plane import PlaneCloud

PLACES = np.random.default_rng(0).normal(size=(4, 2))
ROWS = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
HEX = ["#f00", "#00FF00", "#0000ff", "#FFF"]
RED_ROW = ManimColor(RED).to_rgb()

ONE_COLOR: dict[str, Any] = {
    "a name": "red",
    "a name in capitals": "RED",
    "a ManimColor": RED,
    "hex": RED.to_hex(),
    "small hex": RED.to_hex().lower(),
    "a whole number": int(RED.to_hex()[1:], 16),
    "fractions": tuple(RED_ROW.tolist()),
    "single precision": RED_ROW.astype(np.float32),
    "bytes": tuple(int(part) for part in (255 * RED_ROW).round()),
    "a byte array": (255 * RED_ROW).round().astype(np.uint8),
    "one row": RED_ROW[None],
    "a list of one": ["red"],
}

SEVERAL: dict[str, Any] = {
    "an array": ROWS,
    "single precision": ROWS.astype(np.float32),
    "bytes": (255 * ROWS).astype(np.uint8),
    "whole numbers to 255": (255 * ROWS).astype(np.int64),
    "whole numbers to 1": ROWS.astype(np.int64),
    "rows": ROWS.tolist(),
    "tuples": list(map(tuple, ROWS.tolist())),
    "hex": HEX,
    "an array of text": np.array(HEX),
    "a column of a table": pd.Series(HEX),
    "a table": pd.DataFrame(ROWS),
    "an iterator": lambda: iter(HEX),
    "a mixture": [(255, 0, 0), "#0F0", ManimColor("#0000FF"), ROWS[3]],
}


@pytest.mark.parametrize("color", ONE_COLOR.values(), ids=ONE_COLOR)
def test_one_colour_is_taken_in_any_form(color: Any) -> None:
    cloud = PointCloud(PLACES, color)
    assert_allclose(cloud.rgbas, np.tile([*RED_ROW, 1.0], (4, 1)), atol=1 / 500)
    assert_allclose(PointCloud(PLACES).set_color(color).rgbas, cloud.rgbas)


@pytest.mark.parametrize("colors", SEVERAL.values(), ids=SEVERAL)
def test_a_colour_each_is_taken_in_any_form(colors: Any) -> None:
    def fresh() -> Any:
        return colors() if callable(colors) else colors

    assert_allclose(PointCloud(PLACES, fresh()).rgbas[:, :3], ROWS)
    assert_allclose(PointCloud(PLACES).set_color(fresh()).rgbas[:, :3], ROWS)


def test_opacity_changes_only_where_a_colour_has_one() -> None:
    cloud = PointCloud(PLACES, opacity=0.5)
    assert cloud.set_color(RED).rgbas[:, 3].tolist() == [0.5] * 4
    mixed = ["#FF000080", "#F008", "#FF0000", RED.opacity(0.25)]
    assert_allclose(cloud.set_color(mixed).rgbas[:, 3], [128 / 255, 136 / 255, 0.5, 0.25])
    assert cloud.set_color("#FF0000FF").rgbas[:, 3].tolist() == [1.0] * 4
    rows = np.column_stack([ROWS, [0, 0.1, 0.2, 1]])
    assert_allclose(PointCloud(PLACES, rows, opacity=0.5).rgbas[:, 3], rows[:, 3] / 2)


@pytest.mark.parametrize("count", [2, 3, 50])
def test_a_gradient_runs_over_the_dots(count: int) -> None:
    colors = [RED, YELLOW, BLUE][:count]
    expected = [color.to_rgb() for color in color_gradient(colors, 60)]
    cloud = PointCloud(np.zeros((60, 2)), opacity=0.5)
    assert_allclose(cloud.set_color(colors).rgbas[:, :3], expected, atol=1e-6)
    named = cloud.copy().set_color(RED).set_color_by_gradient(*colors)
    assert_allclose(named.rgbas, cloud.rgbas)
    assert (cloud.rgbas[:, 3] == 0.5).all()


def test_a_gradient_runs_outwards() -> None:
    cloud = PointCloud(np.array([[0, 0], [1, 0], [0, 3], [np.nan, 0]]), opacity=0.5)
    cloud.set_colors_by_radial_gradient(ORIGIN, 2, "#F00", "#00F")
    assert_allclose(cloud.rgbas[:3], [[1, 0, 0, 0.5], [0.5, 0, 0.5, 0.5], [0, 0, 1, 0.5]])
    with pytest.raises(DetangleError, match="inner_color: 'no' is no colour"):
        cloud.set_colors_by_radial_gradient(inner_color="no")


def test_colours_go_on_their_way_each_from_its_own() -> None:
    cloud = PointCloud(PLACES, ROWS).fade_to("#000", 0.75)
    assert_allclose(cloud.rgbas[:, :3], ROWS / 4)
    strokes = Strokes(PLACES, color="#FFF")
    Group(strokes).fade_to("#000", 0.5)
    assert_allclose(strokes.rgbas, [[0.5, 0.5, 0.5, 1]])


def test_all_of_a_dot_is_repeated_and_reversed() -> None:
    cloud = PointCloud(PLACES, ROWS, radius=[1, 2, 3, 4]).repeat(2).reverse_points()
    assert cloud.radii.tolist() == [4, 3, 2, 1] * 2
    assert_allclose(cloud.rgbas[:4, :3], ROWS[::-1])


@pytest.mark.parametrize(
    "points",
    [
        [[1, 2]],
        [(1.0, 2.0, 0.0)],
        np.array([[1, 2]], dtype=np.int8),
        np.array([[1, 2, 0]], dtype=np.float32),
        pd.DataFrame({"x": [1], "y": [2]}),
        np.ma.masked_invalid([[1.0, 2.0]]),
    ],
)
def test_points_are_taken_in_any_form(points: Any) -> None:
    cloud = PointCloud(points)
    assert cloud.points.tolist() == [[1, 2, 0]]
    assert cloud.shift(RIGHT / 2).get_center().tolist() == [1.5, 2, 0]


@pytest.mark.parametrize("points", [[], (), np.zeros((0, 2)), np.zeros((0, 3))])
def test_there_may_be_no_points(points: Any) -> None:
    cloud = PointCloud(points, [])
    assert cloud.points.shape == (0, 3)
    assert cloud.shift(UP).scale(2).set_color(RED).set_opacity(0.3).get_center().tolist() == [0] * 3
    assert len(Strokes(points).points) == 0


VIEW = View(Area(-3, -3, 3, 3), (0.0, 0.0), 1.0)
SPACE = SpaceView(VIEW.area, (0.0, 0.0, 0.0), 1.0, 0.0, 30.0, 9.0)
THEME = Theme.dark()
GRAY = np.zeros((4, 3, 3))

WRONG: dict[str, Callable[[], object]] = {
    "points have shape (3, 4); they must be (N, 2) or (N, 3)": lambda: PointCloud(np.zeros((3, 4))),
    "one point is [[1.0, 2.0]]": lambda: PointCloud([1, 2]),
    "points: 'abc' cannot be used": lambda: PointCloud("abc"),
    "points: [[1, 2], [3]] cannot be used": lambda: PointCloud([[1, 2], [3]]),
    "points: [[1j, 0]] cannot be used": lambda: PointCloud([[1j, 0]]),
    "points: None cannot be used": lambda: PointCloud(None),  # type: ignore[arg-type]
    "has 4 points and got 3": lambda: PointCloud(PLACES).set_points_to(PLACES[:3]),
    "colors: got 2 colours; give one, or one for each of 4": lambda: PointCloud(
        PLACES, [RED, BLUE]
    ),
    "color: got 5 colours": lambda: PointCloud(PLACES).set_color([RED] * 5),
    "color: got 2 colours; give one, or one for each of 1": lambda: Strokes(PLACES).set_color(
        HEX[:2]
    ),
    "'yelow' is no colour; did you mean 'YELLOW'?": lambda: PointCloud(PLACES, "yelow"),
    "colors: '#12345' is no colour": lambda: PointCloud(PLACES, "#12345"),
    "colors: '#ABCDEFG' is no colour": lambda: PointCloud(PLACES, "#ABCDEFG"),
    "colors: None is no colour": lambda: PointCloud(PLACES, None),
    "colors: {} is no colour": lambda: PointCloud(PLACES, [{}] * 4),
    "colors have shape (4, 2)": lambda: PointCloud(PLACES, np.zeros((4, 2))),
    "colors have shape (1, 5)": lambda: PointCloud(PLACES, [0.1] * 5),
    "colors must be numbers between 0 and 1": lambda: PointCloud(PLACES, 2 * ROWS),
    "or whole numbers between 0 and 255": lambda: PointCloud(PLACES, (256, 0, 0)),
    "color must be numbers between": lambda: PointCloud(PLACES).set_color((np.nan, 0.0, 0.0)),
    "radius is -0.1; it must not be negative": lambda: PointCloud(PLACES, radius=[1, 1, 1, -0.1]),
    "radius is nan": lambda: PointCloud(PLACES).set_radius(np.nan),
    "radius has shape (2,); give one number, or 4": lambda: PointCloud(PLACES, radius=[1, 2]),
    "radius: 'big' cannot be used": lambda: PointCloud(PLACES, radius="big"),
    "holes is 1.5; it must lie between 0 and 1": lambda: PointCloud(PLACES, holes=1.5),
    "opacity is -0.5; it must lie between 0 and 1": lambda: PointCloud(PLACES, opacity=-0.5),
    "opacity is 2": lambda: PointCloud(PLACES).set_opacity(2),
    "opacity has shape (3,)": lambda: PointCloud(PLACES).set_opacity([0, 1, 0]),
    "darkness is 3": lambda: PointCloud(PLACES).fade(3),
    "clip is (0, 1)": lambda: PointCloud(PLACES, clip=(0, 1)),
    "clip is (1, 0, 0, 1); give left, bottom": lambda: PointCloud(PLACES, clip=(1, 0, 0, 1)),
    "lengths add up to 3, but there are 4": lambda: Strokes(PLACES, [1, 2]),
    "lengths are [5, -1]; they must be whole": lambda: Strokes(PLACES, [5, -1]),
    "lengths are [1.5, 2.5]": lambda: Strokes(PLACES, [1.5, 2.5]),
    "width is -1": lambda: Strokes(PLACES, width=-1),
    "width has shape (4,)": lambda: Strokes(PLACES, width=[1] * 4),  # type: ignore[arg-type]
    "images have shape (3, 3); they must be (4, H, W)": lambda: Pictures(PLACES, GRAY[0]),
    "images must be numbers between 0 and 1": lambda: Pictures(PLACES, GRAY + 16),
    "size is -1": lambda: Pictures(PLACES, GRAY, size=-1),
    "ground have shape (1, 2)": lambda: Pictures(PLACES, GRAY, ground=(0, 0)),
    "there are 3 labels and 4 points": lambda: PlaneCloud(PLACES, [0, 1, 0], VIEW, THEME),
    "labels: ['a', 'b', 'a', 'b'] cannot be used; they must be whole": lambda: PlaneCloud(
        PLACES, list("abab"), VIEW, THEME
    ),
    "there is no point 9: there are 0 to 3": lambda: Marks(PLACES, [9], ["a"], VIEW, THEME),
    "there are 2 names of 1 chosen points": lambda: Marks(PLACES, [1], ["a", "b"], VIEW, THEME),
    "labels and 4 points; give each one": lambda: crosses(PLACES, [1, 0], VIEW, THEME),
    "log_odds of (M, 2) places must be (M,)": lambda: ProbabilityShade(lambda x: x, VIEW, THEME),
    "coords have shape (3, 3); they must be (N, 2)": lambda: PlaneCloud(
        PLACES, [0] * 4, VIEW, THEME
    ).show_at(np.zeros((3, 3)), VIEW),
    "there are 4 tails and 3 points": lambda: Tails(PLACES, [0] * 4, VIEW, THEME).show_at(
        PLACES[:3], VIEW
    ),
    "chosen is [True]; give True or False, or 4 of them": lambda: pulse(PointCloud(PLACES), [True]),
    "which is [0, 1, 1, 1]": lambda: DotStyle.of(PointCloud(PLACES)).hidden([0, 1, 1, 1]),
    "factor is -1": lambda: DotStyle.of(PointCloud(PLACES)).scaled(-1),
    "the style is one of 3 dots, the cloud has 4": lambda: Restyle(
        PointCloud(PLACES), DotStyle.of(PointCloud(PLACES[:3]))
    ),
    "coords have shape (4, 3); they must be (N, 2)": lambda: PlaneCloud(
        np.zeros((4, 3)), [0] * 4, VIEW, THEME
    ),
    "coords have shape (4, 2); they must be (N, 3)": lambda: SpaceCloud(
        PLACES, np.zeros(4, int), SPACE, THEME
    ),
}


@pytest.mark.parametrize("line", WRONG)
def test_what_cannot_be_used_is_refused_in_a_line_that_names_it(line: str) -> None:
    with pytest.raises(DetangleError) as refused:
        WRONG[line]()
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


def holey_cloud(points: Any) -> Painted:
    return PointCloud(points, ROWS)


def holey_strokes(points: Any) -> Painted:
    return Strokes(points, [2, 2])


STEPS: list[Callable[[Any], object]] = [
    lambda m: m.shift(RIGHT),
    lambda m: m.scale(2),
    lambda m: m.rotate(1.0),
    lambda m: m.move_to(UP),
    lambda m: m.stretch(0.5, 0),
    lambda m: m.next_to(ORIGIN, RIGHT),
    lambda m: m.scale_to_fit_width(3),
    lambda m: m.apply_matrix([[1, 0.5], [0, 1]]),
]
makers = pytest.mark.parametrize("make", [holey_cloud, holey_strokes])
BAD = st.sampled_from([np.nan, np.inf, -np.inf])


@makers
@given(row=st.integers(0, 3), column=st.integers(0, 1), bad=BAD)
def test_a_point_without_a_place_harms_no_other(
    make: Callable[[Any], Painted], row: int, column: int, bad: float
) -> None:
    """The dots that Manim makes of the others are the oracle."""
    places, kept = PLACES.copy(), np.arange(4) != row
    places[row, column] = bad
    ours: Any = make(places)
    theirs: Any = VGroup(*(Dot((*place, 0), radius=0) for place in PLACES[kept]))
    pairs: list[tuple[Any, Any]] = [(ours, theirs), (Group(ours), Group(theirs))]
    for mine, manims in pairs:
        for step in STEPS:
            step(mine), step(manims)
            assert_allclose(mine.get_center(), manims.get_center(), atol=1e-6)
        assert_allclose([mine.width, mine.height], [manims.width, manims.height], atol=1e-6)
        frame, other = SurroundingRectangle(mine), SurroundingRectangle(manims)
        assert_allclose([frame.width, frame.height], [other.width, other.height], atol=1e-6)
    centers = [dot.get_center() for dot in theirs]
    assert_allclose(ours.points[kept], centers, atol=1e-6)


def test_functions_are_not_asked_for_points_without_a_place() -> None:
    cloud = PointCloud([[0.4, 0.6], [np.nan, 1]])
    assert cloud.apply_function(lambda p: np.array([round(x) for x in p])).points[0].tolist() == [
        0,
        1,
        0,
    ]


@makers
def test_a_transform_comes_to_its_end_from_points_without_a_place(
    make: Callable[[Any], Painted],
) -> None:
    places = PLACES.copy()
    places[1] = np.nan
    start, end = make(places), make(PLACES)
    change = Transform(start, end, rate_func=linear)
    change.begin()
    change.interpolate(0.5)
    assert np.isnan(start.points[1]).all()
    assert_allclose(start.points[[0, 2, 3]], end.points[[0, 2, 3]])
    change.finish()
    assert_allclose(start.points, end.points)


def test_all_points_may_be_without_a_place() -> None:
    cloud = PointCloud(np.full((3, 2), np.nan))
    assert cloud.shift(RIGHT).move_to(UP).get_center().tolist() == [0, 0, 0]
    assert (cloud.width, Group(cloud, Dot(RIGHT)).get_center().tolist()) == (0, [1, 0, 0])
