"""Plays a scene for the checks: it moves as in the film, and is drawn only where it matters."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Scene, Wait

from detangle._typing import ByteArray
from detangle.stage.inspector.frame import Frame, Glance, Memory
from detangle.stage.inspector.look import look

RATE = 60
"""Frames a second of a finished film."""
TICK = 1 / RATE
"""Seconds over which changes are measured."""
LONG = 1.0
"""Seconds of what is looked at if only the ends of long animations and rests are."""


@dataclass(frozen=True)
class Play:
    """One animation of a scene, in seconds of the film; or a rest, in which nothing moves."""

    scene: Scene
    start: float
    end: float
    rests: bool


class Watch:
    """Takes the place of a renderer's `play`, and shows frames to somebody.

    Parameters
    ----------
    show
        Who sees each frame.
    fps
        Frames a second that are looked at within an animation, beside the one at its end; 0 for
        the ends of long ones alone, without the cuts between animations.

    Attributes
    ----------
    plays
        What was played.
    frames
        How many frames were looked at.
    """

    def __init__(self, show: Callable[[Frame], None], fps: float) -> None:
        self.show, self.fps = show, fps
        self.plays: list[Play] = []
        self.frames = 0
        self.memory = Memory()
        self._last: ByteArray | None = None
        """The picture at the end of the last animation."""

    def attach(self, scene: Scene) -> None:
        """Watch a scene, and all scenes that share its renderer."""
        vars(scene.renderer)["play"] = self._play

    def _play(self, scene: Scene, *animations: Any, **options: Any) -> None:
        """Play animations as Manim's renderer does, but draw only where the film could jump."""
        renderer: Any = scene.renderer
        scene.compile_animation_data(*animations, **options)
        scene.begin_animations()
        played = scene.animations or []
        start, duration = float(renderer.time), float(scene.get_run_time(played))
        still = scene.is_current_animation_frozen_frame()
        scene.update_to_time(0)
        first = _picture(scene) if self.fps else None
        changed = self._show_cut(scene, start, first)
        end = start + (duration if still else self._run(scene, start, duration))
        for animation in played:
            animation.finish()
        scene.update_mobjects(0)
        if self.fps:
            self._last = first if still else _picture(scene)
        for animation in played:
            animation.clean_up_from_scene(scene)
        renderer.time, renderer.num_plays = end, renderer.num_plays + 1
        rests = all(isinstance(animation, Wait) for animation in played)
        self.plays.append(Play(scene, start, end, rests))
        if (changed or not still) if self.fps else end - start >= LONG:
            self._see(scene, end, settled=True)

    def _show_cut(self, scene: Scene, time: float, first: ByteArray | None) -> bool:
        """Compare the first picture of an animation with the last one of the animation before."""
        if first is None or self._last is None:
            return first is not None
        changed = not np.array_equal(self._last, first)
        if changed:
            self._see(scene, time, cut=(self._last, first))
        return changed

    def _run(self, scene: Scene, start: float, duration: float) -> float:
        """Move through an animation, look at some instants, and return how long it took."""
        before: Glance | None = None
        for t, looks in self._instants(scene, duration):
            scene.update_to_time(t)
            if scene.stop_condition is not None and scene.stop_condition():
                return t
            if looks and before is None:
                before = look(scene, start + t, self.memory).glance()
            elif looks:
                self._see(scene, start + t, before=before)
                before = None
        return duration

    def _instants(self, scene: Scene, duration: float) -> list[tuple[float, bool]]:
        """Return the seconds to move to, and whether to look there: pairs a tick apart.

        What depends on the seconds that have passed must pass through every frame of the film.
        """
        count = math.ceil(duration * self.fps)
        middles = (np.arange(count) + 0.5) / max(count, 1) * duration
        looks = [(t - shift, True) for t in middles for shift in (min(TICK, t), 0.0)]
        if not _runs_on_time(scene):
            return looks
        frames = np.arange(1 / RATE, duration, 1 / RATE)
        return sorted([*looks, *((float(t), False) for t in frames)])

    def _see(self, scene: Scene, time: float, **what: Any) -> None:
        self.frames += 1
        self.show(look(scene, time, self.memory, **what))


def _runs_on_time(scene: Scene) -> bool:
    """Tell whether something in a scene depends on all frames before."""
    if scene.updaters or scene.always_update_mobjects or scene.stop_condition is not None:
        return True
    return any(m.has_time_based_updater() for m in scene.get_mobject_family_members())


def _picture(scene: Scene) -> ByteArray:
    """Draw what is on the screen: (H, W, 3)."""
    camera: Any = scene.camera
    camera.reset()
    camera.capture_mobjects([*scene.mobjects, *scene.foreground_mobjects])
    return np.array(camera.pixel_array[..., :3])
