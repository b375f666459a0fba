"""Training and recording the 2022 notebook's run: its own loop, a bare loop, and ours."""

from __future__ import annotations

import torch
from torch import nn

from benchmarks.notebook_loop import notebook_loop
from benchmarks.timing import Row, best_times, seconds
from detangle import PRESETS, Dataset, datasets, record
from detangle.train.state import one_thread

REPETITIONS = 15


def rows() -> list[Row]:
    """Compare the 800 updates of the preset `notebook`, all layers recorded, with both peers.

    The peers run on one thread, as ours does: so small a network gains nothing from more, and the
    threads' waiting for one another would count against the peers.
    """
    recipe = PRESETS["notebook"].recipe
    data = datasets.make(recipe.dataset, recipe.dataset_parameters)
    with one_thread():
        short = best_times(
            {"ours": lambda: record(data, recipe), "bare": lambda: bare_loop(data)}, REPETITIONS
        )
        long = min(seconds(lambda: notebook_loop(data.frame)) for _ in range(2))
    return [
        Row("notebook's own loop, recorded", short["ours"], long, least=35),
        Row("bare PyTorch loop, not recorded", short["ours"], short["bare"], most=1.25),
    ]


def bare_loop(data: Dataset, epochs: int = 100) -> list[float]:
    """Make the notebook's updates with as little as PyTorch allows, and record nothing."""
    points, labels = torch.from_numpy(data.points), torch.from_numpy(data.labels)
    torch.manual_seed(8)
    network = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2), nn.ReLU())
    optimizer = torch.optim.SGD(network.parameters(), lr=0.001, momentum=0.9)
    losses = []
    for _ in range(epochs):
        for start in range(0, len(points), 64):
            batch = slice(start, start + 64)
            loss = nn.functional.cross_entropy(network(points[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
