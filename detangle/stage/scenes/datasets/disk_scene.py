"""The film of the disk with holes: points are drawn, those in the holes dropped, others land."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from detangle.geometry.polylines import circles, radius_line
from detangle.stage.motion.draw import Draw
from detangle.stage.motion.planes import zoom
from detangle.stage.motion.restyle import count_seen
from detangle.stage.motion.stagger import NEVER
from detangle.stage.motion.tween import Appear, follow
from detangle.stage.panels.facts import Fact
from detangle.stage.panels.lens import Lens
from detangle.stage.scenes.datasets.filled_disk import FilledDiskScene
from detangle.stage.text.number import Number
from detangle.stage.words import load

Array = NDArray[np.float64]

AROUND_DISK = 1.35
"""How much the lens shows of the small disk in a hole, in its radii."""
FLASH = 1.35
"""Dots that are about to go are so many times as large."""
DOT_SHARE = 0.1
"""The part of their time that each dot of the other class takes to come."""


class DiskWithHolesScene(FilledDiskScene):
    """A disk fills with points; what fell into holes is dropped; the other class lands in them."""

    beats: ClassVar[tuple[str, ...]] = ("point", "fill", "cut", "land", "question")
    told_parameters: tuple[str, ...] = ("r", "r_hole", "r_pos")
    words = load("datasets.disk")

    def setup(self) -> None:
        """Outline the holes."""
        super().setup()
        self.negative = self.labels == 0
        self.rims = self.outline(circles(self.draw.centres, self.parameters["r_hole"]))

    def counts(self) -> dict[str, Fact]:
        """Tell how many points were drawn, and what became of them."""
        return {
            **super().counts(),
            "dropped": self.fact("dropped", count=len(self.draw.dropped)),
            "kept": self.fact("kept", count=len(self.draw.negatives), label=0),
            "landed": self.fact("landed", count=self.n_pos, label=1),
        }

    def show_cut(self) -> None:
        """Outline the holes, and drop the points that were drawn inside them."""
        with self.beat("cut", hold=self.theme.long_hold, **self.figures()):
            self.put_aside()
            self.put_dots(self.negative, self.dropped)
            self.open_page(self.counts())
            self.tell("drawn")
            lens = self.lens or self.look_into_hole(self.dropped)
            self._outline_holes(lens)
            self._drop()
            self.tell("kept")

    def show_land(self) -> None:
        """Let the other class come into the middle of the holes."""
        with self.beat("land", **self.figures()):
            self.put_aside()
            self.put_dots(self.negative)
            number = self.open_page(self.counts()).numbers["landed"]
            self.show(self.rims)
            self._look_at_small_disk(self.lens or self.look_into_hole())
            number.set_value(0)
            self.tell("kept", "landed")
            self._land(number)

    def _outline_holes(self, lens: Lens) -> None:
        """Draw all holes, and the one in the lens with its radius."""
        self.play(
            Draw(self.rims),
            *self._circle_in(lens, "r_hole"),
            run_time=self.seconds(self.theme.appear),
        )
        self._name_radius(lens, "r_hole")

    def _circle_in(self, lens: Lens, name: str) -> list[Draw]:
        shape = circles(self.draw.centres[:1], self.parameters[name])
        return [Draw(lens.lines(shape, self.theme.muted, self.rims.stroke_width))]

    def _name_radius(self, lens: Lens, name: str) -> None:
        """Draw a radius in the lens and tell its length; both go with the next beat."""
        shape = radius_line(self.draw.centres[0], self.parameters[name], np.pi / 4)
        arm = lens.lines(shape, self.theme.muted, self.rims.stroke_width)
        remark = lens.remark(self.said(f"{name}.fact"))
        self.play(Draw(arm), Appear(remark), run_time=self.seconds(self.theme.appear / 2))
        self.aids += [arm, remark]

    def _drop(self) -> None:
        """Flash what lies in a hole, and let it vanish."""
        brief = self.seconds(self.theme.appear / 2)
        flash = self.dropped_looks.colored(self.theme.highlight).scaled(FLASH)
        self.play(*self.change(self.dropped, flash), run_time=brief)
        self.tell("dropped")
        self.rest(self.theme.hold / 2)
        self.play(*self.change(self.dropped, flash.hidden()), run_time=2 * brief)
        self.drop(self.dropped)

    def _look_at_small_disk(self, lens: Lens) -> None:
        """Magnify the middle of the hole, and outline where the other class will land."""
        around = self.around(AROUND_DISK * self.parameters["r_pos"])
        self.play(*zoom(lens, around, self.seconds(self.theme.move / 2)))
        self.play(*self._circle_in(lens, "r_pos"), run_time=self.seconds(self.theme.appear / 2))
        self._name_radius(lens, "r_pos")

    def _land(self, number: Number) -> None:
        """Let the points of the other class come, hole by hole, as they were drawn."""
        run_time = self.seconds(1.5 * self.theme.move)
        cloud, first = self.plane.cloud, len(self.draw.negatives)
        times = np.where(self.negative, NEVER, (np.arange(len(self.labels)) - first) / self.n_pos)
        coming = self.change(cloud, self.looks, times=times, fraction=DOT_SHARE, run_time=run_time)
        landed = follow(number, lambda: count_seen(cloud) - first, run_time=run_time)
        self.play(*coming, landed)
