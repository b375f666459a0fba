"""The command explains itself, and behaves as a process should."""

from __future__ import annotations

import csv
import io
import logging
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from detangle import PRESETS, __version__, datasets, load
from detangle.cli import COMMANDS, main
from detangle.cli.process import Ended, ends_by_signals, run_child

Run = Callable[[str], str]
COMMAND = [sys.executable, "-m", "detangle"]
TINY = "train moons --epochs 1 --dataset.n-points 60 --output"


@pytest.mark.parametrize("words", ["", "--help", "-h"])
def test_without_a_command_it_explains_itself(answer: Run, words: str) -> None:
    text = answer(words)
    assert all(f"\n  {name} " in text for name in COMMANDS)
    assert "detangle train moons --output runs/moons.safetensors\n" in text
    assert "detangle render LayerMorph --run runs/moons.safetensors\n" in text


def test_version(answer: Run) -> None:
    assert answer("--version").strip() == f"detangle {__version__}"


@pytest.mark.parametrize("command", list(COMMANDS))
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_each_command_has_help_with_an_example(answer: Run, command: str, flag: str) -> None:
    text = answer(f"{command} {flag}")
    assert text.startswith(f"Usage: detangle {command}")
    assert f"\n    detangle {command}" in text


def test_presets_are_an_aligned_table(answer: Run) -> None:
    head, *lines = answer("presets").splitlines()
    assert [line.split()[0] for line in lines] == list(PRESETS)
    column = head.index("ABOUT")
    for line, preset in zip(lines, PRESETS.values(), strict=True):
        assert line[column:] == preset.about
        assert "-".join(map(str, preset.recipe.architecture.widths)) in line[:column]


def test_datasets_are_listed_and_explained(answer: Run) -> None:
    text = answer("datasets")
    for name in datasets.GENERATORS:
        assert f"\n{name} " in text
        assert all(f"{parameter}=" in text for parameter in datasets.defaults(name))
    text = answer("datasets spirals")
    assert "turns=0.75" in text
    assert "Turns that an arm makes" in text


def test_scenes_are_listed_with_file_and_sentence(answer: Run) -> None:
    first, second, *_ = answer("scenes").splitlines()
    assert Path(first).name == "layer_morph.py"
    assert Path(first).is_file()
    assert second.split() == [
        "LayerMorph",
        *["Two", "moons,", "pulled", "apart", "by", "two", "layers", "of", "two", "units."],
    ]


