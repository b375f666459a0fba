"""A film of chapters, each of them a scene that can also be shown alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
from manim import CairoRenderer, Scene

from detangle.errors import DetangleError
from detangle.stage.motion.carry import glide
from detangle.stage.motion.tween import Vanish
from detangle.stage.paint.camera import StageCamera
from detangle.stage.plot.plane import Plane, PlaneCloud
from detangle.stage.refusal import refuse
from detangle.stage.scenes.runs import OWN_RUNS, refuse_other_run
from detangle.stage.scenes.scene import StageScene


@dataclass(frozen=True)
class Chapter:
    """A scene, and what of it is different in the film.

    Parameters
    ----------
    name
        What the chapter is called, in the film's sections and in the speaker's script.
    scene
        The scene.
    changes
        Class attributes that the film changes: `run`, `beats`, `words`, `pace`, ….
    """

    name: str
    scene: type[StageScene]
    changes: Mapping[str, Any] = field(default_factory=dict)


def chapter(name: str, scene: type[StageScene], **changes: Any) -> Chapter:
    """Write a chapter as a film's class attribute; `words` are those that the film changes."""
    if "words" in changes:
        changes["words"] = dict(changes["words"])
    return Chapter(name, scene, changes)


class FilmRenderer(CairoRenderer):
    """Manim's renderer, with one file for all scenes that use it."""

    def init_scene(self, scene: Scene, *settings: Any) -> None:
        """Open the file for the first scene; those that come later write into the same."""
        if not hasattr(self, "file_writer"):
            super().init_scene(scene, *settings)


class FilmScene(StageScene):
    """Chapters, one after the other, in the film's theme; each is a section of the video.

    Where two chapters show the same points, these stay on the screen and glide to where the next
    chapter needs them; all else fades.
    """

    not_one = OWN_RUNS
    chapters: ClassVar[tuple[Chapter, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Check beats and words of all chapters."""
        super().__init_subclass__(**kwargs)
        for part in cls.chapters:
            played_by(part, cls)

    def __init__(self, camera_class: type[StageCamera] = StageCamera, **kwargs: Any) -> None:
        # The magic %%manim gives a renderer, and it is None.
        renderer = kwargs.pop("renderer", None) or FilmRenderer(camera_class=camera_class)
        super().__init__(camera_class=camera_class, renderer=renderer, **kwargs)

    def setup(self) -> None:
        """Lay out the frame; a run is not shown in place of all the chapters' own."""
        super().setup()
        try:
            refuse_other_run()
        except DetangleError as error:
            refuse(type(self).__name__, error)

    def construct(self) -> None:
        """Show every chapter."""
        last: StageScene = self
        for part in self.chapters:
            guest = self.cast(part)(renderer=self.renderer)
            guest.setup()
            self.next_section(part.name)
            self.hand_over(last, guest)
            guest.construct()
            self.spoken += [replace(beat, chapter=part.name) for beat in guest.spoken]
            last = guest
        self.mobjects = last.mobjects

    def cast(self, part: Chapter) -> type[StageScene]:
        """Return the class that plays a chapter, at the film's theme and pace."""
        return played_by(part, type(self))

    def hand_over(self, last: StageScene, guest: StageScene) -> None:
        """Leave one chapter for the next: points that both show glide on, all else fades."""
        here, there = last.plane, guest.plane
        if here and (not there or not last.is_shown(here.cloud) or differ(here.cloud, there.cloud)):
            here = None
        leaving = [m for m in last.mobjects if not here or m is not here.cloud]
        if leaving:
            last.play(*map(Vanish, leaving), run_time=guest.brief)
        guest.mobjects = last.mobjects
        if here and there:
            _glide(guest, here, there)


class Guest(StageScene):
    """A mixin for scenes that are chapters: their beats are not sections of their own."""

    def open_section(self, name: str) -> None:
        """Open none: the film opens one for the whole chapter."""


def played_by(part: Chapter, film: type[FilmScene]) -> type[StageScene]:
    """Make the class that plays a chapter of a film, at the film's theme and pace."""
    pace = film.pace * part.changes.get("pace", part.scene.pace)
    reading = film.reading_time and part.changes.get("reading_time", part.scene.reading_time)
    own = {**part.changes, "theme": film.theme, "pace": pace, "reading_time": reading}
    return type(part.scene.__name__, (Guest, part.scene), own)


def differ(a: PlaneCloud, b: PlaneCloud) -> bool:
    """Return False for clouds of the same points: as many of each class, in the same order."""
    return not (
        a.coords.shape == b.coords.shape
        and np.array_equal(a.holes, b.holes)
        and np.array_equal(a.rgbas[:, :3], b.rgbas[:, :3])
    )


def _glide(guest: StageScene, here: Plane, there: Plane) -> None:
    """Put the points of a guest's plane in the place of the old ones, and let them glide home."""
    start = here.cloud.coords.copy()
    guest.remove(here.cloud)
    guest.add(there.cloud)
    if np.abs(here.view.place(start) - there.cloud.points).max() > 0:
        run_time = guest.seconds(guest.theme.move / 2)
        guest.play(glide(there.cloud, start, here.view, there.view, run_time))
