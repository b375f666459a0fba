"""Bad input gives one line that names the culprit, status 2, and harms no file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from detangle import load
from detangle.cli import main

Arrays = dict[str, NDArray[Any]]
Run = Callable[[str], str]


@pytest.fixture(scope="module")
def run_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("run") / "x.safetensors"
    words = "train moons --epochs 1 --dataset.n-points 50 --output"
    assert main([*words.split(), str(path)]) == 0
    return path.read_bytes()


@pytest.fixture
def folder(folder: Path, run_bytes: bytes) -> Path:
    """Work in a folder with one run, one table, one text file and one empty folder."""
    (folder / "good.safetensors").write_bytes(run_bytes)
    (folder / "text").write_text("not a run")
    (folder / "empty").mkdir()
    (folder / "points.csv").write_text("x,y,species\n0.5,1,cat\n1.5,2,dog\n2.5,3,cat\n3.5,4,dog\n")
    return folder


TRAIN = "train moons --output good.safetensors "


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("trian", "'train'"),
        ("--foo", "--foo"),
        ("presets --all", "--all"),
        ("datasets moon", "'moons'"),
        ("datasets moons circles", "unexpected extra argument (circles)"),
        ("train", "name a preset"),
        ("train --epochs 3 moons", "name a preset"),
        ("train mons", "'moons'"),
        (TRAIN + "--lerning-rate 3", "Did you mean '--learning-rate'"),
        (TRAIN + "--lerning_rate=3", "Did you mean '--learning-rate'"),
        (TRAIN + "--dataset.nois 3", "'--dataset.noise'"),
        (TRAIN + "--dataset.factor 0.2", "--dataset.factor"),
        (TRAIN + "extra", "unexpected extra argument (extra)"),
        (TRAIN + "--widths 0", "widths has 0"),
        (TRAIN + "--widths 2 -1", "no such option '-1'"),
        (TRAIN + "--widths", "'--widths' requires an argument"),
        (TRAIN + "--widths two", "'--widths': 'two' is not a valid integer"),
        (TRAIN + "--learning-rate -1", "learning_rate is -1"),
        (TRAIN + "--learning-rate nan", "learning_rate is nan"),
        (TRAIN + "--learning-rate fast", "'--learning-rate': 'fast' is not a valid float"),
        (TRAIN + "--epochs 0", "epochs has 0"),
        (TRAIN + "--epochs 1.5", "'--epochs': '1.5' is not a valid integer"),
        (TRAIN + "--epochs", "'--epochs' requires an argument"),
        (TRAIN + "--batch-size many", "'--batch-size': 'many' is not a valid integer"),
        (TRAIN + "--batch-size 0", "batch_size has 0"),
        (TRAIN + "--seed 99999999999999999999", "seed has 9999"),
        (TRAIN + "--momentum 0.9", "momentum is 0.9 with adam"),
        (TRAIN + "--activation rleu", "unknown activation 'rleu': did you mean 'relu'?"),
        (TRAIN + "--dataset circels", "'circles'"),
        (TRAIN + "--dataset", "'--dataset' requires an argument"),
        (TRAIN + "--dataset.noise -1", "noise is -1"),
        (TRAIN + "--dataset circles --dataset.factor 2", "factor is 2"),
        (TRAIN + "--activation other", "activation is other, which cannot be trained"),
        (TRAIN + "--made-by me", "no such option '--made-by'"),
        (TRAIN + "--readout identity --widths 3", "last of the widths"),
        (TRAIN + "--widths 1000000000000000000 --epochs 1 --batch-size None", "memory"),
        (TRAIN + "--optimizer sgd --learning-rate 1e30", "not finite at step 1"),
        (TRAIN + "--optimizer sgd --learning-rate 1e30 --save-finite-part", "no step before"),
        (TRAIN + "--optimizer sgd --learning-rate 200 --activation identity", "--save-finite-part"),
        ("train moons --output text/x", "text/x.safetensors"),
        ("train moons --output text/deep/x.safetensors", "text/deep/x.safetensors"),
        ("train moons --output ''", "it is a folder"),
        ("train moons --output empty", "empty: cannot be written (it is a folder)"),
        (f"train moons --output {'x' * 300}", "too long"),
        ("train moons --test 1.5", "test is 1.5"),
        ("train moons --dataset table", "path is empty"),
        ("train moons --dataset table --dataset.path points.csv", "--label"),
        ("train points.csv", "--data points.csv --label COLUMN"),
        ("train moons --label species", "add --data"),
        ("train --data", "'--data' requires an argument"),
        ("train --data points.csv --label", "'--label' requires an argument"),
        ("train --data points.csv --label species --colums x", "Did you mean '--columns'"),
        ("train --data points.csv --label species --dataset moons", "'--dataset'"),
        ("train --data points.csv --label species moons", "unexpected extra argument (moons)"),
        ("train spirls --data points.csv --label species", "'spirals'"),
        ("train notebook --data points.csv --label species --widths 3", "last of the widths"),
        ("search", "name a preset"),
        ("search moons --seeds 0", "'--seeds': 0 is not in the range"),
        ("search moons --success 1", "'--success': 1.0 is not in the range"),
        ("search moons --seed 3", "no such option '--seed'"),
        ("compare", "missing argument 'RUNS...'"),
        ("compare moon", "'moons'"),
        ("compare good --format html", "'html' is not one of 'text', 'csv', 'markdown'"),
        ("info", "missing argument 'FILE'"),
        ("info gone.safetensors", "gone.safetensors: the file is not there"),
        ("info empty", "empty: is a folder"),
        ("info text", "text: cannot be read as safetensors"),
        ("info good.safetensors --jsn", "'--json'"),
        ("render", "missing argument 'SCENE'"),
        ("render -ql", "name the scene before Manim's options"),
        ("render LayerMorf", "'LayerMorph'"),
        ("render gone.py", "gone.py: cannot be read"),
        ("render LayerMorph good.safetensors", "--run good.safetensors"),
        ("render LayerMorph --run gone.safetensors", "gone.safetensors: the file is not there"),
        ("render LayerMorph --run text -ql", "text: cannot be read as safetensors"),
        ("render LayerMorph --data points.csv --label species --run x", "both given"),
        ("render LayerMorph --test 0.2", "add --data"),
        ("render LayerMorph --data -ql", "-ql: has no suffix"),
        ("render LayerMorph -ql --run", "'--run' requires an argument"),
    ],
)
def test_one_line_names_the_culprit(refusal: Run, words: str, named: str) -> None:
    assert named in refusal(words)


def test_the_finite_part_is_kept_on_request(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "train moons --optimizer sgd --learning-rate 200 --activation identity"
    assert main([*words.split(), "--output", "part", "--save-finite-part"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    run = load(folder / "part.safetensors")
    assert f"not finite at step {run.steps[-1] + 1}" in line
    assert f"{len(run.steps)} recorded steps before it are in part.safetensors" in line
    assert np.isfinite(run.loss).all()


def test_a_file_cut_off_anywhere_is_refused(refusal: Run, folder: Path, run_bytes: bytes) -> None:
    header = int.from_bytes(run_bytes[:8], "little")
    ends = [0, 1, 7, 8, 9, header // 2, header + 7, header + 8, header + 9, len(run_bytes) - 1]
    for end in (*ends, *range(100, len(run_bytes), len(run_bytes) // 20)):
        (folder / "cut.safetensors").write_bytes(run_bytes[:end])
        assert "cut.safetensors: " in refusal("info cut.safetensors")


def test_a_damaged_header_is_refused(refusal: Run, folder: Path, run_bytes: bytes) -> None:
    for damaged in (b"\xff" * 8 + run_bytes[8:], run_bytes.replace(b'{"', b'["', 1), b"\0" * 99):
        (folder / "bad.safetensors").write_bytes(damaged)
        assert "bad.safetensors: " in refusal("info bad.safetensors")


def parts(path: Path) -> tuple[Arrays, dict[str, Any]]:
    """Read the arrays and the metadata of a run."""
    with safe_open(path, framework="numpy") as handle:
        return load_file(path), json.loads(handle.metadata()["detangle"])


def write(path: Path, arrays: Arrays, metadata: dict[str, Any]) -> None:
    save_file(arrays, path, {"detangle": json.dumps(metadata)})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda a: a.pop("layer.1"), "'layer.1' is missing"),
        (lambda a: a.pop("loss"), "'loss' is missing"),
        (lambda a: a.update({"bias.2": np.zeros((2, 3), "f")}), "'bias.2' has shape (2, 3)"),
        (lambda a: a.update(points=np.zeros(3, "f")), "'points' has shape (3,)"),
        (lambda a: a.update(steps=a["steps"][::-1].copy()), "increasing"),
    ],
)
def test_arrays_that_disagree_are_refused(
    refusal: Run, folder: Path, change: Callable[[Arrays], object], named: str
) -> None:
    arrays, metadata = parts(folder / "good.safetensors")
    change(arrays)
    write(folder / "bad.safetensors", arrays, metadata)
    line = refusal("info bad.safetensors")
    assert "bad.safetensors: " in line
    assert named in line


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda m: m.update(format=99), "format 99"),
        (lambda m: m.pop("recipe"), "'recipe'"),
        (lambda m: m.update(recipe=3), "metadata are damaged"),
        (lambda m: m["recipe"].update(colour="red"), "'colour'"),
        (lambda m: m["recipe"].update(widths=[2, 2, 2]), "'layer.3' is missing"),
        (lambda m: m["recipe"].update(widths=2), "widths"),
        (lambda m: m["recipe"].update(dataset_parameters="ab"), "dataset_parameters"),
        (lambda m: m["recipe"].update(learning_rate=10**400), "learning_rate"),
        (lambda m: m["recipe"].update(activation="step"), "'step'"),
    ],
)
def test_metadata_that_make_no_sense_are_refused(
    refusal: Run, folder: Path, change: Callable[[dict[str, Any]], object], named: str
) -> None:
    arrays, metadata = parts(folder / "good.safetensors")
    change(metadata)
    write(folder / "bad.safetensors", arrays, metadata)
    line = refusal("info bad.safetensors")
    assert "bad.safetensors: " in line
    assert named in line


def test_the_file_of_another_tool_is_refused(refusal: Run, folder: Path) -> None:
    save_file({"points": np.zeros((3, 2), "f")}, folder / "other.safetensors", {"format": "pt"})
    assert "not a run of detangle" in refusal("info other.safetensors")
