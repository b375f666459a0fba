"""The schema tells what is in a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file

from detangle import Trajectory, datasets, from_arrays, record, save
from detangle.presets import recipe_for
from detangle.recipe import read_setup
from detangle.run.schema import SCHEMA


def trained() -> Trajectory:
    data = datasets.make("digits", {"n_points": 30, "test": 0.3})
    return record(data, recipe_for(data).replace(epochs=2, widths=(5, 3)))


def of_another_program() -> Trajectory:
    rng = np.random.default_rng(0)
    return from_arrays(
        points=rng.normal(size=(7, 4)), labels=np.arange(7) % 2, steps=[0, 4],
        layers=[rng.normal(size=(2, 7, 5)), rng.normal(size=(2, 7, 3))],
        scores=rng.normal(size=(2, 7, 2)) ** 3, test=(rng.normal(size=(3, 4)), [0, 1, 1]),
    )  # fmt: skip


@pytest.mark.parametrize("make", [trained, of_another_program])
def test_files_hold_arrays_of_these_types_and_axes(
    make: Callable[[], Trajectory], tmp_path: Path
) -> None:
    run = make()
    path = save(run, tmp_path / "run")
    arrays = load_file(path)
    with safe_open(path, framework="numpy") as file:
        (written,) = map(json.loads, file.metadata().values())
    assert (written["format"], written["class_names"]) == (1, list(run.class_names))
    assert read_setup(written["recipe"]) == run.setup
    sizes = {"S": len(run.steps), "T": len(run.batch_loss), "N": len(run.points), "C": 2}
    sizes |= {"M": len(arrays["test.labels"]), "D_K": 3}
    sizes |= dict(zip(("D_0", "D_1", "D_2"), run.widths, strict=True))
    known = {}
    for spec in SCHEMA:
        for k in (1, 2) if spec.key.endswith(".k") else (0,):
            axes = spec.axes.replace("D_k-1", f"D_{k - 1}").replace("D_k", f"D_{k}")
            shape = tuple(sizes[axis] for axis in axes.split())
            known[spec.key.replace(".k", f".{k}")] = (spec.dtype, shape, bool(spec.absent))
    assert {key for key, (_, _, optional) in known.items() if not optional} <= set(arrays)
    for key, array in arrays.items():
        assert (str(array.dtype), array.shape) == known[key][:2], key
    assert ("scores" in arrays) == (make is of_another_program)
    assert ("weight.1" in arrays) == ("readout.bias" in arrays) == (make is trained)
