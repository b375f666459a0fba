"""`detangle render` finds scenes without running them, and hands the rest to Manim."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detangle import load
from detangle.cli import main
from detangle.cli.render import _named, command
from detangle.cli.scenes import (
    Scene,
    bundled_folder,
    bundled_scenes,
    find_scene,
    runs_folder,
    scenes_in,
)
from detangle.errors import DetangleError

Run = Callable[[str], str]

SCENES = '''\
"""Scenes."""
import manim
from manim import Dot, Scene

raise_if_imported = 1 / 0

class Helper(Dot):
    pass

class _Base(Scene):
    pass

class First(_Base):
    """The first
    one.

    And more."""

class Second(manim.MovingCameraScene):
    pass
'''

TINY = """\
import os
import sys
from pathlib import Path

from manim import Dot, Scene, config


class Tiny(Scene):
    def construct(self):
        with Path("runs.txt").open("a") as file:
            print(os.environ.get("DETANGLE_RUN"), config.pixel_height, config.seed, file=file)
            if "DETANGLE_FOLLOW" in os.environ:
                print(os.environ["DETANGLE_FOLLOW"], file=file)
        self.add(Dot())
"""


def test_bundled_scenes_are_found_without_importing_them() -> None:
    scenes = bundled_scenes()
    assert next(iter(scenes)) == "LayerMorph"
    assert {scene.file.parent for scene in scenes.values()} == {bundled_folder()}
    assert all(scene.about for scene in scenes.values())
    assert "layer_morph" not in sys.modules


def test_only_scenes_are_taken_for_scenes(tmp_path: Path) -> None:
    file = tmp_path / "many.py"
    file.write_text(SCENES)
    assert scenes_in(file) == [Scene(file, "First", "The first one."), Scene(file, "Second", "")]
    assert find_scene(str(file), "Second") == Scene(file, "Second", "")


@pytest.mark.parametrize(
    ("source", "name", "named"),
    [
        (SCENES, None, "has 2 scenes"),
        (SCENES, "Secnd", "'Second'"),
        ("x = 1\n", None, "no scene in it"),
        ("class (\n", None, "not valid Python"),
        ("\0", None, "not valid Python"),
    ],
)
def test_a_file_without_the_scene_is_refused(
    tmp_path: Path, source: str, name: str | None, named: str
) -> None:
    file = tmp_path / "bad.py"
    file.write_text(source)
    with pytest.raises(DetangleError, match=named):
        find_scene(str(file), name)


@pytest.mark.parametrize(
    ("words", "left", "own"),
    [
        ("A", "A", {}),
        ("A -ql --format gif", "A -ql --format gif", {}),
        ("f.py A --run r -p", "f.py A -p", {"runs": ("r",)}),
        ("A -qh --run=r -s", "A -qh -s", {"runs": ("r",)}),
        ("--run r A -o name -n 0,5", "A -o name -n 0,5", {"runs": ("r",)}),
        ("--run r A --run q -n 0,5", "A -n 0,5", {"runs": ("r", "q")}),
        ("A -ql --data d --label l -s", "A -ql -s", {"label": "l"}),
        ("A --columns a b -ql --test 0.2", "A -ql", {"columns": ("a", "b"), "test": 0.2}),
        ("A -s --standardize -o name --sample 9", "A -s -o name", {"sample": 9}),
        ("A --columns a b", "A", {"columns": ("a", "b")}),
        ("A --follow 3 Ada --follow 4 -ql", "A -ql", {"follow": ("3", "Ada", "4")}),
        ("A -ql --label -1 --seed 3", "A -ql", {"label": "-1", "seed": 3}),
    ],
)
def test_options_that_are_not_its_own_are_left_to_manim(
    words: str, left: str, own: dict[str, object]
) -> None:
    params = command.make_context("render", words.split()).params
    assert [params["scene"], *params["words"]] == left.split()
    assert {name: params[name] for name in own} == own


@pytest.fixture
def tiny(folder: Path) -> Path:
    (folder / "tiny.py").write_text(TINY)
    return folder


def test_a_scene_is_rendered_with_a_run(tiny: Path, answer: Run) -> None:
    answer("train moons --epochs 1 --dataset.n-points 60 --output r")
    words = ["render", "tiny.py", "--run", "r", "--follow", "3", "Iris 17", "-ql", "-s"]
    assert main(words) == 0
    told = f'{tiny / "r.safetensors"} 480 None\n["3", "Iris 17"]\n'
    assert (tiny / "runs.txt").read_text() == told
    assert len(list((tiny / "media/images/tiny").glob("*.png"))) == 1


def test_manims_exit_status_is_handed_back(tiny: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "tiny.py", "Tiny", "--no-such-flag"]) == 2
    assert "--no-such-flag" in capfd.readouterr().err
    assert not (tiny / "media").exists()


def test_a_table_is_trained_on_once_and_shown(tiny: Path, table: str) -> None:
    words = f"render tiny.py -ql -s {table} --test 0.2".split()
    assert main(words) == 0
    (cached,) = (tiny / "media/runs").iterdir()
    run = load(cached)
    assert run.architecture.widths == (2, 2)
    assert run.test_points is not None
    made = cached.stat().st_mtime_ns
    # The second time everything is read, nothing trained, and nothing slow is loaded for it.
    code = f"""
