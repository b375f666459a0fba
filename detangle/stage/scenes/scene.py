"""The common base of all scenes: the run, the theme, the layout, and what a beat is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, ClassVar, cast

from manim import LEFT, UP, Animation, CairoRenderer, Camera, Group, ManimColor, Mobject, VMobject

from detangle._typing import BoolArray
from detangle.errors import DetangleError, nearest
from detangle.look.depth import Depth
from detangle.look.layout import Area, Layout
from detangle.look.theme import Theme
from detangle.recipe import Recipe
from detangle.run.points import point_name
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.planes import mark, rescale, unmark
from detangle.stage.motion.restyle import light, pulse
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.paint.camera import StageCamera
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.plot.marks import Marks
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View
from detangle.stage.refusal import refuse, refuse_opengl
from detangle.stage.scenes.base.alone import alone_in
from detangle.stage.scenes.base.narration import SUFFIX, Spoken, least_seconds, script
from detangle.stage.scenes.base.settings import frame_of, framed
from detangle.stage.scenes.base.skip import SkippingScene
from detangle.stage.scenes.runs import (
    ANY,
    Run,
    Shows,
    followed,
    refuse_several_runs,
    resolve_run,
    with_class_names,
)
from detangle.stage.text.highlightable import Highlightable
from detangle.stage.text.typeset import baseline, fit_width, words
from detangle.stage.words import Words, merged, replaced
from detangle.stage.words.claims import said
from detangle.stage.words.markup import Markup, fill, readable

TITLE_BASE = 0.25
"""Height of the title's base line, as a fraction of its area: titles do not jump."""
TITLE_RISE = 0.15
"""Units that a title moves up as it appears."""
ZOOM = 0.7
"""Time that a change of scale takes, as a fraction of the theme's `move`."""


