"""What is known of a scene that is inspected, by its public attributes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from manim import ManimColor, Scene

from detangle import Trajectory
from detangle._typing import FloatArray
from detangle.run.snapshot import Snapshot
from detangle.stage import Layout, StageScene, Theme
from detangle.stage.inspector.watch import Play
from detangle.stage.scenes.projected.projected_scene import ProjectedScene
from detangle.stage.scenes.replay.wide_replay import WideReplayScene


class Film:
    """A scene that is being inspected, and what checks remember of it."""

    def __init__(self, scene: Scene) -> None:
        assert isinstance(scene, StageScene)
        self.scene = scene
        self.memory: dict[str, Any] = {}
        self.plays: Sequence[Play] = ()

    @property
    def theme(self) -> Theme:
        return self.scene.theme

    @property
    def layout(self) -> Layout:
        return self.scene.layout

    @property
    def trajectory(self) -> Trajectory:
        return self.scene.trajectory

    @property
    def snapshot(self) -> Snapshot:
        """The network that the scene shows, if the run has one."""
        shown = getattr(self.scene, "snapshot", None)
        return shown if isinstance(shown, Snapshot) else self.trajectory.at()

    @property
    def is_projected(self) -> bool:
        """Whether its points are shown as projections of their layers."""
        return isinstance(self.scene, ProjectedScene | WideReplayScene)

    @property
    def record(self) -> int:
        """The recorded step that a film of projections shows."""
        steps = self.trajectory.steps
        step = self.scene.step if isinstance(self.scene, ProjectedScene) else None
        return int(np.abs(steps - (steps[-1] if step is None else step)).argmin())

    def shown_by(self, mobject: object) -> tuple[Trajectory, Snapshot]:
        """The run and the network that belong to the plane in which something lies."""
        clip = getattr(mobject, "clip", None)
        for panel in getattr(self.scene, "panels", ()):
            if clip is not None and np.allclose(panel.plot.box, clip):
                return panel.trajectory, panel.snapshot
        return self.trajectory, self.snapshot

    @cached_property
    def background(self) -> FloatArray:
        return np.asarray(ManimColor(self.theme.background).to_rgb(), dtype=np.float64)


_FILMS: WeakKeyDictionary[Scene, Film] = WeakKeyDictionary()


def film_of(scene: Scene) -> Film:
    """What is known of a scene; the same for all its frames."""
    return _FILMS.setdefault(scene, Film(scene))
