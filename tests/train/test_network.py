"""The network of a recipe: its layers, its initial weights, its refusals."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from detangle import Dataset, DetangleError, Recipe
from detangle.train.network import build


def test_layers_are_initialised_in_order_from_the_seed(small_data: Dataset) -> None:
    before = torch.get_rng_state()
    network = build(small_data, Recipe.of(widths=(5, 4, 3), seed=17))
    assert torch.equal(torch.get_rng_state(), before)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(17)
        plain = [nn.Linear(2, 5), nn.Linear(5, 4), nn.Linear(4, 3), nn.Linear(3, 2)]
    ours = list(network.parameters())
    theirs = [parameter for layer in plain for parameter in layer.parameters()]
    assert [p.shape for p in ours] == [p.shape for p in theirs]
    assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_an_identity_readout_needs_a_unit_for_each_class() -> None:
    three = Dataset.from_arrays(np.arange(6).reshape(3, 2), [0, 1, 2])
    recipe = Recipe.of(widths=(4, 2), readout="identity")
    with pytest.raises(DetangleError, match=r"must be 3, not 2; or use readout linear"):
        build(three, recipe)
    assert len(list(build(three, recipe.replace(widths=(4, 3))).parameters())) == 4
    assert len(list(build(three, recipe.replace(readout="linear")).parameters())) == 6
