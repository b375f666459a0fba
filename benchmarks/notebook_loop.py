"""The 2022 notebook's training loop, written as its author did: a table behind a DataLoader."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from pandas import DataFrame
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


class TableDataset(Dataset[tuple[Tensor, Tensor]]):
    """The rows of a table, one at a time: x1 and x2, and the label."""

    def __init__(self, frame: DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return len(self.frame)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        row = self.frame.iloc[index]
        points = row[["x1", "x2"]].to_numpy(dtype=np.float32)
        return torch.tensor(points), torch.tensor(int(row["label"]))


@dataclass
class NotebookRun:
    """What the loop keeps: the loss of each batch, and where the points are after each step."""

    losses: list[float] = field(default_factory=list)
    coordinates: list[tuple[NDArray[np.float32], ...]] = field(default_factory=list)


def notebook_loop(frame: DataFrame, epochs: int = 100) -> NotebookRun:
    """Train on a table with columns x1, x2 and label, in batches of 64 in the table's order."""
    torch.manual_seed(8)
    network = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2), nn.ReLU())
    loader = DataLoader(TableDataset(frame), batch_size=64, shuffle=False)
    loss_function = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.001, momentum=0.9)
    inputs = torch.tensor(frame[["x1", "x2"]].to_numpy(dtype=np.float32))
    run = NotebookRun()
    for _ in range(epochs):
        for points, labels in loader:
            optimizer.zero_grad()
            loss = loss_function(network(points), labels)
            loss.backward()
            optimizer.step()
            run.losses.append(loss.item())
            run.coordinates.append(_coordinates(network, inputs))
    return run


def _coordinates(network: nn.Sequential, inputs: Tensor) -> tuple[NDArray[np.float32], ...]:
    """Return the points in the input, layer 1 and layer 2."""
    with torch.no_grad():
        layer_1 = network[:2](inputs)
        layer_2 = network[2:](layer_1)
    return inputs.numpy().copy(), layer_1.numpy(), layer_2.numpy()