Beats = tuple[str, ...]


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
    figure: ClassVar[bool] = True
    """Whether planes stand in boxes with ticks around them, as printed figures want it. Scenes of
    one plane let it fill the frame where this is False."""
    pace: ClassVar[float] = 1.0
    """Factor of every duration."""
    follow: ClassVar[Sequence[int | str]] = ()
    """Points that are marked and named wherever they are, while all others are dimmed: names, or
    numbers of rows of the user's table."""
    marks_points: ClassVar[bool] = False
    """Whether it can do that."""
    class_names: ClassVar[Mapping[str, str]] = {}
    """What classes are called, by their names in the run, where that is not their names: words of
    another language. The word that joins names is `words = {"and": …}`, where a film has one."""
    shows: ClassVar[Shows] = ANY
    """Which runs it shows; it refuses others."""
    beats: ClassVar[Beats] = ()
    """What is shown, in order."""
    needs: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Beats that must come before others, where these would show something else without them."""
    words: ClassVar[Mapping[str, str]] = {}
    """All words a viewer reads: `KEY.title` and `KEY.caption` for each beat; and what a speaker
    says, `KEY.narration`, where it is more than the caption. A subclass gives those that it
    changes, as plain text or as `Markup`."""

    not_one: ClassVar[str] = ""
    """Why it does not show a single run that is named; empty where it does."""

    trajectory: Trajectory
    plane: Plane | None = None
    """The plane whose points a film carries over into the next chapter."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Check the attributes of a class, and add its words to those of the base."""
        super().__init_subclass__(**kwargs)
        try:
            check_values(cls)
            check_beats(cls)
            if "words" in cls.__dict__:
                cls.words = all_words(cls)
        except DetangleError as error:
            refuse(cls.__name__, error)

    @classmethod
    def may_speak_of(cls) -> Iterable[str]:
        """Name what a class may have words of that its base has not: the beats that are new."""
        return beats_of(cls.__dict__)

    def __init__(self, camera_class: type[StageCamera] = StageCamera, **kwargs: Any) -> None:
        refuse_opengl(type(self).__name__)
        super().__init__(camera_class=camera_class, **kwargs)
        self._title: VMobject | None = None
        self._in_slots: dict[str, Mobject] = {}
        self.spoken: list[Spoken] = []

    def render(self, preview: bool = False) -> bool:
        """Render the scene; another process that renders it into the same folder waits."""
        writer = cast("CairoRenderer", self.renderer).file_writer
        video = writer.output_spec.is_video
        alone = alone_in(writer.partial_movie_directory) if video else nullcontext()
        with alone, framed(self.stage_camera):
            return super().render(preview)

    def setup(self) -> None:
        """Find the run and lay out the frame; a run that cannot be shown ends with one line."""
        self.stage_camera.background_color = ManimColor(self.theme.background)
        self.stage_camera.reset()
        self.layout = self._lay_out()
        self.theme = self.theme.scaled(self.layout.scale)
        try:
            self.load_run()
            upright = self.layout.frame.height > self.layout.frame.width
            names = self.class_names
            self.trajectory = with_class_names(self.trajectory, names, upright=upright)
            self.check_colors(self.trajectory)
            self.check_run()
            self.followed = followed(self.trajectory, self.follow, able=self.marks_points)
        except DetangleError as error:
            refuse(type(self).__name__, error)
        self.slots = self.divide()

    def _lay_out(self) -> Layout:
        """Lay out the frame, in which nothing stretches."""
        camera = self.stage_camera
        camera.frame_width, camera.frame_height = frame_of(camera)
        lay_out = Layout.of_size if self.figure else Layout.full_bleed
        return lay_out(camera.frame_width, camera.frame_height)

    def held_out(self, step: float | None = None) -> dict[str, Any] | None:
        """Count what a step's network gets right of the points that were held out, if known."""
        accuracy, labels = self.trajectory.test_accuracy(step), self.trajectory.test_labels
        if accuracy is None or labels is None:
            return None
        right = round(accuracy * len(labels))
        return {"test_right": right, "test_n": len(labels), "test_accuracy": accuracy}

    def mark_followed(self, plane: Plane) -> None:
        """Mark the points of a plane that are followed, if there are any."""
        if len(self.followed):
            names = [point_name(self.trajectory, i) for i in self.followed.tolist()]
            marks = Marks(plane.cloud.coords, self.followed, names, plane.view, plane.theme)
            plane.follow(self.followed, marks)

    def divide(self) -> dict[str, Area]:
        """Name the places of the frame into which something is put."""
        return {"formula": self.layout.formula, "loss": self.layout.loss}

    @property
    def stage_camera(self) -> Camera:
        """The camera, which is always one of the stage's."""
        return cast("Camera", self.camera)

    def load_run(self) -> None:
        """Find the run, or train it."""
        refuse_several_runs()
        self.trajectory = resolve_run(self.run, self.check_untrained)

    @classmethod
    def check_untrained(cls, run: Trajectory) -> None:
        """Refuse a run before it is trained, if the scene will not show it however that ends.

        Parameters
        ----------
        run
            The run after a single update.

        Raises
        ------
        DetangleError
            If it will not be shown.
        """
        cls.shows.check_untrained(run)
        cls.check_colors(run)

    @classmethod
    def check_colors(cls, run: Trajectory) -> None:
        """Refuse a run of more classes than the theme has colours."""
        classes, colors = len(run.class_names), len(cls.theme.classes)
        if classes > colors:
            raise DetangleError(
                f"this run has {classes} classes, and the theme has {colors} colours: show fewer "
                "classes, or make a theme with more, theme = replace(Theme.dark(), classes=…)"
            )

    def check_run(self) -> None:
        """Refuse a run that this scene does not show."""
        self.shows.check(self.trajectory)

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
        title = self.text(f"{key}.title", **values)
        caption = readable(self.text(f"{key}.caption", **values))
        self.open_section(caption)
        self._retitle(title)
        yield
        told = said(self.words, f"{key}.narration", values)
        narration = readable(self.text(told, **values)) if told in self.words else caption
        rest = self.seconds(self.theme.hold if hold is None else hold)
        self.wait(max(rest, least_seconds(caption, narration) - (self.time - start)))
        self.add_subcaption(caption, duration=self.time - start, offset=start - self.time)
        self.spoken.append(Spoken(start, self.time, readable(title), caption, narration))

    @property
    def areas(self) -> Sequence[Area]:
        """Where in the frame it draws, below the title."""
        return self.layout.stage, self.layout.panels

    def open_section(self, name: str) -> None:
        """Begin a section of the video: a beat is one, and a slide of a talk."""
        self.next_section(name)

    def tear_down(self) -> None:
        """Write the speaker's script beside the film, where one is made."""
        writer = cast("CairoRenderer", self.renderer).file_writer
        if writer.output_spec.is_video and self.spoken:
            path = writer.movie_file_path.with_suffix(SUFFIX)
            path.write_text(script(type(self).__name__, self.spoken), encoding="utf-8")

    def text(self, key: str, **values: object) -> Markup:
        """Return words of the scene, those that are true of these values, filled in."""
        return fill(self.words[said(self.words, key, values)], values)

    def seconds(self, duration: float) -> float:
        """Return a duration of the theme at this scene's pace."""
        return duration * self.pace

    @property
    def brief(self) -> float:
        """Seconds that a small change takes."""
        return self.seconds(self.theme.appear / 2)

    def rest(self, duration: float) -> None:
        """Let nothing move."""
        self.wait(self.seconds(duration))

    def briefly(self, *changes: Animation) -> None:
        """Play small changes, if there is anything to be seen of them."""
        if any(change.mobject.family_members_with_points() for change in changes):
            self.play(*changes, run_time=self.brief)

    def is_shown(self, mobject: Mobject) -> bool:
        """Return True if a mobject, or any part of it, is on the screen."""
        shown = set(self.get_mobject_family_members())
        return any(part in shown for part in mobject.get_family())

    def show(self, *wanted: Mobject, fraction: float = 1.0) -> None:
        """Fade in what is not on the screen, and leave what is there.

        What lies in front of what is told by the z-index of each, see `Depth`; where it is equal,
        what comes later is in front.

        Parameters
        ----------
        wanted
            All that must be on the screen.
        fraction
            The run time, as a fraction of the theme's `appear`.
        """
        if new := [mobject for mobject in wanted if not self.is_shown(mobject)]:
            self.play(*map(Appear, new), run_time=self.seconds(self.theme.appear * fraction))

    def vanish(self, *unwanted: Mobject, fraction: float = 1.0) -> None:
        """Fade out what is on the screen."""
        if old := [mobject for mobject in unwanted if self.is_shown(mobject)]:
            self.play(*map(Vanish, old), run_time=self.seconds(self.theme.appear * fraction))

    def leave_only(self, *kept: Mobject) -> None:
        """Fade out all but these and the title; the slots are empty then."""
        self._in_slots.clear()
        gone = [m for m in self.mobjects if m not in (*kept, self._title)]
        self.vanish(*gone, fraction=0.5)

    def put(self, slot: str, new: Mobject, *others: Animation, clear: Sequence[str] = ()) -> None:
        """Put something into a slot of the layout, in place of what is there.

        Parameters
        ----------
        slot
            Its name; where it is in the frame is not changed.
        new
            What appears.
        others
            What else happens while the old goes.
        clear
            Other slots that are emptied.
        """
        self.briefly(*self.emptied(slot, *clear), *others)
        self.fill(slot, new)
        self.show(new, fraction=0.5)

    def note(self, key: str, slot: str = "note", **values: object) -> None:
        """Write a line of the scene's words into a slot, in place of what is there."""
        self.put(slot, self.line(key, slot, **values))

    def line(self, key: str, slot: str = "note", **values: object) -> Mobject:
        """Return a line of the scene's words, in the middle of a slot."""
        area, markup = self.slots[slot], self.text(key, **values)
        line = fit_width(words(markup, self.theme.caption_size, self.theme.text), area.width)
        return line.move_to(area.center)

    def fill(self, slot: str, mobject: Mobject) -> Mobject:
        """Remember that something is in a slot, however it comes there; and return it."""
        self._in_slots[slot] = mobject.set_z_index(self.text_depth)
        return mobject

    @property
    def text_depth(self) -> Depth:
        """How far at the back text is: behind all, but over a plane that fills the frame."""
        return Depth.PANEL if self.figure else Depth.TEXT

    def emptied(self, *slots: str) -> list[Animation]:
        """Empty some slots, by the animations that are returned."""
        return [Vanish(self._in_slots.pop(slot)) for slot in slots if slot in self._in_slots]

    def empty(self, *slots: str) -> None:
        """Empty some slots."""
        self.briefly(*self.emptied(*slots))

    def light(self, mobject: Highlightable, *parts: str) -> None:
        """Light some parts of a mobject and dim the others; it appears if it is absent."""
        if self.is_shown(mobject):
            self.briefly(light(mobject, *parts))
        else:
            self.show(mobject.lit(*parts), fraction=0.5)

    def pulse(self, chosen: BoolArray, *clouds: PointCloud) -> None:
        """Swell the chosen points (N,) of clouds once, to point at them."""
        run_time = self.seconds(self.theme.appear)
        self.play(*(pulse(cloud, chosen, run_time=run_time) for cloud in clouds))

    def play_loss(self, end: float, *others: Mobject, moves: float) -> Group:
        """Draw the loss of the training from its first recorded step on, in the slot `loss`.

        The panel, with its scenery, is returned.

        Parameters
        ----------
        end
            The last step.
        others
            What must be on the screen as well.
        moves
            The run time, as a multiple of the theme's `move`.
        """
        labels = self.words["step"], self.words["loss"]
        panel = LossPanel(self.trajectory, self.slots["loss"], self.theme, labels)
        clock = Clock(self.trajectory, [panel]).at(start := int(self.trajectory.steps[0]))
        self.show(panel.scenery, panel, *others)
        self.play(RunClock(clock, start, end, run_time=self.seconds(moves * self.theme.move)))
        return Group(panel.scenery, panel)

    def rescale(self, *views: tuple[Plane, View]) -> None:
        """Show planes through other views; ticks hold for one scale only."""
        planes = [plane for plane, _ in views]
        run_time = self.seconds(ZOOM * self.theme.move)
        self.briefly(*map(unmark, planes), *fading_ghosts(*planes))
        self.play(*(rescale(plane, view, run_time) for plane, view in views))
        self.briefly(*map(mark, planes))

    def rescale_if_needed(
        self, *views: tuple[Plane, View], key: str = "zoom", **values: Any
    ) -> None:
        """Show the planes that need it through other views, as a beat of its own.

        Parameters
        ----------
        views
            The planes, and what must be seen in each.
        key
            Of the beat's words, which are told the `factor` of the scale.
        values
            What else they are told.
        """
        due = [(plane, view) for plane, view in views if not plane.view.serves(view)]
        if due:
            factor = min(view.unit / plane.view.unit for plane, view in due)
            with self.beat(key, factor=factor, **values):
                self.empty("note")
                self.rescale(*due)

    def _retitle(self, markup: str) -> None:
        area = self.layout.title
        title = fit_width(words(markup, self.theme.title_size, self.theme.text), area.width)
        title.move_to((area.left, 0, 0), aligned_edge=LEFT).set_z_index(self.text_depth)
        title.shift((area.bottom + TITLE_BASE * area.height - baseline(title)) * UP)
        run_time = self.seconds(self.theme.appear * 0.4)
        if self._title is not None:
            self.play(Vanish(self._title), run_time=run_time)
        self.play(Appear(title, shift=TITLE_RISE * UP), run_time=run_time)
        self._title = title


