"""Why layers no wider than the input cannot fence anything in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from detangle.datasets import make
from detangle.stage.plot.decision import Decision
from detangle.stage.plot.view import View
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.layers.plane_scene import PlaneScene
from detangle.stage.scenes.runs import Run, Shows, is_flat_pair, resolve_run
from detangle.stage.words import load

FAR_SCALE = 0.14
"""Scale factor at which the plane is seen from far away."""
NEAR_SCALE = 4.0
"""Scale factor at which the gap is seen."""
ANGLES = 3600
"""Places around the ring at which the region is looked for."""


class WidthTwoScene(PlaneScene):
    """The best of many seeds leaves its region open; more layers do; few samples leave a gap.

    It shows runs on the circles with layers that are 2 wide.
    """

    shows = Shows(
        "runs of 2-wide layers on circles, with two classes",
        lambda run: is_flat_pair(run) and run.setup.dataset == "circles",
        "circles_2_2",
    )
    beats: ClassVar[Beats] = ("question", "best", "escape", "deeper", "gap", "fresh")
    words = load("width.two")
    deeper: ClassVar[tuple[Run, ...]] = ()
    """Runs on the same points with more layers."""
    gap: ClassVar[Run] = "circles_gap"
    """A run on few points, which finds a gap between them."""
    seeds: ClassVar[int] = 512
    """Number of seeds of which each run is the best; see docs/runs.md."""
    fresh: ClassVar[int] = 500
    """Number of new points that the last beat draws."""

    def setup(self) -> None:
        """Take the points, and the scale to which the scene returns."""
        super().setup()
        self.labels = self.trajectory.labels
        self.home = self.plane.view

    def show_question(self) -> None:
        """Show points and network."""
        with self.beat("question", width=2):
            self.reveal_plane()
            self.point_at(None)

    def show_best(self) -> None:
        """Draw the decision, and point at what is wrong."""
        values = self._values()
        with self.beat("best", hold=self.theme.long_hold, **values):
            self.reveal_plane()
            self.point_at(None)
            self._decide()
            self.note("score", **values)
            self._point_at_wrong()

    def show_escape(self) -> None:
        """Look from far away, and come back."""
        with self.beat("escape", hold=self.theme.long_hold):
            self.rescale((self.plane, self._scaled(FAR_SCALE)))
        with self.beat("return", hold=self.theme.long_hold, **self._values()):
            self.rescale((self.plane, self.home))
            self._point_at_wrong()

    def show_deeper(self) -> None:
        """Draw what deeper networks decide on the same points."""
        for run in self.deeper:
            self._go_on("deeper", run)

    def show_gap(self) -> None:
        """Draw few points, and the run that finds a gap between them; then look into it."""
        self._go_on("gap", self.gap, hold=self.theme.long_hold)
        with self.beat("zoom", hold=self.theme.long_hold, factor=NEAR_SCALE):
            self.rescale(
                (self.plane, replace(self._scaled(NEAR_SCALE), center=self._middle_of_gap()))
            )

    def show_fresh(self) -> None:
        """Ask the same network about new points of the same kind."""
        parameters: dict[str, Any] = dict(self.trajectory.setup.dataset_parameters)
        fresh = {"seed": parameters["seed"] + 1, "n_points": self.fresh}
        drawn = make("circles", parameters | fresh)
        self.points, self.labels = drawn.points.astype(np.float64), drawn.labels
        values = self._values()
        with self.beat("fresh", hold=self.theme.long_hold, **values):
            self.rescale((self.plane, self.home))
            self.empty("note")
            self._change_points()
            self.note("fresh.note", **values)
            self._point_at_wrong()

    def _go_on(self, key: str, run: Run, **kwargs: Any) -> None:
        """Draw what another run decides, as a beat; its points come in place of others."""
        self._take_away()
        self.trajectory = resolve_run(run)
        self.snapshot, self.labels = self.trajectory.at(), self.trajectory.labels
        self.points = self.trajectory.points.astype(np.float64)
        values = self._values()
        with self.beat(key, **kwargs, **values):
            if not np.array_equal(self.points, self.plane.cloud.coords):
                self._change_points()
            old, self.diagram = self.diagram, self.new_diagram()
            if old is not None and self.diagram is not None:
                self.vanish(old, fraction=0.5)
                self.show(self.diagram, fraction=0.5)
            self._decide()
            self.note("score", **values)

    def _values(self) -> dict[str, Any]:
        """Count what the network gets right, and the ring's points in the inner class's region."""
        guessed = self.snapshot.predict(self.points)
        right = guessed == self.labels
        return {
            "n": len(right),
            "accuracy": right.mean(),
            "wrong": int((~right).sum()),
            "lost": int(((self.labels == 0) & (guessed == 1)).sum()),
            "seeds": self.seeds,
            "depth": self.trajectory.depth,
            "widths": "-".join(map(str, self.trajectory.architecture.widths)),
        }

    def _scaled(self, factor: float) -> View:
        """Return the usual view at another scale."""
        return replace(self.home, unit=factor * self.home.unit)

    def _decide(self) -> None:
        """Draw the decision in the input, as far as it is seen from far away."""
        self._take_away()
        drawn = Decision(self.snapshot, 0, self._scaled(FAR_SCALE), self.theme)
        self.plane.moving = [drawn.tints, drawn.line, self.plane.cloud]
        for part in (drawn.tints, drawn.line):
            part.see(self.plane.view)
        self.show(*drawn.live)

    def _take_away(self) -> None:
        """Take the decision away: all in the plane but the points."""
        *decision, cloud = self.plane.moving
        self.vanish(*decision, fraction=0.5)
        self.plane.moving = [cloud]

    def _point_at_wrong(self) -> None:
        wrong = self.snapshot.predict(self.points) != self.labels
        self.pulse(wrong, self.plane.cloud)

    def _change_points(self) -> None:
        """Let the present points come in place of those before."""
        self.vanish(self.plane.replace_cloud(self.points, self.labels), fraction=0.5)
        self.show(self.plane.cloud)

    def _middle_of_gap(self) -> tuple[float, float]:
        """Find the middle of the part of the unit circle that the network takes for the inside."""
        circle = np.exp(2j * np.pi * np.arange(ANGLES) / ANGLES)
        inside = self.snapshot.predict(np.column_stack([circle.real, circle.imag])) == 1
        middle = circle[inside].mean()
        middle /= abs(middle)
        return float(middle.real), float(middle.imag)
