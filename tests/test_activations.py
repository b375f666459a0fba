"""The activations in NumPy against PyTorch's own, and against their definitions."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 (PyTorch's own name for it)

from detangle.activations import ACTIVATIONS
from detangle.train.network import ACTIVATIONS as OF_THE_NETWORK

GRID = np.concatenate([np.linspace(-8, 8, 3201), [-1e4, -100.0, -1e-12, -0.0, 1e-12, 100.0, 1e4]])
PEERS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": F.gelu,
    "identity": torch.nn.Identity(),
}
DEFINITIONS: dict[str, Callable[[float], float]] = {
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z)),
    "gelu": lambda z: z * math.erfc(-z / math.sqrt(2)) / 2,
    "identity": lambda z: z,
}


def test_both_rooms_know_the_same_names() -> None:
    assert set(ACTIVATIONS) == set(OF_THE_NETWORK) == set(PEERS)


@pytest.mark.parametrize("name", sorted(PEERS))
def test_equals_pytorch_in_double_precision(name: str) -> None:
    peer = PEERS[name](torch.from_numpy(GRID)).numpy()
    np.testing.assert_allclose(ACTIVATIONS[name](GRID), peer, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", sorted(PEERS))
def test_equals_its_definition(name: str) -> None:
    by_hand = [DEFINITIONS[name](float(z)) for z in GRID]
    np.testing.assert_allclose(ACTIVATIONS[name](GRID), by_hand, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("name", sorted(PEERS))
def test_the_network_uses_the_same_function(name: str) -> None:
    z = torch.from_numpy(GRID)
    np.testing.assert_allclose(
        OF_THE_NETWORK[name](z).numpy(), ACTIVATIONS[name](GRID), rtol=1e-12, atol=1e-15
    )


@pytest.mark.parametrize("name", sorted(PEERS))
def test_leaves_its_argument_alone_and_keeps_its_shape(name: str) -> None:
    z = np.linspace(-2, 2, 12).reshape(3, 4)
    before = z.copy()
    assert ACTIVATIONS[name](z).shape == (3, 4)
    np.testing.assert_array_equal(z, before)
