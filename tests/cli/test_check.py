"""`detangle check` prints what it finds in a talk, and its status says whether there was any."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from detangle.cli import main

TALK = """\
from manim import *

class Sound(Scene):
    def construct(self):
        self.play(FadeIn(Circle()))

class Faulty(Scene):
    def construct(self):
        self.play(FadeIn(Text("one")), FadeIn(Text("two")))
        self.wait()

class Fails(Scene):
    def construct(self):
        self.play()
"""


@pytest.fixture
def talk(folder: Path) -> Path:
    (folder / "talk.py").write_text(TALK)
    return folder


def test_a_finding_is_a_line_with_a_still(talk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "talk.py", "Sound", "Faulty"]) == 1
    sound, faulty, summary = capsys.readouterr().out.splitlines()
    assert sound == "Sound: no findings in 1 s, 5 frames looked at"
    assert faulty.startswith('Faulty 0:01.0 text over text: "one" and "two" overlap by ')
    assert summary == "Faulty: 1 finding in 2 s, 5 frames looked at"
    still = talk / faulty.split("  ")[-1]
    assert still.is_file()
    assert still.parent == talk / "media" / "check" / "Faulty"


@pytest.mark.parametrize(
    "words", ["--skip 'text over text'", "--only 'hard cuts'", "--no-stills --only speed"]
)
def test_what_is_not_asked_for_is_not_found(
    talk: Path, words: str, answer: Callable[[str], str]
) -> None:
    assert "Faulty: no findings" in answer(f"check talk.py Faulty {words}")
    assert not (talk / "media" / "check").exists()


@pytest.mark.parametrize(
    ("words", "size"), [("-r 270,480", (270, 480)), ("-qm", (1280, 720)), ("", (854, 480))]
)
def test_the_size_of_the_picture_is_manim_s(talk: Path, words: str, size: tuple[int, int]) -> None:
    assert main(["check", "talk.py", "Faulty", *words.split()]) == 1
    (still,) = (talk / "media" / "check" / "Faulty").glob("*.png")
    with Image.open(still) as picture:
        assert picture.size == size


@pytest.mark.usefixtures("talk")
@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("nothing.py", "nothing.py: no such file"),
        ("talk.py Faluty", "talk.py: no scene 'Faluty': did you mean 'Faulty'?"),
        ("LayerMorhp", "unknown scene 'LayerMorhp': did you mean 'LayerMorph'?"),
        ("talk.py --only cuts", "unknown check 'cuts'"),
        ("talk.py -r 100", "'100' is not a width and a height"),
        ("talk.py Fails", "Fails fails, ValueError: Called Scene.play with no animations"),
    ],
)
def test_bad_input_is_refused_in_one_line(
    words: str, line: str, refusal: Callable[[str], str]
) -> None:
    assert line in refusal(f"check {words}")


def test_the_help_is_there_before_manim_is() -> None:
    code = "import sys; from detangle.cli import main; main(['check', '--help'])"
    code += "; sys.exit('manim' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "hard cuts" in done.stdout
