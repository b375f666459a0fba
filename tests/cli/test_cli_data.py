"""The commands work on data of the user's own, and on points that are held out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from detangle import PRESETS, datasets, load
from detangle.cli import main
from detangle.presets import MOST_EPOCHS, UPDATES, recipe_for

TINY = """\
import os
from pathlib import Path

from manim import Dot, Scene


class Tiny(Scene):
    def construct(self):
        with Path("runs.txt").open("a") as file:
            file.write(os.environ["DETANGLE_RUN"] + "\\n")
        self.add(Dot())
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a table of 120 points of the plane in three species."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    kinds = ["ant", "bee", "cat"] * 40
    lines = [
        f"{rng.normal(k % 3)},{rng.normal(10 * (k % 3), 5)},{kind},{k}"
        for k, kind in enumerate(kinds)
    ]
    (tmp_path / "points.csv").write_text("\n".join(["x,y,species,number", *lines]))
    (tmp_path / "tiny.py").write_text(TINY)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], words: str) -> str:
    assert main(words.split()) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


OWN = "--data points.csv --label species --columns x y"


def test_a_table_is_trained_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, f"train {OWN} --standardize --test 0.25 --widths 4 3 --epochs 3")
    run = load(folder / "runs/points.safetensors")
    data = datasets.from_file(
        "points.csv", label="species", columns=["x", "y"], standardize=True, test=0.25
    )
    np.testing.assert_array_equal(run.points, data.points)
    assert (run.class_names, run.recipe.widths, run.recipe.epochs) == (
        ("ant", "bee", "cat"),
        (4, 3),
        3,
    )
    assert (run.recipe.dataset, run.recipe.data_hash) == ("table", data.digest)
    assert text.startswith("runs/points.safetensors: 7 steps")
    assert f"accuracy {run.accuracy[-1]:.1%}, {run.test_accuracy():.1%} of the points held" in text


def test_the_same_words_make_the_same_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = f"train {OWN} --epochs 2 --sample 60 --sample-seed 4 --test 0.2 --standardize"
    for output in ("one", "two"):
        answer(capsys, f"{words} --output {output}")
    one = (folder / "one.safetensors").read_bytes()
    assert one == (folder / "two.safetensors").read_bytes()
    recipe = load(folder / "one.safetensors").recipe.dataset_parameters
    assert (recipe["sample"], recipe["sample_seed"], recipe["path"]) == (60, 4, "points.csv")


def test_a_preset_lends_its_network(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(capsys, f"train moons_tanh {OWN} --epochs 2 --output x")
    recipe, lent = load(folder / "x.safetensors").recipe, PRESETS["moons_tanh"].recipe
    assert (recipe.activation, recipe.seed, recipe.learning_rate) == (
        "tanh",
        lent.seed,
        lent.learning_rate,
    )
    assert recipe.dataset == "table"


def test_the_help_shows_what_suits_the_table(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder
    text = " ".join(answer(capsys, f"train {OWN} --help").replace("│", " ").split())
    epochs = recipe_for(datasets.from_file("points.csv", label="species", columns=["x"])).epochs
    assert f"How often every point is seen. (default: {epochs})" in text
    assert "(default: runs/points.safetensors)" in text
    assert "--dataset" not in text


def test_a_table_never_takes_a_presets_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "points.csv").rename(folder / "moons.csv")
    answer(capsys, "train --data moons.csv --label species --epochs 1")
    assert [path.name for path in (folder / "runs").iterdir()] == ["my-moons.safetensors"]


def test_any_preset_can_hold_points_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(capsys, "train moons --epochs 1 --test 0.2 --test-seed 3 --standardize --output x")
    run = load(folder / "x.safetensors")
    made = datasets.make("moons", {"test": 0.2, "test_seed": 3, "standardize": True})
    np.testing.assert_array_equal(run.points, made.points)
    assert run.recipe.data_hash == ""
    facts = json.loads(answer(capsys, "info x.safetensors --json"))
    assert facts["test"] == {
        "points": 100,
        "first": run.test_accuracy(0),
        "last": run.test_accuracy(),
    }
    text = answer(capsys, "info x.safetensors")
    assert f"100 points, accuracy {run.test_accuracy(0):.1%} -> {run.test_accuracy():.1%}" in text
    assert "100 x 2" in text


def test_without_points_held_out_info_says_nothing_of_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder
    answer(capsys, "train moons --epochs 1 --output x")
    assert json.loads(answer(capsys, "info x.safetensors --json"))["test"] is None
    assert "held out" not in answer(capsys, "info x.safetensors")


def test_a_wide_table_does_not_flood_info(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"measure number {k}" for k in range(100)]
    rows = [",".join([str(k)] * 100 + ["uv"[k % 2]]) for k in range(6)]
    (folder / "wide.csv").write_text("\n".join([",".join([*names, "kind"]), *rows]))
    answer(capsys, "train --data wide.csv --label kind --epochs 1 --standardize")
    assert max(map(len, answer(capsys, "info runs/wide.safetensors").splitlines())) < 400


def test_the_seeds_of_a_table_are_searched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = answer(capsys, f"search {OWN} --seeds 4 --epochs 2 --test 0.2 --batch 2")
    assert text.startswith("points: 0 of 4 (seeds 0 to 3)")
    (path,) = (folder / "runs").glob("points-seed*.safetensors")
    run = load(path)
    alone = f"train {OWN} --seed {run.recipe.seed} --epochs 2 --test 0.2 --output alone"
    answer(capsys, alone)
    assert (folder / "alone.safetensors").read_bytes() == path.read_bytes()


RENDER = f"render tiny.py -ql -s {OWN} --test 0.2"


def test_a_table_is_trained_on_once_and_shown(folder: Path) -> None:
    command = [sys.executable, "-m", "detangle", *RENDER.split()]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (cached,) = (folder / "media/runs").iterdir()
    run = load(cached)
    assert run.recipe.widths == (2, 2)
    assert run.test_points is not None
    made = cached.stat().st_mtime_ns
    # The second time everything is read, nothing trained, and nothing slow is loaded for it.
    code = f"""
import sys
from pathlib import Path
from detangle.cli import main
assert main({RENDER.split()!r}) == 0
slow = [name for name in ("torch", "manim", "pandas", "numba") if name in sys.modules]
Path("slow.txt").write_text(repr(slow))
"""
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, capture_output=True)
    assert (folder / "slow.txt").read_text() == "[]"
    assert (folder / "runs.txt").read_text().split() == [str(cached)] * 2
    assert cached.stat().st_mtime_ns == made


@pytest.mark.parametrize(
    ("name", "widths"),
    [("moons", (2, 2)), ("linked_rings", (3, 3)), ("iris", (16, 16))],
)
def test_a_recipe_suits_its_points(name: str, widths: tuple[int, ...]) -> None:
    data = datasets.make(name)
    recipe = recipe_for(data)
    assert recipe.widths == widths
    assert 1 <= recipe.epochs <= MOST_EPOCHS
    one_epoch = recipe.updates(len(data)) / recipe.epochs
    assert abs(recipe.updates(len(data)) - UPDATES) <= one_epoch
