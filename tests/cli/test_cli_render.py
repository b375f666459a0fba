"""`detangle render` finds scenes without running them, and hands the rest to Manim."""

import subprocess
import sys
from pathlib import Path

import pytest

from detangle.cli import main
from detangle.cli.render import split
from detangle.cli.scenefiles import bundled_folder, bundled_scenes, scene_of, scenes_in
from detangle.errors import DetangleError

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
    pass

class Second(manim.MovingCameraScene):
    pass
'''

TINY = """\
import os
from pathlib import Path

from manim import Dot, Scene


class Tiny(Scene):
    def construct(self):
        Path("run.txt").write_text(os.environ["DETANGLE_RUN"])
        self.add(Dot())
"""


def test_bundled_scenes_are_found_without_importing_them() -> None:
    scenes = bundled_scenes()
    assert scenes["LayerMorph"].name == "layer_morph.py"
    assert {path.parent for path in scenes.values()} == {bundled_folder()}
    assert "manim" not in sys.modules or "layer_morph" not in sys.modules


def test_only_scenes_are_taken_for_scenes(tmp_path: Path) -> None:
    file = tmp_path / "many.py"
    file.write_text(SCENES)
    assert scenes_in(file) == ["First", "Second"]
    assert scene_of(file, "Second") == (file, "Second")


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
        scene_of(file, name)


@pytest.mark.parametrize(
    ("words", "own", "flags"),
    [
        ("A", "A", ""),
        ("A -ql --format gif", "A", "-ql --format gif"),
        ("f.py A --run r -p", "f.py A --run r", "-p"),
        ("A -ql --run=r -s", "A --run=r", "-ql -s"),
        ("--run r A -o name", "--run r A", "-o name"),
        ("A -ql --help", "A --help", "-ql"),
        ("A -ql --data d --label l -s", "A --data d --label l", "-ql -s"),
        ("A --data=d --columns a b -ql --test 0.2", "A --data=d --columns a b --test 0.2", "-ql"),
        ("A -s --standardize -o name --sample 9", "A --standardize --sample 9", "-s -o name"),
        ("A --columns a b", "A --columns a b", ""),
        ("A -ql --label -1 --test-seed 3", "A --label -1 --test-seed 3", "-ql"),
    ],
)
def test_words_are_ours_or_manims(words: str, own: str, flags: str) -> None:
    assert split(words.split()) == (own.split(), flags.split())


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.py").write_text(TINY)
    return tmp_path


def test_a_scene_is_rendered_with_a_run(tiny: Path) -> None:
    assert main(["train", "moons", "--epochs", "1", "--output", "r"]) == 0
    words = "render tiny.py --run r.safetensors -ql -s"
    ended = subprocess.run([sys.executable, "-m", "detangle", *words.split()], cwd=tiny, check=True)
    assert ended.returncode == 0
    assert (tiny / "run.txt").read_text() == str(tiny / "r.safetensors")
    assert len(list((tiny / "media/images/tiny").glob("*.png"))) == 1


def test_manims_exit_status_is_handed_back(tiny: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "tiny.py", "Tiny", "--no-such-flag"]) == 2
    assert "--no-such-flag" in capfd.readouterr().err
    assert not (tiny / "media").exists()
