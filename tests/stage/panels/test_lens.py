"""A lens shows larger exactly what lies in its rectangle; facts fit into their area."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.stage.motion.carry import FASTEST, swing
from detangle.stage.motion.planes import zoom
from detangle.stage.paint.anchor import is_empty
from detangle.stage.panels.facts import Fact, Facts
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.angle_gauge import ARC_VERTICES, AngleGauge
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.plot.view import View

Array = NDArray[np.float64]

THEME = Theme.dark()
VIEW = View(Area(-6, -3, 0, 3), (0.0, 0.0), 2.0)
REGION = Area(1, -3, 6, 1)
POINTS = np.random.default_rng(3).uniform(-1, 1, (200, 2))
SQUARE = np.array([[0.1, 0.2], [0.5, 0.6]])


def lens_and_cloud() -> tuple[Lens, PlaneCloud]:
    lens = Lens(REGION, SQUARE, VIEW, THEME, "zoom")
    return lens, PlaneCloud(POINTS, np.zeros(200, dtype=np.int64), VIEW, THEME)


def within(points: Array, low: Array, high: Array) -> NDArray[np.bool_]:
    return np.asarray(((points >= low) & (points <= high)).all(axis=1))


@pytest.mark.parametrize("zoomed", [0.0, 0.3, 1.0])
def test_what_is_in_the_rectangle_is_in_the_window(zoomed: float) -> None:
    lens, cloud = lens_and_cloud()
    twin = lens.twin(cloud)
    zooming = zoom(lens, np.array([[0.2, 0.3], [0.25, 0.35]]), 1.0)
    zooming.begin()
    zooming.interpolate(zoomed)
    corners = lens.field.coords
    inside = within(POINTS, corners.min(axis=0), corners.max(axis=0))
    box = np.array(lens.view.area.box)
    shown = within(twin.points[:, :2], box[:2], box[2:])
    np.testing.assert_array_equal(inside, shown)
    np.testing.assert_allclose(lens.field.points, VIEW.place(corners))
    width = np.ptp(corners[:, 0]) * VIEW.unit
    assert lens.factor.value == pytest.approx((box[2] - box[0]) / width)


def test_all_that_must_be_seen_is_seen_as_large_as_possible() -> None:
    view = View.fit(SQUARE, REGION, with_origin=False)
    placed = view.place(SQUARE)
    assert placed[:, 1].min() > REGION.bottom
    assert placed[:, 1].max() < REGION.top
    assert np.ptp(placed[:, 1]) > 0.8 * REGION.height
    np.testing.assert_allclose(placed.mean(axis=0), REGION.center)


def test_no_dot_in_the_window_is_too_fast_while_it_zooms() -> None:
    lens, _ = lens_and_cloud()
    before = lens.view
    run_time = zoom(lens, np.array([[0.29, 0.39], [0.31, 0.41]]), 0.1).run_time
    after = lens.view
    times = np.linspace(0, 1, 4001)
    eased = 6 * times**5 - 15 * times**4 + 10 * times**3
    path = np.stack([before.mix(after, float(t)).place(POINTS)[:, :2] for t in eased])
    visible = np.array([within(frame, after.area.box[:2], after.area.box[2:]) for frame in path])  # type: ignore[arg-type]
    speed = np.linalg.norm(np.diff(path, axis=0), axis=2) * 4000 / run_time
    assert speed[visible[1:] & visible[:-1]].max() < FASTEST * 1.001


def test_a_bar_is_as_long_as_what_it_measures() -> None:
    lens, _ = lens_and_cloud()
    _, bar = lens.remark("$0.1$", 0.1)
    assert bar.width == pytest.approx(0.1 * lens.view.unit)
    assert len(lens.remark("$0.1$")) == 1


FACTS = [
    Fact("first", "$r = 1$", "radius", label=0),
    Fact("second", note="drawn", count=1225),
    Fact("third", note="dropped in the course of time", count=25),
    Fact("fourth", "$x_1$", "of a long explanation", apart=True),
    Fact("fifth", "$0.5$", count=0.5, decimals=2),
]


@pytest.mark.parametrize("size", [(5.4, 2.3), (3.6, 4.8), (7.2, 2.3), (3.6, 2.3)])
def test_facts_fit_and_do_not_overlap(size: tuple[float, float]) -> None:
    area = Area(-1, -2, -1 + size[0], -2 + size[1])
    lines = Facts(FACTS, area, THEME).lines.values()
    boxes = [np.array([m.get_corner((-1, -1, 0))[:2], m.get_corner((1, 1, 0))[:2]]) for m in lines]
    for low, high in boxes:
        assert (low >= np.array(area.box[:2]) - 0.02).all()
        assert (high <= np.array(area.box[2:]) + 0.02).all()
    for (low, high), (other_low, other_high) in combinations(boxes, 2):
        assert (np.minimum(high, other_high) - np.maximum(low, other_low)).min() < 0.02


def test_each_fact_is_told_once() -> None:
    facts = Facts(FACTS, REGION, THEME)
    assert is_empty(facts)
    assert facts.tell("third", "first") == [facts.lines["third"], facts.lines["first"]]
    assert facts.tell("first", "fifth") == [facts.lines["fifth"]]
    told = [line for line in facts.lines.values() if line in facts.submobjects]
    assert told == [facts.lines[name] for name in ("first", "third", "fifth")]


def test_numbers_of_facts_stand_in_one_column() -> None:
    facts = Facts(FACTS, REGION, THEME)
    rights = [facts.numbers[name].ink.get_right()[0] for name in ("second", "third")]
    assert rights[0] == pytest.approx(rights[1], abs=0.02)
    facts.numbers["second"].set_value(7)
    assert facts.numbers["second"].ink.get_right()[0] == pytest.approx(rights[0], abs=0.02)


def test_an_arm_has_its_length_and_direction_and_its_tip() -> None:
    tip = PlaneCloud(np.zeros((1, 2)), np.zeros(1, dtype=np.int64), VIEW, THEME)
    dial = AngleGauge(np.array([0.2, -0.1]), VIEW, THEME, tip)
    arm = swing([dial], 0.8, 4.0, run_time=0.1)
    assert arm.run_time >= 0.8 * 5.0 * VIEW.unit / FASTEST
    arm.begin()
    arm.interpolate(1.0)
    end = np.array([0.2, -0.1]) + 0.8 * np.array([np.cos(4.0), np.sin(4.0)])
    np.testing.assert_allclose(dial.coords[1], end)
    np.testing.assert_allclose(tip.coords[0], end)
    arc = dial.coords[2:] - dial.origin
    assert len(arc) == ARC_VERTICES
    angles = np.unwrap(np.arctan2(arc[:, 1], arc[:, 0]))
    assert (angles[0], angles[-1]) == pytest.approx((0.0, 4.0))
