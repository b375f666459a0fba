"""The cameras: places, order, zoom, clip and transparency, against Manim's own mobjects."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import RIGHT, Dot, Group, Line, Mobject, Square, VGroup, tempconfig
from numpy.typing import NDArray

from detangle.stage.paint.camera import StageCamera
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.strokes import Strokes

UNIT = 45  # pixels in a scene unit
FRAME: dict[str, Any] = {"pixel_width": 640, "pixel_height": 360, "background_color": "#000000"}
WHOLE = (320, 180)  # the middle of the frame, in pixels
Image = NDArray[np.int64]


def camera(opacity: float = 1.0) -> Any:
    with tempconfig({**FRAME, "background_opacity": opacity}):
        return StageCamera()


def shot(*mobjects: Mobject, by: Any = None) -> Image:
    by = camera() if by is None else by
    by.reset()
    by.capture_mobjects(mobjects)
    return np.array(by.pixel_array, dtype=np.int64)


def ink(image: Image) -> float:
    return float(image[..., :3].sum())


def middle(image: Image) -> NDArray[np.float64]:
    light = image[..., :3].sum(axis=2).astype(float)
    rows, columns = (np.arange(n) + 0.5 for n in light.shape)
    return np.array([light.sum(0) @ columns, light.sum(1) @ rows]) / float(light.sum())


def at(image: Image, x: float, y: float) -> list[int]:
    """Return the colour at a place of the scene."""
    colour: list[int] = image[round(WHOLE[1] - UNIT * y), round(WHOLE[0] + UNIT * x), :3].tolist()
    return colour


places = st.floats(-1.4, 1.4)


@settings(max_examples=25)
@given(places, places, st.floats(0.5, 2), st.floats(-1, 1))
def test_a_dot_lies_where_manims_dot_lies(x: float, y: float, zoom: float, pan: float) -> None:
    by = camera()
    by.frame.scale(zoom).shift([pan, 0, 0])
    ours = middle(shot(PointCloud([[x, y]], radius=0.3), by=by))
    theirs = middle(shot(Dot((x, y, 0), radius=0.3), by=by))
    assert np.abs(ours - theirs).max() < 0.03


def test_dots_and_lines_look_like_manims() -> None:
    dots = shot(PointCloud([[1.234, 0.577]], radius=0.2))
    manims = shot(Dot((1.234, 0.577, 0), radius=0.2))
    assert int(np.abs(dots - manims).max()) < 0.15 * 255
    ends = np.array([[-2, 0.3, 0], [1, 1.1, 0]])
    lines = shot(Strokes(ends, width=8))
    manims = shot(Line(*ends, stroke_width=8))
    assert ink(lines) == pytest.approx(ink(manims), rel=0.05)  # the ends are round
    assert np.abs(middle(lines) - middle(manims)).max() < 0.03


def test_a_shape_that_is_drawn_again_lies_where_it_is_now() -> None:
    square, by = Square(2), camera()
    assert np.array_equal(shot(square, by=by), shot(square, by=by))
    square.shift(0.3 * RIGHT)
    assert np.array_equal(shot(square, by=by), shot(Square(2).shift(0.3 * RIGHT)))
    by.frame.scale(2)
    assert np.array_equal(shot(square, by=by), shot(square.copy(), by=by))


def test_mobjects_cover_each_other_in_their_order() -> None:
    def square(color: str, x: float) -> Square:
        return Square(2, fill_opacity=1, stroke_width=0, color=color).shift(x * RIGHT)

    def disc(color: str) -> PointCloud:
        return PointCloud([[0, 0]], color, radius=0.9)

    stack = [square("#0000FF", 0), disc("#FF0000"), square("#00FF00", 1), disc("#FFFFFF")]
    assert at(shot(*stack[:3]), -0.5, 0) == [255, 0, 0]
    assert at(shot(*stack[:3]), 0.5, 0) == [0, 255, 0]
    assert at(shot(*stack), 0.5, 0) == [255, 255, 255]
    assert at(shot(*stack), -0.95, 0.95) == [0, 0, 255]
    assert at(shot(stack[1].set_z_index(2), stack[2]), 0.5, 0) == [255, 0, 0]
    assert at(shot(Group(stack[2], VGroup(), disc("#FF00FF"))), 0.5, 0) == [255, 0, 255]


def test_translucent_layers_mix() -> None:
    below = Square(2, fill_opacity=1, stroke_width=0, color="#0000FF")
    line = Strokes([[-1, 0], [1, 0], [-1, 0]], color="#FF0000", opacity=0.5, width=50)
    assert at(shot(below, line), 0, 0) == pytest.approx([128, 0, 127], abs=1)


def test_a_clip_hides_what_lies_outside() -> None:
    box = (-1, -0.5, 2, 1.5)
    for mobject in (
        PointCloud([[0, 0]], radius=9).shift(0.1 * RIGHT).set_clip(box),
        PointCloud([[-1, 0]], radius=9, clip=(-2, -0.5, 1, 1.5)).shift(RIGHT),
        Strokes([[-9, 0], [9, 0]], width=900, clip=box),
    ):
        rows, columns = np.nonzero(shot(mobject)[..., 0])
        assert (columns.min(), columns.max() + 1) == (320 - UNIT, 320 + 2 * UNIT)
        assert (rows.min(), rows.max() + 1) == (round(180 - 1.5 * UNIT), round(180 + 0.5 * UNIT))


def test_zoom_enlarges_dots_and_lines() -> None:
    by, mobject = camera(), Group(PointCloud([[0, 0]], radius=0.2), Strokes([[1, 0], [2, 0]]))
    before = ink(shot(mobject, by=by))
    by.frame.scale(0.5)
    assert ink(shot(mobject, by=by)) == pytest.approx(4 * before, rel=0.03)


def test_a_transparent_frame_has_right_colours_and_alpha() -> None:
    see_through = camera(opacity=0.0)
    image = shot(PointCloud([[0, 0]], "#FF8000", radius=1, opacity=0.5), by=see_through)
    red, green, blue, alpha = image[WHOLE[1], WHOLE[0]]
    assert alpha == 128
    assert np.allclose([red / alpha, green / alpha, blue / alpha], [1, 0.5, 0], atol=0.01)
    manims = shot(Dot(radius=1, color="#FF8000", fill_opacity=0.5), by=see_through)
    assert np.abs(image - manims).max() < 0.1 * 255


def test_points_without_a_place_are_left_out() -> None:
    holey = np.array([[np.nan, 0], [1, 0], [np.inf, 1]])
    image = shot(PointCloud(holey, radius=0.3), Strokes(holey))
    assert np.abs(middle(image) - middle(shot(Dot(RIGHT, radius=0.3)))).max() < 0.03


def test_numba_is_not_imported_before_something_is_drawn() -> None:
    names = "camera", "cloud", "strokes"
    load = "; ".join(f"import detangle.stage.paint.{name}" for name in names)
    code = f"import sys; {load}; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == "False"
