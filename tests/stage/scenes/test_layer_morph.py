"""The layer film shows what was recorded, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from detangle.stage import LayerMorphScene, Plane
from tests.stage.scenes.films import played, trained


class Checked(LayerMorphScene):
    """Compares cloud and recording whenever a layer is reached."""

    reached: dict[int, float]

    def show_layers(self) -> None:
        self.reveal_plane()
        self.reached = {}
        for k in range(1, self.trajectory.depth + 1):
            for _ in self.player.play(k):
                assert_placed(self.plane)
            recorded = self.trajectory.layer_at(k)
            error = np.abs(self.plane.cloud.coords - recorded).max()
            self.reached[k] = float(error) / max(float(np.abs(recorded).max()), 1.0)


def assert_placed(plane: Plane) -> None:
    """Every dot is drawn where its coordinates lie in the view, and clipped to the plot."""
    view = plane.view
    expected = (plane.cloud.coords - view.center) * view.unit + view.area.center[:2]
    np.testing.assert_allclose(plane.cloud.points[:, :2], expected, atol=1e-9)
    np.testing.assert_array_equal(plane.cloud.clip, view.area.box)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh", "identity"])
@pytest.mark.usefixtures("quiet")
def test_every_layer_ends_at_its_recorded_activations(activation: str) -> None:
    scene = played(Checked, run=trained(activation=activation, seed=1))
    assert set(scene.reached) == {1, 2}
    assert max(scene.reached.values()) < 1e-6
