"""Bad input gives one line that names the culprit, status 2, and harms no file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from detangle import load
from detangle.cli import main

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
    (folder / "cut.safetensors").write_bytes(run_bytes[:-1])
    (folder / "text").write_text("not a run")
    (folder / "empty").mkdir()
    (folder / "points.csv").write_text("x,y,species\n0.5,1,cat\n1.5,2,dog\n2.5,3,cat\n3.5,4,dog\n")
    return folder


TRAIN = "train moons --force --output good.safetensors "


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
        (TRAIN + "--batch-size many", "'--batch-size': 'many' is not a valid integer"),
        (TRAIN + "--momentum 0.9", "momentum is 0.9 with adam"),
        (TRAIN + "--activation rleu", "unknown activation 'rleu': did you mean 'relu'?"),
        (TRAIN + "--dataset circels", "'circles'"),
        (TRAIN + "--activation other", "activation is other, which cannot be trained"),
        (TRAIN + "--made-by me", "no such option '--made-by'"),
        (TRAIN + "--readout identity --widths 3", "last of the widths"),
        (TRAIN + "--widths 1000000000000000000 --epochs 1 --batch-size None", "MB are free"),
        (TRAIN + "--optimizer sgd --learning-rate 1e30", "not finite at step 1"),
        (TRAIN + "--optimizer sgd --learning-rate 1e30 --save-finite-part", "no step before"),
        (TRAIN + "--optimizer sgd --learning-rate 200 --activation identity", "--save-finite-part"),
        ("train moons --output good", "good.safetensors: is there already; add --force"),
        ("search moons --output good", "good.safetensors: is there already; add --force"),
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
        ("train --data points.csv --label species --colums x", "Did you mean '--columns'"),
        ("train --data points.csv --label specie", "points.csv: no column 'specie'"),
        ("train --data points.csv --label species --sample -1", "points.csv: sample is -1"),
        ("train --data points.csv --label species --dataset moons", "'--dataset'"),
        ("train --data points.csv --label species moons", "unexpected extra argument (moons)"),
        ("train spirls --data points.csv --label species", "'spirals'"),
        ("train notebook --data points.csv --label species --widths 3", "last of the widths"),
        (TRAIN + "--widths 11000 11000", "1.21e+08 weights, and at most 100,000,000 fit in memory"),
        ("search moons --widths 2000 2000", "64 networks have 2.57e+08 weights"),
        ("search", "name a preset"),
        ("search --data point.csv --label species", "did you mean 'points.csv'?"),
        ("search moons --seeds 0", "'--seeds': 0 is not in the range"),
        ("search moons --success 1", "'--success': 1.0 is not in the range"),
        ("search moons --seed 3", "no such option '--seed'"),
        ("compare", "missing argument 'RUNS...'"),
        ("compare moon", "'moons'"),
        ("compare good --format html", "'html' is not one of 'text', 'csv', 'markdown'"),
        ("info", "missing argument 'RUN'"),
        ("info gone.safetensors", "gone.safetensors: the file is not there"),
        ("info mons", "'mons' is neither a file nor a preset: did you mean 'moons'?"),
        ("info empty", "empty: is a folder"),
        ("info text", "text: cannot be read as safetensors"),
        ("info cut", "cut.safetensors: "),
        ("info good.safetensors --jsn", "'--json'"),
        ("render", "missing argument 'SCENE'"),
        ("render -ql", "name the scene before Manim's options"),
        ("render LayerMorf", "'LayerMorph'"),
        ("render gone.py", "gone.py: cannot be read"),
        ("render LayerMorph good.safetensors", "--run good.safetensors"),
        ("render LayerMorph --run gone.safetensors", "gone.safetensors: the file is not there"),
        ("render LayerMorph --run text -ql", "text: cannot be read as safetensors"),
        ("render LayerMorph --data points.csv --label species --run x", "both given"),
        ("render LayerMorph --data points.csv --label y --columns oops", "no column 'oops'"),
        ("render LayerMorph --test 0.2", "add --data"),
        ("render LayerMorph --seed 3", "detangle train moons --seed 3"),
        ("render LayerMorph --run good --seed 3", "--seed is that of a training on --data"),
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
    assert f"numbers above 1e+18 at step {run.steps[-1] + 1}" in line
    assert f"{len(run.steps)} recorded steps before it are in part.safetensors" in line
    assert np.isfinite(run.loss).all()
