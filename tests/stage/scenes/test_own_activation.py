"""An activation of a user's own, and the fold that comes along, in whole films."""

from __future__ import annotations

import numpy as np
import pytest

from detangle import Trajectory, activations
from detangle.activations import Activation
from detangle.geometry.polylines import Polylines
from detangle.stage import LayerMorphScene, SideBySideScene
from tests.stage.scenes.films import played, trained


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
    return trained(n_points=30, widths=(2,), activation=activation)


@pytest.mark.usefixtures("quiet", "own")
def test_one_of_your_own_is_bent_to_where_the_network_puts_the_points() -> None:
    run = run_of("snake")
    scene = played(LayerMorphScene, run=run, beats=("layers",))
    np.testing.assert_allclose(scene.plane.cloud.coords, run.layer_at(1), atol=1e-5)
    assert any("Snake bends the plane" in beat.title for beat in scene.spoken)


@pytest.mark.usefixtures("quiet", "own")
def test_one_of_your_own_stands_beside_others() -> None:
    runs = {name: run_of(name) for name in ("snake", "abs", "leaky_relu")}
    scene = played(SideBySideScene, runs=runs, beats=("start", "layers"))
    acts = [beat.caption for beat in scene.spoken if "Snake" in beat.caption]
    assert acts == ["Snake bends, abs folds, leaky ReLU leaves 0.01 times what is negative."]
    for panel in scene.panels:
        expected = panel.snapshot.layer(1, panel.points)
        np.testing.assert_allclose(panel.plane.cloud.coords, expected, atol=1e-9)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(("activation", "negative"), [("abs", -1.0), ("relu", 0.0)])
def test_a_grid_folds_exactly(activation: str, negative: float) -> None:
    def by_hand(points: np.ndarray) -> np.ndarray:
        sums = points @ run.weight(1)[-1].T.astype(float) + run.bias(1)[-1]
        return np.asarray(np.where(sums < 0, negative * sums, sums))

    run = run_of(activation)
    scene = played(LayerMorphScene, run=run, beats=("layers",))
    np.testing.assert_allclose(scene.plane.cloud.coords, run.layer_at(1), atol=1e-5)
    grid = scene.plane.grid
    np.testing.assert_allclose(grid.coords, by_hand(grid.home), atol=1e-9)
    joined = Polylines(grid.home, grid.lengths).joined()
    halfway = (grid.home[:-1] + grid.home[1:]) / 2  # between creases, lines stay straight
    between = (grid.coords[:-1] + grid.coords[1:]) / 2
    np.testing.assert_allclose(between[joined], by_hand(halfway)[joined], atol=1e-9)
