"""Run files that version 0.1 wrote can be read for ever; damaged ones are refused in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file

from detangle import DetangleError, datasets, load

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


MADE = [p for p in GOOD if not (load(p).setup.data_hash or p.stem.startswith("foreign"))]


@pytest.mark.parametrize("path", MADE, ids=[path.stem for path in MADE])
def test_its_points_are_made_again_from_the_recipe(path: Path) -> None:
    run = load(path)
    again = datasets.make(run.setup.dataset, run.setup.dataset_parameters)
    np.testing.assert_array_equal(again.points, run.points)
    np.testing.assert_array_equal(again.labels, run.labels)
    assert again.class_names == run.class_names


def test_lists_that_were_written_as_text_are_lists() -> None:
    assert load(FOLDER / "preset_digits").setup.dataset_parameters["classes"] == (5, 9)


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_damaged_one_is_refused(path: Path) -> None:
    with pytest.raises(DetangleError) as caught:
        load(path)
    assert "\n" not in str(caught.value)
