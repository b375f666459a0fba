"""The updates are those that a plain PyTorch loop makes, in the order that the recipe asks for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.special import log_softmax
from torch import nn

from benchmarks.notebook_loop import notebook_loop
from detangle import Dataset, Recipe, Trajectory, datasets, record
from detangle.recipe import Optimizer
from detangle.train.loop import train


def test_the_notebook_run_is_its_authors(
    trained: Callable[[str], tuple[Dataset, Trajectory]],
) -> None:
    data, run = trained("notebook")
    with torch.random.fork_rng(devices=[]):
        author = notebook_loop(data.frame, epochs=4)  # it reads one row of a table at a time
    n = 4 * 8
    assert len(author.losses) == len(author.coordinates) == n
    np.testing.assert_allclose(run.batch_loss[:n], author.losses, rtol=0, atol=1e-5)
    for k in range(3):
        theirs = np.stack([layers[k] for layers in author.coordinates])
        np.testing.assert_allclose(run.layer(k)[1 : n + 1], theirs, rtol=0, atol=1e-5)


def _point_losses(run: Trajectory, step: int) -> NDArray[np.float64]:
    """Cross entropy of each point at a step, from the recorded weights."""
    scores = run.at(step).scores(run.points)
    losses: NDArray[np.float64] = -log_softmax(scores, axis=1)[np.arange(len(scores)), run.labels]
    return losses


def test_a_shuffled_epoch_is_a_permutation_and_no_two_are_alike() -> None:
    data = datasets.moons(n_points=12, noise=0.3)
    run = record(data, Recipe.of(batch_size=1, epochs=4, activation="tanh", learning_rate=0.01))
    seen = []
    for step, loss in enumerate(run.batch_loss):
        distance = np.abs(_point_losses(run, step) - loss)
        assert distance.min() < 1e-5 < np.sort(distance)[1]
        seen.append(int(distance.argmin()))
    epochs = np.reshape(seen, (4, 12))
    for epoch in epochs:
        assert sorted(epoch) == list(range(12))
    assert len({tuple(epoch) for epoch in epochs}) == 4


@pytest.mark.parametrize("size", [None, 4, 10, 64])
def test_without_shuffling_the_batches_are_slices_and_the_last_is_short(size: int | None) -> None:
    data = datasets.moons(n_points=10)
    run = record(data, Recipe.of(batch_size=size, epochs=2, shuffle=False))
    batches = [slice(0, 4), slice(4, 8), slice(8, 10)] if size == 4 else [slice(0, 10)]
    assert len(run.batch_loss) == 2 * len(batches)
    for step, loss in enumerate(run.batch_loss):
        batch = batches[step % len(batches)]
        assert loss == pytest.approx(_point_losses(run, step)[batch].mean(), abs=1e-6)


@pytest.mark.parametrize(("name", "momentum"), [("adam", 0.0), ("sgd", 0.0), ("sgd", 0.9)])
def test_the_updates_are_those_of_a_plain_loop(name: Optimizer, momentum: float) -> None:
    data = datasets.circles(n_points=48)
    recipe = Recipe.of(
        widths=(4, 3),
        activation="tanh",
        optimizer=name,
        momentum=momentum,
        learning_rate=0.03,
        batch_size=16,
        shuffle=False,
        epochs=5,
        seed=11,
    )
    losses, parameters = _plain_loop(data, name, momentum)
    run = record(data, recipe)
    np.testing.assert_allclose(run.batch_loss, losses, rtol=1e-5, atol=1e-6)
    last = run.at()
    ours = [*zip(last.weights, last.biases, strict=True), (last.readout_weight, last.readout_bias)]
    for mine, theirs in zip([a for pair in ours for a in pair], parameters, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-5)


def _plain_loop(
    data: Dataset, name: str, momentum: float
) -> tuple[list[float], list[NDArray[np.float32]]]:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        net = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2))
    optimizer: torch.optim.Optimizer = (
        torch.optim.Adam(net.parameters(), lr=0.03)
        if name == "adam"
        else torch.optim.SGD(net.parameters(), lr=0.03, momentum=momentum)
    )
    points, labels = torch.tensor(data.points), torch.tensor(data.labels)
    losses = []
    for _ in range(5):
        for x, y in zip(points.split(16), labels.split(16), strict=True):
            loss = nn.CrossEntropyLoss()(net(x), y)
            losses.append(loss.item())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return losses, [parameter.detach().numpy() for parameter in net.parameters()]


def test_the_caller_may_stop_at_any_step(small: Recipe, small_data: Dataset) -> None:
    steps = train(small_data, small)
    assert [next(steps).index for _ in range(3)] == [0, 1, 2]
    rest = list(steps)
    assert rest[-1].index == 12
    assert [step.batch_loss is None for step in rest] == [False] * 9 + [True]
