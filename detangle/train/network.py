"""The network of a recipe, as a PyTorch module."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pkgutil import resolve_name

import numpy as np
import torch
from torch import Tensor, nn

from detangle import activations
from detangle.datasets import Dataset
from detangle.errors import DetangleError
from detangle.recipe import Architecture, Recipe
from detangle.train.limits import check_readout


def torch_function(name: str) -> Callable[[Tensor], Tensor]:
    """Return an activation of a recipe as a function of tensors.

    Raises
    ------
    DetangleError
        If it is not the function that the record has for NumPy.
    """
    record = activations.get(name)
    function: Callable[[Tensor], Tensor] = (
        resolve_name(record.torch) if isinstance(record.torch, str) else record.torch
    )
    there = function(torch.from_numpy(activations.GRID)).detach().numpy()
    apart = np.abs(there - record.function(activations.GRID))
    if apart.max() > 1e-6:
        worst = activations.GRID[apart.argmax()]
        raise DetangleError(f"activation {name!r}: PyTorch and NumPy give other values at {worst}")
    return function


class Network(nn.Module):
    """Affine layers, each followed by the activation, and the readout.

    Parameters
    ----------
    dimension
        Number of coordinates of a point (D_0).
    n_classes
        Number of class scores (C).
    architecture
        Widths, activation and readout.

    Raises
    ------
    DetangleError
        If the readout is the identity and the last width is not the number of classes.
    """

    def __init__(self, dimension: int, n_classes: int, architecture: Architecture) -> None:
        super().__init__()
        check_readout(n_classes, architecture)
        sizes = (dimension, *architecture.widths)
        pairs = pairwise(sizes)
        self.layers = nn.ModuleList(nn.Linear(before, after) for before, after in pairs)
        linear = architecture.readout == "linear"
        self.readout = nn.Linear(sizes[-1], n_classes) if linear else nn.Identity()
        self.activation = torch_function(architecture.activation)

    def forward(self, points: Tensor) -> Tensor:
        """Map (N, D_0) points to (N, C) class scores."""
        for layer in self.layers:
            points = self.activation(layer(points))
        scores: Tensor = self.readout(points)
        return scores


def accuracy(network: Network, dataset: Dataset) -> float:
    """Return the fraction of a dataset's points that a network classifies correctly."""
    with torch.no_grad():
        predicted = network(torch.from_numpy(dataset.points)).argmax(dim=1)
    return float((predicted.numpy() == dataset.labels).mean())


def build(dataset: Dataset, recipe: Recipe) -> Network:
    """Initialise a recipe's network from its seed, leaving the caller's random state as it was.

    `torch.manual_seed` with this seed is the state from which the layers are initialised in their
    order, the readout last, with PyTorch's own default initialisation.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.training.seed)
        return Network(dataset.dimension, dataset.n_classes, recipe.architecture)
