"""A film plays its chapters one after the other, and hands the same points over."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from detangle import Trajectory
from detangle.stage import FilmScene, LastLayerScene, LayerMorphScene, StageScene, chapter
from detangle.stage.motion.carry import Carry
from detangle.stage.scenes.base.narration import Spoken, clock, least_seconds, script
from detangle.stage.scenes.film import played_by


class Tiny(LayerMorphScene):
    beats = ("input",)
    pace = 0.1


class Again(Tiny):
    """The same once more."""


def film_of(run_: Trajectory, *scenes: type[StageScene]) -> type[FilmScene]:
    parts = tuple(chapter(scene.__name__, scene, run=run_) for scene in scenes)
    return type("Film", (FilmScene,), {"chapters": parts, "run": run_})


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("arguments", [{}, {"renderer": None}], ids=["manim", "%%manim"])
def test_chapters_follow_each_other_in_one_film(
    arguments: dict[str, Any], short_run: Trajectory
) -> None:
    class Second(Tiny):
        pass

    film = film_of(short_run, Tiny, Second)(**arguments)
    film.render()
    assert [beat.chapter for beat in film.spoken] == ["Tiny", "Second"]
    starts = [beat.start for beat in film.spoken]
    assert starts == sorted(starts)
    assert film.spoken[0].end <= film.spoken[1].start
    texts = [subtitle.content for subtitle in film.renderer.file_writer.subcaptions]
    assert texts == [beat.caption for beat in film.spoken]


@pytest.mark.usefixtures("quiet")
def test_the_same_points_stay_on_the_screen(short_run: Trajectory) -> None:
    seen: list[bool] = []

    class Second(Tiny):
        def construct(self) -> None:
            seen.append(self.plane.cloud in self.mobjects)
            np.testing.assert_allclose(
                self.plane.cloud.points, self.plane.view.place(self.points), atol=1e-9
            )
            seen.append(len(self.mobjects) == 1)
            super().construct()

    film_of(short_run, Tiny, Second)().render()
    assert seen == [True, True]


@pytest.mark.usefixtures("quiet")
def test_other_points_do_not_stay(short_run: Trajectory, moons: Trajectory) -> None:
    seen: list[int] = []

    class Second(Tiny):
        def construct(self) -> None:
            seen.append(len(self.mobjects))
            super().construct()

    parts = (chapter("one", Tiny, run=short_run), chapter("two", Second, run=moons))
    type("Film", (FilmScene,), {"chapters": parts, "run": moons})().render()
    assert seen == [0]


@pytest.mark.usefixtures("quiet")
def test_points_glide_from_one_view_to_another(short_run: Trajectory) -> None:
    class Away(LayerMorphScene):
        beats = ("layers",)
        pace = 0.1

    glides: list[Carry[Any]] = []

    class Second(Tiny):
        def play(self, *animations: object, **options: object) -> None:
            glides.extend(a for a in animations if isinstance(a, Carry))
            super().play(*animations, **options)  # type: ignore[arg-type]

    film_of(short_run, Away, Second)().render()
    (glide,) = glides
    glide.begin()
    for t, layer in ((0.0, 2), (1.0, 0)):
        glide.interpolate(t)
        expected = short_run.at().layer(layer, short_run.points)
        np.testing.assert_allclose(glide.carried[0].coords, expected, atol=1e-9)


def test_a_chapters_words_add_to_the_scenes() -> None:
    part = chapter("x", LastLayerScene, words={"best.title": "Other"})
    cast = played_by(part, FilmScene)
    assert cast.words["best.title"] == "Other"
    assert cast.words["search.title"] == LastLayerScene.words["search.title"]


def test_a_script_names_chapters_and_times() -> None:
    beats = [
        Spoken(0.0, 6.44, "First", "caption", "Say this.", "One"),
        Spoken(6.44, 65.0, "Second", "caption", "", "Two"),
    ]
    text = script("Film", beats)
    assert "1:05.0 in all, 2 words" in text
    assert (
        text.index("## One") < text.index("**0:00.0 to 0:06.4** · *First*") < text.index("## Two")
    )
    assert "(nothing is said)" in text


def test_times_are_minutes_and_seconds() -> None:
    assert [clock(t) for t in (0, 59.96, 61.25)] == ["0:00.0", "1:00.0", "1:01.2"]


@pytest.mark.usefixtures("quiet")
def test_a_beat_lasts_until_it_is_read_and_spoken(short_run: Trajectory) -> None:
    class Wordy(Tiny):
        run = short_run
        words = MappingProxyType({"input.narration": "word " * 200})

    scene = Wordy()
    scene.render()
    (beat,) = scene.spoken
    # A frame lasts a quarter of a second in these quiet renders, and no wait ends within one.
    assert beat.end - beat.start > least_seconds(beat.caption, beat.narration) - 0.5
    assert least_seconds("", "") == 0
    assert least_seconds("x" * 36, "y" * 16) == 2.0


def test_a_rendered_film_has_captions_and_a_script(tmp_path: Path, short_run: Trajectory) -> None:
    from manim import tempconfig

    settings = {
        "media_dir": str(tmp_path),
        "pixel_width": 160,
        "pixel_height": 90,
        "frame_rate": 5,
        "verbosity": "ERROR",
        "progress_bar": "none",
        "output_file": "film",
        "save_sections": True,
    }
    with tempconfig(settings):
        film_of(short_run, Tiny, Again)().render()
    (script_,) = tmp_path.rglob("*.narration.md")
    assert "Could one straight line keep them apart?" in script_.read_text()
    assert list(tmp_path.rglob("*.srt"))
    (index,) = tmp_path.rglob("*.json")
    assert [section["name"] for section in json.loads(index.read_text())] == ["Tiny", "Again"]
