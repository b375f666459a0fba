"""The film of any training: every step as recorded, nothing too fast, nothing that jumps."""

from __future__ import annotations

from pathlib import Path
from typing import Self, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from detangle import from_arrays
from detangle.run.moment import Moment
from detangle.stage import Theme, WideReplayScene
from detangle.stage.motion.train_clock import Clock
from detangle.stage.panels.layer_panel import WidePanel
from detangle.stage.plot.plane import Rings
from detangle.stage.scenes.replay.player import is_of_batches
from tests.inspector import inspect
from tests.inspector.checks.projections import carried_pictures, printed_share
from tests.stage.scenes.films import assert_sound, assert_sound_alone, by_clock, played, staged
from tests.stage.scenes.test_wide_morph import RUNS, foreign

Array = NDArray[np.float64]
ROOT = Path(__file__).parents[3]
FAST = {"replay_seconds": 3.0}


@pytest.mark.parametrize("name", sorted(RUNS))
def test_any_run_makes_a_sound_film(name: str) -> None:
    scene = type("Any", (WideReplayScene,), {"run": RUNS[name], **FAST})
    assert_sound(scene, along=False)


@pytest.mark.parametrize("last", [1, 2, 3])
@pytest.mark.parametrize("shape", ["16:9", "9:16", "1:1"])
def test_several_layers_have_room_side_by_side(last: int, shape: str) -> None:
    run = RUNS["residual, ten classes"]
    scene = type("Side", (WideReplayScene,), {"run": run, "last": last, **FAST})
    assert_sound(scene, shape=shape, theme=Theme.paper(), along=last == 2)


@pytest.mark.parametrize("beat", ["start", "training", "end"])
def test_each_beat_stands_alone(beat: str) -> None:
    run = RUNS["residual, two classes"]
    assert_sound_alone(WideReplayScene, beat, run=run, **FAST)


@pytest.mark.usefixtures("quiet")
def test_numbers_and_points_are_those_of_the_step() -> None:
    run = RUNS["residual, ten classes"]
    scene = staged(WideReplayScene, run=run)
    for record, step in enumerate(run.steps):
        scene.player.clock.at(float(step))
        (panel,) = scene.player.planes
        layer = run.layer_at(2, step).astype(np.float64)
        seen = panel.cloud.coords.var(axis=0).sum() / layer.var(axis=0).sum()
        assert panel.explained.numbers[0].shown == f"{100 * seen:.1f}%"
        shown = [number.shown for number in scene.player.numbers.live[:3]]
        right = f"{100 * float(run.accuracy[record]):.1f}%"
        assert shown == [str(step), f"{float(run.loss[record]):.4f}", right]


@pytest.mark.usefixtures("quiet")
def test_what_is_wrong_at_the_end_is_ringed() -> None:
    run = RUNS["scores alone"]
    scene = played(WideReplayScene, run=run, beats=("end",))
    (marks,) = [m for m in scene.mobjects if isinstance(m, Rings)]
    wrong = run.scores_at().argmax(axis=1) != run.labels
    np.testing.assert_array_equal(marks.coords, scene.player.planes[0].cloud.coords[wrong])


def test_a_curve_is_named_after_what_it_is_of() -> None:
    """Without the batches' own losses it is the loss over all points that is drawn."""
    whole, rng = foreign(3, 2, (5,)), np.random.default_rng(0)
    assert not is_of_batches(whole)
    noisy = from_arrays(
        points=whole.points, labels=whole.labels, layers=[whole.layer(1)], steps=whole.steps,
        loss=whole.loss, accuracy=whole.accuracy, batch_loss=rng.random(40),
    )  # fmt: skip
    assert is_of_batches(noisy)


class Lagging(Clock):
    """Shows other points than those of its step."""

    def at(self, step: float, speed: float = 0.0) -> Self:
        super().at(step, speed)
        self.panels[0].at(Moment(self.run, max(step - 5, 0)))
        return self


class Stretching(Clock):
    """Shows the points larger than they are."""

    def at(self, step: float, speed: float = 0.0) -> Self:
        super().at(step, speed)
        panel = cast("WidePanel", self.panels[0])
        panel.cloud.show_at(1.01 * panel.cloud.coords, panel.view)
        return self


class Boasting(Clock):
    """Prints a share of the variance that is not shown."""

    def at(self, step: float, speed: float = 0.0) -> Self:
        super().at(step, speed)
        cast("WidePanel", self.panels[0]).explained.numbers[0].set_value(99.0)
        return self


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Lagging, {"carried pictures", "printed share"}),
        (Stretching, {"carried pictures", "printed share"}),
        (Boasting, {"printed share"}),
    ],
)
def test_the_inspector_finds_a_replay_that_is_not_true(kind: type[Clock], found: set[str]) -> None:
    untrue = by_clock(WideReplayScene, kind, run=RUNS["residual, ten classes"])
    findings = inspect(untrue, checks=(carried_pictures, printed_share), film_checks=())
    assert {finding.check for finding in findings} == found
