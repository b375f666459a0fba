"""`train`, `search`, `info` and `compare` do what their options say."""

from __future__ import annotations

import csv
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from detangle import PRESETS, activations, datasets, load
from detangle.cli import main
from detangle.presets import MOST_EPOCHS, UPDATES, recipe_for

Run = Callable[[str], str]
SMALL = "--epochs 2 --dataset.n-points 60"


def test_train_changes_what_the_options_say(folder: Path, answer: Run) -> None:
    line = answer(
        "train moons --epochs 2 --widths 3 4 --seed 4 --batch-size None --no-shuffle "
        "--dataset.noise 0.2 --output deep/down/x"
    )
    run = load(folder / "deep/down/x.safetensors")
    preset = PRESETS["moons"].recipe
    assert run.recipe == preset.replace(
        epochs=2,
        widths=(3, 4),
        seed=4,
        batch_size=None,
        shuffle=False,
        dataset_parameters=preset.dataset_parameters | {"noise": 0.2},
    )
    assert line.count("\n") == 1
    assert line.startswith("deep/down/x.safetensors: 3 steps")
    assert f"loss {run.loss[-1]:.4g}, accuracy {run.accuracy[-1]:.1%}" in line


def test_train_without_options_writes_the_preset(folder: Path, answer: Run) -> None:
    answer("train notebook")
    assert load(folder / "runs/notebook.safetensors").recipe == PRESETS["notebook"].recipe


def test_another_dataset_takes_its_own_defaults(folder: Path, answer: Run) -> None:
    answer("train holes --dataset circles --dataset.factor 0.3 --epochs 1")
    recipe = load(folder / "runs/holes.safetensors").recipe
    assert recipe.dataset == "circles"
    assert recipe.dataset_parameters == datasets.defaults("circles") | {"factor": 0.3}


def test_lists_are_several_words(folder: Path, answer: Run) -> None:
    answer("train digits --dataset.classes 3 8 1 --dataset.n-points 30 --epochs 1 --output x")
    assert load(folder / "x").recipe.dataset_parameters["classes"] == (3, 8, 1)
    answer('train moons --dataset iris --dataset.features "petal width" --epochs 1 --output y')
    assert load(folder / "y").recipe.dataset_parameters["features"] == ("petal width",)


SOFTSIGN = """\
import numpy as np
from detangle.activations import Activation, register

register(Activation(
    "softsign_of_mine", "softsign", "$z / (1 + |z|)$",
    lambda z: z / (1 + np.abs(z)), lambda z: 1 / (1 + np.abs(z)) ** 2,
    "torch.nn.functional.softsign",
))
"""


def test_an_activation_of_ones_own_is_trained(
    folder: Path, answer: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "mine.py").write_text(SOFTSIGN)
    monkeypatch.setattr(activations, "_REGISTRY", dict(activations._REGISTRY))
    monkeypatch.setenv("DETANGLE_ACTIVATIONS", str(folder / "mine.py"))
    answer(f"train moons {SMALL} --activation softsign_of_mine --output x")
    run = load(folder / "x")
    z = run.points @ run.weight(1)[-1].T + run.bias(1)[-1]
    np.testing.assert_allclose(run.layer_at(1), z / (1 + np.abs(z)), atol=1e-6)


def test_any_preset_can_hold_points_out(folder: Path, answer: Run) -> None:
    answer("train moons --epochs 1 --test 0.2 --test-seed 3 --standardize --output x")
    run = load(folder / "x.safetensors")
    made = datasets.make("moons", {"test": 0.2, "test_seed": 3, "standardize": True})
    np.testing.assert_array_equal(run.points, made.points)
    assert run.recipe.data_hash == ""
    first, last = run.test_accuracy(0), run.test_accuracy()
    facts = json.loads(answer("info x --json"))
    assert facts["test"] == {"points": 100, "first": first, "last": last}
    assert f"100 points, accuracy {first:.1%} -> {last:.1%}" in answer("info x")


