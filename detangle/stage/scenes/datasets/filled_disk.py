"""How a disk fills with random points: each a distance and a direction, in their order."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from manim import Animation
from numpy.typing import NDArray

from detangle.datasets.disks import draw_holes
from detangle.geometry.polylines import circles, radius_line
from detangle.stage.motion.carry import swing
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.restyle import DotStyle, Restyle, count_seen, swelling
from detangle.stage.motion.stagger import NEVER
from detangle.stage.motion.tween import follow
from detangle.stage.panels.facts import Fact
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.angle_gauge import AngleGauge
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.scenes.datasets.toy_scene import ToyScene

Array = NDArray[np.float64]

EXAMPLES = 3
"""Points that are drawn slowly, by distance and direction."""
TIP = 0.8
"""Radius of the dot at the arm's tip, as a share of the points'."""
DOT_SHARE = 0.06
"""The part of a stream's time that each dot takes to come."""
AROUND_HOLE = 1.3
"""How much the lens shows of a hole, in its radii."""
CENTRE = np.zeros(2)


class FilledDiskScene(ToyScene):
    """The points that the sampler of the disk with holes draws, kept or not."""

    kinds: ClassVar[tuple[str, ...]] = ("holes",)
    remedy: ClassVar[str] = "holes"

    def setup(self) -> None:
        """Draw as the dataset's own generator does, and keep what it drops, too."""
        super().setup()
        self.draw = draw_holes(**self.parameters)
        self.n_pos = len(self.draw.positives)
        outside = np.zeros(len(self.draw.dropped), dtype=np.int64)
        self.dropped = PlaneCloud(self.draw.dropped, outside, self.plane.view, self.theme)
        self.dropped_looks = DotStyle.of(self.dropped)

    def extent(self) -> Array:
        """Show the whole disk."""
        return circles(CENTRE[None], self.parameters["r"]).vertices

    def figures(self) -> dict[str, Any]:
        """Count what was drawn, too."""
        drawn, dropped = len(self.draw.drawn), len(self.draw.dropped)
        return {**super().figures(), "drawn": drawn, "dropped": dropped}

    def show_point(self) -> None:
        """Draw the first points slowly: a distance, then a direction."""
        with self.beat("point", **self.figures()):
            self.clear_plane()
            self._outline_disk()
            self.open_page(self._rule(), self.layout.panels).numbers["direction"].set_value(0)
            self.tell("distance", "direction", "chance")
            self._place_examples()

    def show_fill(self) -> None:
        """Let all others come, in the order in which they were drawn."""
        with self.beat("fill", **self.figures()):
            self.put_aside()
            self._put_first(self._count() if self.dropped in self.mobjects else 0)
            number = self.open_page(self.counts()).numbers["drawn"]
            number.set_value(self._count())
            self.tell("drawn")
            self.look_into_hole(self.dropped)
            run_time = self.seconds(2 * self.theme.move)
            self.play(*self.stream(run_time), follow(number, self._count, run_time=run_time))

    def counts(self) -> dict[str, Fact]:
        """Tell how many points were drawn."""
        return {"drawn": self.fact("drawn", count=len(self.draw.drawn))}

    def _rule(self) -> dict[str, Fact]:
        """Tell how a point is drawn."""
        return {
            "distance": self.fact("distance", count=0, decimals=2),
            "direction": self.fact("direction", count=360),
            "chance": self.fact("chance"),
        }

    def _outline_disk(self) -> None:
        """Draw the disk's edge, and its radius where no example will lie."""
        radius = self.parameters["r"]
        points = self.draw.drawn[:EXAMPLES]
        free = _free_diagonal(np.arctan2(points[:, 1], points[:, 0]))
        edge = self.outline(circles(CENTRE[None], radius))
        arm = self.outline(radius_line(CENTRE, radius, free))
        label = self.label(arm, self.said("r.fact"))
        brief = self.seconds(self.theme.appear / 2)
        self.play(Draw(edge, run_time=2 * brief))
        self.play(Draw(arm, run_time=brief))
        self.show(label, fraction=0.5)
        self.aids += [edge, arm, label]

    def _place_examples(self) -> None:
        """Swing an arm to each of the first points; each leaves a dot behind."""
        tip = PlaneCloud(CENTRE[None], np.array([0]), self.plane.view, self.theme)
        tip.set_radius(TIP * tip.radius)  # the dot that it leaves behind covers it wholly
        dial = AngleGauge(CENTRE, self.plane.view, self.theme, tip)
        self.show(dial, tip, fraction=0.3)
        self.aids += [dial, tip]
        self._put_first(0)
        for k, (x, y) in enumerate(self.draw.drawn[:EXAMPLES].tolist()):
            self._move_arm(dial, np.hypot(x, y), dial.angle)
            self._move_arm(dial, np.hypot(x, y), np.arctan2(y, x) % (2 * np.pi))
            self._leave_dots(k + 1)

    def _move_arm(self, dial: AngleGauge, distance: float, direction: float) -> None:
        arm = swing([dial], distance, direction, self.seconds(self.theme.appear * 0.8))
        numbers = self.open_page(self._rule(), self.layout.panels).numbers
        self.play(
            arm,
            follow(numbers["distance"], lambda: dial.length, run_time=arm.run_time),
            follow(numbers["direction"], lambda: np.degrees(dial.angle), run_time=arm.run_time),
        )

    def _leave_dots(self, count: int) -> None:
        """Let the last of the first drawn points come, where the arm's tip is."""
        changes = [Restyle(cloud, looks) for cloud, looks in self._first(count)]
        self.play(*changes, run_time=self.seconds(self.theme.appear / 4))

    def _first(self, count: int) -> list[tuple[PlaneCloud, DotStyle]]:
        """Return how both clouds look when only the first of the drawn points are there."""
        later = np.arange(len(self.draw.drawn)) >= count
        kept = self.draw.kept
        hidden = self._with_positives(later[kept], True)
        return [
            (self.dropped, self.dropped_looks.hidden(later[~kept])),
            (self.plane.cloud, self.looks.hidden(hidden)),
        ]

    def _put_first(self, count: int) -> None:
        """Show the first of the drawn points, and no others."""
        for cloud, looks in self._first(count):
            looks.dress(cloud)
            self.add(cloud)

    def stream(self, run_time: float) -> list[Animation]:
        """Let the drawn points come in their order, those that will be dropped among them."""
        times, kept = swelling(len(self.draw.drawn)), self.draw.kept
        timed: dict[str, Any] = {"fraction": DOT_SHARE, "run_time": run_time}
        all_times = self._with_positives(times[kept], NEVER)
        return [
            *self.change(self.dropped, self.dropped_looks, times=times[~kept], **timed),
            *self.change(self.plane.cloud, self.looks, times=all_times, **timed),
        ]

    def look_into_hole(self, *others: PlaneCloud) -> Lens:
        """Show the place of the first hole larger."""
        return self.look_closer(self.around(AROUND_HOLE * self.parameters["r_hole"]), *others)

    def around(self, reach: float) -> Array:
        """Return the corners of a square around the first hole's centre, (2, 2)."""
        return np.asarray(self.draw.centres[0] + reach * np.array([[-1.0, -1.0], [1.0, 1.0]]))

    def _count(self) -> int:
        return count_seen(self.plane.cloud, self.dropped)

    def _with_positives(self, of_negatives: NDArray[Any], others: Any) -> NDArray[Any]:
        """Give values to the points of the other class, too."""
        return np.concatenate([of_negatives, np.full(self.n_pos, others)])


def _free_diagonal(angles: Array) -> float:
    """Return the diagonal direction, in radians, that is farthest from all of some directions."""
    diagonals = np.pi / 4 * np.array([3, 1, 5, 7])
    away = np.abs(np.angle(np.exp(1j * (diagonals[:, None] - np.asarray(angles)))))
    return float(diagonals[away.min(axis=1).argmax()])
