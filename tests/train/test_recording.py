"""What is recorded equals what can be computed by hand, at every recorded step."""

from __future__ import annotations

import logging
import math
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.special import log_softmax

from detangle import (
    PRESETS,
    Dataset,
    DetangleError,
    Recipe,
    Trajectory,
    datasets,
    load,
    record,
    save,
)
from detangle.train.record import TrainingDivergedError

Array = NDArray[np.float64]
Run = tuple[Dataset, Trajectory]

BY_HAND: dict[str, Callable[[Array], Array]] = {
    "relu": lambda z: np.where(z > 0, z, 0),
    "leaky_relu": lambda z: np.where(z > 0, z, z / 100),
    "tanh": lambda z: 1 - 2 / (np.exp(2 * z) + 1),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "gelu": np.vectorize(lambda z: z * (1 + math.erf(z / math.sqrt(2))) / 2),
    "identity": lambda z: z,
}


def _hidden(run: Trajectory, at: int) -> list[Array]:
    """Compute each hidden layer at one record from the recorded one before it, in double precision.

    From the input on, the rounding of the layers before would come on top, magnified by weights.
    """
    layers = []
    for k in range(1, run.depth + 1):
        before = run.layer(k - 1)[at].astype(np.float64)
        weight = run.weight(k)[at].astype(np.float64)
        z = np.einsum("nd,ed->ne", before, weight) + run.bias(k)[at]
        layers.append(BY_HAND[run.architecture.activation](z))
    return layers


def _scores(run: Trajectory, at: int, last: Array) -> Array:
    if run.architecture.readout == "identity":
        return last
    weight = run.arrays.read("readout.weight", at).astype(np.float64)
    bias = run.arrays.read("readout.bias", at).astype(np.float64)
    return np.asarray(np.einsum("nd,cd->nc", last, weight) + bias)


def _check(data: Dataset, run: Trajectory, every: int = 1) -> None:
    """Compare layers, loss and accuracy of recorded steps, from the last back, with those by hand.

    With `every`, only every second, third, … of them is compared.
    """
    np.testing.assert_array_equal(run.points, data.points)
    np.testing.assert_array_equal(run.labels, data.labels)
    rows = np.arange(len(data))
    recorded = [run.layer(k) for k in range(1, run.depth + 1)]
    for at in range(len(run.steps))[::-every]:
        layers = _hidden(run, at)
        for ours, by_hand in zip(recorded, layers, strict=True):
            tolerance = 1e-6 * np.abs(by_hand).max() + 1e-6
            assert np.abs(ours[at] - by_hand).max() <= tolerance
        scores = _scores(run, at, layers[-1])
        loss = -log_softmax(scores, axis=1)[rows, data.labels].mean()
        assert run.loss[at] == pytest.approx(loss, rel=1e-5, abs=1e-6)
        _check_accuracy(run.accuracy[at], scores, data.labels)


def _check_accuracy(accuracy: float, scores: Array, labels: NDArray[np.int64]) -> None:
    """Where two scores tie within rounding, either class may win."""
    top = np.sort(scores, axis=1)
    tied = top[:, -1] - top[:, -2] <= 1e-5 * np.abs(scores).max() + 1e-6
    right = scores.argmax(axis=1) == labels
    least, most = (right & ~tied).mean(), (right | tied).mean()
    assert least - 1e-9 <= accuracy <= most + 1e-9


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_each_preset_begins_as_a_forward_pass_by_hand(name: str) -> None:
    recipe = PRESETS[name].recipe
    data = datasets.make(recipe.dataset, recipe.dataset_parameters)
    _check(data, record(data, recipe.replace(epochs=2, record_every=3)))


@pytest.mark.parametrize("activation", sorted(BY_HAND))
def test_each_activation_equals_a_forward_pass_by_hand(activation: str, small: Recipe) -> None:
    rng = np.random.default_rng(1)
    data = Dataset.from_arrays(rng.normal(size=(30, 3)), np.repeat(["a", "b", "c"], 10))
    recipe = small.replace(activation=activation, widths=(4, 2, 5), learning_rate=0.05)
    run = record(data, recipe)
    _check(data, run)
    assert run.widths == (3, 4, 2, 5)
    assert run.class_names == ("a", "b", "c")


@pytest.mark.parametrize("name", ["circles", "moons", "notebook", "spirals"])
def test_whole_presets_are_forward_passes_by_hand_and_come_apart_or_not(
    name: str, trained: Callable[[str], Run]
) -> None:
    data, run = trained(name)
    _check(data, run, every=40)
    if name == "notebook":
        assert run.steps.tolist() == list(range(801))
        assert run.loss[-1] == pytest.approx(math.log(2), abs=0.02)
    else:
        assert run.accuracy[-1] > 0.99
        assert run.loss[-1] < run.loss[0] / 4