def test_info_tells_what_is_in_the_file(folder: Path, answer: Run) -> None:
    answer("train moons --epochs 1 --output x")
    run = load(folder / "x.safetensors")
    facts = json.loads(answer("info x --json"))
    assert facts["bytes"] == (folder / "x.safetensors").stat().st_size
    assert facts["recipe"] == json.loads(run.recipe.to_json())
    assert facts["shapes"]["layer.2"] == [9, 500, 2]
    assert facts["steps"] == {"recorded": 9, "first": 0, "last": 8}
    assert facts["loss"] == {"first": float(run.loss[0]), "last": float(run.loss[-1])}
    assert facts["accuracy"]["last"] == run.accuracy[-1]
    assert facts["test"] is None
    text = answer("info x.safetensors")
    for part in ("9 recorded, from 0 to 8", f"-> {run.loss[-1]:.4g}", "9 x 500 x 2", "noise=0.08"):
        assert part in text
    assert "held out" not in text
    rows = list(csv.DictReader(answer("info x --csv").splitlines()))
    assert [int(row["step"]) for row in rows] == run.steps.tolist()
    assert [float(row["loss"]) for row in rows] == pytest.approx(run.loss.tolist())


def test_info_takes_a_preset_and_shows_its_cached_run(folder: Path, answer: Run) -> None:
    facts = json.loads(answer("info notebook --json"))
    run = load(folder / facts["file"])
    assert run.recipe == PRESETS["notebook"].recipe
    assert facts["loss"]["last"] == run.loss[-1]


@pytest.mark.parametrize("of_table", [False, True])
def test_a_search_tells_the_rate_and_saves_the_best_run_alone(
    of_table: bool, folder: Path, answer: Run, table: str
) -> None:
    data, name = (f"{table} --epochs 2", "points") if of_table else (f"moons {SMALL}", "moons")
    text = answer(f"search {data} --seeds 6 --first 360 --batch 4")
    used = "120 points, 2 columns (x, y), 3 classes, widths 2-2\n" if of_table else ""
    assert text.startswith(f"{used}{name}: 0 of 6 (seeds 360 to 365)")
    assert "95 % interval 0.0% to" in text
    (path,) = folder.glob(f"runs/{name}-seed*.safetensors")
    run = load(path)
    assert f"seed {run.recipe.training.seed}," in text
    assert f"accuracy {run.accuracy[-1]:.1%}" in text
    answer(f"train {data} --seed {run.recipe.training.seed} --output alone")
    assert (folder / "alone.safetensors").read_bytes() == path.read_bytes()


def test_a_search_takes_no_name_that_is_taken(folder: Path, answer: Run) -> None:
    command = f"search moons {SMALL} --seeds 1 --first 7"
    for more in ("", "", "--force"):
        answer(f"{command} {more}")
    assert sorted(path.stem for path in (folder / "runs").iterdir()) == [
        "moons-seed7",
        "moons-seed7-2",
    ]


def test_runs_are_compared_in_every_format(folder: Path, answer: Run) -> None:
    names = ["runs/1.safetensors", "runs/2"]
    for seed in (1, 2):
        answer(f"train moons --seed {seed} {SMALL} --output runs/{seed}")
    command = f"compare {' '.join(names)}"
    text, markdown = answer(command), answer(f"{command} --format markdown")
    rows = list(csv.DictReader(answer(f"{command} --format csv").splitlines()))
    assert [row["run"] for row in rows] == names
    for row, name in zip(rows, names, strict=True):
        run = load(folder / name)
        assert float(row["accuracy"]) == pytest.approx(float(run.accuracy[-1]), abs=5e-5)
        assert float(row["loss"]) == pytest.approx(float(run.loss[-1]), rel=1e-3)
        assert row["accuracy"] in text
        assert f"| {row['accuracy']} |" in markdown


def test_a_table_is_trained_on(folder: Path, answer: Run, table: str) -> None:
    text = answer(f"train {table} --standardize --test 0.25 --widths 4 3 --epochs 3")
    run = load(folder / "runs/points.safetensors")
    data = datasets.from_file(
        "points.csv", label="species", columns=["x", "y"], standardize=True, test=0.25
    )
    np.testing.assert_array_equal(run.points, data.points)
    assert run.class_names == ("ant", "bee", "cat")
    assert (run.architecture.widths, run.recipe.training.epochs) == ((4, 3), 3)
    assert (run.recipe.dataset, run.recipe.data_hash) == ("table", data.digest)
    used, made = text.splitlines()
    assert used == "90 points and 30 held out, 2 columns (x, y), 3 classes, widths 4-3"
    assert made.startswith("runs/points.safetensors: 7 steps")
    assert f"accuracy {run.accuracy[-1]:.1%}, {run.test_accuracy():.1%} of the points held" in text


