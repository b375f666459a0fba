"""What is known of a film beside its frames: its beats, its captions, its stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from detangle import Trajectory
from detangle.run.snapshot import Snapshot
from detangle.stage import Layout, StageScene, Theme
from detangle.stage.scenes.projected.projected_base import ProjectedBase
from detangle.stage.scenes.replay.wide_replay import WideReplayScene
from tests.inspector.boxes import Array
from tests.inspector.colors import rgb


@dataclass
class Caption:
    """A caption, and how long it stands."""

    text: str
    duration: float


@dataclass
class Beat:
    """One beat of a film, in seconds at pace 1."""

    key: str
    values: Mapping[str, Any]
    start: float
    end: float = 0.0
    rest: float = 0.0
    """How long nothing had moved when it ended."""
    captions: list[Caption] = field(default_factory=list)


@dataclass(eq=False)
class Film:
    """A scene that is being inspected."""

    name: str
    scene: StageScene
    beats: list[Beat] = field(default_factory=list)
    open_beats: list[Beat] = field(default_factory=list)
    resting: float = 0.0
    """How long nothing has moved."""
    memory: dict[str, Any] = field(default_factory=dict)
    """What checks want to remember from one frame to the next."""

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
        return isinstance(self.scene, ProjectedBase | WideReplayScene)

    @property
    def record(self) -> int:
        """The recorded step that a film of projections shows."""
        steps = self.trajectory.steps
        step = self.scene.step if isinstance(self.scene, ProjectedBase) else None
        return int(np.abs(steps - (steps[-1] if step is None else step)).argmin())

    def shown_by(self, mobject: object) -> tuple[Trajectory, Snapshot]:
        """The run and the network that belong to the plane in which something lies."""
        clip = getattr(mobject, "clip", None)
        for panel in getattr(self.scene, "panels", ()):
            if clip is not None and np.allclose(panel.plot.box, clip):
                return panel.trajectory, panel.snapshot
        return self.trajectory, self.snapshot

    @property
    def beat(self) -> Beat | None:
        """The beat that is on, or the last one."""
        return next(reversed(self.open_beats or self.beats), None)

    @cached_property
    def background(self) -> Array:
        return rgb(self.theme.background)

    @cached_property
    def unit(self) -> float:
        """The shorter side of a landscape frame is 8 high; text is measured against this side."""
        return float(np.min([self.layout.frame.width, self.layout.frame.height]))
