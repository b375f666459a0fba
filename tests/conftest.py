"""What the tests of the core share: trained presets, and a run that takes no time."""

from __future__ import annotations

import os

# Networks this small wait longer for a second thread than it saves, above all beside other tests.
# It is read when torch is loaded, so it comes first.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import settings

from detangle import PRESETS, Dataset, Recipe, Trajectory, activations, datasets, record
from detangle.train.record import load_or_train
from tests.studio import open_studio, trained_runs

settings.register_profile("detangle", deadline=None, derandomize=True, database=None)
settings.load_profile("detangle")


def pytest_configure(config: pytest.Config) -> None:
    config.add_cleanup(open_studio())


@pytest.fixture(scope="session")
def trained() -> Callable[[str], tuple[Dataset, Trajectory]]:
    """Train a preset once for all tests, and give its data and its run."""

    @cache
    def train(name: str) -> tuple[Dataset, Trajectory]:
        recipe = PRESETS[name].recipe
        data = datasets.make(recipe.dataset, recipe.dataset_parameters)
        return data, load_or_train(recipe, data, cache=trained_runs())

    return train


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget after the test which activations it has registered."""
    monkeypatch.setattr(activations, "_REGISTRY", dict(activations._REGISTRY))


@pytest.fixture
def small() -> Recipe:
    """Forty points, three batches an epoch, twelve updates."""
    return Recipe.of(
        dataset="moons",
        dataset_parameters={"n_points": 40},
        widths=(3, 2),
        batch_size=16,
        epochs=4,
        seed=5,
    )


@pytest.fixture
def small_data(small: Recipe) -> Dataset:
    return datasets.make(small.dataset, small.dataset_parameters)


@pytest.fixture
def small_run(small: Recipe, small_data: Dataset) -> Trajectory:
    return record(small_data, small)