def test_a_preset_lends_its_network_to_a_table(folder: Path, answer: Run, table: str) -> None:
    answer(f"train moons_tanh {table} --epochs 2 --output x")
    recipe, lent = load(folder / "x.safetensors").recipe, PRESETS["moons_tanh"].recipe
    assert recipe == lent.replace(
        dataset="table", dataset_parameters=recipe.dataset_parameters,
        data_hash=recipe.data_hash, epochs=2,
    )  # fmt: skip


def test_a_table_never_takes_a_presets_file(folder: Path, answer: Run, table: str) -> None:
    (folder / "points.csv").rename(folder / "moons.csv")
    answer(f"train {table.replace('points', 'moons')} --widths 8 8 --standardize")
    assert [path.name for path in (folder / "runs").iterdir()] == ["my-moons.safetensors"]


def test_a_wide_table_does_not_flood_info(folder: Path, answer: Run) -> None:
    names = [f"measure number {k}" for k in range(100)]
    rows = [",".join([f"{k}.5"] * 100 + ["uv"[k % 2]]) for k in range(6)]
    (folder / "wide.csv").write_text("\n".join([",".join([*names, "kind"]), *rows]))
    text = answer("train --data wide.csv --label kind --exclude 'measure number 3' --standardize")
    columns = "measure number 0, measure number 1, measure number 2, …"
    assert text.startswith(f"6 points, 99 columns ({columns}), 2 classes, widths 16-16\n")
    assert max(map(len, answer("info runs/wide.safetensors").splitlines())) < 400


def test_names_of_classes_are_shown_as_written(folder: Path, answer: Run) -> None:
    names = ("<b>*x*</b> $1 [red]", "\u0645\u06cc\u200c\u0631\u0648\u062f", "\u732b")
    rows = [f"{k % 3 + k / 100},{names[k % 3]}" for k in range(60)]
    (folder / "t.csv").write_text("\n".join(["x,[b]kind[/b]", *rows]), encoding="utf-8")
    answer("train --data t.csv --label [b]kind[/b] --widths 8 --output x")
    assert load(folder / "x").class_names == names
    text = answer("info x")
    assert ", ".join(names) in text
    assert "[b]kind[/b]" in text


NOTHING_TO_LEARN = "x,y,kind\n" + "1,2,a\n1,2,b\n" * 20


@pytest.mark.parametrize("standardize", ["", "--standardize "])
def test_a_result_at_chance_level_is_said(
    standardize: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "t.csv").write_text(NOTHING_TO_LEARN)
    assert main(shlex.split(f"train --data t.csv --label kind --epochs 2 {standardize}")) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "an accuracy of 50.0% is no better than" in line
    assert ("--standardize" in line) == (standardize == "")


def test_how_a_table_is_read_is_typed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "t.csv").write_text("1,5;p;NA\n?;p;NA\n2,5;q;DE\n-999;q;DE\n")
    words = "--no-header --label x3 --exclude x2 --decimal , --no-keep-default-na --drop-missing"
    command = f"train --data t.csv {words} --na-values -999 ? --epochs 40 --output x"
    assert main(shlex.split(command)) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "detangle: warning: t.csv: 2 of 4 rows lack a value and are dropped; 2 lack 'x1'"
    run = load(folder / "x")
    assert run.points.tolist() == [[1.5], [2.5]]
    assert (run.class_names, run.labels.tolist()) == (("DE", "NA"), [1, 0])


@pytest.mark.parametrize(
    ("name", "widths"),
    [("moons", (2, 2)), ("linked_rings", (3, 3)), ("iris", (16, 16))],
)
def test_a_recipe_suits_its_points(name: str, widths: tuple[int, ...]) -> None:
    data = datasets.make(name)
    recipe = recipe_for(data)
    assert recipe.architecture.widths == widths
    assert 1 <= recipe.training.epochs <= MOST_EPOCHS
    one_epoch = recipe.training.updates(len(data)) / recipe.training.epochs
    assert abs(recipe.training.updates(len(data)) - UPDATES) <= one_epoch
