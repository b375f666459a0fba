"""The line that swings counts what it gets right, and the shade is the probability."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest
from scipy.special import expit

from detangle import Trajectory
from detangle.analysis.separation import (
    SeparatingLine,
    best_lines_by_direction,
    logistic_regression,
)
from detangle.stage import (
    Area,
    DecisionLine,
    LastLayerScene,
    Number,
    ProbabilityShade,
    StageCamera,
    Theme,
    View,
)
from detangle.stage.motion.line_search import LineSearch, turn_line
from detangle.stage.plot.lines import TrialLine

THEME = Theme.dark()
STYLE: dict[str, Any] = {"size": 30.0, "color": "#FFFFFF", "decimals": 1}


def view_of(points: np.ndarray) -> View:
    return View.fit(points, Area(-4, -3, 4, 3))


def test_the_numbers_are_what_the_drawn_line_gets_right(moons: Trajectory) -> None:
    points, labels = moons.points.astype(float), moons.labels
    view, found = view_of(points), best_lines_by_direction(moons.points, moons.labels)
    line = TrialLine(found.best, view, THEME)
    now, best = Number(0, **STYLE), Number(0, **STYLE)
    search = LineSearch(line, found, points, labels, now, best)
    search.begin()
    top = 0.0
    for alpha in np.linspace(0, 1, 41):
        search.interpolate_mobject(float(alpha))
        # By hand, from what is drawn: on which side of the drawn line each dot lies.
        (x0, y0), (x1, y1) = line.points[:, :2]
        place = view.place(points)
        side = (x1 - x0) * (place[:, 1] - y0) - (y1 - y0) * (place[:, 0] - x0)
        share = float(((side < 0) == labels.astype(bool)).mean())
        share = max(share, 1 - share)  # a line has no first side
        top = max(top, share)
        assert now.value == pytest.approx(100 * share)
        assert best.value == pytest.approx(100 * top)
    assert now.value == pytest.approx(100 * found.right.max() / len(points))


def test_the_swinging_line_stays_among_the_points(moons: Trajectory) -> None:
    points = moons.points.astype(float)
    found = best_lines_by_direction(points, moons.labels)
    line = TrialLine(found.best, view_of(points), THEME)
    search = LineSearch(line, found, points, moons.labels, Number(0, **STYLE), Number(0, **STYLE))
    for t in np.linspace(0, 0.9, 60):
        above = (search.line_of(float(t)).values(points) > 0).mean()
        assert 0.1 < above < 0.9


def test_a_line_turns_into_another_one(moons: Trajectory) -> None:
    points = moons.points.astype(float)
    start, end = (
        SeparatingLine(np.array([0.0, 1.0]), -0.3),
        SeparatingLine(np.array([2.0, 0.1]), 0.5),
    )
    line = TrialLine(start, view_of(points), THEME)
    turn = turn_line(line, end)
    turn.begin()
    turn.interpolate_mobject(1.0)
    np.testing.assert_allclose(end.values(line.coords), 0, atol=1e-9)
    turn.interpolate_mobject(0.0)
    np.testing.assert_allclose(start.values(line.coords), 0, atol=1e-9)


def test_the_shade_is_as_strong_as_the_network_is_sure() -> None:
    view = View(Area(-4, -3, 4, 3), (0.0, 0.0), 1.0)
    shade = ProbabilityShade(lambda xy: 2 * xy[:, 0], view, THEME)
    camera = StageCamera(pixel_width=160, pixel_height=90, frame_width=16, frame_height=9)
    camera.background_color = THEME.background  # type: ignore[assignment]
    camera.reset()
    camera.capture_mobjects([shade])
    row = camera.pixel_array[45, :, :3].astype(float)
    x = (np.arange(160) + 0.5) / 10 - 8
    inside = np.abs(x) < 3.9
    p = expit(2 * x)
    strength = np.abs(2 * p - 1) * shade.rgbas[(p > 0.5).astype(int), 3]
    colors = shade.rgbas[(p > 0.5).astype(int), :3]
    expected = 255 * colors * strength[:, None]
    np.testing.assert_allclose(row[inside], expected[inside], atol=2.0)
    assert (row[np.abs(x) > 4.1] == 0).all()


@pytest.mark.usefixtures("quiet")
def test_the_film_ends_on_the_networks_own_decision(moons: Trajectory) -> None:
    class Quick(LastLayerScene):
        run = moons
        pace = 0.1

    scene = Quick()
    scene.render()
    np.testing.assert_allclose(scene.plane.cloud.coords, moons.points, atol=1e-6)
    line, shade = cast("tuple[DecisionLine, ProbabilityShade]", tuple(scene.decision))
    network = moons.at()
    scores = network.scores(line.coords, 0)
    np.testing.assert_allclose(scores[:, 0], scores[:, 1], atol=1e-6)
    rows, columns = shade.odds.shape
    low, high = scene.plane.view.bounds
    corners = np.array([low, [high[0], low[1]], high])
    odds = np.diff(network.scores(corners)).ravel()
    np.testing.assert_allclose(
        [shade.odds[0, 0], shade.odds[0, columns - 1], shade.odds[rows - 1, columns - 1]], odds
    )
    captions = " ".join(beat.caption + beat.title for beat in scene.spoken)
    best = best_lines_by_direction(moons.points, moons.labels).right.max() / len(moons.points)
    assert f"{best:.1%}" in captions
    fitted = (
        logistic_regression(moons.points, moons.labels).right(moons.points, moons.labels).mean()
    )
    assert 0.8 < fitted < best + 1e-9
