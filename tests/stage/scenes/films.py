"""Runs and played scenes that the tests of scenes share."""

from __future__ import annotations

from typing import Any, TypeVar

from detangle import Recipe, Trajectory, datasets, record
from detangle.stage import StageScene
from detangle.stage.motion.train_clock import Clock
from tests.inspector import inspect, report

S = TypeVar("S", bound=StageScene)


def trained(dataset: str = "moons", n_points: int = 60, **changes: Any) -> Trajectory:
    """A short training on few points."""
    parameters = {"n_points": n_points}
    recipe = Recipe.of(dataset=dataset, dataset_parameters=parameters, **{"epochs": 3, **changes})
    return record(datasets.make(dataset, parameters), recipe)


def staged(base: type[S], **attributes: Any) -> S:
    """A scene that has everything in place, and has shown nothing yet."""
    scene: S = type("Staged", (base,), attributes)()
    scene.setup()
    return scene


def played(base: type[S], **attributes: Any) -> S:
    """A scene that has been rendered, quickly."""
    scene: S = type("Played", (base,), {"pace": 0.05, **attributes})()
    scene.render()
    return scene


def by_clock(base: type[S], kind: type[Clock], **attributes: Any) -> type[S]:
    """A scene of a training that is driven by a clock of another kind."""

    def setup(self: Any) -> None:
        base.setup(self)
        clock = self.player.clock
        changed = kind(self.trajectory, clock.panels, clock.warp)
        self.player.clock = changed.at(clock.moment.step)

    return type("Driven", (base,), {"setup": setup, "beats": ("training",), **attributes})


def assert_sound(base: type[StageScene], ignored: str = "", **options: Any) -> None:
    """Look at every frame of a scene; findings of one check may be ignored."""
    findings = [finding for finding in inspect(base, **options) if finding.check != ignored]
    assert not findings, "\n" + report(findings)


def assert_sound_alone(base: type[StageScene], beat: str, **attributes: Any) -> None:
    """Look at every frame of one beat of a scene, which may stand still for long."""
    own = {"beats": (beat,), **attributes}
    assert_sound(type("Alone", (base,), own), "rests", along=False)