def fading_ghosts(*planes: Plane) -> list[Animation]:
    """Return the animations by which the ghosts of planes fade out, where there are any."""
    ghosts = [plane.ghosts for plane in planes if plane.ghosts is not None]
    for plane in planes:
        plane.ghosts = None
    return [Vanish(ghost) for ghost in ghosts]


def beats_of(names: Iterable[str]) -> list[str]:
    """Return the beats that methods of these names show."""
    return [name.removeprefix("show_") for name in names if name.startswith("show_")]


def check_values(scene: type[StageScene]) -> None:
    """Refuse a theme, a pace, a run or words of another type than a scene can use."""
    if not isinstance(scene.theme, Theme):
        raise DetangleError(f"theme is a Theme, not {scene.theme!r}: theme = Theme.paper()")
    pace: object = scene.pace
    if not isinstance(pace, int | float) or isinstance(pace, bool) or not 0 < pace < math.inf:
        raise DetangleError(f"pace is a number above 0, not {pace!r}: 2 is half as fast")
    if not isinstance(scene.run, str | Path | Recipe | Trajectory):
        raise DetangleError(
            f"run is a preset's name, a file, a Recipe or a Trajectory, not "
            f"{type(scene.run).__name__}: run = record(dataset, recipe) makes one"
        )
    points: object = scene.follow
    if isinstance(points, str) or not (
        isinstance(points, Sequence) and all(isinstance(one, int | str) for one in points)
    ):
        raise DetangleError(f"follow is a tuple of rows or names, not {points!r}: follow = (3, 17)")
    names: object = scene.class_names
    if not isinstance(names, Mapping) or not all(isinstance(n, str) and n for n in names.values()):
        raise DetangleError(
            f"class_names is a dict of names by those in the run, not {names!r}: "
            'class_names = {"setosa": "Borsten-Schwertlilie"}'
        )
    if not isinstance(scene.words, Mapping):
        raise DetangleError(f"words is a dict of BEAT.title and its like, not {scene.words!r}")


def check_beats(scene: type[StageScene]) -> None:
    """Refuse beats that a scene has no method for, and beats without those that they need."""
    if isinstance(scene.beats, str):
        raise DetangleError(f"beats is a tuple of names: beats = ({scene.beats!r},)")
    known = beats_of(dir(scene))
    for i, name in enumerate(scene.beats):
        if name not in known:
            raise DetangleError(f"no beat {name!r}: {nearest(str(name), known)}")
        for need in scene.needs.get(name, ()):
            if need not in scene.beats[:i]:
                raise DetangleError(f"the beat {name!r} needs {need!r} before it, in beats")


def all_words(scene: type[StageScene]) -> Words:
    """Add the words that a class gives to those of its base.

    Words of a file may have any key; others change words that are known, or are of what the class
    may speak of.
    """
    given, *inherited = (c.__dict__["words"] for c in scene.__mro__ if "words" in c.__dict__)
    if isinstance(given, Words):
        return replaced(inherited[0], given)
    return merged(inherited[0], given, scene.may_speak_of())