@pytest.mark.parametrize(
    ("every", "steps"),
    [(1, [*range(13)]), (5, [0, 5, 10, 12]), (12, [0, 12]), (99, [0, 12])],
)
def test_thinning_keeps_the_first_and_the_last(
    every: int, steps: list[int], small: Recipe, small_data: Dataset, small_run: Trajectory
) -> None:
    thin = record(small_data, small.replace(record_every=every))
    assert thin.steps.tolist() == steps
    np.testing.assert_array_equal(thin.batch_loss, small_run.batch_loss)
    np.testing.assert_array_equal(thin.layer(2), small_run.layer(2)[steps])
    np.testing.assert_array_equal(thin.weight(1), small_run.weight(1)[steps])


@pytest.mark.parametrize("megabytes", [0.1, 1])
def test_a_run_past_its_budget_is_thinned_evenly_and_says_so(
    megabytes: float, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recipe = Recipe.of(widths=(6, 6), epochs=25, batch_size=50)
    budget = int(megabytes * 1e6)
    with caplog.at_level(logging.WARNING):
        run = record(datasets.moons(), recipe, budget=budget)
    gaps = np.diff(run.steps)
    assert len(set(gaps[:-1])) == 1
    assert 0 < gaps[-1] <= gaps[0]
    assert (run.steps[0], run.steps[-1]) == (0, 250)
    assert f"keeping one step in {gaps[0]}" in caplog.text
    size = save(run, tmp_path / "run").stat().st_size
    assert 0.4 * budget < size <= budget
    _check(datasets.moons(), run)
    caplog.clear()
    record(datasets.moons(), recipe, budget=10**8)
    assert not caplog.records


@pytest.mark.parametrize("every", [1, 3])
def test_a_run_that_diverges_says_where_and_keeps_its_finite_part(
    every: int, small: Recipe, small_data: Dataset, tmp_path: Path
) -> None:
    recipe = small.replace(
        optimizer="sgd",
        learning_rate=2.5,
        epochs=60,
        activation="identity",
        record_every=every,
    )
    with pytest.raises(TrainingDivergedError, match=r"above 1e\+18 at step \d+: try") as it:
        record(small_data, recipe)
    run, step = it.value.trajectory, it.value.step
    assert run is not None
    assert f"at step {step}:" in str(it.value)
    assert step - every <= run.steps[-1] < step
    assert len(run.batch_loss) == run.steps[-1]
    again = load(save(run, tmp_path / "part"))
    for key in run.keys:
        assert np.isfinite(again.arrays.read(key)).all()
        np.testing.assert_array_equal(again.arrays.read(key), run.arrays.read(key))


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
@pytest.mark.parametrize("rate", [1e30, 1e38, 1e39, 1e300])
def test_a_run_that_diverges_at_once_leaves_nothing(
    optimizer: str, rate: float, small: Recipe, small_data: Dataset
) -> None:
    recipe = small.replace(optimizer=optimizer, learning_rate=rate)
    with pytest.raises(TrainingDivergedError, match="at step 1: try a learning rate below") as it:
        record(small_data, recipe)
    assert it.value.step == 1
    assert it.value.trajectory is None


@pytest.fixture
def _threads_put_back() -> Iterator[None]:
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("_threads_put_back")
@pytest.mark.parametrize("threads", [1, 2])
def test_the_callers_state_is_left_as_it_was(threads: int, small: Recipe) -> None:
    before = torch.get_rng_state(), random.getstate(), np.random.get_state()  # noqa: NPY002
    torch.set_num_threads(threads)
    record(datasets.make(small.dataset), small)
    with pytest.raises(TrainingDivergedError):
        record(datasets.make("holes"), small.replace(optimizer="sgd", learning_rate=1e38))
    assert torch.equal(torch.get_rng_state(), before[0])
    assert random.getstate() == before[1]
    state = np.random.get_state()  # noqa: NPY002 (the global state is what must not change)
    assert all(np.array_equal(now, then) for now, then in zip(state, before[2], strict=True))
    assert torch.get_num_threads() == threads


def test_a_run_that_does_not_fit_in_memory_is_refused_in_a_line(
    small: Recipe, small_data: Dataset
) -> None:
    with pytest.raises(DetangleError, match="fit in memory"):
        record(small_data, small.replace(widths=(10**18,)))
