"""The decision's line and regions: where they lie, and what is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from manim import FadeIn, Mobject
from numpy.typing import NDArray

from detangle import Trajectory
from detangle.analysis.layer_motions import layer_motions
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.moment import Moment
from detangle.run.snapshot import Snapshot
from detangle.stage.motion.carry import Carry
from detangle.stage.paint.camera import StageCamera
from detangle.stage.plot.decision import Decision, DecisionLine, DecisionRegions
from detangle.stage.plot.view import View

VIEW = View(Area(-3, -2, 3, 2), (0.3, 0.2), 1.5)
THEME = Theme.dark()


@pytest.fixture
def network(moons: Trajectory) -> Snapshot:
    return moons.at()


def _frame(*mobjects: Mobject) -> NDArray[np.int64]:
    camera = StageCamera()
    camera.capture_mobjects(list(mobjects))
    return np.asarray(camera.pixel_array[..., :3], dtype=np.int64)


def _lead(snapshot: Snapshot, layer: int, coords: NDArray[np.float64]) -> NDArray[np.float64]:
    scores = snapshot.scores(coords, layer)
    return np.asarray(scores[:, 1] - scores[:, 0])


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_the_line_is_a_tie(network: Snapshot, layer: int) -> None:
    line = DecisionLine(network, layer, VIEW, THEME)
    assert len(line.coords) >= 2
    np.testing.assert_allclose(_lead(network, layer, line.coords), 0, atol=1e-9)
    np.testing.assert_allclose(line.points, VIEW.place(line.coords))
    np.testing.assert_array_equal(line.clip, VIEW.area.box)


def test_the_line_is_straight_in_the_last_layer(network: Snapshot) -> None:
    assert DecisionLine(network, 2, VIEW, THEME).lengths.tolist() == [2]


def test_the_line_flows_onto_the_straight_one(network: Snapshot) -> None:
    line = DecisionLine(network, 0, VIEW, THEME)
    middles = (line.coords[:-1] + line.coords[1:])[line_joined(line)] / 2
    for k in (1, 2):
        for step in layer_motions(network, k):
            flow = Carry([line], step.motion, VIEW, run_time=1)
            flow.begin()
            flow.interpolate_mobject(1)
            middles = step.motion(middles, 1)
    normal, offset = network.decision_line()
    np.testing.assert_allclose(line.coords @ normal + offset, 0, atol=1e-9)
    np.testing.assert_allclose(middles @ normal + offset, 0, atol=1e-9)  # no crease was missed


def line_joined(line: DecisionLine) -> NDArray[np.bool_]:
    joined = np.ones(len(line.coords) - 1, dtype=bool)
    joined[np.cumsum(line.lengths)[:-1] - 1] = False
    return joined


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("layer", [0, 2])
def test_every_pixel_has_the_tint_of_its_class(network: Snapshot, layer: int) -> None:
    frame = _frame(DecisionRegions(network, layer, VIEW, THEME))
    height, width = frame.shape[:2]
    scale = height / 8
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    x, y = (columns + 0.5 - width / 2) / scale, (height / 2 - rows - 0.5) / scale
    coords = np.column_stack([x.ravel(), y.ravel()]) / VIEW.unit + VIEW.center
    lead = _lead(network, layer, coords).reshape(x.shape)
    inside = (np.abs(x) < 2.9) & (np.abs(y) < 1.9)
    edge = np.zeros_like(inside)
    for axis in (0, 1):
        change = np.diff(lead > 0, axis=axis, prepend=False)
        edge |= change | np.roll(change, -1, axis=axis)
    for owner, won in enumerate((lead < 0, lead > 0)):
        tints = np.unique(frame[inside & won & ~edge], axis=0)
        assert len(tints) == 1  # no seam, no stripe
        expected = np.array([int(THEME.class_color(owner)[i : i + 2], 16) for i in (1, 3, 5)])
        np.testing.assert_allclose(tints[0], THEME.tint * expected, atol=2)
    assert not frame[(np.abs(x) > 3.05) | (np.abs(y) > 2.05)].any()


def test_the_same_mobject_follows_the_training(moons: Trajectory) -> None:
    decision = Decision(moons.at(0), 0, VIEW, THEME)
    for step in (40.5, 300.0, 800.0):
        moment = Moment(moons, step)
        assert decision.at(moment) is decision
        fresh = Decision(moment.snapshot, 0, VIEW, THEME)
        np.testing.assert_array_equal(decision.line.points, fresh.line.points)
        np.testing.assert_array_equal(decision.line.lengths, fresh.line.lengths)
        np.testing.assert_array_equal(decision.tints.points, fresh.tints.points)
        np.testing.assert_array_equal(decision.tints.counts, fresh.tints.counts)


def test_regions_fade_in_and_out(network: Snapshot) -> None:
    tints = DecisionRegions(network, 0, VIEW, THEME)
    fade = FadeIn(tints)
    fade.begin()
    fade.interpolate(0.5)
    np.testing.assert_allclose(tints.rgbas[:, 3], THEME.tint * fade.rate_func(0.5), atol=1e-9)
    fade.finish()
    np.testing.assert_allclose(tints.rgbas[:, 3], THEME.tint)


def test_a_rescale_is_followed(moons: Trajectory) -> None:
    moment = Moment(moons, 800)
    decision = Decision(moment.snapshot, 0, VIEW, THEME)
    other = View(VIEW.area, (0.0, 0.0), 0.7)
    decision.tints.show_at(decision.tints.coords, other)
    assert decision.tints.view is other
    decision.at(moment)
    low, high = other.bounds
    assert (decision.tints.coords.min(axis=0) < low).all()
    assert (decision.tints.coords.max(axis=0) > high).all()
