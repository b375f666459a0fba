"""A few points are followed through the layers, beside the input that they came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from manim.utils.rate_functions import smootherstep

from detangle._typing import FloatArray
from detangle.analysis.collapse import Pile, farthest_point_sample, information_loss, largest_pile
from detangle.geometry.motions import Motion
from detangle.look.depth import Depth
from detangle.look.layout import Area
from detangle.look.theme import Theme
from detangle.run.snapshot import Snapshot
from detangle.run.trajectory import Trajectory
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.planes import flow, mark, pasts, rename, rescale, rewind, unmark, unname
from detangle.stage.motion.restyle import recolor, with_opacity
from detangle.stage.motion.tween import Appear, Vanish
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.strokes import Strokes
from detangle.stage.panels.run_panel import RunPanel
from detangle.stage.plot.axes import axis_symbols
from detangle.stage.plot.plane import Rings
from detangle.stage.plot.view import View
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.scene import StageScene
from detangle.stage.scenes.shows import Shows, is_flat
from detangle.stage.words import load

FOLLOWED = 6
"""Points that are followed."""
FAR = 1e9
"""What an activation gives that far from 0 tells whether it is bounded."""


def merges(run: Trajectory) -> bool:
    """Return True for a run of 2-wide layers at whose end some points are at one place."""
    if not is_flat(run):
        return False
    return merged_pile(run.at(), run.points.astype(np.float64))[1] > 1


def merged_pile(network: Snapshot, points: FloatArray) -> tuple[Pile, int]:
    """Find where points of most different places of the input end at one place.

    Parameters
    ----------
    network
        The network.
    points
        (N, D_0) in the input.

    Returns
    -------
    The points that end there, and at how many places of the input they were.
    """
    places, owner = np.unique(points, axis=0, return_inverse=True)
    pile = largest_pile(network.layer(network.depth, places))
    return Pile(pile.place, pile.members[owner.reshape(-1)]), pile.count


class FollowScene(StageScene):
    """Two planes: the input, which stays, and the same points on their way through the network.

    It shows any run whose input and layers are 2 wide. Where points end at one place, some of
    those are followed.
    """

    beats: ClassVar[Beats] = ("follow", "layers", "end", "back")
    shows = Shows("runs of 2-wide layers in which points meet", merges, "moons", untrained=is_flat)
    words = load("follow.forget")
    arrived: ClassVar[bool] = False
    """Whether the right-hand plane shows the last layer from the start: without `layers`."""

    def setup(self) -> None:
        """Choose the points, and lay the two planes side by side."""
        super().setup()
        layers = 0, self.trajectory.depth if self.arrived else 0
        self.panels = [
            RunPanel(self.words[slot], self.trajectory, area, self.theme, layer=layer)
            for (slot, area), layer in zip(self.slots.items(), layers, strict=True)
        ]
        self.here, self.there = self.panels
        self.snapshot, self.points = self.there.snapshot, self.there.points
        self.pile, self.merged = merged_pile(self.snapshot, self.points)
        among = np.flatnonzero(self.pile.members | (self.merged == 1))
        among = among[np.unique(self.points[among], axis=0, return_index=True)[1]]
        self.chosen = among[farthest_point_sample(self.points[among], FOLLOWED)]
        self.rings = [
            Rings(panel.plane.cloud.coords[self.chosen], panel.plane.view, self.theme)
            for panel in self.panels
        ]
        self.bonds: Strokes | None = None
        self.way: list[tuple[View, Motion]] = []  # each motion, and the view in which it was seen
        if not self.arrived:
            self.there.plane.add_grid(smooth=not self.snapshot.activation.piecewise_linear)

    def divide(self) -> dict[str, Area]:
        """Lay the input beside the layers, or above them."""
        tiles = self.layout.body.tiles(2, 2 * self.layout.gap)
        return dict(zip(("input", "layer"), tiles, strict=True))

    @property
    def areas(self) -> Sequence[Area]:
        """Where it draws: in the two planes, and from one to the other."""
        return [self.layout.body]

    def show_follow(self) -> None:
        """Show both planes, and mark the points that are followed."""
        clouds, plane = [panel.plane.cloud for panel in self.panels], self.there.plane
        with self.beat("follow", m=len(self.chosen), apart=self._apart()):
            self.show(*(part for panel in self.panels for part in panel.frame), fraction=0.5)
            self.show(*clouds)
            self.show(*plane.moving)
            opacity = np.full(len(self.points), self.theme.dim)
            opacity[self.chosen] = 1.0
            dimmed = [with_opacity(cloud, opacity) for cloud in clouds]
            dim = recolor(clouds, dimmed, run_time=self.seconds(self.theme.appear))
            self.play(dim, *map(Appear, self.rings))
            plane.moving.append(self.rings[1])

    def show_layers(self) -> None:
        """Send the right-hand plane through each layer."""
        activation = self.snapshot.activation
        key = {"leak": "bend"}.get(activation.kind, activation.kind)
        for k in range(1, self.snapshot.depth + 1):
            self.rescale_if_needed((self.there.plane, self.there.view_through(k)), k=k)
            with self.beat("move", k=k, rank=self._rank(k)):
                self.briefly(unname(self.there.plane))
                self._move(self.there.motions(k, "linear", "shift"))
            with self.beat(key, hold=self.theme.long_hold, **self._bends(k)):
                self._move(self.there.motions(k, "activation"))
                self.briefly(rename(self.there.plane, axis_symbols(k)))

    def show_end(self) -> None:
        """Show where they have ended, and say how many are there."""
        depth, pile = self.snapshot.depth, self.pile
        self.rescale_if_needed((self.there.plane, self.there.view_of(depth)), k=depth)
        values = {
            "m": len(self.chosen),
            "n": len(self.points),
            "count": pile.count,
            "rest": pile.count - len(self.chosen),
            "starts": len(np.unique(self.points, axis=0)),
            "places": information_loss(self.snapshot, depth, self.points).places,
            "place": ", ".join(f"{x:.3g}" for x in pile.place),
        }
        with self.beat("end", hold=self.theme.long_hold, **values):
            if self.here.plot.bottom > self.there.plot.top:  # the bonds pass its ticks
                self.briefly(unmark(self.here.plane))
            self.bonds = bonds(self.rings[0], self.rings[1], self.theme)
            run_time = self.seconds(self.theme.move / 2)
            self.play(Draw(self.bonds, rate_func=smootherstep, run_time=run_time))

    def show_back(self) -> None:
        """Ask for the way back; go it, where there is one."""
        activation, depth = self.snapshot.activation, self.snapshot.depth
        values = {
            "name": activation.label,
            "count": self.pile.count,
            "inverse": activation.inverse is not None,
            "rank": min(map(self._rank, range(1, depth + 1))),
        }
        with self.beat("back", hold=self.theme.long_hold, **values):
            self.go_back()

    def go_back(self) -> None:
        """Point at all that have ended at one place; nothing tells them apart."""
        for _ in range(2):
            self.pulse(self.pile.members, self.here.plane.cloud)

    def _apart(self) -> float:
        """Return how far the two nearest of the chosen points are apart, as a part of all."""
        chosen = self.points[self.chosen]
        gaps = np.linalg.norm(chosen[:, None] - chosen, axis=2)[~np.eye(len(chosen), dtype=bool)]
        return float(gaps.min(initial=np.inf) / np.ptp(self.points, axis=0).max())

    def _rank(self, k: int) -> int:
        """Return the rank of layer k's weights: below 2, they press the plane flat."""
        return int(np.linalg.matrix_rank(self.snapshot.weights[k - 1]))

    def _bends(self, k: int) -> dict[str, Any]:
        """Return what the words may say of layer k's activation, and what it does to the points."""
        activation = self.snapshot.activation
        before = self.snapshot.affine(k, self.there.coords(k - 1))
        low, high = activation.function(np.array([-FAR, FAR])).tolist()
        return {
            "k": k,
            "name": activation.label,
            "count": int((before < 0).any(axis=1).sum()),
            "low": low,
            "high": high,
            "in_order": activation.monotone,
        }

    def _move(self, motions: Sequence[Motion]) -> None:
        plane = self.there.plane
        for motion in motions:
            self.way.append((plane.view, motion))
            self.play(flow(plane, motion, self.seconds(self.theme.move / 2)))


