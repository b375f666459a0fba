"""Why layers no wider than the input cannot fence anything in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from detangle.datasets import DEFAULTS, defaults, make
from detangle.errors import DetangleError
from detangle.run.trajectory import Trajectory
from detangle.stage.plot.decision import Decision, shape_in_view
from detangle.stage.plot.view import View
from detangle.stage.refusal import refuse
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.compare.pieces import reach_edge
from detangle.stage.scenes.layers.plane_scene import PlaneScene
from detangle.stage.scenes.runs import Run, is_own, resolve_own
from detangle.stage.scenes.shows import Shows, is_flat_pair
from detangle.stage.words import load

FAR_SCALE = 0.14
"""Scale factor at which the plane is seen from far away."""
NEAR_SCALE = 4.0
"""Scale factor at which the gap is seen."""
ANGLES = 3600
"""Places around the ring at which the region is looked for."""


def on_circles(run: Trajectory) -> bool:
    """Return True for a run on the circles, where their generator has them."""
    setup = run.setup
    moved = setup.dataset_parameters.get("standardize", False)
    return setup.dataset == "circles" and not (setup.data_hash or run.made_by or moved)


class WidthTwoScene(PlaneScene):
    """The best of many seeds leaves its region open; more layers do; few samples leave a gap.

    It shows runs on the circles with layers that are 2 wide, whatever they have come to.
    """

    shows = Shows(
        "runs of 2-wide layers on circles, with two classes",
        lambda run: is_flat_pair(run) and on_circles(run),
        "circles_2_2",
    )
    beats: ClassVar[Beats] = ("question", "best", "escape", "deeper", "gap", "fresh")
    words = load("width.two")
    deeper: ClassVar[tuple[Run, ...]] = ()
    """Runs on the same points with more layers."""
    gap: ClassVar[Run] = "circles_gap"
    """A run on few points, which finds a gap between them."""
    seeds: ClassVar[int] = 0
    """Number of seeds of which each run of the class is the best; 0 says nothing of it."""
    fresh: ClassVar[int] = 500
    """Number of new points that the last beat draws."""

    def setup(self) -> None:
        """Take the points, and the scale to which the scene returns."""
        super().setup()
        self.labels = self.trajectory.labels
        self.home = self.plane.view
        self.tried = self.seeds if is_own() else 0
        self.first_depth = self.snapshot.depth

    def show_question(self) -> None:
        """Show points and network."""
        with self.beat("question", width=2, surrounds=self._surrounds()):
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
        values = self._values()
        with self.beat("escape", hold=self.theme.long_hold, **values):
            self.rescale((self.plane, self._scaled(FAR_SCALE)))
        with self.beat("return", hold=self.theme.long_hold, **values):
            self.rescale((self.plane, self.home))
            self._point_at_wrong()

    def show_deeper(self) -> None:
        """Draw what deeper networks decide on the same points."""
        for run in self.deeper:
            self._go_on("deeper", run)

    def show_gap(self) -> None:
        """Draw few points, and the run that finds a gap between them; then look into it."""
        self._go_on("gap", self.gap, hold=self.theme.long_hold)
        values, middle = self._values(), self._middle_of_gap()
        if middle is None or not (values["wrong"] == 0 and values["endless"]):
            return
        with self.beat("zoom", hold=self.theme.long_hold, factor=NEAR_SCALE):
            self.rescale((self.plane, replace(self._scaled(NEAR_SCALE), center=middle)))

    def show_fresh(self) -> None:
        """Ask the same network about new points of the same kind."""
        given = dict(self.trajectory.setup.dataset_parameters)
        own = {key: value for key, value in given.items() if key not in DEFAULTS}
        parameters: dict[str, Any] = {**defaults("circles"), **own}
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
        self.trajectory, self.tried = self._resolved(run), self.seeds
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

    def _resolved(self, run: Run) -> Trajectory:
        """Find another run of the scene; one line, if it is of another kind."""
        found = resolve_own(run)
        try:
            self.shows.check(found)
        except DetangleError as error:
            refuse(type(self).__name__, error)
        return found

    def _surrounds(self) -> bool:
        """Whether all points of the ring are farther out than those of the inner class."""
        out = np.linalg.norm(self.points, axis=1)
        return bool(out[self.labels == 0].min() > out[self.labels == 1].max())

    def _values(self) -> dict[str, Any]:
        """Count what the network gets right, and the ring's points in the inner class's region."""
        guessed = self.snapshot.predict(self.points)
        right = guessed == self.labels
        return {
            "n": len(right),
            "right": int(right.sum()),
            "accuracy": right.mean(),
            "wrong": int((~right).sum()),
            "largest": int(np.bincount(self.labels).max()),
            "found": int(((self.labels == 1) & right).sum()),
            "lost": int(((self.labels == 0) & (guessed == 1)).sum()),
            "seeds": self.tried,
            "depth": self.trajectory.depth,
            "first_depth": self.first_depth,
            "widths": "-".join(map(str, self.trajectory.architecture.widths)),
            "name": self.snapshot.activation.label,
            **self._ends(),
        }

    def _ends(self) -> dict[str, Any]:
        """Tell where the inner class's region ends, as far as is seen from far away.

        By a theorem (Johnson 2018) no region of a network as wide as its input is bounded, if its
        activation is monotone.
        """
        far = self._scaled(FAR_SCALE)
        reaching = reach_edge(self.snapshot, far)
        pieces = shape_in_view(self.snapshot, 0, far)["pieces"]
        open_ended = pieces > 0 and len(reaching) > 0 and all(reaching)
        return {
            "pieces": pieces,
            "closed": len(reaching) > 0 and not any(reaching),
            "endless": open_ended and self.snapshot.activation.monotone,
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

    def _middle_of_gap(self) -> tuple[float, float] | None:
        """Find the middle of the longest arc of the unit circle that is taken for the inside."""
        circle = np.exp(2j * np.pi * np.arange(ANGLES) / ANGLES)
        inside = self.snapshot.predict(np.column_stack([circle.real, circle.imag])) == 1
        if not inside.any() or inside.all():
            return None
        start = int(inside.argmin())  # no arc goes on from the end to the beginning
        turned = np.flatnonzero(np.roll(inside, -start)) + start
        arcs = np.split(turned, np.flatnonzero(np.diff(turned) > 1) + 1)
        arc = max(arcs, key=len)
        middle = circle[arc[len(arc) // 2] % ANGLES]
        return float(middle.real), float(middle.imag)
