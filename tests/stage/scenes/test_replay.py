"""A replay shows one network at a time: the recorded one, as fast as its warp says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Self, cast

import numpy as np
import pytest
from manim import Mobject
from manim.utils.hashing import get_json
from numpy.typing import NDArray

from detangle import Trajectory
from detangle.run.arrays import MemoryArrays
from detangle.run.moment import Moment
from detangle.stage import Area, Layout, Theme, TrainingReplayScene
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.panels.replay_numbers import ReplayNumbers
from detangle.stage.scenes.replay.layout import ReplayLayout, plot_of
from detangle.stage.scenes.replay.pacing import part_values
from tests.inspector import inspect
from tests.inspector.checks.replays import one_network, printed_replay
from tests.stage.scenes.films import by_clock, played, staged, trained
from tests.stage.words.runs import LEARNS, RUNS, two
from tests.stage.words.runs import run as run_of

FRAME = 1 / 60
FASTEST = 0.1


def overlap(a: Mobject, b: Mobject) -> bool:
    lows = np.maximum([a.get_left()[0], a.get_bottom()[1]], [b.get_left()[0], b.get_bottom()[1]])
    highs = np.minimum([a.get_right()[0], a.get_top()[1]], [b.get_right()[0], b.get_top()[1]])
    return bool((lows < highs).all())


@pytest.mark.usefixtures("quiet")
def test_at_recorded_steps_every_plane_is_as_recorded(moons: Trajectory) -> None:
    scene = staged(TrainingReplayScene, run=moons)
    for step in (0, 1, 57, 400, 799, 800):
        scene.player.clock.at(step)
        for panel in scene.player.planes:
            recorded = moons.layer_at(panel.layer, step)
            scale = max(1.0, float(np.abs(recorded).max()))
            np.testing.assert_allclose(panel.cloud.coords, recorded, atol=1e-6 * scale)
            placed = (panel.cloud.coords - panel.view.center) * panel.view.unit
            expected = placed + panel.view.area.center[:2]
            np.testing.assert_allclose(panel.cloud.points[:, :2], expected, atol=1e-9)
        shown = [number.shown for number in scene.player.numbers.live[:3]]
        accuracy = f"{100 * float(moons.accuracy[step]):.1f}%"
        assert shown == [str(step), f"{float(moons.loss[step]):.4f}", accuracy]


@pytest.mark.usefixtures("quiet")
def test_between_two_steps_all_belongs_to_the_blended_weights(moons: Trajectory) -> None:
    scene = staged(TrainingReplayScene, run=moons)
    scene.player.clock.at(412.3)

    def blended(key: str) -> NDArray[np.float64]:
        before, after = (moons.arrays.read(key, i).astype(np.float64) for i in (412, 413))
        return np.asarray(0.7 * before + 0.3 * after)

    hidden = moons.points.astype(np.float64)
    for panel in scene.player.planes:
        k = panel.layer
        if k:
            hidden = np.maximum(hidden @ blended(f"weight.{k}").T + blended(f"bias.{k}"), 0)
        np.testing.assert_allclose(panel.cloud.coords, hidden, atol=1e-9)
        assert panel.moment.step == pytest.approx(412.3)
    line = scene.player.planes[-1].decision.line.coords
    scores = line @ blended("readout.weight").T + blended("readout.bias")
    np.testing.assert_allclose(scores[:, 0], scores[:, 1], atol=1e-8)
    assert len(line) == 2  # it is straight where the network ends
    assert scene.player.numbers.loss.shown == f"{float(moons.loss[412]):.4f}"


@pytest.mark.usefixtures("quiet")
def test_the_speed_that_is_printed_is_the_one_that_is_seen(moons: Trajectory) -> None:
    scene = staged(TrainingReplayScene, run=moons)
    for part in scene.player.parts:
        playing = RunClock(scene.player.clock, part.start, part.end)
        playing.begin()
        assert (scene.player.curve.step, scene.player.numbers.speed.value) == (part.start, 0)
        for alpha in (0.1, 0.4, 0.8):
            tick = 1e-6
            steps = []
            for t in (alpha - tick, alpha + tick, alpha):
                playing.interpolate(t)
                steps.append(scene.player.curve.step)
            slope = (steps[1] - steps[0]) / (2 * tick * playing.run_time)
            assert scene.player.numbers.speed.value == pytest.approx(slope, rel=1e-3)
        playing.interpolate(1)
        assert (scene.player.curve.step, scene.player.numbers.speed.value) == (part.end, 0)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("seconds", [0.5, 4.0])
@pytest.mark.parametrize("in_parts", [True, False])
def test_no_dot_is_too_fast_however_short_the_film(
    moons: Trajectory, seconds: float, in_parts: bool
) -> None:
    scene = staged(TrainingReplayScene, run=moons, replay_seconds=seconds, in_parts=in_parts)
    replay = scene.player.clock
    for i, part in enumerate(scene.player.parts):
        for panel in scene.player.planes:
            panel.plane.view = scene.player.views[panel.layer][i]
        playing = RunClock(replay, part.start, part.end)
        frames = int(playing.run_time / FRAME)
        before = [panel.cloud.points.copy() for panel in scene.player.planes]
        for frame in range(frames):
            step = playing.step_at(frame * FRAME / playing.run_time)
            after = list(places(scene, step))
            if frame:
                moves = [
                    np.linalg.norm(b - a, axis=1).max() for a, b in zip(before, after, strict=True)
                ]
                assert max(moves) <= FASTEST
            before = after


def places(scene: TrainingReplayScene, step: float) -> Iterator[NDArray[np.float64]]:
    snapshot = scene.trajectory.at(step)
    for panel in scene.player.planes:
        yield panel.view.place(snapshot.layer(panel.layer, scene.trajectory.points))


@pytest.mark.usefixtures("quiet")
def test_a_view_holds_all_recorded_points_of_its_part(moons: Trajectory) -> None:
    scene = staged(TrainingReplayScene, run=moons)
    for panel in scene.player.planes:
        for part, view in zip(scene.player.parts, scene.player.views[panel.layer], strict=True):
            low, high = view.bounds
            recorded = moons.layer(panel.layer)[part.start : part.end + 1]
            assert (recorded >= low).all()
            assert (recorded <= high).all()
    units = [[view.unit for view in views] for views in scene.player.views]
    assert len(set(units[0])) == 1  # the input never changes its scale
    assert all(a >= b for row in units for a, b in pairwise(row))


@pytest.mark.usefixtures("quiet")
def test_words_tell_recorded_numbers(moons: Trajectory) -> None:
    scene = staged(TrainingReplayScene, run=moons)
    assert [part.key for part in scene.player.parts] == ["fall", "slow", "solved"]
    for part in scene.player.parts:
        values = part_values(moons, part)
        right = (moons.at(part.end).predict(moons.points) == moons.labels).sum()
        assert (values["right_after"], values["wrong_after"]) == (right, 500 - right)
        assert values["loss_before"] == float(moons.loss[part.start])
    assert part_values(moons, scene.player.parts[-1])["wrong_before"] == 0


@pytest.mark.usefixtures("quiet")
def test_a_chapter_of_a_film_is_as_short_as_it_is_told_to_be(moons: Trajectory) -> None:
    own = {"beats": ("training", "end"), "in_parts": False, "replay_seconds": 10.0, "pace": 0.5}
    scene = played(TrainingReplayScene, run=moons, **own)
    assert [beat.title for beat in scene.spoken] == [
        "Training: 800 steps, all layers at once",
        "After 800 steps, all 500 are right",
    ]
    assert scene.player.clock.warp is not None
    assert scene.player.clock.warp.duration == pytest.approx(5)
    assert scene.player.curve.step == 800


@pytest.mark.usefixtures("quiet")
def test_the_trained_network_can_be_shown_alone(moons: Trajectory) -> None:
    scene = staged(TrainingReplayScene, run=moons, beats=("end",))
    assert scene.snapshot.step == 800
    np.testing.assert_allclose(scene.player.planes[2].cloud.coords, moons.layer_at(2), atol=1e-5)
    assert scene.player.planes[2].view == scene.player.views[2][-1]


@pytest.mark.usefixtures("quiet")
def test_points_in_the_millions_come_to_the_first_layer_as_fast_as_others() -> None:
    points, labels = two(6.0)
    run = run_of((1e6 * points, labels), LEARNS, weight=np.zeros((2, 2)), bias=(1.0, 1.0))
    scene = played(TrainingReplayScene, run=run, beats=("start",))
    assert scene.spoken[-1].end < 30
    ticks = [tick for panel in scene.player.planes for tick in panel.plane.ticks]
    assert min(tick.get_left()[0] for tick in ticks) >= -scene.layout.frame.width / 2 + 0.2


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("widths", [(2,), (2, 2, 2)])
def test_other_depths_are_shown(widths: tuple[int, ...]) -> None:
    run = trained(widths=widths)
    scene = played(TrainingReplayScene, run=run)
    assert len(scene.player.planes) == len(widths) + 1
    assert scene.player.curve.step == run.steps[-1]


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("size", [(16 * 8 / 9, 8.0), (8.0, 16 * 8 / 9), (8.0, 8.0)])
def test_regions_lie_in_the_frame_and_apart(count: int, size: tuple[float, float]) -> None:
    places_ = ReplayLayout.of(Layout.of_size(*size), count)
    assert len(places_.planes) == count
    regions = [*places_.planes, places_.numbers, places_.curve]
    for a, b in combinations(regions, 2):
        across = min(a.right, b.right) - max(a.left, b.left)
        along = min(a.top, b.top) - max(a.bottom, b.bottom)
        # The ticks of the curve may begin where the row of numbers ends.
        assert across <= 1e-9 or along <= 1e-9 or {a, b} == {places_.numbers, places_.curve}
    for area in regions:
        assert max(map(abs, (area.left, area.right))) <= size[0] / 2
        assert max(map(abs, (area.bottom, area.top))) <= size[1] / 2
    assert min(plot_of(plane).height for plane in places_.planes) > 1


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("width", [3.4, 5.0])
@pytest.mark.parametrize("name", ["held-out points", "huge loss"])
def test_numbers_and_their_names_never_touch(columns: int, width: float, name: str) -> None:
    run, names = RUNS[name], TrainingReplayScene.words
    numbers = ReplayNumbers(
        Area(0, 0, width, 2),
        Theme.dark(),
        names,
        run,
        speeds=(3.0, 140.0),
        columns=columns,
    )
    for step in run.steps:
        numbers.at(Moment(run, float(step), 140.0))
        inks = [number.ink for number in numbers.live]
        words = [word for entry in numbers.scenery for word in entry]
        assert not any(overlap(a, b) for a, b in combinations([*inks, *words], 2))
        assert max(thing.get_right()[0] for thing in [*inks, *words]) <= width + 1e-6
    assert numbers.speed.shown == "140.0"
    point = numbers.speed.ink[-2].get_center()
    numbers.speed.set_value(3.0)
    np.testing.assert_allclose(numbers.speed.ink[-2].get_center(), point, atol=1e-6)


def test_what_is_held_out_is_printed_beside_what_is_trained() -> None:
    run, area = RUNS["held-out points"], Area(0, 0, 4, 2)
    numbers = ReplayNumbers(area, Theme.dark(), TrainingReplayScene.words, run, speeds=(1.0, 2.0))
    for step in run.steps:
        numbers.at(Moment(run, float(step)))
        assert run.test_points is not None
        found = run.at(step).predict(run.test_points) == run.test_labels
        assert numbers.held_out is not None
        assert numbers.held_out.shown == f"{100 * found.mean():.1f}%"


@pytest.mark.parametrize("name", ["held-out points", "huge loss", "tiny loss", "gets worse"])
@pytest.mark.parametrize("width", [2.0, 6.0])
def test_the_numbers_at_the_axes_of_the_loss_are_apart(name: str, width: float) -> None:
    panel = LossPanel(RUNS[name], Area(0, 0, width, 2), Theme.dark(), with_numbers=False)
    axes, title = panel.scenery
    _, _, *labels = axes
    assert not any(overlap(a, b) for a, b in combinations([*labels, title], 2))
    assert min(label.get_left()[0] for label in labels) >= 0


def test_a_loss_panel_can_hand_its_numbers_on(short_run: Trajectory) -> None:
    theme = Theme.dark()
    own = LossPanel(short_run, Area(0, 0, 6, 3), theme)
    assert set(own.numbers) <= set(own.submobjects)
    numbers = ReplayNumbers(
        Area(0, 3, 6, 5),
        theme,
        TrainingReplayScene.words,
        short_run,
        speeds=(1.0, 2.0),
    )
    handed = LossPanel(short_run, Area(0, 0, 6, 3), theme, with_numbers=False)
    Clock(short_run, [handed, numbers]).at(2)
    assert handed.numbers == []
    assert numbers.step.shown == "2"
    assert numbers.loss.shown == f"{float(short_run.loss[2]):.4f}"
    assert handed.plot.height > own.plot.height


@pytest.mark.usefixtures("quiet")
def test_one_other_weight_makes_another_clip(short_run: Trajectory) -> None:
    arrays = {key: short_run.arrays.read(key).copy() for key in short_run.keys}
    changed = arrays["weight.1"].copy()
    changed[2, 0, 0] += 1e-3

    def key_of(weights: NDArray[np.float32]) -> str:
        kept = MemoryArrays({**arrays, "weight.1": weights})
        scene = staged(
            TrainingReplayScene, run=Trajectory(short_run.recipe, short_run.class_names, kept)
        )
        return str(get_json(RunClock(scene.player.clock, 0, 2)))

    assert key_of(arrays["weight.1"]) == key_of(arrays["weight.1"])
    assert key_of(arrays["weight.1"]) != key_of(changed)


class Lagging(Clock):
    """The last plane stays a step behind the others."""

    def at(self, step: float, speed: float = 0.0) -> Self:
        super().at(step, speed)
        self.panels[2].at(Moment(self.run, max(step - 1, 0)))
        return self


class Boasting(Clock):
    """It tells more than there is."""

    def at(self, step: float, speed: float = 0.0) -> Self:
        super().at(step, 1.3 * speed)
        cast("ReplayNumbers", self.panels[-1]).accuracy.set_value(100.0)
        return self


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Lagging, {("one network", "layer 2")}),
        (Boasting, {("printed replay", "accuracy"), ("printed replay", "speed")}),
    ],
    ids=["lagging", "boasting"],
)
def test_the_inspector_finds_a_replay_that_is_not_true(
    moons: Trajectory, kind: type[Clock], found: set[tuple[str, str]]
) -> None:
    untrue = by_clock(TrainingReplayScene, kind, run=moons)
    findings = inspect(untrue, checks=(one_network, printed_replay), film_checks=())
    assert {(finding.check, finding.problem.subject) for finding in findings} == found
