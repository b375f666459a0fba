"""Seeds trained side by side are the seeds trained alone."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from detangle import PRESETS, Dataset, Recipe, datasets, record
from detangle.train.loop import train
from detangle.train.seeds import SeedBatch, SeedResults, search

SEEDS = [362, 0, 7]


def alone(dataset: Dataset, recipe: Recipe) -> np.ndarray:
    """Batch losses (T,) of one seed trained by itself."""
    losses = [step.batch_loss for step in train(dataset, recipe)]
    return np.array(losses[:-1], dtype=np.float64)


def together(dataset: Dataset, recipe: Recipe, seeds: list[int]) -> np.ndarray:
    """Batch losses (T, B) of seeds trained side by side."""
    return np.array([losses.copy() for losses in SeedBatch(dataset, recipe, seeds).train()])


def made(recipe: Recipe) -> Dataset:
    return datasets.make(recipe.dataset, recipe.dataset_parameters)


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": "sgd", "momentum": 0.9, "learning_rate": 0.05},
        {"shuffle": False, "batch_size": 33},
        {"batch_size": None},
        {"activation": "tanh", "widths": (15, 15)},
        {"readout": "identity", "widths": (8, 5, 2)},
        {"activation": "gelu", "widths": (3,)},
    ],
    ids=str,
)
def test_each_seed_begins_and_is_trained_as_it_is_alone(changes: dict[str, object]) -> None:
    base = Recipe.of(dataset="moons", dataset_parameters={"n_points": 100}, epochs=4)
    recipe = base.replace(**changes)
    dataset = made(recipe)
    losses = together(dataset, recipe, SEEDS)
    for column, seed in enumerate(SEEDS):
        expected = alone(dataset, recipe.replace(seed=seed))
        np.testing.assert_allclose(losses[:, column], expected, atol=1e-5)


def test_the_results_are_those_of_the_recorded_runs() -> None:
    recipe = Recipe.of(dataset="moons", dataset_parameters={"n_points": 80}, epochs=10)
    dataset = made(recipe)
    done: list[int] = []
    found = search(dataset, recipe, SEEDS, batch=2, on_batch=done.append)
    assert done == [2, 3]
    for i, seed in enumerate(SEEDS):
        run = record(dataset, recipe.replace(seed=seed))
        assert found.accuracy[i] == pytest.approx(float(run.accuracy[-1]), abs=1e-9)
        assert found.loss[i] == pytest.approx(float(run.loss[-1]), abs=1e-5)


def test_the_best_seed_has_the_highest_accuracy_and_then_the_least_loss() -> None:
    results = SeedResults(np.array([3, 4, 5]), np.array([0.2, 0.1, 0.0]), np.array([1.0, 1.0, 0.5]))
    assert results.best == 4
    np.testing.assert_array_equal(results.successes(), [3, 4])
    assert results.rate().fraction == pytest.approx(2 / 3)


def test_the_rate_comes_with_wilsons_interval() -> None:
    right = np.arange(512) < 7
    rate = SeedResults(np.arange(512), np.zeros(512), right.astype(float)).rate()
    n, z = 512, NormalDist().inv_cdf(0.975)
    center, half = 7 + z * z / 2, z * np.sqrt(7 * (n - 7) / n + z * z / 4)
    assert rate.low == pytest.approx((center - half) / (n + z * z))
    assert rate.high == pytest.approx((center + half) / (n + z * z))
    assert str(rate) == "1.4% (95 % interval 0.7% to 2.8%)"


def test_the_presets_text_tells_the_rate_that_a_search_finds() -> None:
    recipe = PRESETS["moons"].recipe
    found = search(made(recipe), recipe, range(320, 384))
    np.testing.assert_array_equal(found.successes(), [362])