class KeepScene(FollowScene):
    """The same film for an activation with an inverse: nothing merges, and the way back exists."""

    shows = Shows(
        "runs of 2-wide layers whose activation has an inverse",
        lambda run: is_flat(run) and run.at().activation.inverse is not None,
        "moons_tanh",
    )
    words = load("follow.keep")

    def go_back(self) -> None:
        """Play every movement backwards, the last one first."""
        plane, run_time = self.there.plane, self.seconds(self.theme.move / 3)
        bonds = [self.bonds] if self.bonds else []
        self.briefly(*map(Vanish, bonds), unname(plane), unmark(plane))
        before = pasts(plane, [motion for _, motion in self.way])
        for (view, motion), sources in zip(reversed(self.way), before[-2::-1], strict=True):
            if plane.view != view:
                self.play(rescale(plane, view, run_time))
            self.play(rewind(plane, motion, sources, run_time))
        self.play(rescale(plane, self.there.view_of(0), run_time))
        self.briefly(mark(plane), rename(plane, axis_symbols(0)))


def bonds(here: PointCloud, there: PointCloud, theme: Theme) -> Strokes:
    """Draw a line from each dot of one cloud to the same dot of another."""
    ends = np.stack([here.points, there.points], axis=1).reshape(-1, 3)
    width = theme.line_width / 2
    lines = Strokes(ends, np.full(len(here.points), 2), color=theme.highlight, width=width)
    return lines.set_z_index(Depth.BONDS)
