"""Run files that version 0.1 wrote can be read for ever; damaged ones are refused in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file

from detangle import DetangleError, load

FOLDER = Path(__file__).parent / "files_of_0_1"
FILES = sorted(FOLDER.glob("*.safetensors"))
GOOD = [path for path in FILES if not path.stem.startswith("bad_")]
BAD = [path for path in FILES if path.stem.startswith("bad_")]


@pytest.mark.parametrize("path", GOOD, ids=[path.stem for path in GOOD])
def test_it_is_read(path: Path) -> None:
    run, raw = load(path), load_file(path)
    with safe_open(path, framework="numpy") as file:
        written = json.loads(file.metadata()["detangle"])
    assert list(run.class_names) == written["class_names"]
    assert run.setup.dataset == written["recipe"]["dataset"]
    assert list(run.architecture.widths) == written["recipe"]["widths"]
    assert set(run.keys) == set(raw)
    for key, array in raw.items():
        np.testing.assert_array_equal(run.arrays.read(key), array)
    if run.has_network:
        right = run.at().predict(run.points.astype(np.float64)) == run.labels
        assert right.mean() == pytest.approx(raw["accuracy"][-1])


def test_lists_that_were_written_as_text_are_lists() -> None:
    parameters = load(FOLDER / "preset_digits").setup.dataset_parameters
    assert parameters["classes"] == (5, 9)
    assert load(FOLDER / "iris_features").setup.dataset_parameters["features"]


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_damaged_one_is_refused(path: Path) -> None:
    with pytest.raises(DetangleError) as caught:
        load(path)
    assert "\n" not in str(caught.value)
