"""What is on the screen: what comes, what goes, and what stands in a slot of the layout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self, cast

from manim import Animation, Camera, ManimColor, Mobject

from detangle._typing import BoolArray
from detangle.errors import DetangleError
from detangle.look.depth import BACK, Depth
from detangle.look.layout import Area, Layout
from detangle.stage.motion.restyle import light, pulse
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.paint.anchor import is_empty
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.refusal import refuse
from detangle.stage.scenes.base.declared import DeclaredScene
from detangle.stage.scenes.base.order import lay_backgrounds
from detangle.stage.scenes.base.settings import frame_of, theme_of
from detangle.stage.text.highlightable import Highlightable
from detangle.stage.text.typeset import fit_width, words
from detangle.stage.words.claims import said
from detangle.stage.words.markup import Markup
from detangle.stage.words.markup import fill as filled_in


class ScreenScene(DeclaredScene):
    """A scene that brings in what is absent, leaves what is there, and has slots for its panels."""

    layout: Layout
    """The named areas of the frame."""
    title: Mobject | None = None
    """The title that is on the screen."""
    caption: Mobject | None = None
    """The caption that is on the screen, if `make_caption` makes one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._in_slots: dict[str, Mobject] = {}

    def setup(self) -> None:
        """Lay out the frame, and let the theme's sizes fit to it."""
        self.theme = theme_of(type(self).theme)
        self.stage_camera.background_color = ManimColor(self.theme.background)
        self.stage_camera.reset()
        self.layout = self._lay_out()
        self.theme = self.theme.scaled(self.layout.scale)

    @cached_property
    def slots(self) -> dict[str, Area]:
        """The places of the frame into which something is put, by their names; see `divide`."""
        return self.divide()

    def add(self, *mobjects: Any) -> Self:
        """Add mobjects to the screen; backgrounds that are there lie behind what they surround."""
        super().add(*mobjects)
        lay_backgrounds(self.mobjects, mobjects)
        return self

    def bring_to_back(self, *mobjects: Mobject) -> Self:
        """Put mobjects behind all others, and behind what the film brings in later."""
        super().bring_to_back(*mobjects)
        for mobject in mobjects:
            mobject.set_z_index(min(mobject.z_index, BACK))
        return self

    def bring_to_front(self, *mobjects: Mobject) -> Self:
        """Put mobjects in front of all others, parts of the film included."""
        for part in (part for mobject in mobjects for part in mobject.get_family()):
            part.set_z_index(max(part.z_index, 0), family=False)
        super().bring_to_front(*mobjects)
        return self

    @property
    def stage_camera(self) -> Camera:
        """The camera, which is always one of the stage's."""
        return cast("Camera", self.camera)

    def _lay_out(self) -> Layout:
        """Lay out the frame, in which nothing stretches."""
        camera = self.stage_camera
        camera.frame_width, camera.frame_height = frame_of(camera)
        lay_out = Layout.of_size if self.figure else Layout.full_bleed
        return lay_out(camera.frame_width, camera.frame_height)

    def divide(self) -> dict[str, Area]:
        """Name the places of the frame into which something is put."""
        return {"formula": self.layout.formula, "loss": self.layout.loss}

    @property
    def areas(self) -> Sequence[Area]:
        """Where in the frame it draws, below the title."""
        return self.layout.stage, self.layout.panels

    def text(self, key: str, **values: object) -> Markup:
        """Return words of the scene, those that are true of these values, filled in."""
        told = said(self.words, key, values)
        if told not in self.words:
            line = f"there are no words {key!r}: words = {{{key!r}: …}}"
            refuse(type(self).__name__, DetangleError(line))
        return filled_in(self.words[told], values)

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
        if not all(is_empty(cast("Mobject", change.mobject)) for change in changes):
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
        """Fade out all but these, title and caption; the slots are empty then."""
        self._in_slots.clear()
        gone = [m for m in self.mobjects if m not in (*kept, self.title, self.caption)]
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
