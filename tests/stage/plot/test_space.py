"""Things in space: depth decides what covers what, creases are exact, planes part the dots."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Mobject, tempconfig
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from detangle.geometry.motions import Clamp
from detangle.geometry.polylines import Polylines
from detangle.stage import Area, PlaneCloud, StageCamera, Theme, View
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.space.cloud import HAZE, SpaceCloud
from detangle.stage.plot.space.faces import CutPlane, Face, closed, nearer_end
from detangle.stage.plot.space.frame import axes, together, wall
from detangle.stage.plot.space.view import SpaceView

REGION = Area(-4.0, -4.0, 4.0, 4.0)
THEME = Theme.dark()
SIDEWAYS = SpaceView(REGION, (0.0, 0.0, 0.0), 1.0, 0.0, 0.0, 8.0)
"""From the side: x to the right, z up, and y away from the eye."""


def drawn(*mobjects: Mobject) -> NDArray[np.uint8]:
    with tempconfig({"pixel_width": 320, "pixel_height": 320}):
        camera = StageCamera(frame_width=8.0, frame_height=8.0)
        camera.reset()
        camera.capture_mobjects(list(mobjects))
        return np.array(camera.pixel_array)


def cloud_of(coords: list[list[float]], labels: list[int], view: SpaceView) -> SpaceCloud:
    return SpaceCloud(np.array(coords, dtype=float), np.array(labels), view, THEME)


@pytest.mark.parametrize("nearer", [0, 1])
def test_the_nearer_dot_covers_the_farther_one_whatever_their_order(nearer: int) -> None:
    coords = [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]
    coords[nearer][1] = -1.0
    cloud = cloud_of(coords, [0, 2], SIDEWAYS)
    cloud.set_radius(0.5).holes[:] = 0.0
    cloud.set_color(["#FF0000", "#00FF00"])
    red, green, *_ = drawn(cloud)[160, 160]
    assert (red > green) == (nearer == 0)


def test_perspective_makes_dots_larger_and_the_distance_dims_them() -> None:
    cloud = cloud_of([[-2.0, -2.0, 0.0], [2.0, 4.0, 0.0]], [0, 0], SIDEWAYS)
    assert_allclose(cloud.growth, [8 / 6, 8 / 12])
    assert_allclose(cloud.inks[0], cloud.rgbas[0])
    assert_allclose(cloud.inks[1, :3], (1 - HAZE) * cloud.rgbas[1, :3])
    picture = drawn(cloud)[..., :3].max(axis=2) > 60
    left, right = picture[:, :160].sum(), picture[:, 160:].sum()
    assert left > 2 * right > 0


def test_from_above_the_flat_cloud_is_the_picture_of_the_plane() -> None:
    points = np.random.default_rng(0).uniform(-1, 1, (60, 2))
    labels = np.arange(60) % 2
    view = View.fit(points, REGION)
    flat = np.column_stack([points, np.zeros(60)])
    above = SpaceCloud(flat, labels, SpaceView.above(view, 9.0), THEME)
    np.testing.assert_array_equal(drawn(above), drawn(PlaneCloud(points, labels, view, THEME)))


def test_hidden_dots_are_not_drawn() -> None:
    cloud = cloud_of([[0.0, 0.0, 0.0]], [0], SIDEWAYS)
    assert drawn(cloud)[..., :3].any()
    cloud.hidden[:] = True
    assert not drawn(cloud)[..., :3].any()


def test_a_sheet_is_creased_exactly_and_remembers_where_it_came_from() -> None:
    line = Polylines(np.array([[-1.0, 0.0, 0.0], [1.0, 0.5, 0.0]]), np.array([2]))
    sheet = PlacedLines(line, SIDEWAYS, color="#FFFFFF", width=1)
    weight = np.array([[2.0, 1.0], [-1.0, 1.0], [0.5, -3.0]])
    lifted = sheet.home[:, :2] @ weight.T + [0.3, -0.2, 0.4]
    sheet.show_at(lifted, SIDEWAYS)
    for unit in range(3):
        sheet.crease(unit, SIDEWAYS)
        assert sheet.lengths.sum() == len(sheet.coords) == len(sheet.home)
        sheet.show_at(Clamp(unit)(sheet.coords, 1.0), SIDEWAYS)
    expected = np.maximum(sheet.home[:, :2] @ weight.T + [0.3, -0.2, 0.4], 0)
    assert_allclose(sheet.coords, expected, atol=1e-12)
    assert len(sheet.coords) == 2 + (lifted[0] * lifted[1] < 0).sum()
    middles = (sheet.home[1:] + sheet.home[:-1])[:, :2] / 2  # straight between the vertices
    between = np.maximum(middles @ weight.T + [0.3, -0.2, 0.4], 0)
    assert_allclose((sheet.coords[1:] + sheet.coords[:-1]) / 2, between, atol=1e-12)


def a_cut(offset: float = 0.25) -> tuple[SpaceCloud, CutPlane]:
    coords = np.random.default_rng(1).uniform(-1, 1, (40, 3))
    cloud = SpaceCloud(coords, np.arange(40) % 2, SIDEWAYS, THEME)
    box = np.full(3, -1.0), np.full(3, 1.0)
    normal = np.array([1.0, -2.0, 0.5])
    return cloud, CutPlane(normal, offset, box, cloud, SIDEWAYS, THEME, 2.0)


def test_corners_of_a_cut_satisfy_its_equation_wherever_it_slides() -> None:
    _, cut = a_cut()
    for offset in (0.25, -1.0, 2.0):
        cut.move_to_offset(offset)
        cut.see(SIDEWAYS)
        assert len(cut.coords) > 2
        assert_allclose(cut.coords @ [1.0, -2.0, 0.5] + offset, 0, atol=1e-12)
        assert_allclose(cut.face.points, SIDEWAYS.place(cut.coords))
        assert cut.rim.lengths.tolist() == [len(cut.coords) + 1]


def test_each_dot_is_drawn_once_before_or_behind_the_plane() -> None:
    cloud, cut = a_cut()
    np.testing.assert_array_equal(cut.front.hidden, ~cloud.hidden)
    ahead = (cloud.coords @ cut.normal + 0.25) * (SIDEWAYS.eye @ cut.normal + 0.25) >= 0
    np.testing.assert_array_equal(cloud.hidden, ahead)
    np.testing.assert_array_equal(cut.sides() == 1, cloud.coords @ cut.normal + 0.25 > 0)
    cut.release()
    assert not cloud.hidden.any()
    assert cut.front.hidden.all()


def test_a_plane_tints_what_is_behind_it_and_leaves_what_is_before_it() -> None:
    view = SIDEWAYS
    cloud = cloud_of([[-1.0, 1.0, 0.0], [1.0, -1.0, 0.0]], [0, 0], view)
    cloud.set_radius(0.3)
    box = np.full(3, -3.0), np.full(3, 3.0)
    alone = drawn(cloud)
    cut = CutPlane(np.array([0.0, 1.0, 0.0]), 0.0, box, cloud, view, THEME, 2.0)
    parted = drawn(cloud, cut, cut.front)
    behind, before = (np.round((view.place(c[None])[0, :2] + 4) * 40) for c in cloud.coords)
    for place, changed in ((behind, True), (before, False)):
        column, row = int(place[0]), 320 - int(place[1])
        assert (parted[row, column] != alone[row, column]).any() == changed


def test_a_plane_leaves_the_box_at_the_nearer_end() -> None:
    box = np.zeros(3), np.ones(3)
    assert nearer_end(np.array([1.0, 0, 0]), -0.2, box) == pytest.approx(0.0)
    assert nearer_end(np.array([1.0, 0, 0]), -0.8, box) == pytest.approx(-1.0)
    assert nearer_end(np.array([1.0, -1.0, 0]), -0.8, box) == pytest.approx(-1.0)


def test_a_face_that_is_not_there_draws_nothing() -> None:
    face = Face(np.zeros((0, 3)), SIDEWAYS, color="#FFFFFF", opacity=1.0)
    assert not drawn(face)[..., :3].any()
    square = Face(wall(1, np.full(3, -1.0), np.ones(3)), SIDEWAYS, color="#FFFFFF", opacity=1.0)
    assert drawn(square)[..., :3].all(axis=2).sum() == pytest.approx((80 * 8 / 7) ** 2, rel=0.05)


def test_axes_and_walls_lie_where_their_names_say() -> None:
    low, high = np.array([-1.0, -2.0, -3.0]), np.array([4.0, 5.0, 6.0])
    lines = axes(low, high)
    assert_allclose(lines.vertices[::2], np.diag(low))
    assert_allclose(lines.vertices[1::2], np.diag(high))
    for axis in range(3):
        corners = wall(axis, low, high)
        assert_allclose(corners[:, axis], low[axis])
        others = [i for i in range(3) if i != axis]
        assert_allclose(np.ptp(corners[:, others], axis=0), (high - low)[others])
    both = together([lines, closed(wall(0, low, high))])
    assert both.lengths.tolist() == [2, 2, 2, 5]
