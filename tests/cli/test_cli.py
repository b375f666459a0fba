"""The command does what its help says."""

import csv
import json
import os
import pty
import signal
import subprocess
import sys
import termios
from dataclasses import replace
from pathlib import Path

import pytest

from detangle import __version__, datasets, load
from detangle.cli import COMMANDS, HELP, main
from detangle.presets import PRESETS

COMMAND = [sys.executable, "-m", "detangle"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_without_a_command_it_explains_itself(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert answer(capsys, *words).strip() == HELP
    assert all(f"  {name} " in HELP for name in COMMANDS)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "--version").strip() == f"detangle {__version__}"


@pytest.mark.parametrize("command", list(COMMANDS))
def test_each_command_has_help_with_an_example(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    text = answer(capsys, command, "--help")
    assert text.startswith(f"usage: detangle {command}")
    assert "Example" in text


def test_presets_are_an_aligned_table(capsys: pytest.CaptureFixture[str]) -> None:
    head, *lines = answer(capsys, "presets").splitlines()
    assert [line.split()[0] for line in lines] == list(PRESETS)
    column = head.index("ABOUT")
    for line, preset in zip(lines, PRESETS.values(), strict=True):
        assert line[column:] == preset.about
        assert "-".join(map(str, preset.recipe.widths)) in line[:column]


def test_datasets_are_listed_with_their_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "datasets")
    for name in datasets.GENERATORS:
        assert name in text
        assert " ".join(f"{k}={v}" for k, v in datasets.defaults(name).items()) in text


def test_a_dataset_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "datasets", "spirals")
    assert "turns=0.75" in text
    assert "Turns that an arm makes" in text


def test_a_preset_shows_its_own_values_as_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(answer(capsys, "train", "notebook", "--help").replace("│", " ").split())
    assert "momentum" in text
    assert "The optimizer's step size. (default: 0.001)" in text
    assert "--dataset.line-length FLOAT (default: 0.2)" in text
    assert "data-hash" not in text


def test_another_dataset_shows_its_own_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "train", "moons", "--dataset=circles", "--help")
    assert "--dataset.factor" in text


