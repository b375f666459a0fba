"""The kernels against geometry and against cairo."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from math import pi
from pathlib import Path

import cairo
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detangle.stage.paint.kernels.dots import draw_dots
from detangle.stage.paint.kernels.lines import draw_lines

Image = NDArray[np.uint8]
SIZE = 48
WHITE = (1.0, 1.0, 1.0, 1.0)
offsets = st.floats(0, 1, allow_nan=False)


def blank(width: int = SIZE, height: int = SIZE) -> Image:
    return np.zeros((height, width, 4), dtype=np.uint8)


def dot(
    x: float,
    y: float,
    radius: float,
    hole: float = 0.0,
    rgba: tuple[float, ...] = WHITE,
    pixels: Image | None = None,
    **options: object,
) -> Image:
    pixels = blank() if pixels is None else pixels
    arrays = ([[x, y]], [radius], [hole], [rgba])
    draw_dots(pixels, *(np.array(a, dtype=float) for a in arrays), **options)  # type: ignore[arg-type]
    return pixels


def line(vertices: object, width: float, rgba: tuple[float, ...] = WHITE) -> Image:
    pixels, xy = blank(), np.array(vertices, dtype=float)
    draw_lines(pixels, xy, np.array([len(xy)]), width, np.array(rgba))
    return pixels


def ink(pixels: Image) -> float:
    return float(pixels[..., 3].sum() / 255)


def centroid(pixels: Image) -> NDArray[np.float64]:
    cover = pixels[..., 3].astype(float)
    middles = np.arange(SIZE) + 0.5
    places = [(cover.sum(0) * middles).sum(), (cover.sum(1) * middles).sum()]
    return np.array(places, dtype=np.float64) / float(cover.sum())


@given(offsets, offsets, st.floats(0.3, 15), st.sampled_from([0.0, 0.55]))
def test_a_dot_has_the_ink_and_the_place_of_a_disc_or_ring(
    dx: float, dy: float, radius: float, hole: float
) -> None:
    assume(radius >= 4 or (not hole and not 0.74 < radius < 2.5))  # softness matters between
    pixels = dot(24 + dx, 24 + dy, radius, hole * radius)
    area = pi * radius**2 * (1 - hole**2)
    assert ink(pixels) == pytest.approx(area, rel=0.02 if hole else 0.01, abs=9 * 0.5 / 255 + 1e-9)
    assert np.abs(centroid(pixels) - [24 + dx, 24 + dy]).max() < (0.02 if radius > 1 else 0.05)
    assert not hole or not pixels[24, 24].any()


def test_a_quarter_of_a_pixel_is_seen() -> None:
    places = [centroid(dot(20 + step / 4, 24.3, 4.5))[0] for step in range(9)]
    assert np.allclose(np.diff(places), 0.25, atol=0.03)


def by_cairo(draw: Callable[[cairo.Context[cairo.ImageSurface]], object]) -> NDArray[np.int64]:
    surface = cairo.ImageSurface(cairo.FORMAT_A8, SIZE, SIZE)
    context = cairo.Context(surface)
    context.set_antialias(cairo.ANTIALIAS_BEST)
    draw(context)
    surface.flush()
    return np.frombuffer(surface.get_data(), np.uint8).reshape(SIZE, -1)[:, :SIZE].astype(np.int64)


@pytest.mark.parametrize("radius", [1.0, 2.5, 5.0, 12.3])
def test_discs_look_like_those_of_cairo(radius: float) -> None:
    def draw(context: cairo.Context[cairo.ImageSurface]) -> None:
        context.arc(23.7, 24.2, radius, 0, 2 * pi)
        context.fill()

    theirs = by_cairo(draw)
    ours = dot(23.7, 24.2, radius)[..., 3].astype(int)
    assert np.abs(ours - theirs).max() <= 0.12 * 255  # the edge is a little softer
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.05)


def strokes_by_cairo(vertices: list[tuple[float, float]], width: float) -> NDArray[np.int64]:
    def draw(context: cairo.Context[cairo.ImageSurface]) -> None:
        context.set_line_cap(cairo.LineCap.ROUND)
        context.set_line_join(cairo.LineJoin.ROUND)
        context.set_line_width(width)
        for x, y in vertices:
            context.line_to(x, y)
        context.stroke()

    return by_cairo(draw)


@pytest.mark.parametrize(("width", "tolerance"), [(0.5, 0.2), (1.0, 0.2), (2.7, 0.1), (9.0, 0.1)])
def test_lines_look_like_those_of_cairo(width: float, tolerance: float) -> None:
    zigzag = [(6.3, 8.1), (40.2, 15.7), (9.9, 30.4), (30.0, 42.0)]
    ours, theirs = line(zigzag[:2], width)[..., 3], strokes_by_cairo(zigzag[:2], width)
    assert np.abs(ours.astype(int) - theirs).max() <= tolerance * 255
    theirs = strokes_by_cairo(zigzag, width)
    assert line(zigzag, width)[..., 3].sum() == pytest.approx(theirs.sum(), rel=0.01)


@given(offsets, st.floats(0, pi), st.floats(0.4, 6))
def test_a_line_has_the_ink_of_its_width(dx: float, angle: float, width: float) -> None:
    way = 15 * np.array([np.cos(angle), np.sin(angle)])
    middle = np.array([24 + dx, 24.3])
    pixels = line([middle - way, middle, middle + way], width)
    assert ink(pixels) == pytest.approx(30 * width + pi * width**2 / 4, rel=0.02, abs=0.6)


def test_a_translucent_line_is_no_darker_where_it_meets_itself() -> None:
    pixels = line([(8, 8), (40, 40), (40, 8), (8, 40)], 5.0, (1, 1, 1, 0.5))
    assert pixels[..., 3].max() == 128


def test_opaque_and_translucent_colours_blend_over_premultiplied() -> None:
    pixels = blank()
    pixels[:] = (0, 0, 100, 100)
    dot(24, 24, 8, rgba=(1.0, 0.5, 0.0, 0.5), pixels=pixels)
    assert pixels[24, 24].tolist() == [128, 64, 50, 178]
    dot(24, 24, 8, rgba=(0.2, 0.4, 0.6, 1.0), pixels=pixels)
    assert pixels[24, 24].tolist() == [51, 102, 153, 255]
    assert (pixels[..., :3] <= pixels[..., 3:]).all()


@pytest.mark.parametrize(
    "window", [(30, 0, 30, 48), (40, 0, 20, 48), (-9, -9, 99, 99), (60, 60, 90, 90)]
)
def test_odd_windows_do_no_harm(window: tuple[int, int, int, int]) -> None:
    inside = window == (-9, -9, 99, 99)
    assert (ink(dot(47, 24, 6, window=window)) > 0) == inside


wild = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-100, 150)


@settings(max_examples=200)
@given(st.lists(st.tuples(wild, wild), min_size=1, max_size=8), st.floats(0, 30))
def test_no_vertex_can_do_harm(vertices: list[tuple[float, float]], width: float) -> None:
    pixels, xy = blank(), np.array(vertices)
    with np.errstate(all="ignore"):
        draw_lines(pixels, xy, np.array([len(xy)]), width, np.array(WHITE))
        draw_dots(pixels, xy, np.abs(xy[:, 0]), xy[:, 1], np.ones((len(xy), 4)))
    after = blank()
    draw_lines(after, xy[:0], np.array([0]), 1.0, np.array(WHITE))
    assert not after.any()  # the shared mask was left empty


def test_a_segment_that_ends_far_away_is_drawn_where_it_passes() -> None:
    near = line([(-60, 10.0), (120, 40.0)], 3.0)
    far = line([(-60 - 1.8e6, 10.0 - 3e5), (120 + 1.8e6, 40.0 + 3e5)], 3.0)
    assert np.abs(near.astype(int) - far.astype(int)).max() <= 1


def test_a_gap_is_left_where_a_vertex_is_missing() -> None:
    pixels = line([(4, 24), (14, 24), (np.nan, 24), (34, 24), (44, 24)], 2.0)
    assert pixels[24, 8:10, 3].all()
    assert not pixels[24, 20:28, 3].any()
    assert pixels[24, 38:40, 3].all()


def test_any_frame_width_works() -> None:
    for width in (8, 9, 13, 31):
        pixels = blank(width)
        dot(width - 1, 24, 5, pixels=pixels)
        draw_lines(
            pixels, np.array([(0.0, 9.5), (width, 9.5)]), np.array([2]), 3.0, np.array(WHITE)
        )
        assert pixels[24, -1, 3] == pixels[9, -1, 3] == 255


def test_pixels_of_another_layout_are_refused() -> None:
    with pytest.raises(ValueError, match="C-contiguous"):
        dot(4, 4, 2, pixels=blank()[:, ::2])


def test_kernels_draw_without_a_place_for_compiled_code(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code = "from detangle.stage.paint.kernels.blending import edge; print(edge(9), edge(-9))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ
        | {
            "NUMBA_CACHE_DIR": str(tmp_path / "file"),
            "NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["1.0", "0.0"]
