"""An activation of a user's own, and the fold that comes along, in whole films."""

from __future__ import annotations

import re
from types import MappingProxyType

import numpy as np
import pytest

from detangle import Recipe, Trajectory, activations, datasets, record
from detangle.activations import Activation
from detangle.geometry.polylines import Polylines
from detangle.recipe import Architecture, Training
from detangle.stage import LayerMorphScene, SideBySideScene


def snake(z: np.ndarray) -> np.ndarray:
    """Return z + sin² z (Ziyin, Hartwig & Ueda 2020)."""
    return np.asarray(z + np.sin(z) ** 2)


@pytest.fixture
def own(registry: None) -> Activation:  # noqa: ARG001
    return activations.register(
        Activation(
            name="snake",
            label="Snake",
            rule="$z + sin^2 z$",
            function=snake,
            derivative=lambda z: 1 + np.sin(2 * z),
            torch=lambda z: z + z.sin() ** 2,
        )
    )


def run_of(activation: str) -> Trajectory:
    recipe = Recipe(
        dataset_parameters={"n_points": 30},
        architecture=Architecture((2,), activation),
        training=Training(epochs=2),
    )
    return record(datasets.make(recipe.dataset, recipe.dataset_parameters), recipe)


def film_of(trajectory: Trajectory) -> type[LayerMorphScene]:
    class Film(LayerMorphScene):
        run = trajectory
        beats = ("layers",)
        pace = 0.02

    return Film


@pytest.mark.usefixtures("quiet", "own")
def test_one_of_your_own_is_bent_to_where_the_network_puts_the_points() -> None:
    run = run_of("snake")
    scene = film_of(run)()
    scene.render()
    np.testing.assert_allclose(scene.plane.cloud.coords, run.layer_at(1), atol=1e-5)
    assert any("Snake bends the plane" in beat.title for beat in scene.spoken)


@pytest.mark.usefixtures("quiet", "own")
def test_one_of_your_own_stands_beside_others() -> None:
    class Trio(SideBySideScene):
        runs = MappingProxyType({name: run_of(name) for name in ("snake", "abs", "leaky_relu")})
        beats = ("start", "layers")
        pace = 0.02

    scene = Trio()
    scene.render()
    acts = [beat.caption for beat in scene.spoken if "Snake" in beat.caption]
    assert acts == ["Snake bends, abs folds, leaky ReLU leaves 0.01 times what is negative."]
    for panel in scene.panels:
        expected = panel.snapshot.layer(1, panel.points)
        np.testing.assert_allclose(panel.plane.cloud.coords, expected, atol=1e-9)


@pytest.mark.usefixtures("quiet")
def test_the_absolute_value_folds_exactly() -> None:
    run = run_of("abs")
    scene = film_of(run)()
    scene.render()
    np.testing.assert_allclose(scene.plane.cloud.coords, run.layer_at(1), atol=1e-5)
    grid = scene.plane.grid
    by_hand = np.abs(grid.home @ run.weight(1)[-1].T.astype(float) + run.bias(1)[-1])
    np.testing.assert_allclose(grid.coords, by_hand, atol=1e-9)
    joined = Polylines(grid.home, grid.lengths).joined()
    halfway = (grid.home[:-1] + grid.home[1:]) / 2  # between creases, lines stay straight
    exact = np.abs(halfway @ run.weight(1)[-1].T.astype(float) + run.bias(1)[-1])
    between = (grid.coords[:-1] + grid.coords[1:]) / 2
    np.testing.assert_allclose(between[joined], exact[joined], atol=1e-9)
    folded = [beat for beat in scene.spoken if re.search(r"folds|below 0", beat.title)]
    assert len(folded) == 2
