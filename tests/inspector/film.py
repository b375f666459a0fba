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
from tests.inspector.network import Network


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
    def is_projected(self) -> bool:
        """Whether its points are shown as projections of their layers."""
        return isinstance(self.scene, ProjectedScene | WideReplayScene)

    @property
    def step(self) -> float:
        """The step that the film shows; in a film of projections, a recorded one."""
        steps = self.trajectory.steps
        if self.is_projected:
            step = getattr(self.scene, "step", None)
            return float(steps[-1] if step is None else steps[np.abs(steps - step).argmin()])
        shown = getattr(self.scene, "snapshot", None)
        return shown.step if isinstance(shown, Snapshot) else float(steps[-1])

    @property
    def network(self) -> Network:
        """The network that the film shows."""
        return self.network_of(None)

    def network_of(self, mobject: object) -> Network:
        """The network that belongs to the plane in which something lies."""
        run, step, clip = self.trajectory, self.step, getattr(mobject, "clip", None)
        for panel in getattr(self.scene, "panels", ()):
            if clip is not None and np.allclose(panel.plot.box, clip):
                run, step = panel.trajectory, panel.snapshot.step
        networks: dict[object, Network] = self.memory.setdefault("networks", {})
        return networks.setdefault((id(run), step), Network(run, step))

    def stages(self, network: Network) -> dict[str, FloatArray]:
        """Where each part of each layer of a network puts the run's points."""
        known: dict[int, dict[str, FloatArray]] = self.memory.setdefault("stages", {})
        if id(network) not in known:
            known[id(network)] = dict(network.stages())
        return known[id(network)]

    @cached_property
    def background(self) -> FloatArray:
        return np.asarray(ManimColor(self.theme.background).to_rgb(), dtype=np.float64)


_FILMS: WeakKeyDictionary[Scene, Film] = WeakKeyDictionary()


def film_of(scene: Scene) -> Film:
    """What is known of a scene; the same for all its frames."""
    return _FILMS.setdefault(scene, Film(scene))
