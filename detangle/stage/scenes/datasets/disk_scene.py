"""The film of the disk with holes: points are drawn, those in the holes dropped, others land."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from manim import Animation, VGroup

from detangle._typing import FloatArray
from detangle.datasets.disks import draw_holes
from detangle.geometry.polylines import Polylines, circles, radius_line
from detangle.stage.motion.carry import swing
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.planes import zoom
from detangle.stage.motion.restyle import DotStyle, Restyle, count_seen, swelling
from detangle.stage.motion.stagger import NEVER
from detangle.stage.motion.tween import Appear, follow
from detangle.stage.panels.facts import Fact
from detangle.stage.panels.lens import Lens
from detangle.stage.plot.angle_gauge import AngleGauge
from detangle.stage.plot.lines import PlacedLines
from detangle.stage.plot.plane import PlaneCloud
from detangle.stage.plot.view import View
from detangle.stage.scenes.base.declared import Beats
from detangle.stage.scenes.datasets.dataset_scene import DatasetScene, is_generated
from detangle.stage.scenes.shows import Shows
from detangle.stage.text.backdrop import backed
from detangle.stage.text.number import Number
from detangle.stage.text.typeset import words
from detangle.stage.words import load

EXAMPLES = 3
"""Points that are drawn slowly, by distance and direction."""
TIP_SCALE = 0.8
"""Radius of the dot at the arm's tip, as a fraction of the points'."""
FILL_TIME, LAND_TIME = 0.06, 0.1
"""Fraction of the time for all dots that one of them takes to come: of the disk, in the holes."""
AROUND_HOLE, AROUND_DISK = 1.3, 1.35
"""How much the lens shows of a hole, and of the small disk in it, in their radii."""
FLASH_SCALE = 1.35
"""Factor by which dots grow that are about to go."""
LABEL_GAP = 0.2
"""Units between a line and its name."""
CENTRE = np.zeros(2)


class DiskWithHolesScene(DatasetScene):
    """A disk fills with points; what fell into holes is dropped; the other class lands in them."""

    shows = Shows(
        "how holes are made", lambda r: is_generated(r) and r.setup.dataset == "holes", "holes"
    )
    beats: ClassVar[Beats] = ("point", "fill", "cut", "land", "question")
    words = load("datasets.disk")

    def setup(self) -> None:
        """Draw as the dataset's own generator does, keep what it drops, and outline the holes."""
        super().setup()
        self.draw = draw_holes(**self.parameters)
        drawn = self.draw.drawn.astype(np.float32).astype(np.float64)  # as the dataset has them
        disk = np.zeros(len(drawn), dtype=np.int64)
        self.drawn = PlaneCloud(drawn, disk, self.plane.view, self.theme)
        self.drawn_style = DotStyle.of(self.drawn)
        self.rims = self.outline(circles(self.draw.centres, self.parameters["r_hole"]))
        self.rims.set_z_index(0)  # in front of the dots, which they divide

    def extent(self) -> FloatArray:
        """Show the whole disk."""
        return circles(CENTRE[None], self.parameters["r"]).vertices

    def figures(self) -> dict[str, Any]:
        """Count what was drawn, too."""
        drawn, dropped = len(self.draw.drawn), len(self.draw.dropped)
        return {**super().figures(), "drawn": drawn, "dropped": dropped}

    def show_point(self) -> None:
        """Draw the first points slowly: a distance, then a direction."""
        with self.beat("point"):
            self.clear_plane()
            self._outline_disk()
            numbers = self.page(*self._rule(), slot="page").numbers
            numbers["direction"].set_value(0)
            self.tell("distance", "direction", "chance")
            self._place_examples(numbers)

    def show_fill(self) -> None:
        """Let all others come, in the order in which they were drawn."""
        with self.beat("fill"):
            self.put_aside()
            self._put_drawn(0)
            number = self.page(*self.counts()).numbers["drawn"]
            number.set_value(count_seen(self.drawn))
            self.tell("drawn")
            self._look_into_hole(self.drawn)
            counted = follow(number, lambda: count_seen(self.drawn))
            self.play(*self.stream(), counted, run_time=self.seconds(2 * self.theme.move))

    def show_cut(self) -> None:
        """Outline the holes, and drop the points that were drawn inside them."""
        with self.beat("cut", hold=self.theme.long_hold, count=len(self.draw.dropped)):
            self.put_aside()
            self._put_drawn(len(self.draw.drawn))
            self.page(*self.counts())
            self.tell("drawn")
            lens = self.lens or self._look_into_hole(self.drawn)
            circle = self._circle_in(lens, "r_hole")
            self.play(Draw(self.rims), circle, run_time=self.seconds(self.theme.appear))
            self._name_radius(lens, "r_hole")
            self._drop(lens)
            self.tell("kept")

    def show_land(self) -> None:
        """Let the other class come into the middle of the holes."""
        sizes = {name: self.parameters[name] for name in ("n_pos", "n_hole")}
        with self.beat("land", **sizes):
            self.put_aside()
            self.vanish(self.drawn)
            self.put_dots(self.labels == 0)
            self.page(*self.counts())
            self.show(self.rims)
            self._look_at_small_disk(self.lens or self._look_into_hole(self.plane.cloud))
            number = self.facts.numbers["landed"]
            number.set_value(0)
            self.tell("kept", "landed")
            first = len(self.draw.negatives)
            rank = np.arange(len(self.labels)) - first
            times = np.where(rank < 0, NEVER, rank / len(self.draw.positives))
            timed: dict[str, Any] = {"fraction": LAND_TIME, "moves": 1.5, "before": first}
            self.let_come(self.style, times, number, **timed)

    def counts(self) -> list[Fact]:
        """Tell how many points were drawn, and what became of them."""
        return [
            self.fact("drawn", count=len(self.draw.drawn)),
            self.fact("dropped", count=len(self.draw.dropped)),
            self.fact("kept", count=len(self.draw.negatives), label=0),
            self.fact("landed", count=len(self.draw.positives), label=1),
        ]

    def _rule(self) -> list[Fact]:
        """Tell how a point is drawn."""
        return [
            self.fact("distance", count=0, decimals=2),
            self.fact("direction", count=360),
            self.fact("chance"),
        ]

    def _outline_disk(self) -> None:
        """Draw the disk's edge, and its radius where no example will lie."""
        radius = self.parameters["r"]
        points = self.draw.drawn[:EXAMPLES]
        free = _free_diagonal(np.arctan2(points[:, 1], points[:, 0]))
        edge = self.outline(circles(CENTRE[None], radius))
        arm = self.outline(radius_line(CENTRE, radius, free))
        label = self._label(arm, self.text("r.fact"))
        self.play(Draw(edge, run_time=2 * self.brief))
        self.play(Draw(arm, run_time=self.brief))
        self.show(label, fraction=0.5)
        self.aids += [edge, arm, label]

    def _label(self, line: PlacedLines[View], markup: str) -> VGroup:
        """Name a straight line that goes up or down from its beginning, beside its middle."""
        text = words(markup, self.theme.caption_size, self.theme.text)
        start, end = line.points[0], line.points[-1]
        side = np.array([end[1] - start[1], start[0] - end[0], 0.0])
        side *= np.sign(side[1] or 1.0) / np.linalg.norm(side)
        reach = abs(side[0]) * text.width / 2 + abs(side[1]) * text.height / 2
        text.move_to((start + end) / 2 + side * (reach + LABEL_GAP))
        return backed(text, self.theme)

    def _place_examples(self, numbers: Mapping[str, Number]) -> None:
        """Swing an arm to each of the first points; each leaves a dot behind."""
        tip = PlaneCloud(CENTRE[None], np.array([0]), self.plane.view, self.theme)
        tip.set_radius(TIP_SCALE * tip.radii)  # the dot that it leaves behind covers it wholly
        gauge = AngleGauge(CENTRE, self.plane.view, self.theme, tip)
        self.show(gauge, tip, fraction=0.3)
        self.aids += [gauge, tip]
        self._first(0).dress(self.drawn)
        self.add(self.drawn)
        for k, (x, y) in enumerate(self.draw.drawn[:EXAMPLES].tolist()):
            for angle in (gauge.angle, np.arctan2(y, x) % (2 * np.pi)):
                arm = swing([gauge], np.hypot(x, y), angle, self.seconds(self.theme.appear * 0.8))
                self.play(
                    arm,
                    follow(numbers["distance"], lambda: gauge.length),
                    follow(numbers["direction"], lambda: np.degrees(gauge.angle)),
                    run_time=arm.run_time,
                )
            self.play(Restyle(self.drawn, self._first(k + 1)), run_time=self.brief / 2)

    def _put_drawn(self, count: int) -> None:
        """Show the first of the drawn points, if the beats before have not been shown."""
        if self.drawn not in self.mobjects:
            self.clear_plane()
            self._first(count).dress(self.drawn)
            self.show(self.drawn, fraction=0.5)

    def _first(self, count: int) -> DotStyle:
        """Return the style of the drawn points when only the first of them are there."""
        return self.drawn_style.hidden(np.arange(len(self.draw.drawn)) >= count)

    def stream(self) -> list[Animation]:
        """Let the drawn points come in their order, those that will be dropped among them."""
        times = swelling(len(self.draw.drawn))
        return self.change(self.drawn, self.drawn_style, times=times, fraction=FILL_TIME)

    def _look_into_hole(self, cloud: PlaneCloud) -> Lens:
        """Show the place of the first hole larger."""
        return self.look_closer(self._around(AROUND_HOLE * self.parameters["r_hole"]), cloud)

    def _around(self, reach: float) -> FloatArray:
        return np.asarray(self.draw.centres[0] + reach * np.array([[-1.0, -1.0], [1.0, 1.0]]))

    def _circle_in(self, lens: Lens, name: str) -> Draw:
        return Draw(self._outline_in(lens, circles(self.draw.centres[:1], self.parameters[name])))

    def _outline_in(self, lens: Lens, lines: Polylines) -> PlacedLines[View]:
        """Draw thin lines in the lens, in front of the dots."""
        made = lens.lines(lines, self.theme.muted, self.rims.stroke_width)
        made.set_z_index(0)
        return made

    def _name_radius(self, lens: Lens, name: str) -> None:
        """Draw a radius in the lens and tell its length; both go with the next beat."""
        shape = radius_line(self.draw.centres[0], self.parameters[name], np.pi / 4)
        arm = self._outline_in(lens, shape)
        remark = lens.remark(self.text(f"{name}.fact"))
        self.briefly(Draw(arm), Appear(remark))
        self.aids += [arm, remark]

    def _drop(self, lens: Lens) -> None:
        """Flash what lies in a hole, and let it vanish; what is left are the dataset's own dots."""
        inside = ~self.draw.kept
        flashing = self.drawn_style.colored(self.theme.highlight).scaled(FLASH_SCALE)
        flash = self.drawn_style.mix(flashing, inside)
        self.briefly(*self.change(self.drawn, flash))
        self.tell("dropped")
        self.rest(self.theme.hold / 2)
        self.play(*self.change(self.drawn, flash.hidden(inside)), run_time=2 * self.brief)
        gone = [self.drawn, *lens.twins_of(self.drawn)]
        lens.forget(*gone)
        self.remove(*gone)
        self.style.hidden(self.labels == 1).dress(self.plane.cloud)
        self.add(self.plane.cloud, lens.twin(self.plane.cloud))

    def _look_at_small_disk(self, lens: Lens) -> None:
        """Magnify the middle of the hole, and outline where the other class will land."""
        around = self._around(AROUND_DISK * self.parameters["r_pos"])
        self.play(zoom(lens, around, self.seconds(self.theme.move / 2)))
        self.briefly(self._circle_in(lens, "r_pos"))
        self._name_radius(lens, "r_pos")


def _free_diagonal(angles: FloatArray) -> float:
    """Return the diagonal direction, in radians, that is farthest from all of some directions."""
    diagonals = np.pi / 4 * np.array([3, 1, 5, 7])
    away = np.abs(np.angle(np.exp(1j * (diagonals[:, None] - angles))))
    return float(diagonals[away.min(axis=1).argmax()])
