"""A scene follows Manim's settings, and trains nothing that it does not show."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from manim import (
    BLUE_E,
    WHITE,
    Axes,
    Dot,
    Line,
    ManimColor,
    Rectangle,
    Square,
    Text,
    config,
    tempconfig,
)

from detangle import Recipe, Trajectory
from detangle.look.palette import contrast
from detangle.stage import FilmScene, LayerMorphScene, PointCloud, StageScene, Theme, chapter
from detangle.stage.folders import folder, runs_folder
from tests.stage.scenes.films import staged

OWN = """\
import sys
from manim import Circle, FadeIn
from detangle.stage import PointCloud, StageScene

class Own(StageScene):
    beats = ("hello",)
    words = {"hello.title": "Hello", "hello.caption": "Nothing is trained for this."}

    def show_hello(self):
        with self.beat("hello", hold=0.1):
            self.play(FadeIn(Circle()), run_time=0.1)
            self.add(PointCloud([[0, 0], [1, 1]]))

    def tear_down(self):
        super().tear_down()
        assert "torch" not in sys.modules
        print("drawn")

class Late(StageScene):
    run = "runs/there_is_none.safetensors"

    def construct(self):
        self.wait(0.1)
        print(self.trajectory)
"""


def test_a_scene_that_shows_no_run_trains_none(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(OWN)
    settings = "media_dir = made", "background_color = WHITE", "frame_rate = 5", "pixel_height = 90"
    (tmp_path / "manim.cfg").write_text("\n".join(["[CLI]", *settings, "pixel_width = 160"]))
    command = [sys.executable, "-m", "manim", "render", "own.py", "Own", "Late"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert "drawn" in done.stdout, said
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {
        "own.py",
        "manim.cfg",
        "made",
    }
    assert not list(tmp_path.rglob("*.safetensors"))
    (film,) = tmp_path.glob("made/videos/own/90p5/Own.mp4")
    with av.open(str(film)) as container:
        pictures = [picture.to_ndarray(format="rgb24") for picture in container.decode(video=0)]
    assert pictures[-1][0, 0].min() > 250
    assert done.returncode == 2
    assert "Late: runs/there_is_none.safetensors: the file is not there" in done.stderr
    assert "Traceback" not in said


@pytest.mark.usefixtures("quiet")
def test_a_film_finds_the_runs_of_its_chapters_alone(short_run: Trajectory) -> None:
    class Film(FilmScene):
        run = "runs/there_is_none.safetensors"
        chapters = (chapter("one", LayerMorphScene, run=short_run, beats=()),)

    Film().render()


def test_runs_are_kept_below_the_media_folder(tmp_path: Path, small: Recipe) -> None:
    for template in ("{tmp}/out", "{tmp}/{{module_name}}/out"):
        media = template.format(tmp=tmp_path)
        with tempconfig({"media_dir": media, "input_file": "talks/mine.py", "dry_run": True}):
            expected = Path(media.format(module_name="mine"))
            assert folder("tex_dir") == expected / "Tex"
            assert runs_folder() == expected / "runs"
    below = tmp_path / "notebook"
    with tempconfig({"media_dir": str(below), "dry_run": True}):
        scene = staged(StageScene, run=small)
        assert not below.exists()
        assert len(scene.trajectory.points) == 40
        (kept,) = (below / "runs").iterdir()
        made = kept.stat().st_mtime_ns
        assert len(staged(StageScene, run=small).trajectory.points) == 40
        assert kept.stat().st_mtime_ns == made


def theme_on(background: Any, **attributes: Any) -> tuple[Theme, ManimColor]:
    """The theme of a scene on a background of Manim's, and the colour of its empty frame."""
    with tempconfig({"background_color": background}):
        scene = staged(StageScene, **attributes)
        scene.stage_camera.reset()
        pixel = scene.stage_camera.pixel_array[0, 0]
        assert pixel[3] == 255
        return scene.theme, ManimColor(pixel[:3].astype(int))


@pytest.mark.usefixtures("quiet")
def test_the_background_that_manim_is_told_is_that_of_scenes_without_a_theme() -> None:
    assert theme_on("#000000")[0].text == Theme.dark().text
    for background in (WHITE, BLUE_E, "#fdf6e3", "#1e1e2e", "#777777"):
        for own in ({}, {"theme": None}):
            theme, color = theme_on(background, **own)
            assert color.to_hex() == theme.background.upper() == ManimColor(background).to_hex()
            assert contrast(theme.text, theme.background) > 4
            others = Theme.dark(), Theme.paper()
            assert theme.text == max(
                (o.text for o in others), key=lambda t: contrast(t, theme.background)
            )
            for paper in others:
                theme, color = theme_on(background, theme=paper)
                assert theme.background == color.to_hex() == paper.background


@pytest.mark.usefixtures("quiet")
def test_a_film_hands_the_background_to_its_chapters(short_run: Trajectory) -> None:
    class Chapter(LayerMorphScene):
        run = short_run
        beats = ()

        def construct(self) -> None:
            seen.append(self.theme.background)

    seen: list[str] = []
    film = type("Film", (FilmScene,), {"chapters": (chapter("one", Chapter),)})
    with tempconfig({"background_color": "#224466"}):
        film().render()
    assert seen == ["#224466"]


@pytest.mark.usefixtures("quiet")
def test_a_transparent_film_has_no_background() -> None:
    with tempconfig({"transparent": True}):
        scene = staged(StageScene)
        assert config.background_opacity == 0
        scene.stage_camera.reset()
    assert not np.any(scene.stage_camera.pixel_array)


def test_greys_keep_their_places_between_background_and_text() -> None:
    assert Theme.on("#000000") == Theme.dark()
    assert Theme.on("#FFFFFF") == Theme.paper()
    for ground in ("#333333", "#666666", "#777777", "#BBBBBB"):
        theme = Theme.on(ground)
        grounds = [
            contrast(getattr(theme, name), ground)
            for name in ("reference", "structure", "muted", "text")
        ]
        assert grounds == sorted(grounds)
        assert grounds[0] > 1.05


@pytest.mark.usefixtures("quiet")
def test_what_would_be_white_is_seen_on_paper() -> None:
    def colors() -> list[str]:
        drawn = (
            Text("a")[0],
            Square(),
            Dot(),
            Rectangle(),
            Line(),
            Axes().x_axis,
            PointCloud([[0, 0]]),
        )
        return [m.get_color().to_hex() for m in (*drawn, PointCloud([[0, 0]]))]

    class Own(StageScene):
        def construct(self) -> None:
            seen.append({*colors(), self.theme.text})
            assert Square(color=WHITE).get_color() == Dot(color="white").get_color() == WHITE

    seen: list[set[str]] = []
    before = colors()
    for theme in (Theme.paper(), Theme.dark()):
        type("Shown", (Own,), {"theme": theme})().render()
        assert seen.pop() == {theme.text}
    assert colors() == before