import sys
from detangle.cli import main
assert main({words!r}) == 0
assert not {{"torch", "manim", "numba", "scipy", "sklearn"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=tiny, capture_output=True, check=True)
    shown = [line.split()[0] for line in (tiny / "runs.txt").read_text().splitlines()]
    assert shown == [str(cached)] * 2
    assert cached.stat().st_mtime_ns == made


def test_several_runs_are_named_by_their_files(tiny: Path, answer: Run) -> None:
    small = "train moons --epochs 1 --dataset.n-points 60"
    for words in ("--output r", "--output q/r", "--output q/other"):
        answer(f"{small} {words}")
    inside = tiny / "q"
    assert _named(["r", "q/other"]) == {
        "r": f"{tiny}/r.safetensors",
        "other": f"{inside}/other.safetensors",
    }
    assert list(_named(["r", "q/r", "moons"])) == ["r", "q/r", "moons"]
    with pytest.raises(DetangleError, match="--run r is given twice"):
        _named(["r", "r"])


def test_several_runs_are_told_to_the_scene(tiny: Path) -> None:
    (tiny / "tiny.py").write_text(TINY.replace("DETANGLE_RUN", "DETANGLE_RUNS"))
    words = ["render", "tiny.py", "--run", "moons", "--run", "spirals", "-ql", "-s"]
    assert main(words) == 0
    told = '{"moons": "moons", "spirals": "spirals"} 480 None\n'
    assert (tiny / "runs.txt").read_text() == told


def test_a_table_s_seed_is_that_of_the_training(tiny: Path, table: str) -> None:
    assert main(f"render tiny.py -ql -s {table} --seed 5".split()) == 0
    (cached,) = (tiny / "media/runs").iterdir()
    assert load(cached).recipe.training.seed == 5
    assert (tiny / "runs.txt").read_text().split()[1:3] == ["480", "None"]


def test_the_settings_of_manim_are_followed(tiny: Path, table: str) -> None:
    settings = "[CLI]\nmedia_dir = out/{module_name}\npixel_height = 90\npixel_width = 160\n"
    (tiny / "manim.cfg").write_text(settings)
    assert main(f"render tiny.py -s {table}".split()) == 0
    (cached,) = (tiny / "out/tiny/runs").iterdir()
    assert (tiny / "runs.txt").read_text().split()[:2] == [str(cached), "90"]
    assert not (tiny / "media").exists()
    own = ["--media_dir", str(tiny / "own")]
    assert runs_folder(tiny / "tiny.py", own) == tiny / "own/runs"
    assert runs_folder() == Path("out/runs")
    for broken in ("media_dir = out", "[CLI]\nmedia_dir = {"):
        (tiny / "manim.cfg").write_text(broken)
        with pytest.raises(DetangleError, match="Manim's settings cannot be read: "):
            runs_folder()


PICKY = """\
from detangle.stage import {base}


class Mine({base}):
    pass
"""


@pytest.mark.parametrize(
    ("base", "line"),
    [
        ("LiftScene", "this scene shows runs of widths 2-3"),
        ("LastLayerScene", "this scene shows runs of 2-wide layers and two classes"),
        ("SideBySideScene", "this scene compares runs, and one is given"),
        ("WidthsTrainScene", "this scene shows runs of its own: leave out --run and --data"),
        ("AbsentScene", "mine.py fails, ImportError: cannot import name 'AbsentScene'"),
    ],
)
def test_a_run_that_a_scene_will_not_show_is_not_trained(
    folder: Path, base: str, line: str, table: str, refusal: Run
) -> None:
    (folder / "mine.py").write_text(PICKY.format(base=base))
    assert line in refusal(f"render mine.py {table}")
    assert not list(folder.glob("media/runs/*"))
