"""The common base of all scenes: the run, the theme, the layout, and what a beat is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, cast

from manim import LEFT, UP, CairoRenderer, Camera, ManimColor, Mobject, VMobject

from detangle.errors import DetangleError, nearest
from detangle.look.layout import UNITS, Area, Layout
from detangle.look.theme import Theme
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.paint.camera import StageCamera
from detangle.stage.plot.plane import Plane, PlaneCloud
from detangle.stage.plot.view import View
from detangle.stage.scenes.narration import SUFFIX, Spoken, least_seconds, script
from detangle.stage.scenes.runs import Run, resolve_run
from detangle.stage.scenes.skip import SkippingScene
from detangle.stage.scenes.support import refuse
from detangle.stage.text.typeset import baseline, fit_width, words
from detangle.stage.words import Words, merged

TITLE_BASE = 0.25
"""Height of the title's base line, as a share of its area: titles do not jump."""
TITLE_RISE = 0.15
"""Units that a title moves up as it appears."""


class StageScene(SkippingScene):
    """A scene that shows a run, beat by beat.

    A subclass changes class attributes, not code. Each name in `beats` is a method `show_NAME`;
    within it, `with self.beat(KEY)` sets title, caption and section from the scene's words. A beat
    or a key of the words that does not exist ends the program with one line.
    """

    run: ClassVar[Run] = "moons"
    """A preset's name, a trajectory file, a `Recipe` or a `Trajectory`."""
    theme: Theme = Theme.dark()
    """Colours, sizes and durations; in the running scene, its sizes fit the frame."""
    pace: ClassVar[float] = 1.0
    """Every duration is so many times as long."""
    beats: ClassVar[tuple[str, ...]] = ()
    """What is shown, in order."""
    words: ClassVar[Mapping[str, str]] = {}
    """All words a viewer reads: `KEY.title` and `KEY.caption` for each beat, Typst markup; and what
    a speaker says, `KEY.narration`, where it is more than the caption. A subclass gives those that
    it changes."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Check the names of beats and words, and add the words to those of the base."""
        super().__init_subclass__(**kwargs)
        try:
            check_beats(cls)
            if "words" in cls.__dict__:
                cls.words = all_words(cls)
        except DetangleError as error:
            refuse(cls, error)

    def __init__(self, camera_class: type[StageCamera] = StageCamera, **kwargs: Any) -> None:
        super().__init__(camera_class=camera_class, **kwargs)
        self._title: VMobject | None = None
        self.spoken: list[Spoken] = []

    def setup(self) -> None:
        """Find the run and lay out the frame; a run that cannot be shown ends with one line."""
        self.stage_camera.background_color = ManimColor(self.theme.background)
        self.stage_camera.reset()
        self.layout = self._fitted_layout()
        self.theme = self.theme.scaled(self.layout.scale)
        try:
            self.load_run()
            self._check_colors()
            self.check_run()
        except DetangleError as error:
            refuse(type(self), error)

    def _fitted_layout(self) -> Layout:
        """Lay out a frame with 8 units on its shorter side, so that nothing stretches."""
        camera = self.stage_camera
        unit = UNITS / min(camera.pixel_width, camera.pixel_height)
        camera.frame_width = camera.pixel_width * unit
        camera.frame_height = camera.pixel_height * unit
        return Layout.of_size(camera.frame_width, camera.frame_height)

    @property
    def stage_camera(self) -> Camera:
        """The camera, which is always one of the stage's."""
        return cast("Camera", self.camera)

    def load_run(self) -> None:
        """Find the run, or train it."""
        self.trajectory = resolve_run(self.run)

    def _check_colors(self) -> None:
        """Refuse a run of more classes than the theme has colours."""
        classes, colors = len(self.trajectory.class_names), len(self.theme.classes)
        if classes > colors:
            raise DetangleError(
                f"this run has {classes} classes, and the theme has {colors} colours: show fewer "
                "classes, or make a theme with more, theme = replace(Theme.dark(), classes=…)"
            )

    def check_run(self) -> None:
        """Refuse a run that this scene cannot show, by a `DetangleError` that says which can."""

    def construct(self) -> None:
        """Show every beat."""
        for name in self.beats:
            getattr(self, f"show_{name}")()

    @contextmanager
    def beat(self, key: str, *, hold: float | None = None, **values: Any) -> Iterator[None]:
        """Open a beat: a section (a slide of a talk), a title, a caption; and rest at its end.

        It lasts at least until the caption is read and the narration spoken.

        Parameters
        ----------
        key
            Its title and caption are `words[key + ".title"]` and `words[key + ".caption"]`.
        hold
            Seconds of rest at the end, before `pace`; the theme's `hold` if None.
        values
            What stands for the braces in the words.
        """
        start = self.time
        title, caption = (self._say(f"{key}.{part}", values) for part in ("title", "caption"))
        self.open_section(caption)
        self._retitle(title)
        yield
        told = f"{key}.narration"
        narration = self._say(told, values) if told in self.words else caption
        rest = self.seconds(self.theme.hold if hold is None else hold)
        self.wait(max(rest, least_seconds(caption, narration) - (self.time - start)))
        self.add_subcaption(caption, duration=self.time - start, offset=start - self.time)
        self.spoken.append(Spoken(start, self.time, title, caption, narration))

    @property
    def areas(self) -> Sequence[Area]:
        """Where in the frame it draws, below the title."""
        return self.layout.stage, self.layout.panels

    def open_section(self, name: str) -> None:
        """Begin a section of the video: a beat is one, and a slide of a talk."""
        self.next_section(name)

    @property
    def main_cloud(self) -> PlaneCloud | None:
        """The points that a film may carry over into the next chapter."""
        plane = getattr(self, "plane", None)
        return plane.cloud if isinstance(plane, Plane) else None

    @property
    def main_view(self) -> View | None:
        """The view through which they are seen."""
        plane = getattr(self, "plane", None)
        return plane.view if isinstance(plane, Plane) else None

    def tear_down(self) -> None:
        """Write the speaker's script beside the film, where one is made."""
        writer = cast("CairoRenderer", self.renderer).file_writer
        if writer.output_spec.is_video and self.spoken:
            path = writer.movie_file_path.with_suffix(SUFFIX)
            path.write_text(script(type(self).__name__, self.spoken), encoding="utf-8")

    def seconds(self, duration: float) -> float:
        """Return a duration of the theme at this scene's pace."""
        return duration * self.pace

    def rest(self, duration: float) -> None:
        """Let nothing move."""
        self.wait(self.seconds(duration))

    def absent(self, *mobjects: Mobject) -> list[Mobject]:
        """Return those that are not on the screen yet."""
        return [mobject for mobject in mobjects if mobject not in self.mobjects]

    def appear(self, *mobjects: Mobject, share: float = 1.0) -> None:
        """Fade in."""
        if mobjects:
            self.play(*map(Appear, mobjects), run_time=self.seconds(self.theme.appear * share))

    def appear_behind(self, front: Sequence[Mobject], *mobjects: Mobject) -> None:
        """Fade in behind what is already there."""
        self.add(*mobjects)  # already in the scene, the fade leaves it where it is
        self.bring_to_front(*front)
        self.appear(*mobjects)

    def appear_at_back(self, *mobjects: Mobject, share: float = 1.0) -> None:
        """Fade in behind everything, such as a plot behind points that are there already."""
        self.bring_to_back(*mobjects)
        self.appear(*mobjects, share=share)

    def vanish(self, *mobjects: Mobject, share: float = 1.0) -> None:
        """Fade out."""
        self.play(*map(Vanish, mobjects), run_time=self.seconds(self.theme.appear * share))

    def _say(self, key: str, values: Mapping[str, object]) -> str:
        return self.words[key].format(**values)

    def _retitle(self, markup: str) -> None:
        area = self.layout.title
        title = fit_width(words(markup, self.theme.title_size, self.theme.text), area.width)
        title.move_to((area.left, 0, 0), aligned_edge=LEFT)
        title.shift((area.bottom + TITLE_BASE * area.height - baseline(title)) * UP)
        run_time = self.seconds(self.theme.appear * 0.4)
        if self._title is not None:
            self.play(Vanish(self._title), run_time=run_time)
        self.play(Appear(title, shift=TITLE_RISE * UP), run_time=run_time)
        self._title = title


def beats_of(names: Iterable[str]) -> list[str]:
    """Return the beats that methods of these names show."""
    return [name.removeprefix("show_") for name in names if name.startswith("show_")]


def check_beats(scene: type[StageScene]) -> None:
    """Refuse beats that a scene has no method for."""
    if isinstance(scene.beats, str):
        raise DetangleError(f"beats is a tuple of names: beats = ({scene.beats!r},)")
    known = beats_of(dir(scene))
    for name in scene.beats:
        if name not in known:
            raise DetangleError(f"no beat {name!r}: {nearest(str(name), known)}")


def all_words(scene: type[StageScene]) -> Words:
    """Add the words that a class gives to those of its base.

    Words of a file may have any key; others change words that are known, or are of its own beats.
    """
    given, *inherited = (c.__dict__["words"] for c in scene.__mro__ if "words" in c.__dict__)
    if isinstance(given, Words):
        return Words({**inherited[0], **given})
    return merged(inherited[0], given, beats_of(scene.__dict__))
