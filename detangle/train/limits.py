"""What can be trained at all: checked before a network is made, and without torch."""

from __future__ import annotations

from itertools import pairwise

from detangle.datasets import Dataset
from detangle.errors import DetangleError
from detangle.recipe import Architecture, Recipe

MOST_WEIGHTS = 100_000_000
"""Weights of the networks that are trained at once, at most."""


def check_fits(dataset: Dataset, recipe: Recipe, networks: int = 1) -> None:
    """Refuse a network that does not fit the classes or the memory, before any is made.

    Parameters
    ----------
    dataset, recipe
        What is to be trained.
    networks
        How many such networks are trained at once.

    Raises
    ------
    DetangleError
        If the readout is the identity and the last width is not the number of classes, or there
        are more than `MOST_WEIGHTS`; the message tells what to change.
    """
    check_readout(dataset.n_classes, recipe.architecture)
    sizes = (dataset.dimension, *recipe.architecture.widths, dataset.n_classes)
    count = networks * sum((before + 1) * after for before, after in pairwise(sizes))
    if count > MOST_WEIGHTS:
        of = f"{networks} networks have" if networks > 1 else "the network has"
        fewer = ", or a smaller --batch" if networks > 1 else ""
        raise DetangleError(
            f"{of} {count:.3g} weights, and at most {MOST_WEIGHTS:,} fit in memory: use fewer "
            f"columns or smaller widths, such as --widths 16 16{fewer}"
        )


def check_readout(n_classes: int, architecture: Architecture) -> None:
    """Refuse an identity readout of a last layer that has not one unit a class."""
    if architecture.readout == "identity" and architecture.widths[-1] != n_classes:
        raise DetangleError(
            f"readout identity makes the last layer's units the classes, so the last of the "
            f"widths must be {n_classes}, not {architecture.widths[-1]}; or use readout linear"
        )
