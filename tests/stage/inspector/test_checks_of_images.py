"""The inspector finds films of images that show what was not recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from detangle import Recipe, Trajectory, datasets, record
from detangle.analysis.separation import SeparatingLine
from detangle.recipe import Parameter
from detangle.stage import ImageManifoldScene
from tests.inspector import inspect

PARAMETERS: dict[str, Parameter] = {"classes": (5, 9), "n_points": 60}
Break = Callable[[ImageManifoldScene], Any]


@pytest.fixture(scope="module")
def run() -> Trajectory:
    recipe = Recipe.of(dataset="digits", dataset_parameters=PARAMETERS, widths=(8, 4), epochs=6)
    return record(datasets.make("digits", PARAMETERS), recipe)


def found(run: Trajectory, beats: tuple[str, ...], spoil: Break) -> set[str]:
    """Names of the checks that find something once a scene is spoiled as it is set up."""

    class Spoiled(ImageManifoldScene):
        def setup(self) -> None:
            super().setup()
            spoil(self)

    Spoiled.run, Spoiled.beats = run, beats
    return {finding.check for finding in inspect(Spoiled, along=False)}


def nothing(_: ImageManifoldScene) -> None:
    """Leave the scene as it is."""


def moved_point(scene: ImageManifoldScene) -> None:
    drawn = scene.drawn
    scene.drawn = lambda k: drawn(k) + (k == 2) * np.eye(60, 2) * 1e-3  # type: ignore[method-assign]


def mirrored_layer(scene: ImageManifoldScene) -> None:
    drawn = scene.drawn
    scene.drawn = lambda k: drawn(k) * [1, -1 if k == 2 else 1]  # type: ignore[method-assign]


def other_variance(scene: ImageManifoldScene) -> None:
    scene.words = {**scene.words, "variance.note": "42.1% of the variance shown"}  # type: ignore[misc]


def other_count(scene: ImageManifoldScene) -> None:
    scene.words = {**scene.words, "line.note": "best line here: 12 of 60"}  # type: ignore[misc]


def other_line(scene: ImageManifoldScene) -> None:
    draw = scene.draw_line
    tilted = np.array([0.8, 0.6])
    scene.draw_line = lambda line: draw(SeparatingLine(tilted, line.offset))  # type: ignore[method-assign]


def other_images(scene: ImageManifoldScene) -> None:
    scene.plane.pictures.images = scene.plane.pictures.images[::-1].copy()


SPOILED: dict[Break, tuple[tuple[str, ...], str]] = {
    moved_point: (("classes", "layers"), "projected positions"),
    mirrored_layer: (("classes", "layers"), "projected positions"),
    other_variance: (("classes",), "printed variance"),
    other_count: (("tangle",), "projected lines"),
    other_line: (("side",), "projected lines"),
    other_images: (("classes",), "images of the run"),
}


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__)
def test_what_was_not_recorded_is_found(run: Trajectory, spoil: Break) -> None:
    beats, check = SPOILED[spoil]
    assert check in found(run, beats, spoil)


@pytest.mark.parametrize("beats", sorted({beats for beats, _ in SPOILED.values()}))
def test_the_same_films_unspoiled_are_sound(run: Trajectory, beats: tuple[str, ...]) -> None:
    assert found(run, beats, nothing) <= {"rests"}
