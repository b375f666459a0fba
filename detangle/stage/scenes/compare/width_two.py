"""Why layers no wider than the input cannot fence anything in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from detangle.datasets import make
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.restyle import pulse
from detangle.stage.plot.decision import DecisionLine, DecisionRegions
from detangle.stage.plot.view import View
from detangle.stage.scenes.layers.plane_scene import PlaneScene
from detangle.stage.scenes.runs import Run, resolve_run
from detangle.stage.scenes.support import Shows, is_flat_pair
from detangle.stage.words import load

FAR = 0.14
"""How long a unit is when the plane is seen from far away, as a share of its length before."""
NEAR = 4.0
"""How many times longer a unit is when one looks into the gap."""
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
    beats: ClassVar[tuple[str, ...]] = ("question", "best", "escape", "deeper", "gap", "fresh")
    words = load("width.two")
    deeper: ClassVar[tuple[Run, ...]] = ()
    """Runs on the same points with more layers."""
    gap: ClassVar[Run] = "circles_gap"
    """A run on few points, which finds a gap between them."""
    seeds: ClassVar[int] = 512
    """Of how many seeds each run is the best; see docs/runs.md."""
    fresh: ClassVar[int] = 500
    """How many new points the last beat draws."""

    def setup(self) -> None:
        """Nothing is decided yet."""
        super().setup()
        self.decision: list[DecisionRegions | DecisionLine] = []
        self.whole = self.plane.view
        self.closeup = False  # whether only a part of the points is meant to be seen

    def show_question(self) -> None:
        """Show points and network."""
        with self.beat("question", width=2):
            self.reveal_plane()
            self.point_at(None)

    def show_best(self) -> None:
        """Draw the decision, and point at what is wrong."""
        with self.beat("best", hold=self.theme.long_hold, **self._values()):
            self.reveal_plane()
            self.point_at(None)
            self._decide()
            self._tell()
            self._point_at_wrong()

    def show_escape(self) -> None:
        """Look from far away, and come back."""
        near = self.plane.view
        with self.beat("escape", hold=self.theme.long_hold):
            self.rescale((self.plane, replace(near, unit=FAR * near.unit)))
        with self.beat("return", hold=self.theme.long_hold, **self._values()):
            self.rescale((self.plane, near))
            self._point_at_wrong()

    def show_deeper(self) -> None:
        """Draw what deeper networks decide on the same points."""
        for run in self.deeper:
            self._undecide()
            self._take(resolve_run(run))
            with self.beat("deeper", depth=self.trajectory.depth, **self._values()):
                self._change_diagram()
                self._decide()
                self._tell()

    def show_gap(self) -> None:
        """Draw few points, and the run that finds a gap between them; then look into it."""
        self._undecide()
        self._take(resolve_run(self.gap))
        with self.beat("gap", hold=self.theme.long_hold, **self._values()):
            self._swap_cloud(self.points, self.trajectory.labels)
            self._change_diagram()
            self._decide()
            self._tell()
        whole = self.plane.view
        self.closeup = True
        with self.beat("zoom", hold=self.theme.long_hold, factor=NEAR):
            self.rescale((self.plane, View(whole.area, self._gap(), NEAR * whole.unit)))
        self.whole = whole

    def show_fresh(self) -> None:
        """Ask the same network about new points of the same kind."""
        parameters: dict[str, Any] = dict(self.trajectory.setup.dataset_parameters)
        fresh = {"seed": parameters["seed"] + 1, "n_points": self.fresh}
        drawn = make("circles", parameters | fresh)
        right = self.snapshot.predict(drawn.points) == drawn.labels
        lost = self._lost(drawn.points, drawn.labels)
        values = {
            "n": len(right),
            "wrong": int((~right).sum()),
            "lost": int(lost.sum()),
            "accuracy": right.mean(),
        }
        with self.beat("fresh", hold=self.theme.long_hold, **values):
            self.rescale((self.plane, self.whole))
            self.closeup = False
            self.empty("note")
            self._swap_cloud(drawn.points.astype(np.float64), drawn.labels)
            self.note("fresh.note", **values)
            self._pulse(~right)

    def _take(self, trajectory: Trajectory) -> None:
        """Go on with another run."""
        self.trajectory, self.snapshot = trajectory, trajectory.at()
        self.points = trajectory.points.astype(np.float64)

    def _values(self) -> dict[str, Any]:
        score = self.score()
        return {
            **score,
            "wrong": score["n"] - score["right"],
            "lost": int(self._lost(self.points, self.trajectory.labels).sum()),
            "seeds": self.seeds,
            "widths": "-".join(map(str, self.trajectory.architecture.widths)),
        }

    def _lost(self, points: NDArray[np.floating], labels: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which points of the ring, class 0, lie in the region of the class within, (N,)."""
        return np.asarray((labels == 0) & (self.snapshot.predict(points) == 1))

    def _decide(self) -> None:
        """Draw the decision in the input, as far as it is seen from far away."""
        self._undecide()
        plane = self.plane
        far = replace(plane.view, unit=FAR * plane.view.unit)
        shown = self.snapshot, 0, far, self.theme
        self.decision = [DecisionRegions(*shown), DecisionLine(*shown)]
        for part in self.decision:
            part.show_at(part.coords, plane.view)
        plane.moving = [*self.decision, plane.cloud]
        self.show(*self.decision)

    def _undecide(self) -> None:
        """Take the decision away."""
        self.vanish(*self.decision, fraction=0.5)
        self.decision = []

    def _tell(self) -> None:
        self.note("score", **self._values())

    def _point_at_wrong(self) -> None:
        self._pulse(self.snapshot.predict(self.points) != self.trajectory.labels)

    def _pulse(self, members: NDArray[np.bool_]) -> None:
        self.play(pulse(self.plane.cloud, members, run_time=self.seconds(self.theme.appear)))

    def _change_diagram(self) -> None:
        """Draw the present network in place of the one before."""
        old, self.diagram = self.diagram, self.new_diagram()
        if old is not None and self.diagram is not None:
            self.vanish(old, fraction=0.5)
            self.show(self.diagram, fraction=0.5)

    def _swap_cloud(self, coords: NDArray[np.float64], labels: NDArray[np.int64]) -> None:
        """Let other points come in the place of these."""
        old = self.plane.replace_cloud(coords, labels)
        self.vanish(old, fraction=0.5)
        self.show(self.plane.cloud)

    def _gap(self) -> tuple[float, float]:
        """Find the middle of the widest stretch of the unit circle that is taken for the inside."""
        angle = 2 * np.pi * np.arange(ANGLES) / ANGLES
        inside = self.snapshot.predict(np.column_stack([np.cos(angle), np.sin(angle)])) == 1
        mean = np.exp(1j * angle[inside]).mean()
        return float(np.cos(np.angle(mean))), float(np.sin(np.angle(mean)))
