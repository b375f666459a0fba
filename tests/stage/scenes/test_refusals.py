"""A scene that cannot show something ends the program with one line, which says what to do.

That each scene shows a run or names one that does is tested in `test_own_runs`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detangle import Dataset, Recipe, Trajectory, datasets, from_arrays, record
from detangle.stage import (
    DatasetScene,
    DiskWithHolesScene,
    FilmScene,
    FollowScene,
    KeepScene,
    LastLayerScene,
    LayerMorphScene,
    NoisyCurvesScene,
    SideBySideScene,
    StageScene,
    TrainingReplayScene,
    WideMorphScene,
    WideReplayScene,
    WidthsTrainScene,
    WidthTwoScene,
    chapter,
)
from tests.stage.scenes.test_wide_morph import foreign

Refusal = Callable[..., str]


def trained(**changes: Any) -> Trajectory:
    recipe = Recipe.of(dataset_parameters={"n_points": 40}, epochs=1).replace(**changes)
    return record(datasets.make(recipe.dataset, recipe.dataset_parameters), recipe)


def of_one_moment() -> Trajectory:
    run = foreign(3, 2, (5,))
    return from_arrays(
        points=run.points, labels=run.labels, layers=[run.layer(1)[:1]], loss=[1], accuracy=[0.5]
    )


def of_changed_points() -> Trajectory:
    data = datasets.moons(n_points=20)
    changed = Dataset("moons", data.points + 1, data.labels, data.class_names)
    return record(changed, Recipe.of(dataset="moons", widths=(2,), epochs=1))


@pytest.mark.parametrize(
    ("base", "run", "said"),
    [
        (TrainingReplayScene, {"widths": (2,) * 4}, ["2-2-2-2-2", "moons", "WideReplay"]),
        (WideReplayScene, of_one_moment, ["one recorded step: WideMorph shows it"]),
        (
            WideMorphScene,
            lambda: foreign(3, 2, (3,) * 11),
            ["up to 10 layers (record fewer, such as every second)"],
        ),
        (
            WideMorphScene,
            lambda: foreign(3, 11, (4,)),
            ["11 classes, and the theme has 10 colours"],
        ),
        (KeepScene, {}, ["moons_tanh"]),
        (FollowScene, {"activation": "tanh"}, ["in which points meet", "activation tanh"]),
        (WidthTwoScene, {}, ["circles"]),
        (DiskWithHolesScene, {}, ["shows how holes are made", "points moons, ", "preset holes"]),
        (NoisyCurvesScene, of_changed_points, ["of your own"]),
        (
            NoisyCurvesScene,
            {"dataset_parameters": {"n_points": 20, "test": 0.2}},
            ["points moons with test and test_seed, ", "LayerMorph shows it"],
        ),
    ],
)
def test_a_run(
    base: type[StageScene],
    run: dict[str, Any] | Callable[[], Trajectory],
    said: list[str],
    refusal: Refusal,
) -> None:
    line = refusal(base, run=run() if callable(run) else trained(**run))
    assert all(part in line for part in said)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"dataset_parameters": {"n_points": 60, "seed": 1}}, "other has 60 points, one has 40"),
        ({"dataset_parameters": {"n_points": 40, "seed": 1}}, "other has other points than one"),
        ({"widths": [2]}, "equally many layers: other has 1 layers, one has 2"),
        ({"widths": [3]}, "other has points moons, widths 2-3"),
    ],
)
def test_runs_that_cannot_be_compared(other: dict[str, Any], said: str, refusal: Refusal) -> None:
    assert said in refusal(SideBySideScene, runs={"one": trained(), "other": trained(**other)})


@pytest.mark.parametrize(
    ("base", "own"),
    [
        (WidthsTrainScene, {"runs": {"a": "moons"}}),
        (FilmScene, {"chapters": (chapter("One", LastLayerScene),)}),
    ],
)
def test_a_run_from_outside_in_place_of_several(
    base: type[StageScene], own: dict[str, Any], refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETANGLE_RUN", "mine.safetensors")
    line = refusal(base, **own)
    assert "runs of its own: leave out --run" in line


def test_one_run_where_several_are_compared_and_several_where_one_is_shown(
    refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = trained()
    assert "2 or 3 runs, not 4" in refusal(SideBySideScene, runs=dict.fromkeys("abcd", run))
    monkeypatch.setenv("DETANGLE_RUN", "mine.safetensors")
    assert "add another, --run A --run B" in refusal(SideBySideScene, runs={"a": run})
    monkeypatch.delenv("DETANGLE_RUN")
    monkeypatch.setenv("DETANGLE_RUNS", '{"a": "a.safetensors", "b": "b.safetensors"}')
    assert "SideBySide compares two or three" in refusal(LayerMorphScene, run=run)
    assert "runs of its own: leave out --run" in refusal(WidthsTrainScene, runs={"a": run})


@pytest.mark.parametrize(
    ("base", "own", "said"),
    [
        (
            LayerMorphScene,
            {"beats": ("input", "reedout")},
            "no beat 'reedout': did you mean 'readout'?",
        ),
        (LayerMorphScene, {"beats": "input"}, "beats = ('input',)"),
        (
            LayerMorphScene,
            {"words": {"reedout.title": "x"}},
            "no words 'reedout.title' are ever said",
        ),
        (LayerMorphScene, {"words": {"readout.titel": "x"}}, "did you mean 'readout.title'"),
        (
            LayerMorphScene,
            {"words": {"readuot.narration": "x"}},
            "did you mean 'readout.narration'",
        ),
        (DatasetScene, {"words": {"gaap.fact": ""}}, "no words 'gaap.fact' are ever said"),
        (LayerMorphScene, {"beats": ("input", "readout")}, "needs 'layers' before it"),
        (LayerMorphScene, {"beats": ("pullback", "layers")}, "needs 'layers' before it"),
        (LastLayerScene, {"beats": ("search", "separate")}, "needs 'features' before it"),
        (SideBySideScene, {"beats": ("start", "line")}, "needs 'layers' before it"),
        (LayerMorphScene, {"theme": "paper"}, "theme = Theme.paper()"),
        (LayerMorphScene, {"pace": 0}, "pace is a number above 0"),
        (LayerMorphScene, {"run": 3}, "not int: run = record(dataset, recipe) makes one"),
        (LayerMorphScene, {"words": "Hello"}, "words is a dict"),
    ],
)
def test_attributes_that_cannot_be(
    base: type[StageScene], own: dict[str, Any], said: str, refusal: Refusal
) -> None:
    assert said in refusal(base, **own)


@pytest.mark.parametrize("wrong", [{"beats": ("seach",)}, {"words": {"seach.title": "x"}}])
def test_a_chapter_of_them(wrong: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        type("Film", (FilmScene,), {"chapters": (chapter("One", LastLayerScene, **wrong),)})
    assert "did you mean 'search" in capsys.readouterr().err


OPENGL = """\
from detangle.stage import LayerMorphScene

class Mine(LayerMorphScene):
    pass
"""


def test_another_renderer_is_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(OPENGL)
    command = [sys.executable, "-m", "manim", "-ql", "--renderer=opengl", "mine.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "detangle.stage: is drawn by Cairo alone; leave out --renderer=opengl\n"


NOTEBOOK = """\
from IPython.core.interactiveshell import InteractiveShell

cells = [
    "from manim import *; from detangle.stage import LayerMorphScene",
    "class Bad(LayerMorphScene): beats = ('inptu',)",
    "class Mine(LayerMorphScene): run = 'absent.safetensors'",
    "%%manim -ql -v ERROR Mine\\npass",
    "%%manim -ql -v ERROR --renderer=opengl Mine\\npass",
]
for cell in cells:
    InteractiveShell.instance().run_cell(cell)
"""


def test_a_notebook_shows_the_line_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", NOTEBOOK]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if line and "Community" not in line]
    starts = [
        "Bad: no beat 'inptu'",
        "Mine: absent.safetensors: the file is not",
        "Mine: is drawn by",
    ]
    assert [line.startswith(start) for line, start in zip(lines, starts, strict=True)] == [True] * 3
