"""A scene in space, seen by Manim's own camera: theme, run, beats and titles as of any other."""

from __future__ import annotations

from typing import Any

from manim import Mobject, ThreeDCamera, ThreeDScene

from detangle.stage.scenes.scene import StageScene
from detangle.stage.words.markup import Markup


class StageThreeDScene(StageScene, ThreeDScene):
    """A `StageScene` that is a `ThreeDScene` of Manim's, for clouds in space of your own.

    `set_camera_orientation`, `move_camera` and ambient rotation are Manim's. Titles, captions and
    what is put into a slot stay in the picture, whatever the camera does.
    """

    def __init__(self, camera_class: Any = ThreeDCamera, **kwargs: Any) -> None:
        super().__init__(camera_class, **kwargs)

    def make_title(self, text: Markup) -> Mobject | None:
        """Return the title of a beat, fixed in the picture."""
        return self._fixed(super().make_title(text))

    def make_caption(self, text: str) -> Mobject | None:
        """Return what shows the caption of a beat, fixed in the picture."""
        return self._fixed(super().make_caption(text))

    def fill(self, slot: str, mobject: Mobject) -> Mobject:
        """Remember that something is in a slot, fixed in the picture; and return it."""
        self._fixed(mobject)
        return super().fill(slot, mobject)

    def _fixed(self, mobject: Mobject | None) -> Mobject | None:
        if mobject is not None:
            self.camera.add_fixed_in_frame_mobjects(mobject)
        return mobject
