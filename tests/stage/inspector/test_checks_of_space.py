"""Each check of space fails on a scene that breaks it, and passes one that does not."""

from __future__ import annotations

from typing import Any

import pytest

from detangle import Recipe, Trajectory, datasets, record
from detangle.stage import LiftScene
from detangle.stage.panels.facts import FactLine
from tests.inspector import inspect
from tests.inspector.checks import positions as checks

CHECKS = (
    checks.recorded_positions,
    checks.sheets_in_space,
    checks.decision_line,
    checks.printed_score,
)


@pytest.fixture(scope="module")
def wide_run() -> Trajectory:
    recipe = Recipe.of(
        dataset="circles", dataset_parameters={"n_points": 60}, widths=(3,), epochs=3, seed=1
    )
    return record(datasets.make("circles", {"n_points": 60}), recipe)


class Sound(LiftScene):
    beats = ("affine", "activation", "corner", "plane")


class NotRecorded(Sound):
    """The layer puts one point elsewhere."""

    def show_corner(self) -> None:
        self.space.cloud.coords[5] += 1e-3
        super().show_corner()


class LooseSheet(Sound):
    """The sheet is not where the points are."""

    def show_corner(self) -> None:
        self.space.sheet.coords[:, 2] += 1e-3
        super().show_corner()


class WrongPlane(Sound):
    """The plane stops too early."""

    def _slide_in(self) -> None:
        super()._slide_in()
        assert self.cut is not None
        self.cut.move_to_offset(self.cut.offset + 0.01)
        self.cut.see(self.space.view)


class WrongScore(Sound):
    """The number is not that of the plane."""

    def show_plane(self) -> None:
        super().show_plane()
        (score,) = (mobject for mobject in self.mobjects if isinstance(mobject, FactLine))
        score.numbers[0].set_value(12.3)
        with self.beat("edge"):
            self.rest(1.0)


def found(run_: Trajectory, scene: type[LiftScene], **options: Any) -> set[str]:
    findings = inspect(scene, run=run_, along=False, checks=CHECKS, film_checks=(), **options)
    return {finding.check for finding in findings}


@pytest.mark.parametrize(
    ("scene", "check"),
    [
        (NotRecorded, "recorded positions"),
        (LooseSheet, "sheets in space"),
        (WrongPlane, "decision line"),
        (WrongScore, "printed score"),
    ],
)
def test_a_broken_scene_is_found(wide_run: Trajectory, scene: type[LiftScene], check: str) -> None:
    assert check in found(wide_run, scene)


def test_a_sound_scene_passes(wide_run: Trajectory) -> None:
    assert found(wide_run, Sound) == set()


def test_a_part_that_is_left_out_is_found(wide_run: Trajectory) -> None:
    class Lazy(LiftScene):
        beats = ("space", "affine", "activation")

        def show_activation(self) -> None:
            for step in self.player.motions[-2:]:
                self.player.play(step)

    findings = inspect(
        Lazy, run=wide_run, along=False, checks=CHECKS, film_checks=(checks.every_layer_shown,)
    )
    assert {f.problem.subject for f in findings if f.check == "every layer shown"} >= {"unit 1 1"}
