"""A run in figures, against what its arrays say."""

from __future__ import annotations

import numpy as np
import pytest

from detangle import Recipe, Trajectory, datasets, record
from detangle.run.metrics import dead_units, first_step, metrics, summarise


@pytest.fixture(scope="module")
def run() -> Trajectory:
    recipe = Recipe.of(
        dataset="moons", dataset_parameters={"n_points": 60}, epochs=30, record_every=7
    )
    return record(datasets.make("moons", {"n_points": 60}), recipe)


def test_a_row_a_recorded_step(run: Trajectory) -> None:
    frame = metrics(run)
    assert list(frame.columns) == ["step", "batch_loss", "loss", "accuracy", "dead_1", "dead_2"]
    np.testing.assert_array_equal(frame["step"], run.steps)
    np.testing.assert_allclose(frame["loss"], run.loss)
    np.testing.assert_allclose(frame["accuracy"], run.accuracy)
    np.testing.assert_allclose(frame["batch_loss"][:-1], run.batch_loss[run.steps[:-1]])
    assert np.isnan(frame["batch_loss"].iloc[-1])


def test_dead_units_give_the_same_for_every_point(run: Trajectory) -> None:
    for k in (1, 2):
        layers = run.layer(k)
        expected = [int((layer == layer[0]).all(axis=0).sum()) for layer in layers]
        np.testing.assert_array_equal(dead_units(run, k), expected)
        np.testing.assert_array_equal(metrics(run)[f"dead_{k}"], expected)


def test_steps_to_an_accuracy(run: Trajectory) -> None:
    for share in (0.0, 0.5, 0.8, 1.01):
        expected = next(
            (int(s) for s, a in zip(run.steps, run.accuracy, strict=True) if a >= share), None
        )
        assert first_step(run, share) == expected
    assert summarise(run).to_99 == first_step(run, 0.99)
    assert summarise(run).dead == dead_units(run, 1)[-1] + dead_units(run, 2)[-1]
