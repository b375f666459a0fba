"""The scene that is measured: planes with moving points and grids, and a running loss panel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import numpy as np
from manim import Scene, tempconfig
from numpy.typing import NDArray

from detangle import Recipe, Trajectory, datasets, from_arrays
from detangle.geometry.motions import Bend, Clamp, Motion, Shift, Turn
from detangle.stage.motion.planes import flow
from detangle.stage.motion.train_clock import Clock, RunClock
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.plot.axes import plot_area
from detangle.stage.plot.plane import Plane
from detangle.stage.plot.view import View
from detangle.stage.scenes.scene import StageScene

FRAME_RATE = 60
UPDATES = 1000
"""Updates in the run, each a vertex of the loss curves."""
BIAS = 0.2
"""Bias of every unit."""
MOTIONS: tuple[Motion, ...] = (
    Turn(np.pi / 2, np.diag([1.2, 0.6])),
    Clamp(0),
    Bend(np.tanh),
    Shift(np.array([0.4, 0.3])),
)


@contextmanager
def filming(*, encode: bool) -> Iterator[None]:
    """Render at 1080p60 into a folder that goes away, without progress bars and without cache."""
    with TemporaryDirectory() as folder:
        settings: dict[str, Any] = {
            "media_dir": folder,
            "dry_run": not encode,
            "quality": "high_quality",
            "frame_rate": FRAME_RATE,
            "disable_caching": True,
            "verbosity": "ERROR",
            "progress_bar": "none",
        }
        with tempconfig(settings):
            yield


def render(scene_class: type[Scene], **attributes: Any) -> Scene:
    """Make a scene of this class, with other class attributes, and render it."""
    scene: Scene = type(scene_class.__name__, (scene_class,), attributes)()
    scene.render()
    return scene


def run_of(n_points: int, depth: int = 1, steps: int = 2) -> Trajectory:
    """Make up a run: two moons, turned a little by each layer, and a noisy loss that falls.

    Parameters
    ----------
    n_points
        N.
    depth
        Hidden layers, each 2 wide.
    steps
        Recorded steps S, of 1,000 updates.
    """
    data = datasets.make("moons", {"n_points": n_points})
    growth = np.linspace(0.5, 1, steps, dtype=np.float32)
    weight = np.multiply.outer(growth, np.array([[0.8, -0.6], [0.6, 0.8]]))
    layers: list[NDArray[Any]] = [np.repeat(data.points[None].astype(np.float64), steps, axis=0)]
    for _ in range(depth):
        layers.append(np.maximum(layers[-1] @ weight.transpose(0, 2, 1) + BIAS, 0))
    falling = np.exp(-np.linspace(0, 4, UPDATES))
    noise = np.random.default_rng(0).uniform(0.7, 1.3, UPDATES)
    return from_arrays(
        Recipe.of(widths=(2,) * depth, epochs=1),
        points=data.points,
        labels=data.labels,
        steps=np.linspace(0, UPDATES, steps).round(),
        batch_loss=falling * noise,
        loss=np.exp(-4 * growth),
        accuracy=growth,
        layers=layers[1:],
        weights=[weight] * depth,
        biases=[np.full((steps, 2), BIAS)] * depth,
        readout=(np.tile(np.eye(2), (steps, 1, 1)), np.zeros((steps, 2))),
    )


class Panels(StageScene):
    """Planes side by side, all points and grids of which move, while the loss runs."""

    run = run_of(4000)
    planes: ClassVar[int] = 4
    frames: ClassVar[int] = 60

    def construct(self) -> None:
        """Show everything at once."""
        panel = LossPanel(self.trajectory, self.layout.loss, self.theme)
        clock = Clock(self.trajectory, [panel]).at(0)
        shown = [self._plane(i) for i in range(self.planes)]
        self.add(panel.scenery)
        for plane in shown:
            self.add(*plane.scenery)
        for plane in shown:
            self.add(*plane.moving)
        flows = [flow(plane, MOTIONS[i], 1.0) for i, plane in enumerate(shown)]
        seconds = self.frames / FRAME_RATE
        self.play(RunClock(clock, 0, UPDATES, run_time=seconds), *flows, run_time=seconds)

    def _plane(self, index: int) -> Plane:
        points: NDArray[np.float64] = self.trajectory.points.astype(np.float64)
        area = plot_area(self.layout.stage.tiles(self.planes)[index])
        view = View.fit(points, area)
        plane = Plane(points, self.trajectory.labels, view, self.theme)
        plane.add_grid(smooth=True)
        return plane
