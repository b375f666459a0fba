"""How many points a network gets right."""

from __future__ import annotations

import torch

from detangle.datasets import Dataset
from detangle.train.network import Network


def accuracy(network: Network, dataset: Dataset) -> float:
    """Return the fraction of a dataset's points that a network classifies rightly."""
    with torch.no_grad():
        predicted = network(torch.from_numpy(dataset.points)).argmax(dim=1)
    return float((predicted.numpy() == dataset.labels).mean())
