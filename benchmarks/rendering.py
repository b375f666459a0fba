"""A whole render against the encoder alone: the same frames, encoded with nothing drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

import numpy as np
from manim import Animation, Camera, Mobject, Scene
from manim.renderer.cairo_renderer import CairoRenderer
from numpy.typing import NDArray

from benchmarks.film import FRAME_RATE, Panels, filming, render
from benchmarks.timing import Row, best_times
from detangle.stage.paint.camera import StageCamera

Frames = list[NDArray[np.uint8]]

FRAMES = 60


def rows() -> list[Row]:
    """Compare the whole render with that of the stored frames."""
    with filming(encode=False):
        frames = drawn_frames()
    with filming(encode=True):
        ways = {
            "ours": lambda: render(Panels, frames=FRAMES),
            "stored": lambda: render(Stored, stored=frames),
        }
        best = best_times(ways, 3)
    return [Row("whole render against encoding alone", best["ours"], best["stored"], most=1.15)]


def drawn_frames() -> Frames:
    """Draw the scene once and keep its frames."""
    renderer = KeepingRenderer()
    scene_class = type("Kept", (Panels,), {"frames": FRAMES})
    scene_class(renderer=renderer).render()
    return renderer.kept


class KeepingRenderer(CairoRenderer):
    """Keeps each frame in memory."""

    def __init__(self) -> None:
        super().__init__(camera_class=StageCamera)
        self.kept: Frames = []

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Keep a frame."""
        super().add_frame(frame, num_frames)
        self.kept.append(frame)


class StoredCamera(Camera):
    """Shows stored frames, one at each call, and draws nothing."""

    stored: Frames
    shown = 0

    def reset(self) -> Self:
        """Leave the frame before as it is: the next one covers all of it."""
        return self if self.shown else super().reset()

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:  # noqa: ARG002
        """Copy the next frame."""
        self.pixel_array[:] = self.stored[min(self.shown, len(self.stored) - 1)]
        self.shown += 1


class Stored(Scene):
    """A film of stored frames."""

    stored: ClassVar[Frames] = []

    def __init__(self) -> None:
        super().__init__(camera_class=type("Camera", (StoredCamera,), {"stored": self.stored}))

    def construct(self) -> None:
        """Show all frames in one animation."""
        self.play(Animation(Mobject(), run_time=len(self.stored) / FRAME_RATE))