def test_train_changes_what_the_flags_say(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        "train moons --epochs 2 --widths 3 4 --seed 4 --batch-size None --no-shuffle "
        "--dataset.noise 0.2 --output deep/down/x"
    )
    line = answer(capsys, *words.split())
    run = load(folder / "deep/down/x.safetensors")
    preset = PRESETS["moons"].recipe
    assert run.recipe == replace(
        preset,
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


def test_train_without_flags_writes_the_preset(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(capsys, "train", "notebook")
    assert load(folder / "runs/notebook.safetensors").recipe == PRESETS["notebook"].recipe


def test_another_dataset_takes_its_own_defaults(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(
        capsys,
        *["train", "holes", "--dataset", "circles", "--dataset.factor", "0.3", "--epochs", "1"],
    )
    recipe = load(folder / "runs/holes.safetensors").recipe
    assert recipe.dataset == "circles"
    assert recipe.dataset_parameters == datasets.defaults("circles") | {"factor": 0.3}


def test_info_tells_what_is_in_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(capsys, *["train", "moons", "--epochs", "1", "--output", "x"])
    run = load(folder / "x.safetensors")
    facts = json.loads(answer(capsys, "info", "x.safetensors", "--json"))
    assert facts["bytes"] == (folder / "x.safetensors").stat().st_size
    assert facts["recipe"] == json.loads(run.recipe.to_json())
    assert facts["shapes"]["layer.2"] == [9, 500, 2]
    assert facts["steps"] == {"recorded": 9, "first": 0, "last": 8}
    assert facts["loss"] == {"first": float(run.loss[0]), "last": float(run.loss[-1])}
    assert facts["accuracy"]["last"] == run.accuracy[-1]
    text = answer(capsys, "info", "x.safetensors")
    for part in ("9 recorded, from 0 to 8", f"-> {run.loss[-1]:.4g}", "9 x 500 x 2", "noise=0.08"):
        assert part in text


def test_warnings_of_the_core_are_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "train moons --epochs 1 --batch-size 250 --widths 100000"
    assert main(words.split()) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("detangle: warning: keeping one step in 2")
    assert (folder / "runs/moons.safetensors").exists()


HEAVY = ("torch", "manim", "numba")


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["--help"], (*HEAVY, "numpy", "tyro")),
        (["presets"], HEAVY),
        (["train", "moons", "--help"], HEAVY),
        (["render", "--help"], HEAVY),
        (["info", "x.safetensors"], HEAVY),
    ],
)
def test_nothing_heavy_is_imported(
    folder: Path, words: list[str], unwanted: tuple[str, ...]
) -> None:
    if words[0] == "info":
        assert main(["train", "moons", "--epochs", "1", "--output", words[1]]) == 0
    code = (
        f"import sys; from detangle.cli import main; status = main({words!r}); "
        f"sys.exit(status or str([m for m in {unwanted!r} if m in sys.modules] or ''))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.stderr.strip() == ""
    assert ended.stdout


def test_a_reader_that_leaves_is_no_error() -> None:
    script = f"'{sys.executable}' -m detangle datasets | true"
    ended = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert ended.stderr == ""


def start_on_terminal(folder: Path, words: str) -> tuple["subprocess.Popen[bytes]", int]:
    """Start the command with a terminal of 100 columns as its standard error."""
    here, there = pty.openpty()
    termios.tcsetwinsize(there, (30, 100))
    process = subprocess.Popen(
        [*COMMAND, *words.split()],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=there,
        # A shell's background job ignores Ctrl-C, and hands that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    os.close(there)
    return process, here


def read_until(terminal: int, word: bytes) -> bytes:
    """Read a terminal until a word appears or the other side is closed."""
    text = b""
    while word not in text:
        try:
            text += os.read(terminal, 4096)
        except OSError:
            return text
    return text


def test_a_terminal_shows_loss_and_accuracy(tmp_path: Path) -> None:
    process, terminal = start_on_terminal(tmp_path, "train moons --epochs 3")
    text = read_until(terminal, b"never")
    out, _ = process.communicate(timeout=60)
    os.close(terminal)
    assert process.returncode == 0
    assert b"24/24" in text
    assert b"loss 0." in text
    assert b"accuracy " in text
    assert out.startswith(b"runs/moons.safetensors: 25 steps")


def test_ctrl_c_leaves_nothing_behind_and_harms_nothing(tmp_path: Path) -> None:
    old = tmp_path / "old.safetensors"
    old.write_bytes(b"precious")
    process, terminal = start_on_terminal(tmp_path, f"train moons --epochs 99999 --output {old}")
    read_until(terminal, b"accuracy")
    process.send_signal(signal.SIGINT)
    rest = read_until(terminal, b"never")
    process.communicate(timeout=60)
    os.close(terminal)
    assert process.returncode == 130
    assert rest.split(b"\r")[-2].strip() == b"detangle: interrupted"
    assert b"Traceback" not in rest
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {old.name: b"precious"}


def test_a_search_tells_the_rate_and_saves_the_best_run_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "search moons --seeds 6 --first 360 --epochs 2 --dataset.n-points 60 --batch 4"
    text = answer(capsys, *words.split())
    assert "0 of 6 (seeds 360 to 365)" in text
    assert "95 % interval 0.0% to" in text
    (path,) = folder.glob("runs/moons-seed*.safetensors")
    run = load(path)
    assert f"seed {run.recipe.seed}," in text
    assert f"accuracy {run.accuracy[-1]:.1%}" in text
    seed = str(run.recipe.seed)
    same = f"train moons --seed {seed} --epochs 2 --dataset.n-points 60 --output alone"
    answer(capsys, *same.split())
    assert (folder / "alone.safetensors").read_bytes() == path.read_bytes()


def test_runs_are_compared_in_every_format(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed in ("1", "2"):
        words = f"train moons --seed {seed} --epochs 2 --dataset.n-points 60 --output runs/{seed}"
        answer(capsys, *words.split())
    names = [str(folder / "runs" / f"{seed}.safetensors") for seed in (1, 2)]
    text = answer(capsys, "compare", *names)
    markdown = answer(capsys, "compare", *names, "--format", "markdown")
    rows = list(csv.DictReader(answer(capsys, "compare", *names, "--format", "csv").splitlines()))
    assert [row["run"] for row in rows] == names
    for row, name in zip(rows, names, strict=True):
        run = load(name)
        assert float(row["accuracy"]) == pytest.approx(float(run.accuracy[-1]), abs=5e-5)
        assert float(row["loss"]) == pytest.approx(float(run.loss[-1]), rel=1e-3)
        assert row["accuracy"] in text
        assert f"| {row['accuracy']} |" in markdown


def test_info_prints_a_row_a_recorded_step(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "train moons --epochs 2 --dataset.n-points 60 --output x"
    answer(capsys, *words.split())
    rows = list(csv.DictReader(answer(capsys, "info", "x.safetensors", "--csv").splitlines()))
    run = load(folder / "x.safetensors")
    assert [int(row["step"]) for row in rows] == run.steps.tolist()
    assert [float(row["loss"]) for row in rows] == pytest.approx(run.loss.tolist())
