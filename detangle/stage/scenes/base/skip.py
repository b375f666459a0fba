"""A scene that draws only the frames that somebody sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from manim import Animation, Mobject, Scene
from manim.renderer.cairo_renderer import CairoRenderer


class SkippingScene(Scene):
    """A scene whose skipped animations cost no drawing.

    Manim draws the last frame of each animation that it skips, and what stands still in it, though
    nothing takes these frames: for a still it draws the end once more, and a cached clip is there
    already.
    """

    @property
    def skips(self) -> bool:
        """Whether the present animation is only brought to its end."""
        return bool(cast("CairoRenderer", self.renderer).skip_animations)

    def begin_animations(self) -> None:
        """Start the animations; the frames of skipped ones are not drawn."""
        super().begin_animations()
        self.skip_animation_preview = self.skips

    def get_moving_and_static_mobjects(
        self, animations: Iterable[Animation]
    ) -> tuple[list[Mobject], list[Mobject]]:
        """Tell what moves from what is drawn once; for a skipped animation nothing is."""
        return ([], []) if self.skips else super().get_moving_and_static_mobjects(animations)

    def is_current_animation_frozen_frame(self) -> bool:
        """Say whether one frame is drawn and held; not if it is skipped."""
        return bool(super().is_current_animation_frozen_frame()) and not self.skips
