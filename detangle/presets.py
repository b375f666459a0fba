"""The named recipes that the scenes show, read from `presets.toml`; and a recipe for any points."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detangle.datasets import Dataset, complete
from detangle.errors import DetangleError, nearest
from detangle.recipe import Recipe

UPDATES = 1000
"""Optimizer updates that `recipe_for` aims at."""

MOST_EPOCHS = 500
"""Epochs that `recipe_for` takes at most."""


@dataclass(frozen=True)
class Preset:
    """A recipe with a name and a reason."""

    name: str
    about: str
    recipe: Recipe


def preset(name: str) -> Preset:
    """Look a preset up.

    Raises
    ------
    DetangleError
        If there is none of this name.
    """
    if name not in PRESETS:
        raise DetangleError(f"unknown preset {name!r}: {nearest(name, PRESETS)}")
    return PRESETS[name]


def is_preset(name: str) -> bool:
    """Tell a preset's name from that of a file.

    Raises
    ------
    DetangleError
        If it is neither: not a preset, and not written as a file's name.
    """
    if name not in PRESETS and not Path(name).suffix and Path(name).name == name:
        raise DetangleError(f"{name!r} is neither a file nor a preset: {nearest(name, PRESETS)}")
    return name in PRESETS


def recipe_for(dataset: Dataset) -> Recipe:
    """Return a recipe for points that no preset is made for, such as the user's own.

    Up to three coordinates get layers of two or three units, which a film shows as they are; more
    get layers of 16 units. The number of epochs makes about `UPDATES` updates.
    """
    shown_as_they_are = {1: (2, 2), 2: (2, 2), 3: (3, 3)}
    recipe = Recipe.of(
        dataset=dataset.name,
        widths=shown_as_they_are.get(dataset.dimension, (16, 16)),
        learning_rate=0.02 if dataset.dimension in shown_as_they_are else 0.01,
    )
    per_epoch = recipe.replace(epochs=1).training.updates(len(dataset))
    return recipe.replace(epochs=min(max(round(UPDATES / per_epoch), 1), MOST_EPOCHS))


def _preset(name: str, about: str, dataset_parameters: dict[str, Any], **fields: Any) -> Preset:
    # A recipe holds all parameters of its dataset, so that it stays the same if a default changes.
    parameters = complete(fields["dataset"], dataset_parameters)
    return Preset(name, about, Recipe.of(dataset_parameters=parameters, **fields))


def _read(file: Path) -> dict[str, Preset]:
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        name: _preset(name, **{"dataset_parameters": {}, **table}) for name, table in tables.items()
    }


PRESETS: Mapping[str, Preset] = _read(Path(__file__).with_suffix(".toml"))
"""Every preset by its name."""
