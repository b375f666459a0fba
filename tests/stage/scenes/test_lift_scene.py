"""The film in space shows what was recorded, stage by stage, and comes home."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from detangle import Trajectory
from detangle._typing import FloatArray as Array
from detangle.stage import LiftScene
from tests.stage.scenes.films import played, trained


def run_of(activation: str, dataset: str = "circles", epochs: int = 40) -> Trajectory:
    own: dict[str, Any] = {
        "widths": (3,),
        "activation": activation,
        "learning_rate": 0.05,
        "seed": 389,
    }
    return trained(dataset, epochs=epochs, **own)


class Checked(LiftScene):
    """Notes where the points are after each step, and compares the ends to the recording."""

    seen: dict[str, Array]

    @contextmanager
    def beat(self, key: str, **values: Any) -> Iterator[None]:
        with super().beat(key, **values):
            yield
        if key in [step.key for step in self.player.motions]:
            self.seen = {**getattr(self, "seen", {}), key: self.space.cloud.coords.copy()}


def by_hand(run: Trajectory) -> dict[str, Array]:
    """The stages of the layer, from the recorded arrays."""
    points = run.points.astype(float)
    linear = points @ run.weight(1)[-1].astype(float).T
    stages = {"linear": linear, "shift": linear + run.bias(1)[-1]}
    slope = {"relu": 0.0, "leaky_relu": 0.01}.get(run.architecture.activation)
    if slope is None:
        return {**stages, "bend": run.layer_at(1).astype(float)}
    names = ["clamp1", "clamp2", "clamp3"] if slope == 0 else ["leak1", "leak2", "leak3"]
    here = stages["shift"]
    for unit, name in enumerate(names):
        here = here.copy()
        here[:, unit] = np.where(here[:, unit] < 0, slope * here[:, unit], here[:, unit])
        stages[name] = here
    return stages


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh"])
@pytest.mark.usefixtures("quiet")
def test_each_step_ends_where_the_recorded_layer_puts_the_points(activation: str) -> None:
    run = run_of(activation)
    scene = played(Checked, run=run)
    expected = by_hand(run)
    assert scene.seen.keys() == expected.keys()
    for key, places in expected.items():
        np.testing.assert_allclose(scene.seen[key], places, atol=1e-5, err_msg=key)
    last = list(scene.seen.values())[-1]
    np.testing.assert_allclose(last, run.layer_at(1), atol=1e-5)


@pytest.mark.usefixtures("quiet")
def test_at_the_end_the_points_are_home_in_the_plane() -> None:
    run = run_of("relu", epochs=3)
    scene = played(Checked, run=run)
    plane = scene.plane
    assert plane.cloud in scene.mobjects
    assert scene.space.cloud not in scene.mobjects
    assert scene.player.curve not in scene.mobjects
    np.testing.assert_allclose(scene.space.cloud.coords[:, :2], run.points, atol=1e-9)
    np.testing.assert_allclose(scene.space.cloud.points, plane.cloud.points, atol=1e-9)


@pytest.mark.usefixtures("quiet")
def test_the_plane_stops_where_the_readout_puts_it() -> None:
    run = run_of("relu", epochs=3)
    scene = played(Checked, run=run, beats=("plane", "edge"))
    assert scene.cut is not None
    scores = scene.cut.coords @ scene.snapshot.readout_weight.T + scene.snapshot.readout_bias
    np.testing.assert_allclose(scores[:, 0], scores[:, 1], atol=1e-9)
    normal, offset = scene.snapshot.decision_line()
    assert normal @ scene.space.view.eye + offset == pytest.approx(0, abs=1e-6)
    right = (run.labels == scene.snapshot.predict(run.points)).mean()
    assert (scene.cut.sides() == run.labels).mean() == right


@pytest.mark.parametrize("beat", ["space", "affine", "activation", "corner", "edge", "home"])
@pytest.mark.usefixtures("quiet")
def test_a_film_may_begin_with_any_beat(beat: str) -> None:
    played(Checked, run=run_of("relu", epochs=1), beats=(beat,))


@pytest.mark.usefixtures("quiet")
def test_only_a_cut_that_closes_is_said_to_enclose() -> None:
    closed, points = run_of("relu"), run_of("relu").points
    assert closed.accuracy[-1] == 1.0
    scene = played(Checked, run=closed, beats=())
    assert scene.encloses
    curve = scene.player.curve.home[:, :2]
    angles = np.unwrap(np.arctan2(curve[:, 1], curve[:, 0]))
    assert abs(angles[-1] - angles[0]) == pytest.approx(2 * np.pi)  # around the inner circle
    assert np.linalg.norm(curve, axis=1).max() < np.abs(points).max() * 1.5
    assert not played(Checked, run=run_of("relu", "moons", 1), beats=()).encloses
