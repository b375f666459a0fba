"""Beats: what is shown in order, each with a title, a caption and the time to read them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from manim import LEFT, UP, CairoRenderer, Mobject

from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.scenes.base.narration import SUFFIX, Spoken, least_seconds, script
from detangle.stage.scenes.base.screen import ScreenScene
from detangle.stage.text.typeset import baseline, fit_width, words
from detangle.stage.words.claims import said
from detangle.stage.words.markup import Markup, readable

TITLE_BASE = 0.25
"""Height of the title's base line, as a fraction of its area: titles do not jump."""
TITLE_RISE = 0.15
"""Units that a title moves up as it appears."""


class BeatScene(ScreenScene):
    """A scene that plays its beats: sections of the video with a title, a caption, a narration."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.spoken: list[Spoken] = []

    def construct(self) -> None:
        """Show every beat."""
        for name in self.beats:
            getattr(self, f"show_{name}")()

    @contextmanager
    def beat(self, key: str, *, hold: float | None = None, **values: Any) -> Iterator[None]:
        """Open a beat: a section (a slide of a talk), a title, a caption; and rest at its end.

        It lasts at least until the caption is read and the narration spoken, see `reading_time`.

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
        self._announce(title, caption)
        yield
        told = said(self.words, f"{key}.narration", values)
        narration = readable(self.text(told, **values)) if told in self.words else caption
        rest = self.seconds(self.theme.hold if hold is None else hold)
        if self.reading_time:
            rest = max(rest, least_seconds(caption, narration) - (self.time - start))
        if rest > 0:
            self.wait(rest)
        self.add_subcaption(caption, duration=self.time - start, offset=start - self.time)
        self.spoken.append(Spoken(start, self.time, readable(title), caption, narration))

    def open_section(self, name: str) -> None:
        """Begin a section of the video: a beat is one, and a slide of a talk."""
        self.next_section(name)

    def tear_down(self) -> None:
        """Write the speaker's script beside the film, where one is made."""
        writer = cast("CairoRenderer", self.renderer).file_writer
        if writer.output_spec.is_video and self.spoken:
            path = writer.movie_file_path.with_suffix(SUFFIX)
            path.write_text(script(type(self).__name__, self.spoken), encoding="utf-8")

    def make_title(self, text: Markup) -> Mobject | None:
        """Return the title of a beat, in its place; override it to have another, or None.

        Parameters
        ----------
        text
            What it says, as Typst markup; `readable(text)` is that in plain letters.
        """
        area = self.layout.title
        title = fit_width(words(text, self.theme.title_size, self.theme.text), area.width)
        title.move_to((area.left, 0, 0), aligned_edge=LEFT).set_z_index(self.text_depth)
        return title.shift((area.bottom + TITLE_BASE * area.height - baseline(title)) * UP)

    def make_caption(self, text: str) -> Mobject | None:  # noqa: ARG002
        """Return what shows the caption of a beat in the picture, in its place.

        It is none: the caption is a subtitle. Override it to have it in the picture, too.

        Parameters
        ----------
        text
            What it says, in plain letters.
        """
        return None

    def _announce(self, title: Markup, caption: str) -> None:
        """Show title and caption in place of those of the last beat."""
        old = [mobject for mobject in (self.title, self.caption) if mobject is not None]
        self.title, self.caption = self.make_title(title), self.make_caption(caption)
        new = [mobject for mobject in (self.title, self.caption) if mobject is not None]
        run_time = self.seconds(self.theme.appear * 0.4)
        if old:
            self.play(*map(Vanish, old), run_time=run_time)
        if new:
            self.play(*(Appear(m, shift=TITLE_RISE * UP) for m in new), run_time=run_time)
