"""Sound run files and tables, small ones of each kind, that mutants are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from detangle import Dataset, Recipe, Trajectory, datasets, from_arrays, record, save

S, N, C = 4, 12, 3


def run_files(folder: Path) -> list[bytes]:
    """Write a run of each kind, and return what the files hold."""
    runs = [_trained(), _without_readout(), _own_points(), *_of_others()]
    return [save(run, folder / f"run{i}").read_bytes() for i, run in enumerate(runs)]


def _trained() -> Trajectory:
    recipe = Recipe.of(dataset="digits", dataset_parameters={"n_points": 12, "classes": (5, 9),
                       "test": 0.25}, widths=(3, 2), batch_size=8, epochs=2)  # fmt: skip
    return record(datasets.make(recipe.dataset, recipe.dataset_parameters), recipe)


def _without_readout() -> Trajectory:
    recipe = Recipe.of(dataset="moons", dataset_parameters={"n_points": 12}, widths=(2,), epochs=2,
                       readout="identity", activation="tanh", batch_size=None)  # fmt: skip
    return record(datasets.make(recipe.dataset, recipe.dataset_parameters), recipe)


def _own_points() -> Trajectory:
    rng = np.random.default_rng(0)
    data = Dataset.from_arrays(rng.normal(size=(N, 1)), rng.permutation(N) % C)
    return record(data, Recipe.of(widths=(1,), epochs=1, batch_size=4, activation="elu"))


def _of_others() -> list[Trajectory]:
    rng = np.random.default_rng(0)
    points, labels = rng.normal(size=(N, 2)), np.arange(N) % C
    weight, bias = rng.normal(size=(S, 2, 2)), rng.normal(size=(S, 2))
    layer = np.maximum(points @ weight.transpose(0, 2, 1) + bias[:, None], 0)
    known: dict[str, Any] = {
        "points": points,
        "labels": labels,
        "class_names": ("a", "b", "c"),
        "steps": [0, 2, 3, 7],
    }
    return [
        from_arrays(**known, layers=[layer], weights=[weight], biases=[bias], activation="relu",
                    scores=rng.normal(size=(S, N, C))),
        from_arrays(**known, layers=[layer, layer**2], loss=np.ones(S), accuracy=np.zeros(S),
                    test=(points[:3], labels[:3])),
        from_arrays(**known, layers=[layer], weights=[weight], biases=[bias], activation="relu",
                    readout=(rng.normal(size=(S, C, 2)), rng.normal(size=(S, C)))),
    ]  # fmt: skip
