"""A few points are followed through the layers, beside the input that they came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from manim.utils.rate_functions import smootherstep
from numpy.typing import NDArray

from detangle.analysis.collapse import farthest_point_sample, information_loss, largest_pile
from detangle.analysis.layer_motions import LayerMotion
from detangle.look.layout import Area
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.planes import flow, mark, rename, rescale, undo, unmark, unname
from detangle.stage.motion.restyle import pulse, recolor, with_opacity
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.panels.run_panel import RunPanel
from detangle.stage.plot.axes import axis_symbols
from detangle.stage.plot.plane import Rings
from detangle.stage.plot.view import View
from detangle.stage.scenes.compare.followed import bonds
from detangle.stage.scenes.scene import StageScene
from detangle.stage.scenes.support import Shows, is_flat
from detangle.stage.words import load

FOLLOWED = 6
"""Points that are followed."""


class FollowScene(StageScene):
    """Two planes: the input, which stays, and the same points on their way through the network.

    It shows any run whose input and layers are 2 wide. Where points end at one place, some of
    those are followed.
    """

    beats: ClassVar[tuple[str, ...]] = ("follow", "layers", "end", "back")
    shows = Shows("runs of 2-wide layers", is_flat, "moons")
    words = load("follow.forget")
    arrived: ClassVar[bool] = False
    """Whether the right-hand plane shows the last layer from the start: without `layers`."""

    def setup(self) -> None:
        """Choose the points, and lay the two planes side by side."""
        super().setup()
        names = self.words["input"], self.words["layer"]
        layers = 0, self.trajectory.depth if self.arrived else 0
        self.here, self.there = (
            RunPanel(name, self.trajectory, tile, self.theme, layer=layer)
            for name, tile, layer in zip(names, self.tiles(), layers, strict=True)
        )
        self.snapshot, self.points = self.there.snapshot, self.there.points
        self.panels = [self.here, self.there]
        self.chosen = self._choose()
        self.rings = [
            Rings(panel.plane.cloud.coords[self.chosen], panel.plane.view, self.theme)
            for panel in self.panels
        ]
        self.gone: list[tuple[View, LayerMotion]] = []

    @property
    def last(self) -> NDArray[np.float64]:
        """Where the points end, (N, 2)."""
        return self.snapshot.layer(self.snapshot.depth, self.points)

    @property
    def areas(self) -> list[Area]:
        """Where it draws: in the two tiles, and from one to the other."""
        return [*self.tiles(), self.layout.body]

    def tiles(self) -> list[Area]:
        """Return where the two planes are."""
        return self.layout.body.tiles(2, 2 * self.layout.gap)

    def show_follow(self) -> None:
        """Show both planes, and mark the points that are followed."""
        with self.beat("follow", m=len(self.chosen)):
            self.show(*(part for panel in self.panels for part in panel.frame), fraction=0.5)
            self.show(*(panel.plane.cloud for panel in self.panels))
            plane = self.there.plane
            if not self.arrived:
                self.show(plane.grid)
            opacity = np.full(len(self.points), self.theme.dim)
            opacity[self.chosen] = 1.0
            clouds = [panel.plane.cloud for panel in self.panels]
            dimmed = [with_opacity(cloud, opacity) for cloud in clouds]
            dim = recolor(clouds, dimmed, run_time=self.seconds(self.theme.appear))
            self.play(dim, *map(Appear, self.rings))
            plane.moving.append(self.rings[1])

    def show_layers(self) -> None:
        """Send the right-hand plane through each layer."""
        for k in range(1, self.snapshot.depth + 1):
            self._zoom(self.there.view_of(k), k)
            parts = self.there.parts(k)
            with self.beat("move", k=k):
                self.play(unname(self.there.plane), run_time=self.brief)
                self._move([*parts["linear"], *parts["shift"]])
            name = self.snapshot.activation.label
            kind = self.snapshot.activation.kind
            key = kind if kind in ("clamp", "fold") else "bend"
            with self.beat(key, k=k, name=name, hold=self.theme.long_hold):
                self._move(parts["activation"])
                self.play(rename(self.there.plane, axis_symbols(k)), run_time=self.brief)

    def show_end(self) -> None:
        """Show where they have ended, and say how many are there."""
        self._zoom(View.fit(self.last, self.there.plot), self.snapshot.depth)
        pile = largest_pile(self.last)
        lost = information_loss(self.snapshot, self.snapshot.depth, self.points)
        values = {
            "m": len(self.chosen),
            "n": len(self.points),
            "count": pile.count,
            "rest": pile.count - len(self.chosen),
            "places": lost.places,
            "place": ", ".join(f"{x:.3g}" for x in pile.place),
        }
        self.bonds = bonds(self.rings[0], self.rings[1], self.theme)
        with self.beat("end", hold=self.theme.long_hold, **values):
            if self.here.plot.bottom > self.there.plot.top:  # the bonds pass its ticks
                self.play(unmark(self.here.plane), run_time=self.brief)
            growing = Draw(self.bonds, behind=[self.bonds], rate_func=smootherstep)
            self.play(growing, run_time=self.seconds(self.theme.move / 2))

    def show_back(self) -> None:
        """Ask for the way back; go it, where there is one."""
        name = self.snapshot.activation.label
        count = largest_pile(self.last).count
        with self.beat("back", hold=self.theme.long_hold, name=name, count=count):
            if count > 1:
                self._ask()
            else:
                self._go_back()

    def _ask(self) -> None:
        """Point at all that have ended at the same place."""
        piled = largest_pile(self.last).members
        for _ in range(2):
            run_time = self.seconds(self.theme.appear)
            self.play(pulse(self.here.plane.cloud, piled, run_time=run_time))

    def _go_back(self) -> None:
        """Undo every movement, the last one first."""
        plane = self.there.plane
        self.play(Vanish(self.bonds), unname(plane), unmark(plane), run_time=self.brief)
        run_time = self.seconds(self.theme.move / 3)
        for view, step in reversed(self.gone):
            if plane.view != view:
                self.play(rescale(plane, view, run_time))
            self.play(undo(plane, step.motion, run_time))
        view = View.fit(self.points, self.there.plot)
        self.play(rescale(plane, view, self.seconds(self.theme.move / 3)))
        self.play(mark(plane), rename(plane, axis_symbols(0)), run_time=self.brief)

    def _move(self, steps: Sequence[LayerMotion]) -> None:
        for step in steps:
            self.gone.append((self.there.plane.view, step))
            self.play(flow(self.there.plane, step.motion, self.seconds(self.theme.move / 2)))

    def _zoom(self, view: View, k: int) -> None:
        plane = self.there.plane
        if plane.view.serves(view):
            return
        values: dict[str, Any] = {"k": k, "factor": view.unit / plane.view.unit}
        with self.beat("zoom", **values):
            self.play(unmark(plane), run_time=self.brief)
            self.play(rescale(plane, view, self.seconds(0.7 * self.theme.move)))
            self.play(mark(plane), run_time=self.brief)

    def _choose(self) -> NDArray[np.int64]:
        """Take points that end together, if any do, as far from each other as can be."""
        pile = largest_pile(self.last)
        among = np.flatnonzero(pile.members) if pile.count > 1 else np.arange(len(self.points))
        return among[farthest_point_sample(self.points[among], FOLLOWED)]


class KeepScene(FollowScene):
    """The same film for an activation with an inverse: nothing merges, and the way back exists."""

    shows = Shows(
        "runs of 2-wide layers whose activation has an inverse",
        lambda run: is_flat(run) and run.at().activation.inverse is not None,
        "moons_tanh",
    )
    words = load("follow.keep")
