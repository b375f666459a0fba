"""Plays a scene without drawing or encoding it, and hands what it sees to the checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from manim import Animation, Wait
from numpy.typing import NDArray

from detangle.stage import Chapter, FilmScene, StageScene
from detangle.stage.scenes.transitions import carry_over, clear
from tests.inspector.film import Beat, Caption, Film
from tests.inspector.frame import Frame
from tests.inspector.look import look

INSTANTS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""The parts of a play at which it is looked at."""
TICK = 1 / 60
"""Seconds between two frames of the finished film."""


class Watcher:
    """What a probe tells of what it sees."""

    def saw(self, frame: Frame) -> None:
        """An instant of the film."""

    def cut(self, film: Film, play: int, before: NDArray[Any], after: NDArray[Any]) -> None:
        """The last picture of one play, and the first one of the next."""

    def ended(self, film: Film) -> None:
        """The end of the film."""


class Probe(StageScene):
    """A mixin that lets any stage scene be watched: only some instants, nothing drawn between."""

    watcher: Watcher
    along: bool = True
    title: str = ""

    def setup(self) -> None:
        """Make the renderer keep still."""
        self.film = Film(self.title, self)
        self.picture: NDArray[Any] | None = None
        for name in ("update_frame", "save_static_frame_data", "add_frame"):
            setattr(self.renderer, name, _nothing)
        super().setup()

    def construct(self) -> None:
        """Play the film, and say when it is over."""
        super().construct()
        if self.film.beats:
            self.film.beats[-1].rest = self.film.resting
        self.watcher.ended(self.film)

    def is_current_animation_frozen_frame(self) -> bool:
        """Let waits go the way of all plays."""
        return False

    def play_internal(self, skip_rendering: bool = False) -> None:  # noqa: ARG002 (Manim's name)
        """Look at a few instants instead of drawing every frame."""
        animations = self.animations or []
        self.duration = self.get_run_time(animations)
        still = all(isinstance(animation, Wait) for animation in animations)
        self._show_cut()
        if self.along:
            self._watch(still, any(getattr(animation, "jump", False) for animation in animations))
        self._finish(animations)
        self.film.resting = self.film.resting + self.duration if still else 0.0
        if self.along and not still:
            self._look(1.0, settled=True)

    @contextmanager
    def beat(self, key: str, **values: Any) -> Iterator[None]:
        """Remember when a beat was, and look at its end."""
        beat = Beat(key, values, self.time)
        subtitles = self.renderer.file_writer.subcaptions
        told = len(subtitles)
        self.film.open_beats.append(beat)
        with super().beat(key, **values):
            yield
        self._look(1.0, settled=True)
        beat.end, beat.rest = self.time, self.film.resting
        beat.captions = [
            Caption(subtitle.content, (subtitle.end - subtitle.start).total_seconds())
            for subtitle in subtitles[told:]
        ]
        self.film.beats.append(self.film.open_beats.pop())

    def _watch(self, still: bool, jumps: bool) -> None:
        for alpha in (0.5,) if still else INSTANTS:
            t = alpha * self.duration
            self.update_to_time(t)
            before = look(self, self.film, play=self.renderer.num_plays, alpha=alpha).glance()
            self.update_to_time(min(t + TICK, self.duration))
            frame = look(
                self,
                self.film,
                play=self.renderer.num_plays,
                alpha=alpha,
                jumps=jumps,
                before=before,
            )
            self.watcher.saw(frame)

    def _look(self, alpha: float, *, settled: bool) -> None:
        play = max(self.renderer.num_plays - (not self.along), 0)
        self.watcher.saw(look(self, self.film, play=play, alpha=alpha, settled=settled))

    def _finish(self, animations: Sequence[Animation]) -> None:
        for animation in animations:
            animation.finish()
        if self.along:
            self.picture = self._draw()
        for animation in animations:
            animation.clean_up_from_scene(self)
        self.update_mobjects(0)
        self.renderer.time += self.duration

    def _show_cut(self) -> None:
        """Compare the first instant of a play to the last one of the play before."""
        self.update_to_time(0)
        if not self.along:
            return
        before = self._blank() if self.picture is None else self.picture
        self.watcher.cut(self.film, self.renderer.num_plays, before, self._draw())

    def _blank(self) -> NDArray[Any]:
        self.stage_camera.reset()
        return np.array(self.stage_camera.pixel_array)

    def _draw(self) -> NDArray[Any]:
        self.stage_camera.reset()
        self.stage_camera.capture_mobjects([*self.mobjects, *self.foreground_mobjects])
        return np.array(self.stage_camera.pixel_array)


class FilmProbe(Probe, FilmScene):
    """The mixin for films: each chapter is watched as a film of its own, and so is each cut."""

    def cast(self, part: Chapter) -> type[StageScene]:
        """Let a chapter be watched."""
        guest = super().cast(part)
        own = {"watcher": self.watcher, "along": self.along, "title": f"{self.title}: {part.name}"}
        return type(guest.__name__, (Probe, guest), own)

    def hand_over(self, last: StageScene, guest: StageScene) -> None:
        """Compare the first picture of a chapter with the last one of the chapter before."""
        clear(last, guest)
        guest.picture = getattr(last, "picture", None)  # type: ignore[attr-defined]
        carry_over(last, guest)


def _nothing(*_: Any, **__: Any) -> None:
    """Draw nothing."""
