"""Beats, titles and a pace of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from manim import UR, Circle, Mobject, Text, VGroup

from detangle import Trajectory
from detangle.errors import DetangleError
from detangle.stage import FilmScene, LayerMorphScene, Markup, StageScene, beat, chapter, readable
from detangle.stage.scenes.base.narration import least_seconds

pytestmark = pytest.mark.usefixtures("unseen")
LONG = "A caption that takes its time, since it has many words, and each of them is to be read."


class Talk(LayerMorphScene):
    """A film with two beats of its own."""

    beats = ("input", "circled", "thanks")

    @beat(title="Look at *these*", caption=LONG, narration="Look!", needs=("input",), hold=0.5)
    def circled(self) -> None:
        """Draw a ring."""
        self.ring = Circle()
        self.show(self.ring)

    @beat(title="Thanks")
    def show_thanks(self) -> None:
        """Leave nothing."""
        self.leave_only()


def talk(run: Trajectory, **attributes: Any) -> Any:
    scene = type("Shown", (Talk,), {"run": run, **attributes})()
    scene.render()
    return scene


def drawn(scene: Any) -> list[Mobject]:
    """What is on the screen; Manim adds an empty mobject for each rest."""
    return [m for m in scene.mobjects if m.family_members_with_points()]


def test_a_method_is_a_beat_with_its_words(short_run: Trajectory) -> None:
    scene = talk(short_run)
    said = [(spoken.title, spoken.caption, spoken.narration) for spoken in scene.spoken[1:]]
    assert said == [("Look at *these*", LONG, "Look!"), ("Thanks", "Thanks", "Thanks")]
    assert isinstance(scene.ring, Circle)
    assert drawn(scene) == [scene.title]


def test_a_subclass_shows_something_else_in_the_same_beat(short_run: Trajectory) -> None:
    def circled(self: Any) -> None:
        self.ring = None

    words = {"circled.title": "Anders", "thanks.title": Markup("_Danke_")}
    scene = talk(short_run, circled=circled, words=words, beats=("input", "circled", "thanks"))
    assert [spoken.title for spoken in scene.spoken[1:]] == ["Anders", "Danke"]
    assert scene.ring is None
    assert scene.spoken[1].caption == LONG


def test_a_beat_comes_after_those_that_it_needs(refusal: Callable[..., str]) -> None:
    assert "'circled' needs 'input' before it" in refusal(Talk, beats=("circled",))
    own: dict[str, Any] = {"beats": ("input", "layers", "own"), "needs": {"own": ("pullback",)}}
    own["show_own"] = lambda _: None
    assert "'own' needs 'pullback' before it" in refusal(LayerMorphScene, **own)
    own["needs"] = {"own": ("pulback",)}
    assert "no beat 'pulback': did you mean 'pullback'?" in refusal(LayerMorphScene, **own)
    own["needs"] = {"own": ("input",)}
    fine: type[StageScene] = type("Fine", (LayerMorphScene,), own)
    assert fine.needs == {**LayerMorphScene.needs, "own": ("input",)}
    assert "circled" not in LayerMorphScene.needs


@pytest.mark.parametrize(
    ("method", "told", "line"),
    [
        ("own", {"title": "{n} points"}, "has {n}, which nothing fills in; write show_own"),
        ("own", {}, "the beat 'own' has no title: @beat(title=…), or own.title in words"),
        ("pulse", {"title": "A"}, "the beat 'pulse' would take the place of a method"),
    ],
)
def test_a_beat_that_cannot_be_is_refused(
    method: str, told: dict[str, Any], line: str, refusal: Callable[..., str]
) -> None:
    def show(_: Any) -> None:
        """Show nothing."""

    show.__name__ = method
    assert line in refusal(StageScene, **{method: beat(**told)(show)})


def test_what_is_no_beat_is_told_how_to_be_one(refusal: Callable[..., str]) -> None:
    line = refusal(StageScene, beats=("mine",), mine=lambda _: None)
    assert "'mine' is a method, and no beat: @beat(title=…) makes it one" in line
    assert "needs is a dict, not ('input',)" in refusal(StageScene, needs=("input",))
    assert "'own' needs 'show' before it" in refusal(
        StageScene, beats=("own",), needs={"own": "show"}, show_own=print, show_show=print
    )
    wrong: Any = "A title"
    with pytest.raises(DetangleError, match=r"by their names.*@beat\(title='A title'\)"):
        beat(wrong)
    with pytest.raises(DetangleError, match="the caption of a beat is text, not 3"):
        beat(title="A", caption=3)  # type: ignore[call-overload]
    with pytest.raises(DetangleError, match="needs are names of beats, not 3"):
        beat(title="A", needs=3)  # type: ignore[call-overload]


def test_a_beat_without_words_is_one_line(refusal: Callable[..., str]) -> None:
    def construct(self: Any) -> None:
        with self.beat("hello"):
            pass

    line = refusal(StageScene, construct=construct)
    assert line.endswith("there are no words 'hello.title': words = {'hello.title': …}")


def test_words_of_a_beat_may_stand_in_the_scene_s_table() -> None:
    class Own(StageScene):
        beats = ("own",)
        words: ClassVar[dict[str, str]] = {"own.title": "Mine", "own.caption": "Yours"}

        @beat
        def own(self) -> None:
            """Show nothing."""

    scene = Own()
    scene.render()
    assert [(spoken.title, spoken.caption) for spoken in scene.spoken] == [("Mine", "Yours")]


def test_a_beat_takes_its_time_unless_it_is_told_otherwise(short_run: Trajectory) -> None:
    def seconds(scene: Any) -> float:
        return float(scene.spoken[1].end - scene.spoken[1].start)

    assert seconds(talk(short_run, pace=0.1)) == pytest.approx(
        least_seconds(LONG, "Look!"), abs=0.1
    )
    fast = seconds(talk(short_run, pace=0.5, reading_time=False))
    assert fast == pytest.approx(
        seconds(talk(short_run, pace=1.0, reading_time=False)) / 2, rel=0.1
    )
    assert fast < least_seconds(LONG, "Look!") / 2
    film = type("Film", (FilmScene,), {"chapters": (chapter("one", Talk, run=short_run),)})
    hasty = type("Hasty", (film,), {"reading_time": False, "pace": 0.5})()
    hasty.render()
    assert seconds(hasty) == pytest.approx(fast, abs=0.3)


def test_a_pace_without_reading_time_is_true_or_false(refusal: Callable[..., str]) -> None:
    assert "reading_time is True or False, not 0.5" in refusal(StageScene, reading_time=0.5)


def test_a_title_of_ones_own() -> None:
    class Own(StageScene):
        beats = ("one", "two", "none")

        def make_title(self, text: Markup) -> Mobject | None:
            made.append(text)
            plain = readable(text)
            return VGroup(Text(plain).to_corner(UR)) if plain != "None" else None

        @beat(title="One_1")
        def one(self) -> None:
            assert isinstance(self.title, VGroup)
            assert self.title in self.mobjects
            shown.append(self.title)

        @beat(title="Two")
        def two(self) -> None:
            assert shown[0] not in self.mobjects

        @beat(title="None")
        def none(self) -> None:
            assert self.title is None
            assert not drawn(self)

    made: list[str] = []
    shown: list[Mobject] = []
    Own().render()
    assert made == [r"One\_1", "Two", "None"]


def test_the_title_of_the_base_may_be_changed_a_little() -> None:
    class Own(StageScene):
        def make_title(self, text: Markup) -> Mobject | None:
            title = super().make_title(text)
            return title and title.set_color("#FF0000")

        @beat(title="Red")
        def red(self) -> None:
            assert self.title is not None
            assert all(glyph.get_color().to_hex() == "#FF0000" for glyph in self.title)

    type("Shown", (Own,), {"beats": ("red",)})().render()


def test_a_caption_may_be_in_the_picture(short_run: Trajectory) -> None:
    def make_caption(_: Any, text: str) -> Mobject:
        return Text(text[:20], font_size=20).move_to((0, -3.5, 0))

    scene = talk(short_run, make_caption=make_caption)
    assert drawn(scene) == [scene.title, scene.caption]
    assert scene.caption.text == "Thanks"
    assert scene.spoken[1].caption == LONG
