"""Every scene that comes along shows a run of one's own, or says in one line why not, and which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detangle import Dataset, Recipe, Trajectory, record, save
from detangle.stage import LayerMorphScene, StageScene, Theme, TrainingReplayScene
from detangle.stage.scenes.shows import instead
from tests.stage.scenes.films import assert_sound, played
from tests.stage.scenes.scene_files import scenes
from tests.stage.scenes.test_wide_morph import foreign, trained

SCENES = {scene.__name__: scene for _, scene in scenes()}
LONGEST = 320
"""Characters of a line that is still read."""


def arms(classes: int, activation: str = "relu", seed: int = 2) -> Trajectory:
    """A short training on as many bent arms as there are classes, in the plane."""
    rng = np.random.default_rng(0)
    labels = np.arange(120) % classes
    radius = rng.uniform(0.15, 1, 120)
    angle = 2 * np.pi * labels / classes + 1.6 * radius
    points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    names = tuple(f"arm {i + 1}" for i in range(classes))
    recipe = Recipe.of(
        widths=(2, 2), activation=activation, epochs=80, learning_rate=0.03, seed=seed
    )
    return record(Dataset("arms", points.astype(np.float32), labels, names), recipe)


RUNS: dict[str, Trajectory] = {
    "wide": trained(8, 2, (6, 4)),
    "wide, ten classes": trained(12, 10, (16, 8)),
    "no weights": foreign(6, 3, (8, 8)),
    "flat, no weights": foreign(2, 2, (2, 2)),
    "flat, three classes": arms(3),
    "flat, smooth, four classes": arms(4, "tanh", 0),
}

ANY = {"WideMorph", "TenDigits", "WideReplay", "Threads", "DigitThreads"}
"""They show whatever there is."""
FLAT = {"TrainingReplay", *(name for name in SCENES if name.endswith("Morph"))}
"""They show layers of two units."""
SHOWN: dict[str, set[str]] = {
    "wide": ANY,
    "wide, ten classes": ANY,
    "no weights": ANY,
    "flat, no weights": ANY,
    "flat, three classes": ANY | FLAT | {"ReLUForgets"},
    "flat, smooth, four classes": ANY | FLAT | {"TanhBends"},
}
"""Which scenes show which of the runs."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("runs")
    return {name: save(run, folder / name.replace(" ", "-")) for name, run in RUNS.items()}


@pytest.fixture
def named(
    request: pytest.FixtureRequest, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> str:
    """Name a run by the environment, as `detangle render --run` does."""
    monkeypatch.setenv("DETANGLE_RUN", str(files[request.param]))
    return str(request.param)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("scene", sorted(SCENES))
@pytest.mark.parametrize("named", sorted(RUNS), indirect=True)
def test_a_scene_shows_a_run_or_says_in_one_line_which_does(
    scene: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    film = SCENES[scene]()
    if scene in SHOWN[named]:
        film.setup()
        assert film.trajectory.class_names == RUNS[named].class_names
        return
    with pytest.raises(SystemExit) as stopped:
        film.setup()
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert line.startswith(f"{scene}: ")
    assert any(name in line for name in SHOWN[named])
    assert len(line) < LONGEST


def test_the_scene_that_is_named_shows_the_run() -> None:
    assert {name: instead(run) for name, run in RUNS.items()} == {
        name: "LayerMorph shows it" if name.startswith("flat, ") and run.has_network
        else "WideMorph shows it"
        for name, run in RUNS.items()
    }  # fmt: skip
    for name, run in RUNS.items():
        assert instead(run).split()[0] in SHOWN[name]


many_classes = pytest.mark.parametrize(
    "name", [name for name in RUNS if name.startswith("flat, ") and RUNS[name].has_network]
)


@many_classes
@pytest.mark.parametrize("scene", [LayerMorphScene, TrainingReplayScene])
def test_many_classes_in_the_plane_make_sound_films(scene: type[StageScene], name: str) -> None:
    own: dict[str, Any] = {"run": RUNS[name]}
    if scene is TrainingReplayScene:
        own["replay_seconds"] = 3.0
    assert_sound(type("Many", (scene,), own), along=scene is LayerMorphScene)


@pytest.mark.parametrize("classes", [3, 10])
@pytest.mark.parametrize("shape", ["9:16", "1:1"])
def test_ten_classes_have_room_in_other_shapes(classes: int, shape: str) -> None:
    scene = type("Many", (LayerMorphScene,), {"run": arms(classes)})
    assert_sound(scene, shape=shape, theme=Theme.paper(), along=False)


@pytest.mark.usefixtures("quiet")
def test_points_of_many_classes_are_followed() -> None:
    played(SCENES["ReLUForgets"], run=RUNS["flat, three classes"])


@pytest.mark.usefixtures("quiet")
def test_the_words_are_those_of_many_classes() -> None:
    beats = ("input", "layers", "readout", "pullback")
    scene = played(LayerMorphScene, run=RUNS["flat, three classes"], beats=beats)
    for key in ("inputs", "borders", "pullbacks"):
        own = {k: v for k, v in scene.words.items() if k.startswith(f"{key}.")}
        starts = tuple(v.split("{")[0] for k, v in own.items() if k.endswith(".title"))
        assert any(beat.title.startswith(starts) for beat in scene.spoken)