def test_a_preset_shows_its_own_values_as_defaults(answer: Run) -> None:
    text = " ".join(answer("train notebook --help").split())
    assert "The optimizer's step size. [default: 0.001]" in text
    assert "--dataset.line-length FLOAT [default: 0.2]" in text
    assert "the 2022 notebook's run" in text
    assert "data-hash" not in text
    assert "--dataset.factor" in answer("train moons --dataset=circles --help")
    assert "--dataset" not in answer("train moons --data points.csv --help")


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        ("--help", ("torch", "manim", "numba", "numpy")),
        ("presets", ("torch", "manim", "numba", "pandas")),
        ("scenes", ("torch", "manim", "numba", "pandas")),
        ("train moons --help", ("torch", "manim", "numba", "pandas")),
        ("render --help", ("torch", "manim", "numba", "pandas")),
        ("info x", ("torch", "manim", "numba", "pandas")),
    ],
)
def test_nothing_slow_is_imported(
    folder: Path, answer: Run, words: str, unwanted: tuple[str, ...]
) -> None:
    if words == "info x":
        answer(f"{TINY} x")
    code = (
        f"import sys; from detangle.cli import main; status = main({words.split()!r}); "
        f"sys.exit(status or str([m for m in {unwanted!r} if m in sys.modules] or ''))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.stderr.strip() == ""
    assert ended.stdout


def test_warnings_are_one_line_also_if_manim_prints_all_logs(
    folder: Path,
    answer: Run,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.root, "handlers", [logging.StreamHandler(sys.stderr)])
    table = answer("compare notebook")
    (cached,) = (folder / "media/runs").iterdir()
    cached.write_bytes(b"damaged")
    assert main(["compare", "notebook"]) == 0
    printed = capsys.readouterr()
    (line,) = printed.err.splitlines()
    assert line.startswith("detangle: warning: training again, the cached run is of no use")
    assert printed.out == table


def test_a_reader_that_leaves_is_no_error() -> None:
    with subprocess.Popen(
        [*COMMAND, "datasets"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


class Terminal(io.StringIO):
    """A terminal for standard error, at which a signal may come when a word appears."""

    stop_at, stop_by = "never", signal.SIGINT

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.stop_at in text:
            signal.raise_signal(self.stop_by)
        return super().write(text)


def test_a_terminal_shows_loss_and_accuracy(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder
    with redirect_stderr(Terminal()) as terminal:
        assert main([*TINY.split(), "x", "--batch-size", "20"]) == 0
    assert "3/3" in terminal.getvalue()
    assert "loss 0." in terminal.getvalue()
    assert "accuracy " in terminal.getvalue()
    assert capsys.readouterr().out.startswith("x.safetensors: 4 steps")


ENDS = [
    (signal.SIGINT, 130, "interrupted"),
    (signal.SIGTERM, 143, "ended by SIGTERM"),
    (signal.SIGHUP, 129, "ended by SIGHUP"),
]


@pytest.mark.parametrize(("number", "status", "line"), ENDS)
def test_a_signal_leaves_nothing_behind_and_harms_nothing(
    folder: Path, number: signal.Signals, status: int, line: str
) -> None:
    (folder / "old.safetensors").write_bytes(b"precious")
    terminal = Terminal()
    terminal.stop_at, terminal.stop_by = "accuracy", number
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with redirect_stderr(terminal):
        assert main([*TINY.split(), "old", "--epochs", "999", "--force"]) == status
    signal.signal(signal.SIGINT, before)
    assert signal.getsignal(number) is not signal.SIG_IGN
    assert terminal.getvalue().split("\r")[-1].strip() == f"detangle: {line}"
    assert [path.read_bytes() for path in folder.rglob("*")] == [b"precious"]


def test_a_signal_that_is_ignored_stays_ignored(folder: Path, answer: Run) -> None:
    assert folder
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        answer("presets")
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


CHILD = """\
import os, pathlib, signal, time
try:
    os.kill(os.getppid(), signal.SIGTERM)
    time.sleep(60)
finally:
    pathlib.Path("tidied").touch()
"""


def test_a_signal_ends_the_child_which_tidies_up(folder: Path) -> None:
    with pytest.raises(Ended, match="SIGTERM"), ends_by_signals():
        run_child([sys.executable, "-c", CHILD], os.environ)
    assert (folder / "tidied").exists()


@pytest.mark.parametrize(
    ("streams", "line"),
    [
        (">&-", "detangle: error: the output cannot be written (it is closed)\n"),
        (">/dev/full", "detangle: error: the output cannot be written (No space left on device)\n"),
        (">/dev/full 2>&-", ""),
    ],
)
def test_an_output_that_takes_nothing_is_one_line_and_nothing_is_lost(
    folder: Path, streams: str, line: str
) -> None:
    words = f"{shlex.join([*COMMAND, *TINY.split(), 'x'])} {streams}"
    done = subprocess.run(
        ["sh", "-c", words], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", line)
    assert len(load(folder / "x").steps) == 2


NASTY = "a\x1b[31m\nb\rc\u202e.safetensors"


def test_nothing_of_a_file_moves_the_cursor(
    folder: Path, answer: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(f"{TINY} x")
    (folder / "x.safetensors").rename(folder / NASTY)
    outputs = [answer(f"{command} {shlex.quote(NASTY)}") for command in ("info", "compare")]
    outputs.append(answer(f"compare --format csv {shlex.quote(NASTY)}"))
    for words in (["info", f"no{NASTY}"], ["train", "moons", f"--{NASTY}"], [NASTY]):
        assert main(words) == 2
        outputs.append(capsys.readouterr().err)
    for output in outputs:
        assert output.replace("\n", "").isprintable()
        assert r"a\x1b[31m\nb\rc\u202e.safetensors" in output


def test_runs_with_points_held_out_are_compared_by_these_too(answer: Run) -> None:
    small = "train moons --epochs 2 --dataset.n-points 60"
    answer(f"{small} --test 0.25 --output a")
    answer(f"{small} --output b")
    rows = list(csv.DictReader(io.StringIO(answer("compare --format csv a b"))))
    run = load("a")
    assert run.test_points is not None
    right = run.at().predict(run.test_points) == run.test_labels
    assert [row["held_out"] for row in rows] == [f"{right.mean():.4f}", "-"]
    assert "HELD OUT" not in answer("compare b")
